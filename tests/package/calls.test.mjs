import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { makeProject } from "./support/project.mjs";
import { JANE, startService } from "./support/service.mjs";

const KEY = "k".repeat(64);

/** Lets Node compile the wasm that is its own, before a test looks at what is compiled. */
const COMPILE_OWN = "await new Response('').text();";

let service;
let userkey;
let client;

before(async () => {
  service = await startService();
  userkey = await (await makeProject()).import("userkey");
});

beforeEach(() => {
  service.reset();
  client = new userkey.UserCom({ baseUrl: service.baseUrl, apiKey: KEY });
});

after(() => service.stop());

/** Waits until `count` requests have come. */
async function asked(count) {
  while (service.requests.length < count) await sleep(5);
}

test("a user is found by key", async () => {
  assert.deepEqual(await client.users.findByKey("a+b&c"), JANE);
  const [{ method, path, headers }] = service.requests;
  assert.equal(`${method} ${path}`, "GET /api/public/users/search/?key=a%2Bb%26c");
  assert.equal(headers.authorization, `Token ${KEY}`);
});

test("nobody with a key is null", async () => {
  service.answer = () => ({ status: 404 });
  assert.equal(await client.users.findByKey("nobody"), null);
});

test("a user is changed by an id of one's own", async () => {
  const changes = { city: "Warsaw", gender: "female", tags: ["a"], attributes: { topic: "bikes" }, region: undefined };
  assert.deepEqual(await client.users.updateByUserId("customer-42", changes), JANE);
  const [{ method, path, headers, body }] = service.requests;
  assert.equal(`${method} ${path}`, "PUT /api/public/users-by-id/customer-42/");
  assert.equal(headers["content-type"], "application/json");
  assert.deepEqual(JSON.parse(body), { city: "Warsaw", gender: 3, tags: ["a"], topic: "bikes" });
});

test("a user is changed by the service's id", async () => {
  await client.users.update(7, { city: null });
  const [{ method, path, body }] = service.requests;
  assert.equal(`${method} ${path}`, "PUT /api/public/users/7/");
  assert.deepEqual(JSON.parse(body), { city: null });
});

test("version 2 is asked for in its own names", async () => {
  const second = new userkey.UserCom({ baseUrl: service.baseUrl, apiVersion: 2 });
  await second.users.update(7, { user_id: "u" });
  const [{ headers, body }] = service.requests;
  assert.equal(headers.accept, "*/*; version=2");
  assert.equal(headers.authorization, undefined);
  assert.deepEqual(JSON.parse(body), { custom_id: "u" });
});

test("methods can be taken from their client, and carry their names", async () => {
  const { findByKey } = client.users;
  assert.deepEqual(await findByKey("k"), JANE);
  assert.ok(["findByKey", "update", "updateByUserId"].every((name) => Object.keys(client.users).includes(name)));
});

test("withResponse tells about the answer and asks nothing again", async () => {
  service.answer = () => ({ body: JANE, headers: { "x-request-id": "r1", "x-other": "o" } });
  const call = client.users.findByKey("k");
  const { data, status, headers, attempts, requestId } = await call.withResponse();
  assert.equal(data, await call);
  assert.deepEqual([status, headers.get("x-other"), attempts, requestId], [200, "o", 1, "r1"]);
  assert.equal(service.requests.length, 1);
});

test("a failure taken with the answer isn't reported as unhandled, and one that nobody takes is", async () => {
  const project = await makeProject({
    "unhandled.mjs": `
      const { UserCom } = await import("userkey");
      process.on("unhandledRejection", ({ code }) => console.log("unhandled", code));
      const { users } = new UserCom({ subdomain: "acme" });
      await users.findByKey("").withResponse().catch(({ code }) => console.log("taken", code));
      await new Promise((resolve) => setTimeout(resolve, 20));
      users.update(1, {});
      users.update(1, { a: 1 }).withResponse();
    `,
  });
  const lines = ["taken invalid_input", "unhandled no_changes", "unhandled unknown_field", ""];
  assert.equal(await project.node("unhandled.mjs"), lines.join("\n"));
});

