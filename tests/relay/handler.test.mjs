import assert from "node:assert/strict";
import { before, test } from "node:test";
import { makeProject } from "../package/support/project.mjs";
import { ADA, json, KEY, options, request, SECRET, TOKEN } from "./support/handler.mjs";

let createRelay;

before(async () => {
  ({ createRelay } = await (await makeProject()).import("userkey/relay"));
});

/** A relay whose User.com answers one answer after the other, the last again and again; `asked` holds what it was asked. */
function relay(answers, more) {
  const asked = [];
  const fetch = async (url, init) => {
    asked.push({ url, ...init });
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    return typeof answer === "function" ? answer(init) : answer.clone();
  };
  return Object.assign(createRelay(options({ fetch, ...more })), { asked });
}

/** The status and the code of an answer. */
async function outcome(response) {
  const { code } = await response.clone().json();
  return [response.status, code];
}

test("the CommonJS build is the same function", async () => {
  const project = await makeProject({ "app.cjs": 'console.log(typeof require("userkey/relay").createRelay);' });
  assert.equal(await project.node("--no-experimental-require-module", "app.cjs"), "function\n");
});

test("importing it does nothing, and needs no secret", async () => {
  const project = await makeProject({ "app.mjs": 'delete globalThis.WebAssembly; await import("userkey/relay"); console.log("fine");' });
  assert.equal(await project.node("app.mjs"), "fine\n");
});

