// Two records that become one, where instances share a Redis (rule L).
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { startSandbox } from "../support/sandbox.mjs";
import { ask } from "./support/http.mjs";
import { startNative, TOKEN } from "./support/relay.mjs";
import { bearer, claims, mint } from "./support/token.mjs";

let sandbox;
let redis;
let relays;

before(async () => {
  sandbox = await startSandbox("--token", TOKEN);
  redis = await startRedis();
  if (!redis) return;
  const start = () => startNative(sandbox, { merge: "anonymous" }, ["--redis", redis.url]);
  relays = await Promise.all([start(), start()]);
});
beforeEach(() => sandbox.reset());
after(async () => {
  await Promise.all(relays?.map((relay) => relay.stop()) ?? []);
  await redis?.stop();
  await sandbox.stop();
});

/** Starts a Redis on a socket of its own; none if there is no such program here. */
async function startRedis() {
  const folder = await mkdtemp(join(tmpdir(), "userkey-redis-"));
  const socket = join(folder, "redis.sock");
  const program = process.env.USERKEY_REDIS_SERVER ?? "redis-server";
  const child = spawn(program, ["--port", "0", "--save", "", "--unixsocket", socket], { stdio: "ignore" });
  const [missing] = await Promise.race([once(child, "error"), once(child, "spawn").then(() => [])]);
  if (missing) return null;
  while (!(await answers(socket))) await new Promise(setImmediate);
  return {
    url: `redis+unix://${socket}`,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, "exit");
      child.kill();
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function answers(socket) {
  return new Promise((resolve) => {
    const connection = connect(socket, () => (connection.destroy(), resolve(true)));
    connection.once("error", () => resolve(false));
  });
}

async function users(path, init) {
  const headers = { authorization: `Token ${TOKEN}`, "content-type": "application/json" };
  const response = await fetch(`${sandbox.usercom}/${path}`, { headers, ...init });
  return response.ok ? response.json() : null;
}

/** Makes a record that is nobody's, and gives the cookies of the browser that it belongs to. */
async function anonymous(relay) {
  const made = await users("users/", { method: "POST", body: '{"email":"x@example.org","first_name":"X","last_name":"Y"}' });
  await users(`users/${made.id}/`, { method: "PUT", body: '{"email":null}' });
  const cookie = `__ca__chat=${made.key}`;
  const { headers } = await ask(relay, { headers: { cookie } });
  const [binding] = headers["set-cookie"][0].split(";");
  return { id: made.id, cookie, binding, all: `${cookie}; ${binding}` };
}

/** Signs in as customer-42 with a token of that name; says what became of the browser's record. */
async function signIn(relay, browser, jti, cookie = browser.all) {
  const token = mint(claims({ sub: "customer-42", jti }));
  const request = { method: "POST", path: "/userkey/visitor/identify", headers: { cookie, ...bearer(token) }, body: {} };
  const { status, body } = await ask(relay, request);
  assert.equal(status, 200);
  assert.equal((await users("users-by-id/customer-42/")).user_id, "customer-42");
  assert.equal((await users(`users/${browser.id}/`)) === null, body.action === "merged", "what is said is what is so");
  return [body.action, body.linked];
}

const MERGED = ["merged", true];
const KEPT = ["updated", false];
const withRedis = (name, run) => test(name, (t) => (redis ? run(t) : t.skip("there is no redis-server")));

withRedis("rule L: what the browser gathered becomes the person's, once with a token, whichever instance is asked", async () => {
  const [one, other] = relays;
  assert.deepEqual(await signIn(one, await anonymous(one), "token-1"), MERGED);
  assert.deepEqual(await signIn(one, await anonymous(one), "token-1"), KEPT);
  assert.deepEqual(await signIn(other, await anonymous(other), "token-1"), KEPT);
  assert.deepEqual(await signIn(other, await anonymous(one), "token-2"), MERGED);
});

withRedis("rule L: what somebody planted in the browser, or a token without a name, merges nothing", async () => {
  const [relay] = relays;
  const [own, planted] = [await anonymous(relay), await anonymous(relay)];
  assert.deepEqual(await signIn(relay, planted, "token-3", `${planted.cookie}; ${own.binding}`), KEPT);
  assert.deepEqual(await signIn(relay, own, "token-3", own.cookie), KEPT);
  assert.deepEqual(await signIn(relay, own, undefined), KEPT);
  const { headers } = await ask(relay, { headers: { cookie: `${planted.cookie}; ${own.binding}` } });
  assert.equal(headers["set-cookie"], undefined, "the first key stays the first");
});

withRedis("rule L: a person merges three times a day, and nobody while the store is down", async () => {
  const [relay] = relays;
  assert.deepEqual(await signIn(relay, await anonymous(relay), "token-4"), MERGED, "the third");
  assert.deepEqual(await signIn(relay, await anonymous(relay), "token-5"), KEPT, "the fourth");
  await redis.stop();
  assert.deepEqual(await signIn(relay, await anonymous(relay), "token-6"), KEPT);
});
