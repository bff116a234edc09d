import assert from "node:assert/strict";
import { after, before, describe } from "node:test";
import { startSandbox } from "../../support/sandbox.mjs";
import { ask } from "./http.mjs";
import { startFetch } from "./handler.mjs";
import { startNative, TOKEN } from "./relay.mjs";

/** The hosts of the policy. Each is started by a function of the sandbox, options and flags. */
const TARGETS = [
  { name: "native", start: startNative },
  { name: "fetch", start: startFetch },
];

/** What the token looks like, on whatever way it might leave: as it is, its beginning, in base64 and percent-encoded. */
const CANARIES = [
  TOKEN.slice(0, 8),
  Buffer.from(TOKEN).toString("base64").slice(0, 40),
  Buffer.from(`Token ${TOKEN}`).toString("base64").slice(0, 40),
  [...TOKEN.slice(0, 8)].map((character) => `%${character.charCodeAt(0).toString(16)}`).join(""),
  Buffer.from(TOKEN.slice(0, 8)).toString("hex"),
];

/** Fails if a text holds the token in any of its forms. */
export function holdsNoToken(text, where) {
  for (const canary of CANARIES) assert.ok(!text.includes(canary), `${where} holds the token as ${canary}`);
}

/**
 * Declares the tests of one set-up, once for each host, or for the native one alone: `declare` gets an object that has
 * `relay` and `sandbox` while the tests run. At the end, logs and metrics are searched for the token.
 */
export function suite(name, { options, flags, native = false } = {}, declare) {
  for (const target of TARGETS.filter(({ name }) => !native || name === "native")) {
    describe(`${name} (${target.name})`, () => {
      const running = {};
      before(async () => {
        running.sandbox = await startSandbox("--token", TOKEN);
        running.relay = await target.start(running.sandbox, options, flags);
      });
      after(async () => {
        const metrics = await running.relay?.metrics().catch(() => "");
        await running.relay?.stop();
        const log = running.relay?.log();
        await running.sandbox?.stop();
        holdsNoToken(metrics ?? "", "the metrics");
        holdsNoToken(log ?? "", "the log");
      });
      declare(running, target.name);
    });
  }
}

/** Asks, and looks for the token in what comes. */
export async function safely(relay, request) {
  const answer = await ask(relay, request);
  holdsNoToken(JSON.stringify(answer.headers) + answer.text, "an answer");
  return answer;
}

/** Fails unless the answer is this problem, in the form that the SDK reads. */
export function isProblem(answer, status, code) {
  assert.equal(`${answer.status} ${answer.body?.code}`, `${status} ${code}`, answer.text);
  assert.equal(answer.headers["content-type"], "application/problem+json");
  assert.equal(answer.body.status, status);
}

/** All requests that User.com has answered, those of the fetch handler, which is Node's own, included. */
export async function heard(sandbox) {
  const response = await fetch(`${sandbox.inspector}requests`);
  return (await response.json()).requests;
}

/** What User.com was asked since the last time: `GET /users/search/`. */
export async function asked(sandbox) {
  const requests = await heard(sandbox);
  await fetch(`${sandbox.inspector}requests`, { method: "DELETE" });
  return requests.map(({ method, path }) => `${method} ${path.replace("/api/public", "")}`);
}

/** Spoils the answers of User.com as told, until `mend`. */
export async function spoil(sandbox, fault) {
  const response = await fetch(`${sandbox.inspector}faults`, { method: "POST", body: fault });
  assert.ok(response.ok, `${fault}: ${await response.text()}`);
}

/** Takes all faults away. */
export const mend = (sandbox) => fetch(`${sandbox.inspector}faults`, { method: "DELETE" });

/** How many faults are still to come. */
export async function spoiled(sandbox) {
  const response = await fetch(`${sandbox.inspector}faults`);
  const { faults } = await response.json();
  return faults.filter(({ remaining }) => remaining !== 0).length;
}
