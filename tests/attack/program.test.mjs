// The program: what it refuses to start with, what operators see, how it stops (rule S).
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { required } from "../support/paths.mjs";
import { TOKEN } from "./support/relay.mjs";
import { asked, holdsNoToken, safely, spoil, spoiled, suite } from "./support/suite.mjs";

/** Runs the program to its end. */
function run(flags, env = {}) {
  const binary = required("USERKEY_RELAY_BIN", "target/debug/userkey-relay");
  const { status, stdout, stderr } = spawnSync(binary, flags, { env: { PATH: process.env.PATH, ...env }, encoding: "utf8", timeout: 20_000 });
  holdsNoToken(stdout + stderr, "what the program says");
  return { status, text: stdout + stderr };
}

const SHOP = ["--subdomain", "acme", "--public-origin", "https://shop.example"];
const SECRET = { USERKEY_RELAY_TOKEN: TOKEN };

for (const [name, flags, env, words] of [
  ["no token", SHOP, {}, /there is no token.*USERKEY_RELAY_TOKEN/],
  ["a placeholder", SHOP, { USERKEY_RELAY_TOKEN: "0".repeat(64) }, /placeholder/],
  ["a word that stands for a token", SHOP, { USERKEY_RELAY_TOKEN: `your-token-here-${"a1b2c3d4".repeat(4)}` }, /placeholder/],
  ["a token on the command line", [...SHOP, "--token", TOKEN], {}, /command line/],
  ["a token in another option", [...SHOP, "--upstream-proxy", `http://proxy/${TOKEN}`], SECRET, /command line/],
  ["a public address without https", [...SHOP, "--host", "0.0.0.0"], SECRET, /--tls-cert.*--behind-proxy/],
  ["everybody as a proxy", [...SHOP, "--host", "0.0.0.0", "--behind-proxy", "0.0.0.0/0"], SECRET, /behindProxy/],
  ["no origin", ["--subdomain", "acme"], SECRET, /publicOrigins is required/],
  ["every origin", ["--subdomain", "acme", "--public-origin", "*"], SECRET, /publicOrigins can't hold/],
  ["User.com as a sandbox", ["--sandbox", "https://acme.user.com/api/public", "--public-origin", "https://shop.example"], SECRET, /sandbox must be an address on this machine/],
  ["a subdomain that is a host", ["--subdomain", "evil.example/", "--public-origin", "https://shop.example"], SECRET, /subdomain must be the first word/],
  ["the token as identity secret", SHOP, { ...SECRET, USERKEY_RELAY_IDENTITY_SECRET: TOKEN }, /identity secret must not be the REST token/],
  ["a short identity secret", SHOP, { ...SECRET, USERKEY_RELAY_IDENTITY_SECRET: "hunter2" }, /32 random bytes/],
  ["a certificate without its key", [...SHOP, "--tls-cert", "cert.pem"], SECRET, /--tls-cert needs --tls-key/],
]) {
  test(`rule S: ${name}: the program does not start, and says why`, () => {
    const { status, text } = run([...flags, "--check"], env);
    assert.notEqual(status, 0, text);
    assert.match(text, words);
    assert.ok(!text.includes("hunter2") && !text.includes("panicked"), text);
  });
}

test("a configuration is checked without starting", () => {
  const { status, text } = run([...SHOP, "--check"], SECRET);
  assert.equal(status, 0, text);
  assert.match(text, /the configuration can be used/);
});

test("completions are printed for a shell", () => {
  assert.match(run(["completions", "bash"]).text, /--upstream-proxy/);
});

suite("the program at work", { native: true }, (running) => {
  test("rule S: operators see its health and its counts, and User.com is not asked", async () => {
    await safely(running.relay, {});
    await asked(running.sandbox);
    const health = await fetch(`${running.relay.admin}/healthz`);
    assert.deepEqual([health.status, await health.text()], [200, "ok\n"]);
    const metrics = await running.relay.metrics();
    assert.match(metrics, /^userkey_relay_requests_total\{route="visitor",code="ok"\} \d+$/m);
    assert.match(metrics, /^userkey_relay_upstream_seconds_bucket\{le="0.25"\} \d+$/m);
    assert.deepEqual(await asked(running.sandbox), []);
    assert.equal(run(["health", "--admin", new URL(running.relay.admin).host]).status, 0);
    assert.notEqual(run(["health", "--admin", "127.0.0.1:1"]).status, 0);
  });

  test("rule S: the log is lines of JSON that say nothing that a client wrote", async () => {
    await safely(running.relay, { path: "/l0g-inj3ction%0a", headers: { "user-agent": "l0g-inj3ction", "x-request-id": "l0g-inj3ction", referer: "https://l0g-inj3ction/" } });
    await safely(running.relay, { method: "PATCH", body: { "l0g-inj3ction\n": "l0g-inj3ction" } });
    const lines = running.relay.log().trim().split("\n").map((line) => JSON.parse(line));
    const { id, visitor, ...line } = lines.findLast(({ message, code }) => message === "request" && code === "ok");
    assert.match(id, /^[0-9a-f]{16}$/);
    assert.match(visitor, /^[0-9a-f]{32}$/);
    assert.deepEqual([line.route, line.status, line.tier], ["visitor", 200, "browser"]);
    assert.ok(!running.relay.log().includes("l0g-inj3ction") && !running.relay.log().includes("g3FaYocCy0U6"));
  });

  test("a request that is on its way when the program is told to stop is answered", async () => {
    await spoil(running.sandbox, "latency=1500; path=/users/search/; times=1");
    const waiting = safely(running.relay, { headers: { cookie: "__ca__chat=an0nym0us123" } });
    // The fault is spent as soon as the request has reached User.com.
    while ((await spoiled(running.sandbox)) > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const stopped = running.relay.stop();
    assert.equal((await waiting).status, 200);
    assert.equal(await stopped, 0);
  });
});
