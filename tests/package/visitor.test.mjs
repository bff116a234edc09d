import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, mock, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { makeProject } from "./support/project.mjs";
import { JANE, startService } from "./support/service.mjs";

const COOKIE = "a=1; __ca__chat=g3FaYocCy0U6";

let service;
let userkey;
let direct;
let relayed;

before(async () => {
  service = await startService();
  userkey = await (await makeProject()).import("userkey");
  await userkey.preload();
});

beforeEach(() => {
  service.reset();
  direct = new userkey.UserCom({ baseUrl: service.baseUrl, apiKey: "k" });
  relayed = new userkey.UserCom({ relay: `${service.origin}/userkey` });
});

afterEach(() => {
  mock.timers.reset();
  direct.close();
  relayed.close();
  delete globalThis.document;
  delete globalThis.cookieStore;
});

after(() => service.stop());

/** Makes this process look like a page with these cookies. */
function enterPage(cookie = "") {
  globalThis.document = { cookie };
}

/** Gives the page a CookieStore; what it gives sets the cookies and tells of it. */
function enterModernPage(cookie) {
  enterPage(cookie);
  globalThis.cookieStore = Object.assign(new EventTarget(), { get: async () => null });
  return (cookie) => {
    document.cookie = cookie;
    cookieStore.dispatchEvent(new Event("change"));
  };
}

/** Waits until what has been resolved is done. */
const settled = () => new Promise(setImmediate);

const sent = () => service.requests.map(({ method, path }) => `${method} ${path}`);

test("on a server the visitor is the one of the cookie header", async () => {
  assert.equal(await direct.visitorKey({ cookie: COOKIE }), "g3FaYocCy0U6");
  assert.deepEqual(await direct.visitor({ cookie: COOKIE }), JANE);
  assert.deepEqual(sent(), ["GET /api/public/users/search/?key=g3FaYocCy0U6"]);
  assert.equal(service.requests[0].headers.cookie, undefined);
});

test("without a cookie nobody is there, and nothing is sent", async () => {
  for (const client of [direct, relayed]) {
    assert.equal(await client.visitorKey({ cookie: "a=1" }), null);
    const { data, status, headers, attempts } = await client.visitor({ cookie: "a=1" }).withResponse();
    assert.deepEqual([data, status, headers, attempts], [null, 0, undefined, 0]);
  }
  assert.deepEqual(sent(), []);
});

test("on a server the cookie must be given, in a page it must not", async () => {
  const calls = (options) => [
    direct.visitorKey(options),
    direct.visitor(options),
    direct.updateVisitor({ city: "Warsaw" }, options),
  ];
  const refused = (call, code) => assert.rejects(call, { kind: "input", code, message: /cookie/ });
  for (const call of calls({})) await refused(call, "cookie_required");
  enterPage(COOKIE);
  for (const call of calls({ cookie: COOKIE })) await refused(call, "invalid_input");
  assert.deepEqual(sent(), []);
});

test("in a page the visitor is the one of its cookies", async () => {
  enterPage(COOKIE);
  assert.equal(await relayed.visitorKey(), "g3FaYocCy0U6");
  assert.deepEqual(await relayed.visitor(), JANE);
  const [{ method, path, headers }] = service.requests;
  assert.equal(`${method} ${path}`, "GET /userkey/visitor");
  assert.deepEqual([headers["x-userkey"], headers["x-userkey-expect"]], ["1", "g3FaYocCy0U6"]);
});

test("a visitor whom nobody knows is null", async () => {
  service.answer = () => ({ status: 404 });
  assert.equal(await direct.visitor({ cookie: COOKIE }), null);
  service.answer = () => ({ status: 404, body: { code: "no_visitor" } });
  assert.equal(await relayed.visitor({ cookie: COOKIE }), null);
  service.answer = () => ({ status: 404, body: "<h1>Not Found</h1>" });
  for (const client of [direct, relayed]) {
    await assert.rejects(client.visitor({ cookie: COOKIE }), { kind: "config", code: "wrong_address" });
  }
});

