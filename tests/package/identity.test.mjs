import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { inspect } from "node:util";
import { makeProject } from "./support/project.mjs";
import { startService } from "./support/service.mjs";

const COOKIE = "__ca__chat=g3FaYocCy0U6";
const ADA = { known: true, status: "user", name: "Ada" };

let service;
let UserCom;
let client;
/** What `identity` gives, one after the other; the last again and again. */
let tokens;
let asked;

before(async () => {
  service = await startService();
  ({ UserCom } = await (await makeProject()).import("userkey"));
});

beforeEach(() => {
  service.reset();
  service.answer = () => ({ body: ADA });
  [tokens, asked] = [["a.b.1", "a.b.2"], 0];
  client = relayed();
  globalThis.document = { cookie: "" };
});

afterEach(() => {
  client.close();
  for (const name of ["document", "UE", "civchat"]) delete globalThis[name];
});

after(() => service.stop());

/** A client of a relay, of whoever the tokens name. */
function relayed(options) {
  const identity = async () => tokens[Math.min(asked++, tokens.length - 1)];
  return new UserCom({ relay: `${service.origin}/userkey`, identity, ...options });
}

const problem = (status, code) => ({ status, headers: { "content-type": "application/problem+json" }, body: { code, status, detail: "Words." } });
const sent = () => service.requests.map(({ method, path, headers }) => [method, path, headers.authorization].filter(Boolean).join(" "));

/** Answers that the token is too old, as long as it is this one. */
const expiring = (token) => ({ headers }) => (headers.authorization === `Bearer ${token}` ? problem(401, "identity_expired") : { body: ADA });

test("who is signed in needs no cookie: the token is asked for once and goes to the relay", async () => {
  assert.deepEqual(await client.visitor(), ADA);
  assert.deepEqual(await client.updateVisitor({ city: "Warsaw" }), ADA);
  assert.deepEqual(sent(), ["GET /userkey/visitor Bearer a.b.1", "PATCH /userkey/visitor Bearer a.b.1"]);
  assert.equal(service.requests[0].headers["x-userkey-expect"], undefined);
  assert.equal(asked, 1);
});

test("on a server, too", async () => {
  delete globalThis.document;
  assert.deepEqual(await client.visitor(), ADA);
  tokens = [null];
  await assert.rejects(relayed().visitor(), { kind: "input", code: "cookie_required" });
});

test("calls at once ask for one token", async () => {
  await Promise.all([client.visitor(), client.updateVisitor({ city: "a" }), client.updateVisitor({ city: "b" })]);
  assert.deepEqual([asked, service.requests.length], [1, 3]);
});

test("as long as nobody is signed in the cookie says who is there, and each call asks anew", async () => {
  tokens = [null, undefined, "a.b.1"];
  assert.equal(await client.visitor(), null);
  document.cookie = COOKIE;
  await client.visitor();
  await client.visitor();
  assert.deepEqual(sent(), ["GET /userkey/visitor", "GET /userkey/visitor Bearer a.b.1"]);
  assert.equal(asked, 3);
});

test("who is signed in isn't kept waiting for a cookie", async () => {
  const { data, attempts } = await client.visitor({ waitForCookie: 60_000 }).withResponse();
  assert.deepEqual([data, attempts], [ADA, 1]);
  await client.updateVisitor({ city: "a" }, { waitForCookie: 60_000 });
  assert.equal(service.requests.length, 2);
});

test("whom the service doesn't know yet is null, and can't be changed", async () => {
  service.answer = () => problem(404, "no_visitor");
  assert.equal(await client.visitor({ waitForCookie: 60_000 }), null);
  await assert.rejects(client.updateVisitor({ city: "a" }, { waitForCookie: 60_000 }), { kind: "not_found", code: "no_visitor", attempts: 1 });
});

test("nobody who is signed in waits for the cookie", async () => {
  tokens = [null];
  const visitor = client.visitor({ waitForCookie: 5000 });
  setTimeout(() => (document.cookie = COOKIE), 20);
  assert.deepEqual(await visitor, ADA);
  assert.deepEqual(sent(), ["GET /userkey/visitor"]);
});

