import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, mock, test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { makeProject } from "./support/project.mjs";
import { JANE, startService } from "./support/service.mjs";

const HOOKS = ["onRequest", "onResponse", "onRetry"];

let service;
let UserCom;

before(async () => {
  service = await startService();
  ({ UserCom } = await (await makeProject()).import("userkey"));
});

beforeEach(() => service.reset());
afterEach(() => mock.restoreAll());
after(() => service.stop());

/** Makes a client each of whose hooks calls `hook` with its name and event. */
function hooked(hook, options) {
  const hooks = HOOKS.map((name) => [name, (event) => hook(name, event)]);
  return new UserCom({ baseUrl: service.baseUrl, apiKey: "k".repeat(64), ...options, ...Object.fromEntries(hooks) });
}

/** Has the first request fail and the second succeed. */
function failOnce() {
  service.answer = () => (service.requests.length === 1 ? { status: 503 } : { body: JANE });
}

test("a request, its answer and its repetition are told in their order", async () => {
  failOnce();
  const told = [];
  await hooked((name, { ms, waitMs, ...event }) => told.push([name, event, typeof ms, typeof waitMs])).users.update(7, { city: "a" });
  const request = { system: "usercom", operation: "users.update", method: "PUT", path: "/api/public/users/7/" };
  assert.deepEqual(told, [
    ["onRequest", { ...request, attempt: 1 }, "undefined", "undefined"],
    ["onResponse", { ...request, attempt: 1, status: 503 }, "number", "undefined"],
    ["onRetry", { ...request, attempt: 1, status: 503 }, "undefined", "number"],
    ["onRequest", { ...request, attempt: 2 }, "undefined", "undefined"],
    ["onResponse", { ...request, attempt: 2, status: 200 }, "number", "undefined"],
  ]);
});

test("neither query nor header nor body is told", async () => {
  const told = [];
  const client = hooked((name, event) => told.push(event));
  const cookie = "__ca__chat=a-secret-key";
  await client.updateVisitor({ city: "a-secret-city" }, { cookie, headers: { "X-Trace": "a-secret-trace" } });
  assert.deepEqual(told.map(({ path }) => path), Array(2).fill("/api/public/users/search/").concat(Array(2).fill(`/api/public/users/${JANE.id}/`)));
  assert.doesNotMatch(JSON.stringify(told), /secret|kkk|\?/);
});

test("a request without an answer has no status", async () => {
  const told = [];
  const fetch = async () => {
    throw new TypeError("fetch failed");
  };
  await hooked((name, event) => told.push([name, event.status]), { fetch, maxRetries: 0 }).users.findByKey("k").catch(() => {});
  assert.deepEqual(told, [["onRequest", undefined], ["onResponse", undefined]]);
});

for (const [how, hook] of [
  ["throws", (name) => { throw new Error(name); }],
  ["rejects", async (name) => { throw new Error(name); }],
]) {
  test(`a hook that ${how} is reported and changes nothing`, async () => {
    failOnce();
    const report = mock.method(console, "error", () => {});
    assert.deepEqual(await hooked(hook).users.findByKey("k"), JANE);
    await nextTurn();
    const reported = report.mock.calls.map(({ arguments: [error] }) => error.message);
    assert.deepEqual(reported, ["onRequest", "onResponse", "onRetry", "onRequest", "onResponse"]);
  });
}

test("one hook alone is told, the others aren't missed", async () => {
  failOnce();
  for (const name of HOOKS) {
    const told = [];
    service.requests = [];
    await new UserCom({ baseUrl: service.baseUrl, [name]: (event) => told.push(event.attempt) }).users.findByKey("k");
    assert.deepEqual(told, name === "onRetry" ? [1] : [1, 2], name);
  }
});

test("a hook may close the client", async () => {
  for (const name of HOOKS) {
    failOnce();
    service.requests = [];
    const report = mock.method(console, "error", () => {});
    const client = new UserCom({ baseUrl: service.baseUrl, [name]: () => client.close() });
    await assert.rejects(client.users.findByKey("k"), { code: "client_closed" }, name);
    await nextTurn();
    assert.deepEqual(report.mock.calls, []);
  }
});