test("the visitor is changed by one look-up and one write, or through a relay by one request", async () => {
  const changes = { tags: ["read-guide"], attributes: { topic: "bikes" } };
  assert.deepEqual(await direct.updateVisitor(changes, { cookie: COOKIE }), JANE);
  assert.deepEqual(sent(), ["GET /api/public/users/search/?key=g3FaYocCy0U6", "PUT /api/public/users/19678376/"]);
  assert.deepEqual(JSON.parse(service.requests[1].body), { tags: ["read-guide"], topic: "bikes" });

  service.reset();
  assert.deepEqual(await relayed.updateVisitor(changes, { cookie: COOKIE }), JANE);
  assert.deepEqual(sent(), ["PATCH /userkey/visitor"]);
  assert.deepEqual(JSON.parse(service.requests[0].body), changes);
});

test("a change of nobody says whether it is the cookie that is missing", async () => {
  const noCookie = { kind: "not_found", code: "no_visitor", message: /waitForCookie/ };
  await assert.rejects(direct.updateVisitor({ city: "a" }, { cookie: "" }), noCookie);
  service.answer = () => ({ status: 404 });
  const noUser = { kind: "not_found", code: "no_visitor", message: /no user has the key/ };
  await assert.rejects(direct.updateVisitor({ city: "a" }, { cookie: COOKIE }), noUser);
});

test("a change of nothing, or of what isn't there, is refused before anything is sent", async () => {
  await assert.rejects(direct.updateVisitor({}, { cookie: COOKIE }), { code: "no_changes" });
  await assert.rejects(direct.updateVisitor({ firstName: "a" }, { cookie: "" }), { code: "unknown_field" });
  assert.deepEqual(sent(), []);
});

test("a relay serves the visitor only", async () => {
  for (const [name, ...args] of [
    ["findByKey", "k"],
    ["update", 1, { city: "a" }],
    ["updateByUserId", "u", { city: "a" }],
  ]) {
    await assert.rejects(relayed.users[name](...args), { kind: "input", code: "relay_forbids" });
  }
  assert.deepEqual(sent(), []);
});

test("a relay's path needs a page", async () => {
  const client = new userkey.UserCom({ relay: "/userkey" });
  await assert.rejects(client.visitor({ cookie: COOKIE }), { kind: "config", code: "relative_url", message: /absolute/ });
});

test("a cookie that the widget sets later is waited for", async () => {
  enterPage();
  const key = relayed.visitorKey({ waitForCookie: 5000 });
  const visitor = relayed.visitor({ waitForCookie: 5000 });
  await sleep(30);
  document.cookie = COOKIE;
  assert.equal(await key, "g3FaYocCy0U6");
  assert.deepEqual(await visitor, JANE);
});

test("where the browser tells of cookies, nothing is polled", async () => {
  // No timer fires: only the browser's word can end the wait.
  mock.timers.enable({ apis: ["setTimeout"] });
  const setCookie = enterModernPage("");
  const key = relayed.visitorKey({ waitForCookie: 5000 });
  await settled();
  setCookie("other=1");
  setCookie(COOKIE);
  assert.equal(await key, "g3FaYocCy0U6");
});

test("a cookie that doesn't come ends the wait, which counts for no timeout", async () => {
  enterPage();
  const options = { waitForCookie: 120, totalTimeout: 50 };
  const started = performance.now();
  assert.equal(await relayed.visitor(options), null);
  assert.equal(await relayed.visitorKey(options), null);
  await assert.rejects(relayed.updateVisitor({ city: "a" }, options), { code: "no_visitor" });
  assert.ok(performance.now() - started >= 350);
  assert.equal(await relayed.visitor(), null);
});

