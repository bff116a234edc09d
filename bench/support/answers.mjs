import { readFile } from "node:fs/promises";

/** How many users a page has. */
export const PAGE = 100;

const fixture = async (path) => JSON.parse(await readFile(new URL(`../../tests/fixtures/${path}.json`, import.meta.url), "utf8"));

/** Gives what the services answer, as text: made of their documentations' own examples. */
export async function answers() {
  const user = await fixture("usercom/user-v1");
  const { results } = await fixture("usercom/page-users-v1");
  const cubeUser = await fixture("connectycube/user");
  const texts = {
    user,
    users: { count: PAGE, next: null, previous: null, results: times((index) => ({ ...results[index % results.length], id: 1000 + index })) },
    cubeUser: { limit: 1, skip: 0, total_entries: 1, items: [cubeUser] },
    cubeUsers: { limit: PAGE, skip: 0, total_entries: PAGE, items: times((index) => ({ ...cubeUser, id: 1000 + index })) },
  };
  return Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, JSON.stringify(value)]));
}

function times(make) {
  return Array.from({ length: PAGE }, (_, index) => make(index));
}