test("headers of the caller's own go along", async () => {
  await client.users.findByKey("k", { headers: { "X-Trace": "t" } });
  assert.equal(service.requests[0].headers["x-trace"], "t");
});

test("two calls at once share one request, and get data of their own", async () => {
  const [first, second] = await Promise.all([client.users.findByKey("k"), client.users.findByKey("k")]);
  assert.equal(service.requests.length, 1);
  assert.deepEqual(first, second);
  assert.notEqual(first, second);
});

test("a signal that is aborted before ends the call with its reason, and nothing is sent", async () => {
  const error = await client.users.findByKey("k", { signal: AbortSignal.abort("why") }).catch((error) => error);
  assert.ok(error instanceof userkey.AbortError);
  assert.deepEqual([error.name, error.code, error.cause, error.attempts], ["AbortError", "aborted", "why", 0]);
  assert.equal(service.requests.length, 0);
});

test("a signal ends the call at once, whatever its reason is", async () => {
  service.answer = () => undefined;
  for (const reason of ["a text", new Error("an error"), null, 0]) {
    const controller = new AbortController();
    const call = client.users.findByKey("k", { signal: controller.signal });
    await asked(service.requests.length + 1);
    controller.abort(reason);
    await assert.rejects(call, { kind: "abort", code: "aborted", cause: reason });
  }
});

test("a caller's signal ends its own wait only", async () => {
  let answer;
  service.answer = () => new Promise((resolve) => (answer = () => resolve({ body: JANE })));
  const controller = new AbortController();
  const first = client.users.findByKey("k", { signal: controller.signal });
  const second = client.users.findByKey("k");
  await asked(1);
  controller.abort();
  await assert.rejects(first, { code: "aborted" });
  answer();
  assert.deepEqual(await second, JANE);
  assert.equal(service.requests.length, 1);
});

test("an attempt that takes too long is ended, and the call when all of them do", async () => {
  service.answer = () => undefined;
  await assert.rejects(client.users.findByKey("k", { timeout: 20, maxRetries: 1 }), {
    name: "TimeoutError",
    kind: "timeout",
    code: "attempt",
    attempts: 2,
    retryable: true,
  });
  await assert.rejects(client.users.findByKey("k", { totalTimeout: 20 }), { kind: "timeout", code: "total" });
});

test("values that JSON doesn't have are refused by name, before anything is sent", async () => {
  const loop = {};
  loop.again = [loop];
  for (const [value, what] of [
    [() => 1, "a function, which JSON doesn't have"],
    [Symbol("s"), "a symbol, which JSON doesn't have"],
    [1n, "a bigint, which JSON doesn't have"],
    [NaN, "a number that isn't finite"],
    [new Date(NaN), "an invalid Date"],
    [new Map(), "no plain object"],
  ]) {
    const error = { kind: "input", code: "invalid_input", message: `an argument.attributes.x is ${what}` };
    await assert.rejects(client.users.update(1, { attributes: { x: value } }), error);
  }
  await assert.rejects(client.users.update(1, { attributes: loop }), { kind: "input", message: /nested deeper .* or refers to itself$/ });
  assert.deepEqual(service.requests, []);
});

test("a call sets one timer for all of its times, and clears it", async (t) => {
  const own = new userkey.UserCom({ subdomain: "acme", apiKey: KEY, fetch: async () => new Response('{"id":1}') });
  await own.users.findByKey("k");
  const set = t.mock.method(globalThis, "setTimeout");
  const clear = t.mock.method(globalThis, "clearTimeout");
  assert.deepEqual(await own.users.findByKey("k"), { id: 1 });
  const [call, ...others] = set.mock.calls;
  assert.equal(others.length, 0);
  assert.ok(clear.mock.calls.some(({ arguments: [timer] }) => timer === call.result));
});

