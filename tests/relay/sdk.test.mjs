import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, beforeEach, test } from "node:test";
import { makeProject } from "../package/support/project.mjs";
import { serveRelay } from "../support/relay.mjs";
import { JANE, startSandbox } from "../support/sandbox.mjs";
import { SECRET } from "./support/handler.mjs";

let sandbox;
let relay;
let UserCom;

before(async () => {
  const project = await makeProject();
  const { createRelay } = await project.import("userkey/relay");
  ({ UserCom } = await project.import("userkey"));
  sandbox = await startSandbox();
  relay = await serveRelay(createRelay, {
    sandbox: sandbox.usercom,
    token: sandbox.token,
    identitySecrets: SECRET,
    limits: { upstream: 1000, key: 1000, keyBurst: 1000, cache: 0 },
    browser: { read: ["name", "key"], write: ["city", "first_name"], readTags: ["read-guide"], writeTags: ["read-guide"] },
    person: { read: ["email", "key"], write: ["city", "first_name"] },
  });
});
beforeEach(() => sandbox.reset());
after(async () => {
  relay.stop();
  await sandbox.stop();
});

const cookie = `__ca__chat=${JANE}`;
const encode = (part) => Buffer.from(JSON.stringify(part)).toString("base64url");

/** A client as it is in a page: browsers add where a request comes from. */
const pageClient = (options) =>
  new UserCom({
    relay: relay.address,
    fetch: (url, init) => fetch(url, { ...init, headers: [...init.headers, ["Origin", relay.origin], ["Sec-Fetch-Site", "same-origin"]] }),
    ...options,
  });

/** A client of somebody who is signed in. */
function signedIn(sub, claims) {
  const now = Math.floor(Date.now() / 1000);
  const parts = [{ alg: "HS256", typ: "userkey-identity+jwt" }, { sub, aud: relay.origin, iat: now, exp: now + 60, ...claims }];
  const signed = parts.map(encode).join(".");
  const token = `${signed}.${createHmac("sha256", SECRET).update(signed).digest("base64url")}`;
  return pageClient({ identity: async () => token });
}

/** A record as the sandbox has it. */
async function record(path, init) {
  const headers = { authorization: `Token ${sandbox.token}`, "content-type": "application/json" };
  const response = await fetch(`${sandbox.usercom}/${path}`, { headers, ...init });
  return response.ok ? response.json() : null;
}

test("the visitor of a request is read and changed", async () => {
  const client = pageClient();
  assert.deepEqual(await client.visitor({ cookie }), { known: true, status: "visitor", name: "Jane Doe", key: JANE, tags: [] });
  const changed = await client.updateVisitor({ city: "Rome", tags: ["read-guide"] }, { cookie });
  assert.deepEqual(changed.tags, [{ name: "read-guide" }]);
  assert.equal((await sandbox.userByKey(JANE)).city, "Rome");
  assert.equal(await client.visitor({ cookie: "__ca__chat=nobodyhere" }), null);
});

test("what isn't allowed fails by its name", async () => {
  const client = pageClient();
  await assert.rejects(client.updateVisitor({ country: "PL" }, { cookie }), (error) => {
    assert.deepEqual([error.kind, error.code, Object.keys(error.fieldErrors)], ["validation", "field_not_allowed", ["country"]]);
    return true;
  });
  await assert.rejects(client.updateVisitor({ first_name: "Eve" }, { cookie }), { kind: "forbidden", code: "identity_required" });
  await assert.rejects(client.updateVisitor({ city: "Rome" }, { cookie: "__ca__chat=nobodyhere" }), { kind: "not_found", code: "no_visitor" });
});

test("who signs in for the first time is made, and then known by the token alone", async () => {
  const client = signedIn("customer-1000", { email: "ada@example.org", email_verified: true });
  assert.equal(await client.visitor(), null);
  const identified = await client.identify({ first_name: "Ada" });
  assert.equal(identified.action, "created");
  assert.deepEqual([identified.user.known, identified.user.email], [true, "ada@example.org"]);
  assert.equal((await client.visitor()).email, "ada@example.org");
  await client.updateVisitor({ city: "Oslo" });
  assert.equal((await record("users-by-id/customer-1000/")).city, "Oslo");
});

test("an anonymous visitor who signs in keeps the record", async () => {
  // The service makes a key of its own, which is then in the browser's cookie.
  const made = await record("users/", { method: "POST", body: JSON.stringify({ email: "x@example.org", first_name: "X", last_name: "Y" }) });
  await record(`users/${made.id}/`, { method: "PUT", body: '{"email":null}' });
  const client = signedIn("customer-1001");
  const identified = await client.identify({}, { cookie: `__ca__chat=${made.key}` });
  assert.deepEqual([identified.action, identified.advice], ["updated", undefined]);
  assert.equal((await record("users-by-id/customer-1001/")).id, made.id);
});

test("who signs in in another person's browser leaves that person's record alone", async () => {
  const before = await sandbox.userByKey(JANE);
  const identified = await signedIn("customer-1002").identify({ city: "Oslo" }, { cookie });
  assert.deepEqual([identified.action, identified.advice], ["created", "reset_widget"]);
  assert.deepEqual(await sandbox.userByKey(JANE), before);
});

test("a server that writes says for which page", async () => {
  const client = new UserCom({ relay: relay.address });
  assert.equal((await client.visitor({ cookie })).name, "Jane Doe");
  await assert.rejects(client.updateVisitor({ city: "Rome" }, { cookie }), { code: "forbidden", message: /Origin/ });
  await client.updateVisitor({ city: "Rome" }, { cookie, headers: { Origin: relay.origin } });
});
