import { resources, wasmPages } from "./meters.mjs";
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { makeProject } from "../package/support/project.mjs";
import { startSandbox } from "../support/sandbox.mjs";
import { faults } from "./faults.mjs";
import { dice } from "./random.mjs";
import { Worker } from "./worker.mjs";

/** Long enough for an answer of a machine that has much to do: an update that comes after its end would be a riddle. */
const PATIENCE = { timeout: 5000, totalTimeout: 60_000 };
const OPERATIONS = process.env.USERKEY_LONG ? 20_000 : 2_000;
const SEED = Number(process.env.USERKEY_SEED ?? 1);
const CLIENTS = 4;
const WORKERS = 32;

let sandbox;
let idle;
let pages;
let workers;
let requests;
let hit;
let seedPeople;

before(async () => {
  sandbox = await startSandbox();
  seedPeople = (await sandbox.people()).length;
  const { UserCom, preload } = await (await makeProject()).import("userkey");
  await preload();
  idle = resources();

  const clients = Array.from({ length: CLIENTS }, () => ({
    direct: new UserCom({ baseUrl: sandbox.usercom, apiKey: sandbox.token, ...PATIENCE }),
    relay: new UserCom({ relay: `${sandbox.origin}/userkey`, ...PATIENCE }),
  }));
  workers = Array.from({ length: WORKERS }, (_, i) => new Worker(`s${SEED}w${i}`, clients[i % CLIENTS], dice(SEED * 1000 + i)));
  await sandbox.order(faults(SEED));
  let left = OPERATIONS;
  const work = async (worker) => {
    while (left-- > 0) {
      await worker.work();
      pages ??= left < OPERATIONS / 2 ? wasmPages() : undefined;
    }
  };
  // Whoever finds something wrong ends the work of all.
  const ends = await Promise.allSettled(workers.map((worker) => work(worker).finally(() => (left = 0))));
  for (const { reason } of ends) if (reason) throw reason;
  ({ requests, hit } = await sandbox.tally());
  await sandbox.order();
  for (const { direct, relay } of clients) for (const client of [direct, relay]) client.close();
});

after(() => sandbox?.stop());

test(`${OPERATIONS} operations with faults in one request of five: none is lost, none half done, none done twice`, async (t) => {
  const people = workers.flatMap((worker) => worker.people);
  const found = new Map();
  for (const user of await sandbox.people()) found.set(user.user_id ?? user.email, [...(found.get(user.user_id ?? user.email) ?? []), user]);
  let alive = 0;
  for (const person of people) {
    const users = found.get(person.userId ?? person.email) ?? [];
    person.checkAll(users);
    alive += users.length;
  }
  assert.equal((await sandbox.people()).length, seedPeople + alive, "somebody is there whom nobody made");

  const failures = {};
  for (const worker of workers) for (const [how, count] of Object.entries(worker.failures)) failures[how] = (failures[how] ?? 0) + count;
  t.diagnostic(`» ${OPERATIONS} operations, ${requests} requests, ${hit} with a fault, ${people.length} people`);
  t.diagnostic(`» failed: ${JSON.stringify(failures)}`);
});

test("what was taken is given back", async (t) => {
  const listeners = workers.reduce((sum, worker) => sum + worker.listeners(), 0);
  assert.equal(listeners, 0, "listeners are left on a signal");
  assert.equal(wasmPages(), pages, "the WebAssembly memory has grown in the second half");
  // The platform keeps sockets open for a while in case they are used again.
  while (resources().sockets > idle.sockets) await sleep(100);
  assert.equal(resources().timers, idle.timers, "timers are left");
  t.diagnostic(`» ${pages} pages of WebAssembly memory, ${JSON.stringify(resources())} as before`);
});
