import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { ADA, SESSION_OVER, startCube } from "./support/connectycube.mjs";
import { makeProject } from "./support/project.mjs";

const LOGIN = { login: "ada", password: "example-pass-1" };
const OVER = { name: "AuthError", kind: "auth", code: "session_expired", status: 401 };

let service;
let ConnectyCube;

before(async () => {
  service = await startCube();
  ({ ConnectyCube } = await (await makeProject()).import("userkey"));
});

beforeEach(() => service.reset());
after(() => service.stop());

function makeCube(options) {
  return new ConnectyCube({ appId: 21, authKey: "AUTHKEY", baseUrl: service.cube, ...options });
}

/** A client whose session, made of these credentials, is over. */
async function expired(credentials, options) {
  const cube = makeCube(options);
  await cube.createSession(credentials);
  service.end();
  service.requests = [];
  return cube;
}

const count = (line) => service.asked().filter((asked) => asked.startsWith(line)).length;

test("the application's session renews itself, and the call is repeated in the new one", async () => {
  const cube = await expired();
  assert.deepEqual(await cube.users.find(1001), ADA);
  assert.deepEqual(service.asked(), ["GET /cube/users/1001 T1", "POST /cube/session", "GET /cube/users/1001 T2"]);
  assert.deepEqual([cube.session.token, cube.session.holder], ["T2", "application"]);
});

test("a user's session is renewed with what the caller's function gives, now or later", async () => {
  for (const renew of [() => LOGIN, async () => LOGIN]) {
    service.reset();
    const cube = await expired(LOGIN, { renew });
    assert.deepEqual(await cube.users.update(1001, { phone: "1" }), ADA);
    assert.deepEqual(service.asked(), ["PUT /cube/users/1001 T1", "POST /cube/session", "PUT /cube/users/1001 T2"]);
    assert.deepEqual(JSON.parse(service.requests[1].body).user, LOGIN);
    assert.deepEqual([cube.session.token, cube.session.user_id], ["T2", 1001]);
  }
});

for (const [whose, credentials] of [["the application's", undefined], ["a user's", LOGIN]]) {
  test(`ten calls at once renew ${whose} session once, and each is repeated once`, async () => {
    let renewals = 0;
    const renew = async () => (renewals++, LOGIN);
    const cube = await expired(credentials, { renew, maxConcurrent: 10 });
    const calls = Array.from({ length: 10 }, (_, index) => cube.users.find(index + 1));
    assert.equal((await Promise.all(calls)).length, 10);
    assert.deepEqual([renewals, count("POST /cube/session"), count("GET ")], [credentials ? 1 : 0, 1, 20]);
    assert.equal(service.requests.filter(({ headers }) => headers["cb-token"] === "T2").length, 10);
  });
}

test("a call that hears of its old session's end after the renewal uses the new one", async () => {
  const cube = await expired();
  let late;
  service.own = ({ path, headers }) => {
    if (path === "/cube/users/2" && headers["cb-token"] === "T1") return new Promise((resolve) => (late = () => resolve({ status: 401, body: SESSION_OVER })));
  };
  const second = cube.users.find(2);
  await cube.users.find(1);
  late();
  assert.deepEqual(await second, ADA);
  assert.equal(count("POST /cube/session"), 1);
});

test("a repeated call isn't repeated again", async () => {
  const cube = await expired();
  service.own = ({ path }) => (path.endsWith("/session") ? undefined : { status: 401, body: SESSION_OVER });
  await assert.rejects(cube.users.find(1001), OVER);
  assert.deepEqual(service.asked(), ["GET /cube/users/1001 T1", "POST /cube/session", "GET /cube/users/1001 T2"]);
});

test("without a function to renew it, a user's session that is over is told", async () => {
  for (const credentials of [LOGIN, { guest: true }]) {
    const cube = await expired(credentials);
    await assert.rejects(cube.users.find(1001), { ...OVER, attempts: 1 });
    assert.equal(service.requests.length, 1);
  }
});

test("a session is never renewed for a log-in, a log-out or a deletion", async () => {
  let renewals = 0;
  const renew = () => (renewals++, LOGIN);
  const ways = [(cube) => cube.users.delete(1001), (cube) => cube.users.deleteByExternalUserId(4001), (cube) => cube.logout(), (cube) => cube.login(LOGIN)];
  for (const credentials of [undefined, LOGIN]) {
    for (const way of ways) {
      const cube = await expired(credentials, { renew });
      await assert.rejects(way(cube), OVER);
      assert.equal(service.requests.length, 1, service.asked().join());
    }
  }
  assert.equal(renewals, 0);
});

test("a session that is over is destroyed, and one that may have been destroyed isn't asked for twice", async () => {
  const cube = await expired(LOGIN);
  await cube.destroySession();
  assert.equal(cube.session, null);
  assert.deepEqual(service.asked(), ["DELETE /cube/session T1"]);
});

