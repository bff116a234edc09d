/** The small client that one writes by hand: writes queries, times out, fails when the service says so. */

async function send(url, headers) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), 10_000);
  try {
    const response = await fetch(url, { headers, signal: controller.signal });
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
    return await response.json();
  } finally {
    clearTimeout(timer);
  }
}

/** Writes `{ id: { in: [1, 2] } }` as `id[in][]=1&id[in][]=2`. */
function write(filter) {
  const query = new URLSearchParams();
  const add = (name, value) => {
    if (Array.isArray(value)) value.forEach((item) => query.append(`${name}[]`, item));
    else if (value instanceof Date) query.append(name, value.toISOString());
    else if (typeof value === "object") Object.entries(value).forEach(([key, item]) => add(`${name}[${key}]`, item));
    else query.append(name, value);
  };
  Object.entries(filter).forEach(([name, value]) => add(name, value));
  return query;
}

export async function open({ usercom, cube, query }) {
  const user = { Authorization: `Token ${usercom.apiKey}` };
  const session = { "CB-Token": cube.token };
  const find = (filter) => send(`${cube.baseUrl}/users/v2?${write(filter)}`, session);
  return {
    user: () => send(`${usercom.baseUrl}/users/search/?${write({ key: usercom.key })}`, user),
    users: () => send(`${usercom.baseUrl}/users/`, user),
    cubeUser: async () => (await find({ id: cube.id, limit: 1 })).items[0],
    cubeUsers: async () => (await find({ user_tags: { in: cube.tags }, limit: 100 })).items,
    cubeQuery: async () => (await find({ ...query.filter, sort_desc: query.sort, limit: 100 })).items,
  };
}
