import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { inspect } from "node:util";
import { ADA, startCube } from "./support/connectycube.mjs";
import { makeProject } from "./support/project.mjs";

let service;
let userkey;
let cube;

before(async () => {
  service = await startCube();
  userkey = await (await makeProject()).import("userkey");
});

beforeEach(() => {
  service.reset();
  cube = new userkey.ConnectyCube({ appId: 21, authKey: "AUTHKEY", baseUrl: service.cube });
});

after(() => service.stop());

/** What each operation is answered with, what it sends, and what it gives; those on the session are tested by themselves. */
const USER = { user: ADA };
const PAGE = { limit: 1, skip: 0, total_entries: 1, items: [ADA] };
const NEW = { login: "ada", password: "example-pass-1", tags: ["vip"] };
const PASSWORDS = { old_password: "example-pass-1", password: "example-pass-2" };
const OPERATIONS = {
  signUp: [(users) => users.signUp(NEW), USER, "POST /users", ADA],
  find: [(users) => users.find(1001), USER, "GET /users/1001", ADA],
  findOne: [(users) => users.findOne({ login: "ada" }, { sort: { desc: "id" }, timeout: 5000 }), PAGE, "GET /users/v2?login=ada&sort_desc=id&limit=1", ADA],
  findByLogin: [(users) => users.findByLogin("a+b"), USER, "GET /users/by_login?login=a%2Bb", ADA],
  findByEmail: [(users) => users.findByEmail("ada@example.com"), USER, "GET /users/by_email?email=ada%40example.com", ADA],
  findByFacebookId: [(users) => users.findByFacebookId("2001"), USER, "GET /users/by_facebook_id?facebook_id=2001", ADA],
  findByTwitterId: [(users) => users.findByTwitterId("3001"), USER, "GET /users/by_twitter_id?twitter_id=3001", ADA],
  findByExternalUserId: [(users) => users.findByExternalUserId(4001), USER, "GET /users/external/4001", ADA],
  findByPhone: [(users) => users.findByPhone("+1555"), PAGE, "GET /users/v2?phone=%2B1555&limit=1", ADA],
  countOnline: [(users) => users.countOnline(), { count: 3 }, "GET /users/online?count=true", { count: 3 }],
  update: [(users) => users.update(1001, { phone: null, website: undefined }), USER, "PUT /users/1001", ADA],
  changePassword: [(users) => users.changePassword(1001, PASSWORDS), USER, "PUT /users/1001", ADA],
  delete: [(users) => users.delete(1001), "", "DELETE /users/1001", undefined],
  deleteByExternalUserId: [(users) => users.deleteByExternalUserId(4001), "", "DELETE /users/external/4001", undefined],
  resetPassword: [(users) => users.resetPassword("ada@example.com"), "", "POST /users/password/reset", undefined],
};
const LISTS = {
  list: [(users) => users.list({ user_tags: ["a", "b"] }, { sort: { asc: "login" }, pageSize: 10 }), "GET /users/v2?user_tags%5Bin%5D%5B%5D=a&user_tags%5Bin%5D%5B%5D=b&sort_asc=login&limit=10"],
  listV1: [(users) => users.listV1({ id: { gt: 5 } }, { page: 2 }), "GET /users?filter%5B%5D=number%20id%20gt%205&page=2&per_page=100"],
  listOnline: [(users) => users.listOnline({ offset: 5 }), "GET /users/online?offset=5&limit=100"],
  findByFullName: [(users) => users.findByFullName("Ada Example", { pageSize: 3 }), "GET /users/by_full_name?full_name=Ada%20Example&per_page=3"],
  findByTags: [(users) => users.findByTags(["a", "b"]), "GET /users/by_tags?tags=a%2Cb&per_page=100"],
};

/** Begins a session, and gives what is asked after it. */
async function asked(call) {
  await cube.createSession();
  const data = await call(cube.users);
  const [, { method, path, headers, body }] = service.requests;
  return { data, line: `${method} ${path.replace("/cube", "")}`, headers, body: body && JSON.parse(body) };
}

for (const [name, [call, answer, line, data]] of Object.entries(OPERATIONS)) {
  test(`users.${name} asks what it should, and gives the user or what else was asked for`, async () => {
    service.own = ({ path }) => (path.endsWith("/session") ? undefined : { body: answer });
    const seen = await asked(call);
    assert.deepEqual([seen.line, seen.data, seen.headers["cb-token"]], [line, data, "T1"]);
  });
}

