// The official client, unchanged, against the sandbox: each of its calls gets what it is made for.

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import ConnectyCube from "connectycube";
import { startSandbox } from "../support/sandbox.mjs";

const ada = { login: "ada", password: "example-pass-1" };

let sandbox;

before(async () => {
  sandbox = await startSandbox();
});

beforeEach(async () => {
  await sandbox.reset();
  begin();
});

after(() => sandbox?.stop());

/** Makes the client forget its session, as a page does that is loaded anew. */
function begin(more = {}) {
  const config = { endpoints: { api_url: sandbox.connectycube }, debug: { mode: 0 }, ...more };
  ConnectyCube.init({ appId: sandbox.appId, authKey: sandbox.authKey }, config);
  ConnectyCube.service.setSession(null);
}

/** Asks the inspector's API to do something. */
async function inspect(method, path, body) {
  const headers = { "content-type": "application/json" };
  const request = { method, headers, body: body && JSON.stringify(body) };
  const response = await fetch(new URL(path, sandbox.inspector), request);
  assert.ok(response.ok, `${method} ${path}: ${response.status}`);
  return response.status === 204 ? undefined : response.json();
}

/** Waits for a call to be refused and gives what the client says about it. */
async function refused(call) {
  return call.then(
    (answer) => assert.fail(`it was answered: ${JSON.stringify(answer)}`),
    ({ code, info }) => [code, info],
  );
}

const ids = (items) => items.map(({ user, id }) => user?.id ?? id);

test("an application session knows no user", async () => {
  const session = await ConnectyCube.createSession();
  assert.deepEqual([session.application_id, session.user_id], [sandbox.appId, null]);
  assert.match(session.token, /^[0-9A-F]{36}$/);
  const read = await ConnectyCube.getSession();
  assert.deepEqual([read.token, read.user_id], [session.token, null]);
});

test("a session of a user comes by login and by e-mail", async () => {
  for (const credentials of [ada, { email: "ada@example.com", password: ada.password }, { ...ada, email: "x" }]) {
    const session = await ConnectyCube.createSession(credentials);
    assert.deepEqual([session.user_id, session.id, session.user.login], [1001, 1001, "ada"]);
  }
  const nobody = await ConnectyCube.createSession({ login: "ada" });
  assert.equal(nobody.user_id, null);
});

test("a wrong password and, if the application says so, an unknown user are refused", async () => {
  const wrong = { login: "ada", password: "example-pass-2" };
  assert.deepEqual(await refused(ConnectyCube.createSession(wrong)), [401, { errors: ["Invalid password"] }]);
  const unknown = { login: "dora", password: "example-pass-9" };
  assert.equal((await ConnectyCube.createSession(unknown)).user.login, "dora");
  await inspect("PATCH", "settings", { connectycube: { create_users: "off" } });
  const nobody = { login: "nobody", password: "example-pass-9" };
  assert.deepEqual(await refused(ConnectyCube.createSession(nobody)), [404, { errors: ["User not found"] }]);
});

test("a guest has a session and a user of its own", async () => {
  const session = await ConnectyCube.createSession({ guest: "1", full_name: "Guest Example" });
  assert.deepEqual([session.user.is_guest, session.user.full_name, session.user.phone], [true, "Guest Example", ""]);
  await ConnectyCube.users.delete();
  assert.deepEqual(await refused(ConnectyCube.getSession()), [401, { errors: { base: ["Required session does not exist"] } }]);
});

test("every provider opens a session", async () => {
  const firebase = { project_id: "project", access_token: "token" };
  for (const [credentials, field, value] of [
    [{ provider: "facebook", keys: { token: "fb" } }, "facebook_id", "fb"],
    [{ provider: "twitter", keys: { token: "tw", secret: "s" } }, "twitter_id", "tw"],
    [{ provider: "firebase_phone", firebase_phone: { ...firebase, access_token: "+15550199" } }, "phone", "+15550199"],
    [{ provider: "firebase_email", firebase_email: { ...firebase, access_token: "f@example.com" } }, "email", "f@example.com"],
  ]) {
    const session = await ConnectyCube.createSession(credentials);
    assert.equal(session.user[field], value);
  }
  const dropped = { provider: "firebase_phone", "firebase_phone[access_token]": "x" };
  assert.deepEqual(await refused(ConnectyCube.createSession(dropped)), [422, { errors: { project_id: ["cannot be blank"] } }]);
});