test("rule S: options that could be unsafe throw at once, without the secret", () => {
  for (const [more, message] of [
    [{ token: undefined }, /token is missing/],
    [{ token: "0".repeat(64) }, /placeholder/],
    [{ token: "changeme".repeat(8) }, /placeholder/],
    [{ identitySecrets: "short" }, /identity secret/],
    [{ identitySecrets: TOKEN }, /must not be the REST token/],
    [{ publicOrigins: ["*"] }, /publicOrigins can't hold/],
    [{ publicOrigins: undefined }, /publicOrigins is required/],
    [{ browser: { read: ["email"] } }, /browser.read can't hold "email"/],
    [{ browser: { write: ["email"] } }, /browser.write can't hold "email"/],
    [{ browser: { writeAttributes: ["E-Mail"] } }, /names a standard field/],
    [{ origins: [] }, /origins is no option/],
    [{ onanswer: () => {} }, /onanswer is no option/],
    [{ clientAddress: "192.0.2.1" }, /clientAddress must be a function/],
    [{ sandbox: "https://acme.user.com/api/public", subdomain: undefined }, /sandbox must be an address on this machine/],
    [{ merge: "anonymous" }, /needs a store/],
  ]) {
    assert.throws(() => createRelay(options(more)), (error) => {
      assert.deepEqual([error.name, error.kind, error.code], ["ConfigError", "config", "invalid_option"]);
      assert.match(error.message, message);
      assert.ok(!`${error.stack}${JSON.stringify(error)}`.includes(TOKEN.slice(0, 8)));
      return true;
    });
  }
});

test("what an operator should know is said when the relay is made", () => {
  const said = [];
  createRelay(options({ warn: (message) => said.push(message), clientAddress: undefined, corsOrigins: ["https://partner.test"] }));
  assert.equal(said.length, 2);
  assert.match(said[0], /partner\.test is another site/);
  assert.match(said[1], /clientAddress isn't given/);
});

test("a read is one question, without cookies, caches or redirects", async () => {
  const handler = relay([json(ADA)]);
  const response = await handler(request());
  assert.deepEqual([response.status, await response.json()], [200, { known: false, status: "visitor", name: "Ada" }]);
  const [{ url, method, redirect, cache, headers }] = handler.asked;
  assert.deepEqual([url, method, redirect, cache], [`https://acme.user.com/api/public/users/search/?key=${KEY}`, "GET", "manual", "no-store"]);
  assert.deepEqual(headers, [["Authorization", `Token ${TOKEN}`], ["Accept-Encoding", "identity"]]);
});

test("rule P: an answer is given again to the same visitor for a moment, and a write ends that", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: 1e12 });
  const handler = relay([(init) => json(init.method === "PUT" ? { ...ADA, name: "Eve" } : ADA)]);
  for (const _ of [1, 2, 3]) await handler(request());
  assert.equal(handler.asked.length, 1);
  await handler(request("GET", { cookie: "__ca__chat=another1" }));
  assert.equal(handler.asked.length, 2);
  await handler(request("PATCH", { body: '{"city":"Oslo"}' }));
  await handler(request());
  assert.equal(handler.asked.length, 5);
  t.mock.timers.tick(2000);
  await handler(request());
  assert.equal(handler.asked.length, 6);
});

test("rule R: whatever answers instead of User.com is not passed on", async () => {
  for (const [answer, expected] of [
    [() => new Response(null, { status: 302, headers: { location: "https://evil.example/" } }), [502, "upstream_config"]],
    [() => new Response("<h1>words</h1>", { status: 200 }), [502, "upstream_config"]],
    [() => new Response("<h1>words</h1>", { status: 404 }), [502, "upstream_config"]],
    [() => new Response(`{"id":7,"key":"${KEY}","name":"${"x".repeat(5e6)}"}`), [502, "upstream_config"]],
    [() => json({ ...ADA, name: `Token ${TOKEN}` }), [502, "upstream_config"]],
    [() => json({ detail: "words" }, { status: 401 }), [502, "upstream_auth"]],
    [() => json({ detail: "words" }, { status: 500 }), [502, "upstream_error"]],
    [() => Promise.reject(new TypeError("words")), [502, "upstream_unreachable"]],
    [() => { throw new Error("words"); }, [502, "upstream_unreachable"]],
    [() => new Response(new ReadableStream({ start: (controller) => controller.error(new Error("words")) })), [502, "upstream_unreachable"]],
  ]) {
    const handler = relay([answer]);
    const response = await handler(request());
    assert.deepEqual(await outcome(response), expected);
    const said = `${await response.text()}${JSON.stringify([...response.headers])}`;
    assert.ok(!said.includes("words") && !said.includes("evil.example") && !said.includes(TOKEN.slice(0, 8)), said);
    assert.equal(handler.asked.length, 1);
  }
});

test("rule R: a connection that fails is tried once more", async () => {
  const refused = () => Promise.reject(new TypeError("fetch failed", { cause: { code: "ECONNREFUSED" } }));
  const handler = relay([refused, json(ADA)]);
  assert.equal((await handler(request())).status, 200);
  const down = relay([refused]);
  assert.deepEqual(await outcome(await down(request())), [502, "upstream_unreachable"]);
  assert.equal(down.asked.length, 2);
});

/** Ticks a mocked clock until a promise is settled. */
async function while_(t, promise, ms) {
  let settled = false;
  promise.finally(() => (settled = true));
  while (!settled) {
    await new Promise(setImmediate);
    t.mock.timers.tick(ms);
  }
  return promise;
}

test("rule R: User.com has eight seconds", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1e12 });
  const silent = ({ signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  const stalling = () => new Response(new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(1)) }));
  for (const answer of [silent, stalling]) {
    const started = Date.now();
    assert.deepEqual(await outcome(await while_(t, relay([answer])(request()), 500)), [504, "upstream_timeout"]);
    assert.ok(Date.now() - started >= 8000);
  }
});

test("rule H: a body is read up to 16 KiB and for five seconds", async (t) => {
  const chunk = new Uint8Array(1024).fill(32);
  let sent = 0;
  const endless = new ReadableStream({ pull: (controller) => (sent++, controller.enqueue(chunk)) });
  const handler = relay([json(ADA)]);
  assert.deepEqual(await outcome(await handler(request("PATCH", { body: endless }))), [413, "too_large"]);
  assert.ok(sent < 20, `${sent} KiB were read`);
  t.mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1e12 });
  const slow = new ReadableStream({});
  assert.deepEqual(await outcome(await while_(t, handler(request("PATCH", { body: slow })), 500)), [408, "too_slow"]);
  const broken = new ReadableStream({ start: (controller) => controller.error(new Error("gone")) });
  assert.deepEqual(await outcome(await handler(request("PATCH", { body: broken }))), [400, "bad_request"]);
  const used = request("PATCH", { body: '{"city":"Oslo"}' });
  await used.text();
  assert.deepEqual(await outcome(await handler(used)), [400, "bad_request"]);
  assert.equal(handler.asked.length, 0);
});