for (const [name, [call, line]] of Object.entries(LISTS)) {
  test(`users.${name} asks for a page, and gives its users`, async () => {
    service.own = ({ path }) => (path.endsWith("/session") ? undefined : { body: PAGE });
    const seen = await asked((users) => call(users).toArray());
    assert.deepEqual([seen.line, seen.data], [line, [ADA]]);
  });
}

test("each operation there is was asked above", () => {
  assert.deepEqual(Object.keys(cube.users).sort(), Object.keys({ ...OPERATIONS, ...LISTS }).sort());
});

test("what is written is sent under the service's names", async () => {
  assert.deepEqual((await asked(OPERATIONS.signUp[0])).body, { user: { login: "ada", password: "example-pass-1", tag_list: ["vip"] } });
  service.reset();
  assert.deepEqual((await asked(OPERATIONS.update[0])).body, { user: { phone: null } });
  service.reset();
  assert.deepEqual((await asked(OPERATIONS.changePassword[0])).body, { user: PASSWORDS });
  service.reset();
  assert.deepEqual((await asked(OPERATIONS.resetPassword[0])).body, { email: "ada@example.com" });
});

test("a sign-up without a session shows the application's key, and begins none", async () => {
  assert.deepEqual(await cube.users.signUp(NEW), ADA);
  const [{ headers }] = service.requests;
  assert.deepEqual([headers["cb-authkey"], headers["cb-token"]], ["AUTHKEY", undefined]);
  assert.equal(cube.session, null);
});

test("nothing but the service's own headers is sent, which its CORS may not know", async () => {
  const { headers } = await asked((users) => users.update(1001, { phone: "1" }));
  const own = ["host", "connection", "content-length", "accept", "accept-encoding", "accept-language", "sec-fetch-mode", "user-agent"];
  assert.deepEqual(Object.keys(headers).filter((name) => !own.includes(name)).sort(), ["cb-token", "content-type"]);
});

test("withResponse tells about the answer", async () => {
  await cube.createSession();
  const { data, status, headers, attempts } = await cube.users.find(1001).withResponse();
  assert.deepEqual([data, status, headers.get("content-type"), attempts], [ADA, 200, "application/json", 1]);
});

test("times can be dates, texts and seconds", async () => {
  service.own = ({ path }) => (path.endsWith("/session") ? undefined : { body: PAGE });
  const created_at = { gte: new Date("2024-01-02T03:04:05Z"), lt: 1704164646, nin: ["2024-01-02"] };
  const { line } = await asked((users) => users.list({ id: 1001, created_at }).toArray());
  const query = new URLSearchParams(line.split("?")[1]);
  assert.deepEqual([...query.values()].slice(1, 4), ["2024-01-02T03:04:05.000Z", "1704164646", "2024-01-02"]);
});

test("tagsOf reads a user's tags in each of their forms", () => {
  assert.deepEqual(userkey.tagsOf(ADA), ["vip", "analyst"]);
  for (const user_tags of [["vip", "analyst"], " vip , analyst,", "vip,analyst"]) assert.deepEqual(userkey.tagsOf({ user_tags }), ["vip", "analyst"]);
  for (const user of [{ user_tags: null }, { user_tags: "" }, {}]) assert.deepEqual(userkey.tagsOf(user), []);
});

test("a client shows neither key nor token, however it is printed", async () => {
  await cube.createSession();
  assert.equal(cube.session.token, "T1");
  for (const shown of [JSON.stringify(cube), inspect(cube, { depth: 9, showHidden: true })]) assert.doesNotMatch(shown, /AUTHKEY|\bT1\b/);
});

test("closing a client ends its calls in flight, and all that come later", async () => {
  await cube.createSession();
  service.own = () => new Promise(() => {});
  const calls = [cube.users.find(1), cube.createSession(), cube.users.list({ id: 1 }).toArray()];
  setTimeout(() => cube.close(), 30);
  await Promise.all(calls.map((call) => assert.rejects(call, { kind: "abort", code: "client_closed" })));
  await assert.rejects(cube.users.find(2), { code: "client_closed" });
  await assert.rejects(cube.setSession(null), { code: "client_closed" });
});

test("a client ends with the block that it is used in", { skip: !Symbol.dispose && "no Symbol.dispose" }, async () => {
  cube[Symbol.dispose]();
  await assert.rejects(cube.createSession(), { code: "client_closed" });
});