test("a wait for the cookie ends with its signal, and with its client", async () => {
  enterPage();
  const controller = new AbortController();
  const aborted = relayed.visitor({ waitForCookie: 60_000, signal: controller.signal });
  const closed = relayed.visitor({ waitForCookie: 60_000 });
  await sleep(10);
  controller.abort("why");
  await assert.rejects(aborted, { code: "aborted", cause: "why" });
  relayed.close();
  await assert.rejects(closed, { code: "client_closed" });
});

test("a listener hears of changes only, within a second", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  enterPage(COOKIE);
  const heard = [];
  const stop = relayed.onVisitorChange((key) => heard.push(key));
  await settled();
  for (const cookie of [`${COOKIE}; b=2`, "__ca__chat=second", "", "a=1"]) {
    document.cookie = cookie;
    mock.timers.tick(1000);
  }
  stop();
  document.cookie = COOKIE;
  mock.timers.tick(5000);
  assert.deepEqual(heard, ["second", null]);
});

test("a listener hears of changes only, at once where the browser tells of them", async () => {
  const setCookie = enterModernPage(COOKIE);
  const heard = [];
  const stop = relayed.onVisitorChange((key) => heard.push(key));
  await settled();
  for (const cookie of [`${COOKIE}; b=2`, "__ca__chat=second", "", "a=1"]) setCookie(cookie);
  stop();
  setCookie(COOKIE);
  assert.deepEqual(heard, ["second", null]);
});

test("a change that the browser didn't tell of, since the listener was on its way, is heard, too", async () => {
  enterModernPage(COOKIE);
  let answer;
  cookieStore.get = () => new Promise((resolve) => (answer = resolve));
  const heard = [];
  const stop = relayed.onVisitorChange((key) => heard.push(key));
  await settled();
  document.cookie = "__ca__chat=second";
  answer();
  await settled();
  assert.deepEqual(heard, ["second"]);
  stop();
});

test("a listener that is stopped before the browser has answered hears nothing", async () => {
  enterModernPage(COOKIE);
  let answer;
  cookieStore.get = () => new Promise((resolve) => (answer = resolve));
  const stop = relayed.onVisitorChange(() => assert.fail("it was stopped"));
  await settled();
  stop();
  document.cookie = "__ca__chat=second";
  answer();
  await settled();
});

test("a listener that throws is reported, and hears of the next change", async () => {
  const project = await makeProject({
    "throws.mjs": `
      const { preload, UserCom } = await import("userkey");
      await preload();
      globalThis.document = { cookie: "" };
      globalThis.cookieStore = Object.assign(new EventTarget(), { get: async () => null });
      process.on("uncaughtException", ({ message }) => console.log("reported", message));
      new UserCom({ relay: "/userkey" }).onVisitorChange((key) => { throw new Error(key); });
      await new Promise(setImmediate);
      for (const key of ["first", "second"]) {
        document.cookie = "__ca__chat=" + key;
        cookieStore.dispatchEvent(new Event("change"));
      }
    `,
  });
  assert.equal(await project.node("throws.mjs"), "reported first\nreported second\n");
});

test("a change while the wasm loads is heard, too", async () => {
  enterPage(COOKIE);
  const heard = [];
  relayed.onVisitorChange((key) => heard.push(key));
  document.cookie = "__ca__chat=second";
  await settled();
  assert.deepEqual(heard, ["second"]);
});

test("a client that is closed listens no more", async () => {
  const setCookie = enterModernPage("");
  const heard = [];
  relayed.onVisitorChange((key) => heard.push(key));
  await settled();
  relayed.close();
  setCookie(COOKIE);
  assert.deepEqual(heard, []);
});

test("without a document nothing is watched", () => {
  const stop = relayed.onVisitorChange(() => assert.fail("there is nobody to change"));
  stop();
});

test("a listener doesn't keep Node alive", async () => {
  const project = await makeProject({
    "watch.mjs": `
      globalThis.document = { cookie: "" };
      const { UserCom } = await import("userkey");
      new UserCom({ relay: "/userkey" }).onVisitorChange(() => {});
    `,
  });
  await project.node("watch.mjs");
});
