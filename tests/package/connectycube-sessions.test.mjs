import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, beforeEach, test } from "node:test";
import { ADA, startCube } from "./support/connectycube.mjs";
import { makeProject } from "./support/project.mjs";

const LOGIN = { login: "ada", password: "example-pass-1" };

let service;
let ConnectyCube;
let cube;

before(async () => {
  service = await startCube();
  ({ ConnectyCube } = await (await makeProject()).import("userkey"));
});

beforeEach(() => {
  service.reset();
  cube = makeCube();
});

after(() => service.stop());

function makeCube(options) {
  return new ConnectyCube({ appId: 21, authKey: "AUTHKEY", baseUrl: service.cube, ...options });
}

const sent = (index) => JSON.parse(service.requests[index].body);

for (const [name, credentials, body, holder, user_id] of [
  ["the application", undefined, {}, "application", null],
  ["a user by login", LOGIN, { user: LOGIN }, "user", 1001],
  ["a user by e-mail address", { email: "ada@example.com", password: "p" }, { user: { email: "ada@example.com", password: "p" } }, "user", 1001],
  ["a guest", { guest: true, full_name: "Guest" }, { user: { guest: "1", full_name: "Guest" } }, "guest", 1001],
  ...[
    { provider: "facebook", keys: { token: "t" } },
    { provider: "twitter", keys: { token: "t", secret: "s" } },
    { provider: "firebase_phone", firebase_phone: { project_id: "p", access_token: "a" } },
    { provider: "firebase_email", firebase_email: { project_id: "p", access_token: "a" } },
  ].map((credentials) => [`a user of ${credentials.provider}`, credentials, credentials, "user", 1001]),
]) {
  test(`a session is begun for ${name}`, async () => {
    const session = await cube.createSession(credentials);
    assert.equal(session.token, "T1");
    assert.equal(session.user?.login, user_id === null ? undefined : "ada");
    assert.deepEqual(sent(0), { application_id: 21, auth_key: "AUTHKEY", ...body });
    assert.deepEqual(cube.session, { token: "T1", user_id, holder, expires_at: null });
  });
}

test("a session is a user's from a log-in to a log-out, and nobody's after its end", async () => {
  assert.equal(cube.session, null);
  await cube.createSession();
  assert.deepEqual(await cube.login(LOGIN), ADA);
  assert.deepEqual([cube.session.user_id, cube.session.holder], [1001, "user"]);
  assert.equal(await cube.logout(), undefined);
  assert.deepEqual([cube.session.user_id, cube.session.holder], [null, "application"]);
  assert.equal((await cube.getSession()).token, "T1");
  assert.equal(await cube.destroySession(), undefined);
  assert.equal(cube.session, null);
  assert.deepEqual(sent(1), LOGIN);
  assert.deepEqual(service.asked().slice(1), ["POST /cube/login T1", "DELETE /cube/login T1", "GET /cube/session T1", "DELETE /cube/session T1"]);
});

test("with its own account a session ends", async () => {
  await cube.createSession(LOGIN);
  await cube.users.delete(1001);
  assert.equal(cube.session, null);
  await assert.rejects(cube.users.find(1001), { kind: "auth", code: "token_missing", attempts: 0 });
});

test("the end of a session moves with each answer, by the service's clock", async () => {
  const headers = { "cb-token-expirationdate": "2001-02-03 06:05:06 UTC", date: "Sat, 03 Feb 2001 04:05:06 GMT" };
  service.own = ({ path }) => (path.endsWith("/session") ? undefined : { headers, body: { user: ADA } });
  await cube.createSession();
  assert.equal(cube.session.expires_at, null);
  const before = Math.floor(Date.now() / 1000);
  await cube.users.find(1001);
  const left = cube.session.expires_at - before;
  assert.ok(left >= 7200 && left <= 7202, `${left} s`);
});