test("a token that has expired is renewed once, and the call repeated once", async () => {
  service.answer = expiring("a.b.1");
  assert.deepEqual(await client.visitor(), ADA);
  assert.deepEqual(sent(), ["GET /userkey/visitor Bearer a.b.1", "GET /userkey/visitor Bearer a.b.2"]);
  await client.visitor();
  assert.deepEqual([asked, service.requests.length], [2, 3]);
});

test("calls whose token has expired renew it once for all", async () => {
  service.answer = expiring("a.b.1");
  await Promise.all([client.visitor(), client.updateVisitor({ city: "a" }), client.updateVisitor({ city: "b" })]);
  assert.deepEqual([asked, service.requests.length], [2, 6]);
});

test("a call is repeated once only", async () => {
  service.answer = () => problem(401, "identity_expired");
  await assert.rejects(client.visitor(), { kind: "auth", code: "identity_expired", status: 401 });
  assert.deepEqual([asked, service.requests.length], [2, 2]);
});

test("who has signed out meanwhile doesn't act as whoever the cookie names", async () => {
  document.cookie = COOKIE;
  tokens = ["a.b.1", null];
  service.answer = expiring("a.b.1");
  await assert.rejects(client.updateVisitor({ city: "a" }), { code: "identity_expired" });
  assert.equal(service.requests.length, 1);
});

test("a renewal that never comes counts what was sent", async () => {
  tokens = ["a.b.1", new Promise(() => {})];
  service.answer = expiring("a.b.1");
  await assert.rejects(client.visitor({ totalTimeout: 100 }), { kind: "timeout", code: "total", attempts: 1 });
});

test("any other refusal of a token is told, and nothing is repeated", async () => {
  for (const [status, code, kind] of [[401, "identity_invalid", "auth"], [403, "identity_unusable", "forbidden"]]) {
    service.reset();
    service.answer = () => problem(status, code);
    await assert.rejects(client.visitor(), { kind, code });
    assert.equal(service.requests.length, 1);
  }
});

test("an identity that fails fails the call, and nothing is sent", async () => {
  const cause = new Error("the session is over");
  for (const identity of [() => { throw cause; }, async () => { throw cause; }]) {
    await assert.rejects(relayed({ identity }).visitor(), { kind: "auth", code: "identity_invalid", cause, attempts: 0 });
  }
  for (const token of ["", "two words", 7, {}]) {
    await assert.rejects(relayed({ identity: () => token }).visitor(), { code: "identity_invalid", message: /^identity must give a token/ });
  }
  assert.equal(service.requests.length, 0);
});

test("an identity that never comes ends with the call's time, its signal or its client", async () => {
  const never = relayed({ identity: () => new Promise(() => {}) });
  await assert.rejects(never.visitor({ totalTimeout: 20 }), { kind: "timeout", code: "total" });
  const controller = new AbortController();
  const [aborted, closed] = [never.visitor({ signal: controller.signal }), never.visitor()];
  setTimeout(() => controller.abort("enough"), 10);
  await assert.rejects(aborted, { code: "aborted", cause: "enough" });
  never.close();
  await assert.rejects(closed, { code: "client_closed" });
});

test("what is wrong with a call is said before anybody is asked who they are", async () => {
  await assert.rejects(client.updateVisitor({ firstName: "a" }), { code: "unknown_field" });
  await assert.rejects(client.users.findByKey("k"), { kind: "input", code: "relay_forbids" });
  assert.equal(await client.visitorKey(), null);
  assert.deepEqual([asked, sent()], [0, []]);
});

test("an identity is for a relay", () => {
  const identity = () => null;
  for (const address of [{ subdomain: "acme" }, { baseUrl: service.baseUrl }]) {
    assert.throws(() => new UserCom({ ...address, identity }), { kind: "config", code: "invalid_option", message: /relay/ });
  }
  assert.throws(() => relayed({ identity: "a.b.c" }), { code: "invalid_option", message: "identity must be a function" });
});