test("closing a client ends its calls in flight, and all that come later", async () => {
  service.answer = () => undefined;
  const calls = [client.users.findByKey("a"), client.users.update(1, { city: "b" }), client.visitorKey({ cookie: "" })];
  await asked(2);
  client.close();
  client.close();
  calls.push(client.users.findByKey("c"), client.visitor({ cookie: "" }), client.visitorKey({ cookie: "" }));
  const ends = await Promise.allSettled(calls);
  const closed = (end) => end.reason?.name === "AbortError" && end.reason.code === "client_closed";
  assert.deepEqual(ends.map(closed), [true, true, false, true, true, true]);
  assert.equal(service.requests.length, 2);
});

test("a client ends with the block that it is used in", { skip: !Symbol.dispose && "no Symbol.dispose" }, async () => {
  client[Symbol.dispose]();
  await assert.rejects(client.users.findByKey("k"), { code: "client_closed" });
});

test("a fetch of one's own is used, and must answer with a Response", async () => {
  const seen = [];
  const fetch = async (url, init) => {
    seen.push([url, init.method, init.credentials, init.redirect, init.headers.get("authorization")]);
    return new Response('{"id":1}');
  };
  const own = new userkey.UserCom({ subdomain: "acme", apiKey: KEY, fetch });
  assert.deepEqual(await own.users.findByKey("k"), { id: 1 });
  const url = "https://acme.user.com/api/public/users/search/?key=k";
  assert.deepEqual(seen, [[url, "GET", "omit", "manual", `Token ${KEY}`]]);

  const wrong = new userkey.UserCom({ subdomain: "acme", fetch: async () => "text" });
  await assert.rejects(wrong.users.findByKey("k"), { kind: "config" });
});

test("a page's client loads the wasm at once, a server's doesn't", async () => {
  const project = await makeProject({
    "first.mjs": `
      ${COMPILE_OWN}
      const compiled = [];
      const { compileStreaming } = WebAssembly;
      WebAssembly.compileStreaming = (answer) => (compiled.push(1), compileStreaming(answer));
      const { UserCom } = await import("userkey");
      new UserCom({ subdomain: "acme" });
      await new Promise((resolve) => setTimeout(resolve, 50));
      const onServer = compiled.length;
      globalThis.document = { cookie: "" };
      new UserCom({ relay: "/userkey" });
      await new Promise((resolve) => setTimeout(resolve, 50));
      console.log(onServer, compiled.length);
    `,
  });
  assert.equal(await project.node("first.mjs"), "0 1\n");
});

test("while the wasm loads, signal, total timeout and close are honoured", async () => {
  const project = await makeProject({
    "loading.mjs": `
      WebAssembly.compileStreaming = () => new Promise(() => {});
      const { UserCom } = await import("userkey");
      const client = new UserCom({ subdomain: "acme" });
      const controller = new AbortController();
      const calls = [
        client.users.findByKey("k", { signal: controller.signal }),
        client.visitor({ cookie: "", totalTimeout: 20 }),
        client.users.update(1, {}),
        new UserCom({ subdomain: "acme", totalTimeout: 30 }).users.findByKey("k"),
      ];
      controller.abort("why");
      setTimeout(() => client.close(), 40);
      for (const { reason } of await Promise.allSettled(calls)) console.log(reason.kind, reason.code, reason.cause);
    `,
  });
  assert.deepEqual((await project.node("loading.mjs")).split("\n"), [
    "abort aborted why",
    "timeout total undefined",
    "abort client_closed undefined",
    "timeout total undefined",
    "",
  ]);
});

test("a load that failed is tried again by the next call", async () => {
  const project = await makeProject({
    "again.mjs": `
      ${COMPILE_OWN}
      const { compileStreaming } = WebAssembly;
      let times = 0;
      WebAssembly.compileStreaming = async (answer) => {
        if (times++ === 0) throw new WebAssembly.CompileError("out of luck");
        return compileStreaming(answer);
      };
      const { preload } = await import("userkey");
      const { name, code, cause } = await preload().catch((error) => error);
      await preload();
      await preload();
      console.log(name, code, cause instanceof WebAssembly.CompileError, times);
    `,
  });
  assert.equal(await project.node("again.mjs"), "WasmError load_failed true 2\n");
});

