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

/** Counts what calls could leave behind: pages of wasm memory, and timers that neither came nor were cleared. */
const COUNT = `
  let memory;
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (...args) => {
    const instance = await instantiate(...args);
    memory = instance.exports.memory;
    return instance;
  };
  const timers = new Set();
  const { setTimeout: set, clearTimeout: clear } = globalThis;
  globalThis.setTimeout = (callback, ms, ...args) => {
    const timer = set(() => (timers.delete(timer), callback(...args)), ms);
    timers.add(timer);
    return timer;
  };
  globalThis.clearTimeout = (timer) => (timers.delete(timer), clear(timer));
  globalThis.count = () => ({ wasm: memory?.buffer.byteLength ?? 0, timers: timers.size });`;

/** Makes the files of the page in which `contenders` are called; its `fetch` is stubbed, what is left counted, and its server tells it what to do, if wanted. */
export async function harness(setup, { contenders = CONTENDERS, stubbed, counted, told }) {
  const config = JSON.stringify({ contenders, setup });
  const html = `<!doctype html><title>bench</title><script>
  globalThis.config = ${config};
  globalThis.answer = undefined;
  globalThis.isReady = new Promise((resolve) => (globalThis.ready = resolve));${stubbed ? STUB : ""}${counted ? COUNT : ""}
</script><script type="module" src="/${told ? "orders" : "harness"}.js"></script>`;
  const files = {
    "/index.html": html,
    "/harness.js": await script("harness.js"),
    "/orders.js": await script("orders.js"),
    "/userkey.wasm": await wasm(),
  };
  for (const name of contenders) files[`/contenders/${name}.js`] = await bundle(`contenders/${name}.js`);
  return files;
}

const script = (name) => readFile(new URL(`../page/${name}`, import.meta.url));

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

/** Who has one of these is on a page of users: in the sandbox more than a page is full of. */
export const TAGS = ["guest", "vip", "red", "blue"];

/** Nobody listens there: a call that isn't stubbed fails. */
const NOWHERE = "http://127.0.0.1:1";

/** The services as a stubbed `fetch` plays them. */
export const stubbedServices = () => ({
  usercom: { baseUrl: `${NOWHERE}/api/public`, apiKey: "0".repeat(64), key: "g3FaYocCy0U6" },
  cube: { baseUrl: NOWHERE, appId: 21, authKey: "AUTHKEY", token: "A".repeat(36), id: 1001, tags: TAGS },
});

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