test("rule R: after a 429 nobody calls until it says so", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: 1e12 });
  const handler = relay([() => new Response(null, { status: 429, headers: { "retry-after": "7" } }), json(ADA)]);
  const first = await handler(request());
  assert.deepEqual([...(await outcome(first)), first.headers.get("retry-after")], [503, "busy", "7"]);
  const other = () => handler(request("GET", { cookie: "__ca__chat=another1" }));
  assert.equal((await other()).headers.get("retry-after"), "7");
  t.mock.timers.tick(6999);
  assert.equal((await other()).headers.get("retry-after"), "1");
  assert.equal(handler.asked.length, 1);
  t.mock.timers.tick(1);
  assert.equal((await handler(request())).status, 200);
});

test("rule Q: a flood of one visitor is told to wait while another is served", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: 1e12 });
  const handler = relay([json(ADA)], { limits: { upstream: 200 } });
  const flood = await Promise.all(Array.from({ length: 200 }, () => handler(request())));
  const refused = flood.filter(({ status }) => status === 429);
  assert.equal(refused.length, 190);
  assert.equal(refused[0].headers.get("retry-after"), "1");
  const another = await handler(request("GET", { cookie: "__ca__chat=another1" }));
  assert.deepEqual(await outcome(another), [404, "no_visitor"]);
});

test("a wasm that traps is replaced, and the requests on their way in it fail alone", async (t) => {
  const { Instance } = WebAssembly;
  let [traps, made] = [1, 0];
  t.mock.method(WebAssembly, "Instance", function (module, imports) {
    made++;
    const exports = { ...new Instance(module, imports).exports };
    const { exchange_question } = exports;
    exports.exchange_question = (...args) => {
      if (traps-- > 0) throw new WebAssembly.RuntimeError("unreachable");
      return exchange_question(...args);
    };
    return { exports };
  });
  const handler = relay([json(ADA)]);
  assert.deepEqual(await outcome(await handler(request())), [500, "internal"]);
  assert.equal((await handler(request())).status, 200);
  assert.equal(made, 2);
});

test("an application's function that throws fails its request alone", async (t) => {
  const made = t.mock.method(WebAssembly, "Instance");
  let broken = true;
  const clientAddress = () => {
    if (broken) throw new Error("no address");
    return "192.0.2.1";
  };
  const onAnswer = () => { throw new Error("no log"); };
  const handler = relay([json(ADA)], { clientAddress, onAnswer });
  assert.deepEqual(await outcome(await handler(request())), [500, "internal"]);
  broken = false;
  assert.equal((await handler(request())).status, 200);
  assert.equal(made.mock.callCount(), 1, "the wasm wasn't to blame");
});

test("rule S: what is told of a request holds nothing of the client's, and nothing holds the token", async () => {
  const events = [];
  const handler = relay([json(ADA), () => json({ detail: TOKEN }, { status: 500 })], { onAnswer: (event) => events.push(event) });
  const answers = [
    await handler(request()),
    await handler(request("PATCH", { body: '{"city":"Oslo"}' })),
    await handler(request("GET", { path: "/userkey/<script>", cookie: "" })),
  ];
  assert.deepEqual(events.map(({ route, code, status }) => [route, code, status]), [
    ["visitor", "ok", 200],
    ["visitor", "upstream_error", 502],
    ["none", "not_found", 404],
  ]);
  const texts = await Promise.all(answers.map(async (answer) => `${await answer.text()}${JSON.stringify([...answer.headers])}`));
  const all = `${texts}${JSON.stringify(events)}`;
  for (const secret of [TOKEN, TOKEN.slice(0, 8), btoa(TOKEN).slice(0, 12), SECRET, KEY, "<script>"]) assert.ok(!all.includes(secret), secret);
});
