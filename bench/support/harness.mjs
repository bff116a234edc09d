import { readFile } from "node:fs/promises";
import { bundle, wasm } from "./bundle.mjs";

/** What is compared, in the order of the tables. The first is what the others are measured against. */
export const CONTENDERS = ["raw", "plain", "connectycube", "userkey", "slim"];

/** Answers every call with `globalThis.answer`, without a network; lets all through as long as there is none. */
const STUB = `
  const overTheNetwork = globalThis.fetch;
  const init = { headers: { "content-type": "application/json" } };
  globalThis.fetch = (...args) =>
    answer === undefined ? overTheNetwork(...args) : Promise.resolve(new Response(answer, init));`;

/** Makes the files of the page in which `contenders` are called, with a stubbed `fetch` if wanted. */
export async function harness(setup, { contenders = CONTENDERS, stubbed }) {
  const config = JSON.stringify({ contenders, setup });
  const html = `<!doctype html><title>bench</title><script>
  globalThis.config = ${config};
  globalThis.answer = undefined;
  globalThis.isReady = new Promise((resolve) => (globalThis.ready = resolve));${stubbed ? STUB : ""}
</script><script type="module" src="/harness.js"></script>`;
  const files = {
    "/index.html": html,
    "/harness.js": await readFile(new URL("../page/harness.js", import.meta.url)),
    "/userkey.wasm": await wasm(),
  };
  for (const name of contenders) files[`/contenders/${name}.js`] = await bundle(`contenders/${name}.js`);
  return files;
}

/** A search with a condition of each kind. */
const QUERY = {
  filter: {
    full_name: { start_with: "hunter & co" },
    id: { nin: Array.from({ length: 20 }, (_, index) => 68_647 + index) },
    user_tags: { in: ["vip", "accountant", "a+b"] },
    created_at: { gte: "2024-01-01T00:00:00Z", lt: "2025-01-01T00:00:00Z" },
  },
  sort: "created_at",
};

/** Says whom the contenders ask and for what: `usercom` and `cube` are the services. */
export function setupFor({ usercom, cube }) {
  const { baseUrl, appId, authKey } = cube;
  return {
    usercom,
    cube,
    query: { ...QUERY, text: text(QUERY) },
    wasm: "/userkey.wasm",
    usercomOptions: { baseUrl: usercom.baseUrl, apiKey: usercom.apiKey },
    cubeOptions: { baseUrl, appId, authKey },
  };
}

/** The query that the filter comes to: raw calls have it ready. */
function text({ filter, sort }) {
  const query = new URLSearchParams();
  for (const [name, operators] of Object.entries(filter)) {
    for (const [operator, value] of Object.entries(operators)) {
      for (const item of [value].flat()) query.append(`${name}[${operator}]${Array.isArray(value) ? "[]" : ""}`, item);
    }
  }
  return `${query}&sort_desc=${sort}&limit=5`;
}