test("the end that an answer of another session tells is not the session's, and its own is", async () => {
  const headers = { "cb-token-expirationdate": "2099-02-03 06:05:06 UTC" };
  let answer;
  const late = new Promise((resolve) => (answer = () => resolve({ headers, body: { user: ADA } })));
  service.own = ({ headers: { "cb-token": token } }) => (token === "OLD" ? late : { headers, body: { user: ADA } });
  await cube.setSession({ token: "OLD" });
  const earlier = cube.users.find(1001);
  while (!service.requests.length) await new Promise((resolve) => setTimeout(resolve, 5));
  await cube.setSession({ token: "NEW" });
  answer();
  await earlier;
  assert.equal(cube.session.expires_at, null);
  await cube.users.find(1001);
  assert.ok(cube.session.expires_at > Date.now() / 1000);
});

test("a session that was kept goes on, without a request", async () => {
  await cube.createSession(LOGIN);
  const kept = JSON.parse(JSON.stringify(cube.session));
  const later = makeCube();
  assert.equal(await later.setSession(kept), undefined);
  assert.deepEqual(later.session, kept);
  assert.equal(service.requests.length, 1);
  await later.users.find(1001);
  assert.equal(service.requests[1].headers["cb-token"], "T1");
  await later.setSession(null);
  assert.equal(later.session, null);
});

test("an answer of the service is a session to go on in, too, and so is a mere token", async () => {
  const record = await cube.createSession({ guest: true });
  const later = makeCube();
  await later.setSession(record);
  assert.deepEqual(later.session, { token: "T1", user_id: 1001, holder: "guest", expires_at: null });
  await later.setSession({ token: "T2" });
  assert.deepEqual(later.session, { token: "T2", user_id: null, holder: "application", expires_at: null });
});

test("what is no session is refused, and the one there is stays", async () => {
  await cube.createSession();
  for (const wrong of [{}, "T9", { token: "" }, { token: "two words" }, { token: 9 }, { token: "T9", user_id: "1001" }]) {
    await assert.rejects(cube.setSession(wrong), { name: "InputError", kind: "input", attempts: 0 }, JSON.stringify(wrong));
    assert.equal(cube.session.token, "T1");
  }
});

test("calls made in the turn in which a session is set are in that session", async () => {
  const [, user] = await Promise.all([cube.setSession({ token: "T9" }), cube.users.find(1001).catch((error) => error)]);
  assert.equal(user.code ?? service.requests[0].headers["cb-token"], "T9");
});

test("whoever listens hears of every change once, until told to stop", async () => {
  const heard = [];
  const listen = (session) => heard.push(session && `${session.holder} ${session.token}`);
  const stops = [cube.onSessionChange(listen), cube.onSessionChange(listen)];
  await cube.createSession();
  await cube.users.find(1001);
  stops[0]();
  await cube.login(LOGIN);
  await cube.setSession(cube.session);
  await cube.destroySession();
  await cube.setSession(null);
  stops[1]();
  await cube.createSession();
  assert.deepEqual(heard, ["application T1", "application T1", "user T1", null]);
});

test("a listener that throws or rejects is reported and disturbs nothing", async (context) => {
  const reported = [];
  context.after(() => delete globalThis.reportError);
  globalThis.reportError = (error) => reported.push(error);
  const heard = [];
  cube.onSessionChange(() => {
    throw "thrown";
  });
  cube.onSessionChange(async () => Promise.reject("rejected"));
  cube.onSessionChange(({ token }) => heard.push(token));
  assert.equal((await cube.createSession()).token, "T1");
  assert.deepEqual([heard, reported], [["T1"], ["thrown", "rejected"]]);
});

test("a listener may call the client, and close it", async () => {
  const heard = await new Promise((resolve) => {
    const stop = cube.onSessionChange(async ({ token }) => {
      stop();
      const user = await cube.users.find(1001);
      const now = cube.session.token;
      cube.close();
      resolve([token, now, user]);
    });
    void cube.createSession();
  });
  assert.deepEqual(heard, ["T1", "T1", ADA]);
  await assert.rejects(cube.users.find(1001), { code: "client_closed" });
});