test("each engine's words for a Content-Security-Policy are understood", async () => {
  const words = [
    "WebAssembly.compile(): Compiling or instantiating WebAssembly module violates the following Content Security policy directive because neither 'wasm-eval' nor 'unsafe-eval' is an allowed source of script in the following Content Security Policy directive: \"script-src 'self'\"",
    "call to WebAssembly.compile() blocked by CSP",
    "Refused to create a WebAssembly object because 'unsafe-eval' or 'wasm-unsafe-eval' is not an allowed source of script in the following Content Security Policy directive: \"script-src 'self'\".",
  ];
  const project = await makeProject({
    "csp.mjs": `
      ${COMPILE_OWN}
      const { preload } = await import("userkey");
      for (const words of ${JSON.stringify(words)}) {
        WebAssembly.compileStreaming = async () => { throw new WebAssembly.CompileError(words); };
        const { code, message } = await preload().catch((error) => error);
        console.log(code, message.includes("'wasm-unsafe-eval'"));
      }
    `,
  });
  assert.equal(await project.node("csp.mjs"), "csp true\n".repeat(3));
});

test("bad options of a call are refused by name, before anything is sent", async () => {
  const bad = [
    [{ timeout: 0 }, "timeout must be a number above 0"],
    [{ timeout: null }, "timeout must be a number above 0"],
    [{ timeout: NaN }, "timeout must be a number above 0"],
    [{ totalTimeout: "5" }, "totalTimeout must be a number above 0"],
    [{ maxRetries: -1 }, "maxRetries must be a number, 0 or more"],
    [{ waitForCookie: "1s" }, "waitForCookie must be a number, 0 or more"],
    [{ signal: {} }, "signal must be an AbortSignal"],
    [{ cookie: 7 }, "cookie must be a Cookie header, as a string"],
    [{ headers: 7 }, "headers must be an object"],
    [{ headers: { "a b": "x" } }, "headers holds a name that is no header's"],
    [{ headers: { "": "x" } }, "headers holds a name that is no header's"],
    [{ headers: { "X-A": "a\nb" } }, "headers.X-A must be a string of visible ASCII"],
    [{ headers: { "X-A": "" } }, "headers.X-A must be a string of visible ASCII"],
    [{ headers: { authorization: "x" } }, "headers.authorization is set by the SDK itself"],
    [{ headers: { Cookie: "x" } }, "headers.Cookie is set by the SDK itself"],
    [{ headers: { "CB-Token": "x" } }, "headers.CB-Token is set by the SDK itself"],
    [{ headers: { "X-Userkey": "1" } }, "headers.X-Userkey is set by the SDK itself"],
    [{ retries: 3 }, "retries is no option of a call: it takes timeout, totalTimeout, maxRetries, signal, headers, keepalive, cookie, waitForCookie"],
    [7, "options must be an object"],
  ];
  for (const [options, message] of bad) {
    const error = await client.users.findByKey("k1", options).catch((error) => error);
    assert.deepEqual([error.name, error.code, error.message], ["InputError", "invalid_input", message]);
  }
  await assert.rejects(client.users.list({}, 7).toArray(), { code: "invalid_input", message: "options must be an object" });
  assert.equal(service.requests.length, 0);
});

test("patience without an end is as long as a timer can wait, and headers that are left out are none", async () => {
  const options = { timeout: Infinity, totalTimeout: Infinity, maxRetries: 0.5, headers: { "X-A": undefined, "X-B": "b" }, later: undefined };
  assert.equal((await client.users.findByKey("k1", options)).id, JANE.id);
  const { headers } = service.requests[0];
  assert.deepEqual([headers["x-a"], headers["x-b"]], [undefined, "b"]);
});

test("a body that outlives its page is 64 KB at most", async () => {
  const changes = { attributes: { a: "é".repeat(32_768) } };
  const error = await client.users.update(7, changes, { keepalive: true }).catch((error) => error);
  assert.deepEqual([error.name, error.code], ["InputError", "too_long"]);
  assert.equal(service.requests.length, 0);
});