test("a session is upgraded, downgraded and destroyed", async () => {
  const { token } = await ConnectyCube.createSession();
  assert.equal((await ConnectyCube.login(ada)).id, 1001);
  assert.deepEqual([(await ConnectyCube.getSession()).token, (await ConnectyCube.getSession()).user_id], [token, 1001]);
  await ConnectyCube.logout();
  assert.equal((await ConnectyCube.getSession()).user_id, null);
  await ConnectyCube.destroySession();
  assert.deepEqual(await refused(ConnectyCube.getSession()), [401, { errors: ["Token is required"] }]);
});

test("somebody signs up without a session and with one", async () => {
  const dora = { login: "dora", password: "example-pass-9", tag_list: ["vip", "new"], full_name: "Dora " };
  const { user } = await ConnectyCube.users.signup(dora);
  assert.deepEqual([user.login, user.full_name, user.user_tags, user.is_guest], ["dora", "Dora", "vip,new", null]);
  assert.deepEqual(await refused(ConnectyCube.users.signup(dora)), [422, { errors: { base: ["login must be unique"] } }]);
  const other = ConnectyCube.users.signup({ ...dora, login: "eve" }, "OTHERKEY");
  assert.deepEqual(await refused(other), [401, { errors: ["Unauthorized"] }]);
  await ConnectyCube.createSession(ada);
  const { user: eve } = await ConnectyCube.users.signup({ login: "eve", password: "example-pass-9" });
  assert.equal(eve.login, "eve");
});

test("the second list takes every kind of condition", async () => {
  await ConnectyCube.createSession();
  for (const [query, expected] of [
    [{ login: "ada" }, [1001]],
    [{ id: { in: [1002, 1001] }, sort_desc: "id" }, [1002, 1001]],
    [{ "id[in][]": 1001 }, [1001]],
    [{ login: { start_with: "cleo" } }, [1003]],
    [{ full_name: "O'Brien é&=+/#" }, [1006]],
    [{ user_tags: ["accountant", "red"], id: { nin: [1001] }, limit: 2 }, [1002, 1003]],
    [{ id: [1001, 1002], last_request_at: { gt: "2018-12-06T09:21:41Z" } }, [1002]],
    [{ login: "ada", created_at: { lt: new Date("2024-01-03T00:00:00Z") } }, [1001]],
    [{ login: "ada", created_at: { gt: new Date("2024-01-03T00:00:00Z") } }, []],
  ]) {
    assert.deepEqual(ids((await ConnectyCube.users.getV2(query)).items), expected, JSON.stringify(query));
  }
  const page = await ConnectyCube.users.getV2({ login: { start_with: "hunter" }, limit: 50, offset: 5 });
  assert.deepEqual([page.limit, page.skip, page.total_entries, page.items.length], [5, 5, 241, 5]);
  const alone = ["At least one stand-alone field with a primary operator is required"];
  const invalid = ConnectyCube.users.getV2({ created_at: { gt: "2018-12-06T09:21:41Z" } });
  assert.deepEqual(await refused(invalid), [422, { errors: { base: alone } }]);
});

test("the first list is forbidden until it is allowed, then filters and orders", async () => {
  await ConnectyCube.createSession();
  const [code, { errors }] = await refused(ConnectyCube.users.get({ page: 1, per_page: 5 }));
  assert.equal(code, 403);
  assert.match(errors.base[0], /^Users retrieving forbidden in admin panel/);
  await inspect("PATCH", "settings", { connectycube: { list_v1: "on" } });
  for (const [parameters, expected] of [
    [{ filter: { field: "id", param: "in", value: [1002, 1001] } }, [1001, 1002]],
    [{ filter: { field: "id", param: "between", value: [1001, 1003] }, order: { sort: "desc", field: "id" } }, [1003, 1002, 1001]],
    [{ filter: { field: "login", param: "eq", value: "ada" } }, [1001]],
    [{ filter: { field: "created_at", param: "lt", value: new Date("2024-01-02T03:05:00Z") } }, [1001]],
    [{ filter: { field: "id", param: "in", value: ["1001", "1002"] } }, []],
    [{ per_page: 2, page: 2, order: { sort: "asc", field: "id" } }, [1003, 1004]],
  ]) {
    assert.deepEqual(ids((await ConnectyCube.users.get(parameters)).items), expected, JSON.stringify(parameters));
  }
  assert.equal((await ConnectyCube.users.get("1002")).total_entries, 250);
});

