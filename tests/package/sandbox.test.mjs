import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { JANE, startSandbox } from "../support/sandbox.mjs";
import { makeProject } from "./support/project.mjs";

const cookie = `__ca__chat=${JANE}`;

let sandbox;
let userkey;
let direct;
let relayed;

before(async () => {
  sandbox = await startSandbox();
  userkey = await (await makeProject()).import("userkey");
  direct = new userkey.UserCom({ baseUrl: sandbox.usercom, apiKey: sandbox.token });
  relayed = new userkey.UserCom({ relay: `${sandbox.origin}/userkey` });
});

beforeEach(() => sandbox.reset());

after(() => sandbox?.stop());

test("a user is found, or isn't", async () => {
  const jane = await direct.users.findByKey(JANE);
  assert.deepEqual([jane.name, userkey.keyOf(jane)], ["Jane Doe", JANE]);
  assert.equal(await direct.users.findByKey("nobody"), null);
});

test("a change of the visitor is saved, directly and through a relay", async () => {
  for (const [client, city] of [
    [direct, "Warsaw"],
    [relayed, "Gdynia"],
  ]) {
    const changes = { city, tags: [`in-${city}`], attributes: { topic: city } };
    const changed = await client.updateVisitor(changes, { cookie });
    const saved = await sandbox.userByKey(JANE);
    for (const user of [changed, saved]) {
      assert.equal(user.city, city);
      assert.equal(userkey.attributesOf(user).topic, city);
      assert.ok(userkey.tagsOf(user).includes(`in-${city}`));
    }
  }
});

test("both versions of the API tell the same of a user", async () => {
  const second = new userkey.UserCom({ baseUrl: sandbox.usercom, apiKey: sandbox.token, apiVersion: 2 });
  await direct.updateVisitor({ user_id: "jane", tags: ["a"], attributes: { topic: "bikes" } }, { cookie });
  const users = [await direct.users.findByKey(JANE), await second.users.updateByUserId("jane", { score: 7 })];
  assert.deepEqual([users[0].user_id, users[1].custom_id], ["jane", "jane"]);
  for (const read of [userkey.attributesOf, userkey.keyOf, userkey.tagsOf]) {
    assert.deepEqual(read(users[0]), read(users[1]));
  }
});

test("the visitor looks alike, directly and through a relay", async () => {
  const [near, far] = await Promise.all([direct.visitor({ cookie }), relayed.visitor({ cookie })]);
  for (const [name, value] of Object.entries(far)) if (name !== "known") assert.deepEqual(value, near[name], name);
  assert.equal(typeof far.known, "boolean");
});

test("a wrong key is an error that says so", async () => {
  const wrong = new userkey.UserCom({ baseUrl: sandbox.usercom, apiKey: "1".repeat(64) });
  await assert.rejects(wrong.users.findByKey(JANE), { kind: "auth", code: "unauthorized", status: 401 });
});

test("what the service refuses is told field by field", async () => {
  const error = await direct.users.updateByUserId("nobody-has-this", { city: "a" }).catch((error) => error);
  assert.deepEqual([error.kind, error.status], ["not_found", 404]);

  const { users } = await (await fetch(`${sandbox.inspector}users?limit=2`)).json();
  const [first, second] = users.map(({ id }) => id);
  await direct.users.update(first, { user_id: "taken" });
  const refused = await direct.users.update(second, { user_id: "taken" }).catch((error) => error);
  assert.deepEqual([refused.kind, refused.code, Object.keys(refused.fieldErrors)], ["validation", "rejected", ["user_id"]]);
});