test("signing out forgets the token and has the widget forget its visitor", async () => {
  const reset = [];
  globalThis.UE = { resetAuth: (settings) => reset.push(settings) };
  globalThis.civchat = { apiKey: "widget" };
  await client.visitor();
  client.signOut();
  tokens = [null];
  assert.equal(await client.visitor(), null);
  assert.deepEqual([reset, sent()], [[{ apiKey: "widget" }], ["GET /userkey/visitor Bearer a.b.1"]]);
});

test("signing out ends the calls that wait for a token, whose answer is nobody's then", async () => {
  let give;
  const slow = relayed({ identity: () => (asked++ ? "a.b.2" : new Promise((resolve) => (give = resolve))) });
  const waiting = slow.visitor();
  while (!give) await new Promise(setImmediate);
  slow.signOut();
  await assert.rejects(waiting, { kind: "abort", code: "aborted", message: /signOut/ });
  give("a.b.1");
  await new Promise(setImmediate);
  await slow.visitor();
  assert.deepEqual(sent(), ["GET /userkey/visitor Bearer a.b.2"]);
});

test("signing out works without a widget, with one that fails, and before anything is loaded", (context) => {
  const reported = [];
  context.after(() => delete globalThis.reportError);
  globalThis.reportError = (error) => reported.push(error);
  client.signOut();
  globalThis.UE = { resetAuth() { throw "thrown"; } };
  client.signOut();
  assert.deepEqual(reported, ["thrown"]);
});

test("identify tells the relay who the browser's visitor is, and gives what became of it", async () => {
  document.cookie = COOKIE;
  for (const [linked, advice] of [[true, {}], [false, { advice: "reset_widget" }]]) {
    service.reset();
    service.answer = () => ({ body: { action: "updated", linked, user: ADA } });
    assert.deepEqual(await client.identify({ city: "Warsaw" }), { action: "updated", user: ADA, ...advice });
    const [{ method, path, headers, body }] = service.requests;
    assert.equal(`${method} ${path}`, "POST /userkey/visitor/identify");
    assert.deepEqual([headers.authorization, headers["x-userkey-expect"], body], ["Bearer a.b.1", "g3FaYocCy0U6", '{"city":"Warsaw"}']);
  }
});

test("identify needs a token, which alone says who it is", async () => {
  document.cookie = COOKIE;
  await assert.rejects(client.identify({}, { email: "ada@example.com" }), { kind: "input", message: /leave userId and email out/ });
  tokens = [null];
  for (const nobody of [client, relayed({ identity: undefined })]) {
    await assert.rejects(nobody.identify({}), { kind: "forbidden", code: "identity_required", attempts: 0 });
  }
  assert.deepEqual(sent(), []);
});

test("what a relay says of a field is filed under its name", async () => {
  service.answer = () => ({ status: 400, body: { code: "field_not_allowed", field: "score", detail: '"score" can\'t be written here.' } });
  const error = await client.updateVisitor({ score: 5 }).catch((error) => error);
  assert.deepEqual([error.kind, error.code, error.fieldErrors], ["validation", "field_not_allowed", { score: ['"score" can\'t be written here.'] }]);
});

test("a relay that says not to try again is obeyed", async () => {
  service.answer = () => ({ status: 502, body: { code: "upstream_auth", retryable: false } });
  await assert.rejects(client.visitor(), { kind: "server", code: "upstream_auth", retryable: false, attempts: 1 });
});

test("no error and no client shows the token", async () => {
  service.answer = ({ headers }) => ({ status: 500, headers: { "x-request-id": headers.authorization }, body: { detail: headers.authorization } });
  const error = await relayed({ maxRetries: 0 }).visitor().catch((error) => error);
  assert.equal(error.kind, "server");
  for (const shown of [error, client]) assert.doesNotMatch(inspect(shown, { depth: 9, showHidden: true }) + JSON.stringify(shown), /a\.b\.1/);
});