test("a user is looked up by each field", async () => {
  await ConnectyCube.createSession();
  for (const parameters of [
    1001,
    { login: "ada" },
    { email: "ada@example.com" },
    { facebook_id: "2001" },
    { twitter_id: "3001" },
    { external: 4001 },
  ]) {
    assert.equal((await ConnectyCube.users.get(parameters)).user.id, 1001, JSON.stringify(parameters));
  }
  const named = await ConnectyCube.users.get({ full_name: "ada example", page: 1, per_page: 3 });
  assert.deepEqual([ids(named.items), named.per_page], [[1001], 3]);
  for (const tags of [["accountant", "red"], "accountant,red"]) {
    const tagged = await ConnectyCube.users.get({ tags, per_page: 3 });
    assert.deepEqual(ids(tagged.items), [1001, 1002, 1003]);
  }
  assert.deepEqual(await refused(ConnectyCube.users.get({ login: "nobody" })), [404, { errors: ["User not found"] }]);
  const phone = ConnectyCube.users.get({ phone: "15550101" });
  assert.deepEqual(await refused(phone), [422, { errors: { id: ["should be a positive integer"] } }]);
});

test("who is online is listed and counted", async () => {
  await ConnectyCube.createSession();
  await inspect("PUT", "connectycube/online", { users: [1001, 1002, 1003] });
  assert.deepEqual(ids((await ConnectyCube.users.listOnline({ limit: 2, offset: 1 })).users), [1002, 1003]);
  assert.equal((await ConnectyCube.users.listOnline()).users.length, 3);
  assert.equal((await ConnectyCube.users.getOnlineCount()).count, 3);
});

test("an account is updated, its password changed, and deleted", async () => {
  await ConnectyCube.createSession(ada);
  const { user } = await ConnectyCube.users.update({ full_name: "Ada L.", website: "example.com", tag_list: "a,b" });
  assert.deepEqual([user.id, user.full_name, user.website, user.user_tags], [1001, "Ada L.", "http://example.com", "a,b"]);
  await ConnectyCube.users.update({ password: "example-pass-9", old_password: ada.password });
  assert.deepEqual(await refused(ConnectyCube.createSession(ada)), [401, { errors: ["Invalid password"] }]);
  await ConnectyCube.createSession({ login: "ada", password: "example-pass-9" });
  await ConnectyCube.users.delete();
  await ConnectyCube.createSession();
  assert.deepEqual(await refused(ConnectyCube.users.get(1001)), [404, { errors: ["User not found"] }]);
});

test("without a user nothing is updated or deleted", async () => {
  await ConnectyCube.createSession();
  for (const call of [ConnectyCube.users.update({ full_name: "x" }), ConnectyCube.users.delete()]) {
    assert.deepEqual(await refused(call), [404, " "]);
  }
  assert.equal((await inspect("GET", "status")).connectycube.users, 250);
});

test("a password is reset by mail", async () => {
  await ConnectyCube.createSession();
  await ConnectyCube.users.resetPassword("ada@example.com");
  const { mails } = await inspect("GET", "connectycube/mails");
  assert.deepEqual(mails.map(({ user_id, email }) => [user_id, email]), [[1001, "ada@example.com"]]);
});

test("a session that is over is renewed by the client's hook, and the call repeated", async () => {
  let renewed = 0;
  const sessionExpired = async (_giveUp, retry) => {
    renewed += 1;
    retry(await ConnectyCube.createSession(ada));
  };
  begin({ on: { sessionExpired } });
  const { token } = await ConnectyCube.createSession(ada);
  await inspect("POST", "clock", { ms: 7_200_000 });
  assert.deepEqual(ids((await ConnectyCube.users.getV2({ login: "ada" })).items), [1001]);
  assert.equal(renewed, 1);
  assert.notEqual((await ConnectyCube.getSession()).token, token);
});
