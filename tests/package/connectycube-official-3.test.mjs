// Major 3 of the official client, which signs its session requests and speaks nothing but TLS.

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import ConnectyCube from "connectycube-3";
import { serveOverTls } from "../support/https.mjs";
import { startSandbox } from "../support/sandbox.mjs";

const ada = { login: "ada", password: "example-pass-1" };

let sandbox;
let tls;

before(async () => {
  sandbox = await startSandbox("--secret", "SECRET");
  tls = await serveOverTls(sandbox.connectycube);
});

beforeEach(async () => {
  await sandbox.reset();
  begin();
});

after(async () => {
  tls?.stop();
  await sandbox?.stop();
});

/** Makes the client forget its session, as a page does that is loaded anew. */
function begin(more = {}, authSecret = "SECRET") {
  const config = { endpoints: { api: tls.host }, debug: { mode: 0 }, ...more };
  ConnectyCube.init({ appId: sandbox.appId, authKey: sandbox.authKey, authSecret }, config);
  ConnectyCube.service.setSession(null);
}

/** Waits for a call to be refused and gives what the client says about it. */
async function refused(call) {
  return call.then(
    (answer) => assert.fail(`it was answered: ${JSON.stringify(answer)}`),
    ({ code, info }) => [code, info],
  );
}

test("every kind of session is signed, with either hash", async () => {
  for (const more of [{}, { hash: "sha256" }]) {
    begin(more);
    for (const [credentials, user] of [
      [undefined, null],
      [ada, 1001],
      [{ email: "bob@example.com", password: "example-pass-2" }, 1002],
      [{ provider: "facebook", keys: { token: "2002" } }, 1002],
      [{ provider: "twitter", keys: { token: "3001", secret: "s" } }, 1001],
    ]) {
      const session = await ConnectyCube.createSession(credentials);
      assert.equal(session.user_id, user, JSON.stringify(credentials));
    }
    const guest = await ConnectyCube.createSession({ guest: "1", full_name: "Gäst & Example" });
    assert.deepEqual([guest.user.is_guest, guest.user.full_name], [true, "Gäst & Example"]);
  }
});

test("another secret makes an unexpected signature", async () => {
  begin({}, "OTHER");
  assert.deepEqual(await refused(ConnectyCube.createSession()), [422, { errors: ["Unexpected signature"] }]);
  assert.deepEqual(await refused(ConnectyCube.createSession(ada)), [422, { errors: ["Unexpected signature"] }]);
});

test("users are signed up, listed, looked up, updated and deleted", async () => {
  await ConnectyCube.createSession();
  const dora = { login: "dora", password: "example-pass-9", tag_list: "new" };
  const { user } = await ConnectyCube.users.signup(dora);
  const { items } = await ConnectyCube.users.getV2({ user_tags: "new" });
  assert.deepEqual(items, [user]);
  assert.deepEqual((await ConnectyCube.users.get({ login: "dora" })).user, user);
  await ConnectyCube.createSession(dora);
  assert.equal((await ConnectyCube.users.update({ full_name: "Dora" })).user.full_name, "Dora");
  await ConnectyCube.users.resetPassword("ada@example.com");
  await ConnectyCube.users.delete();
  assert.deepEqual(await refused(ConnectyCube.users.get(user.id)), [401, { errors: { base: ["Required session does not exist"] } }]);
});