test("a deletion whose answer was lost counts as done when the account is gone", async () => {
  for (const gone of [{ status: 401, body: SESSION_OVER }, { status: 404, body: { errors: ["User not found"] } }]) {
    const cube = makeCube();
    await cube.createSession(LOGIN);
    service.requests = [];
    service.own = ({ path }) => (path.endsWith("/session") ? undefined : service.requests.length === 1 ? { status: 503 } : gone);
    const { attempts } = await cube.users.delete(1001).withResponse();
    assert.deepEqual([attempts, service.requests.length, cube.session], [2, 2, null]);
  }
});

test("a renewal that fails fails all that wait for it, and the next call tries again", async () => {
  const cause = new Error("nobody at the keyboard");
  let fails = true;
  const renew = async () => {
    if (fails) throw cause;
    return LOGIN;
  };
  const cube = await expired(LOGIN, { renew });
  const calls = [1, 2, 3].map((id) => cube.users.find(id).catch((error) => error));
  for (const error of await Promise.all(calls)) assert.deepEqual([error.kind, error.code, error.cause], ["auth", "session_expired", cause]);
  fails = false;
  assert.deepEqual(await cube.users.find(1001), ADA);
});

test("a renewal with what are no credentials, or wrong ones, says so", async () => {
  const cube = await expired(LOGIN, { renew: () => ({ login: "ada" }) });
  await assert.rejects(cube.users.find(1001), { kind: "input", message: /password/ });
  const other = await expired(LOGIN, { renew: () => LOGIN });
  service.own = ({ path }) => (path.endsWith("/session") ? { status: 401, body: { errors: ["Invalid password"] } } : undefined);
  await assert.rejects(other.users.find(1001), { kind: "auth", code: "wrong_credentials" });
});

test("nothing is repeated in the name of somebody else", async () => {
  const cube = await expired(LOGIN, { renew: () => ({ login: "bob", password: "example-pass-2" }) });
  service.own = ({ path, method }) => {
    if (method === "POST" && path.endsWith("/session")) return { status: 201, body: { session: { id: 1, token: "T9", user_id: 1002 } } };
  };
  await assert.rejects(cube.users.update(1001, { phone: "1" }), OVER);
  assert.equal(count("PUT "), 1);
});

test("only the exact words for a session that is over renew it", async () => {
  for (const body of [{ errors: ["Required session does not exist"] }, { errors: { base: ["Session expired"] } }, {}, ""]) {
    const cube = makeCube();
    await cube.createSession();
    service.requests = [];
    service.own = ({ path }) => (path.endsWith("/session") ? undefined : { status: 401, body });
    await assert.rejects(cube.users.find(1001), { kind: "auth", code: "unauthorized" });
    assert.equal(service.requests.length, 1);
  }
});

test("a list goes on over the end of its session", async () => {
  const cube = makeCube();
  await cube.createSession();
  service.own = ({ path, headers }) => {
    if (!path.startsWith("/cube/users/v2")) return;
    const skip = Number(new URLSearchParams(path.split("?")[1]).get("offset") ?? 0);
    if (skip === 2 && headers["cb-token"] === "T1") return { status: 401, body: SESSION_OVER };
    return { body: { limit: 2, skip, total_entries: 4, items: [{ id: skip + 1 }, { id: skip + 2 }] } };
  };
  const users = await cube.users.list({ login: "ada" }, { pageSize: 2 }).toArray();
  assert.deepEqual(users.map(({ id }) => id), [1, 2, 3, 4]);
  assert.equal(count("POST /cube/session"), 2);
});

test("a caller who gives up while a session is renewed ends its own wait only", async () => {
  const cube = await expired();
  let answer;
  service.own = ({ method, path }) => (method === "POST" && path.endsWith("/session") ? new Promise((resolve) => (answer = () => resolve())) : undefined);
  const controller = new AbortController();
  const first = cube.users.find(1, { signal: controller.signal });
  const second = cube.users.find(2);
  while (!answer) await new Promise((resolve) => setTimeout(resolve, 5));
  controller.abort("enough");
  await assert.rejects(Promise.race([first, new Promise((resolve) => setTimeout(resolve, 500))]), { name: "AbortError", cause: "enough", attempts: 1 });
  answer();
  assert.deepEqual(await second, ADA);
});

test("closing a client while its session is renewed ends all that wait", async () => {
  const renew = () => new Promise(() => {});
  const cube = await expired(LOGIN, { renew });
  const call = cube.users.find(1);
  setTimeout(() => cube.close(), 50);
  await assert.rejects(Promise.race([call, new Promise((resolve) => setTimeout(resolve, 1000))]), { kind: "abort", code: "client_closed" });
});

test("a renewal that never comes ends with the call's total timeout", async () => {
  const cube = await expired(LOGIN, { renew: () => new Promise(() => {}) });
  const call = cube.users.find(1, { totalTimeout: 100 });
  await assert.rejects(Promise.race([call, new Promise((resolve) => setTimeout(resolve, 1000))]), { kind: "timeout", code: "total", attempts: 1 });
});