test("a closed client tells nobody anything", async () => {
  let heard = 0;
  cube.onSessionChange(() => heard++);
  cube.close();
  cube.onSessionChange(() => heard++);
  await assert.rejects(cube.setSession({ token: "T9" }), { code: "client_closed" });
  assert.equal(heard, 0);
});

test("changes of the session run one after the other", async () => {
  const seen = [];
  service.own = async () => {
    seen.push("asked");
    await new Promise((resolve) => setTimeout(resolve, 10));
    seen.push("answered");
  };
  const calls = [cube.createSession(), cube.createSession(LOGIN), cube.logout(), cube.login(LOGIN), cube.destroySession()];
  await Promise.all(calls);
  const lines = ["POST /cube/session", "POST /cube/session", "DELETE /cube/login T2", "POST /cube/login T2", "DELETE /cube/session T2"];
  assert.deepEqual(service.asked(), lines);
  assert.deepEqual(seen, lines.flatMap(() => ["asked", "answered"]));
});

test("a call that waits for its turn ends when its caller has had enough, and the next has its turn", async () => {
  let answer;
  service.own = ({ path }) => (path.endsWith("/session") ? new Promise((resolve) => (answer = () => resolve())) : undefined);
  const first = cube.createSession();
  const controller = new AbortController();
  const waiting = [cube.login(LOGIN, { totalTimeout: 20 }), cube.login(LOGIN, { signal: controller.signal })];
  const last = cube.login(LOGIN);
  await assert.rejects(waiting[0], { kind: "timeout", code: "total" });
  controller.abort("enough");
  await assert.rejects(waiting[1], { name: "AbortError", cause: "enough" });
  while (!answer) await new Promise((resolve) => setTimeout(resolve, 5));
  answer();
  await Promise.all([first, last]);
  assert.deepEqual(service.asked(), ["POST /cube/session", "POST /cube/login T1"]);
});

test("a log-in that fails leaves the session as it was", async () => {
  await cube.createSession();
  service.own = () => ({ status: 401, body: { errors: ["Invalid password"] } });
  for (const call of [cube.login(LOGIN), cube.createSession(LOGIN)]) await assert.rejects(call, { kind: "auth", code: "wrong_credentials" });
  assert.equal(cube.session.token, "T1");
});

test("log-ins are signed by the signer, over the text that the service signs", async () => {
  const hmac = (text) => createHmac("sha1", "SECRET").update(text).digest("hex");
  const texts = [];
  cube = makeCube({ signer: async (text) => (texts.push(text), hmac(text)) });
  await cube.createSession(LOGIN);
  const { nonce, timestamp, signature, ...rest } = sent(0);
  const text = `application_id=21&auth_key=AUTHKEY&nonce=${nonce}&timestamp=${timestamp}&user[login]=ada&user[password]=example-pass-1`;
  assert.deepEqual([texts, signature], [[text], hmac(text)]);
  assert.deepEqual(rest, { application_id: 21, auth_key: "AUTHKEY", user: LOGIN });
  assert.ok(Math.abs(timestamp - Date.now() / 1000) < 5 && nonce >= 0 && nonce < 10_000);
});

test("a signer that fails fails the log-in, and nothing is sent", async () => {
  const cause = new Error("no secret here");
  for (const signer of [() => { throw cause; }, async () => { throw cause; }]) {
    const error = await makeCube({ signer }).createSession().catch((error) => error);
    assert.deepEqual([error.kind, error.code, error.cause, error.attempts], ["auth", "unauthorized", cause, 0]);
  }
  const never = makeCube({ signer: () => new Promise(() => {}) }).createSession({ guest: true }, { totalTimeout: 20 });
  await assert.rejects(never, { kind: "timeout", code: "total", attempts: 0 });
  for (const signature of ["", "ABC", undefined, 5]) {
    await assert.rejects(makeCube({ signer: () => signature }).createSession(), { kind: "input", message: /^signer must give/ });
  }
  assert.equal(service.requests.length, 0);
});
