import { resources, wasmPages } from "./meters.mjs";
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { makeProject } from "../package/support/project.mjs";
import { startSandbox } from "../support/sandbox.mjs";
import { CubeWorker } from "./cube.mjs";
import { faults } from "./faults.mjs";
import { dice } from "./random.mjs";
import { nameOf, UserComWorker } from "./usercom.mjs";

/** Long enough for an answer of a machine that has much to do: an update that comes after its end would be a riddle. */
const PATIENCE = { timeout: 5000, totalTimeout: 60_000 };
const ROUND = process.env.USERKEY_LONG ? 10_000 : 1_000;
/** What is alive at once differs, so that a round may grow by chance; what leaks grows with each. */
const MAX_ROUNDS = 6;
const SEED = Number(process.env.USERKEY_SEED ?? 1);
const CLIENTS = 4;
const WORKERS = 32;

let sandbox;
let idle;
let operations = 0;
const pages = [];
let workers;
let requests;
let hit;
let strangers;

before(async () => {
  sandbox = await startSandbox();
  strangers = await everybody();
  const userkey = await (await makeProject()).import("userkey");
  await userkey.preload();
  idle = resources();

  const { clients, makeClient } = makeClients(userkey);
  workers = Array.from({ length: WORKERS }, (_, i) => {
    const [System, name] = i % 2 ? [CubeWorker, `s${SEED}c${i}`] : [UserComWorker, `s${SEED}u${i}`];
    return new System(name, dice(SEED * 1000 + i), { ...clients[(i >> 1) % CLIENTS], makeClient, endsSession: sandbox.endSession });
  });
  await sandbox.order(faults(SEED));
  do {
    await work(ROUND);
    operations += ROUND;
    pages.push(wasmPages());
  } while (pages.length < 2 || (hasGrown() && pages.length < MAX_ROUNDS));
  ({ requests, hit } = await sandbox.tally());
  await sandbox.order();
  for (const worker of workers) worker.close?.();
  for (const { direct, relay, cube } of clients) for (const client of [direct, relay, cube]) client.close();
});

after(() => sandbox?.stop());

/** Makes the clients that are shared by several workers, and tells how to make one more. */
function makeClients({ ConnectyCube, UserCom }) {
  const { appId, authKey, connectycube } = sandbox;
  const makeClient = (options) => new ConnectyCube({ appId, authKey, baseUrl: connectycube, ...PATIENCE, ...options });
  const clients = Array.from({ length: CLIENTS }, () => {
    const cube = makeClient({});
    // A token that is worth nothing: the first call has to renew the session.
    void cube.setSession({ token: "0", user_id: null });
    return {
      direct: new UserCom({ baseUrl: sandbox.usercom, apiKey: sandbox.token, ...PATIENCE }),
      relay: new UserCom({ relay: `${sandbox.origin}/userkey`, ...PATIENCE }),
      cube,
    };
  });
  return { clients, makeClient };
}

/** Whether the last round needed more memory than the one before. */
const hasGrown = () => pages.at(-1) > pages.at(-2);

/** Lets all work at once until so much is done. Whoever finds something wrong ends the work of all. */
async function work(left) {
  const busy = async (worker) => {
    try {
      while (left-- > 0) await worker.work();
    } finally {
      left = 0;
    }
  };
  const ends = await Promise.allSettled(workers.map(busy));
  for (const { reason } of ends) if (reason) throw reason;
}

/** Everybody on both systems. */
const everybody = async () => [...(await sandbox.people()), ...(await sandbox.people("connectycube/"))];

test("with faults in one request of five, no operation is lost, none half done, none done twice", async (t) => {
  const people = workers.flatMap((worker) => worker.people);
  const users = await everybody();
  const byName = new Map();
  for (const user of users) byName.set(nameOf(user), [...(byName.get(nameOf(user)) ?? []), user]);
  for (const person of people) person.checkAll(byName.get(person.name) ?? []);
  const theirs = people.reduce((sum, { name }) => sum + (byName.get(name)?.length ?? 0), 0);
  assert.equal(users.length, strangers.length + theirs, "somebody is there whom nobody made");

  const failures = {};
  for (const worker of workers) for (const [how, count] of Object.entries(worker.failures)) failures[how] = (failures[how] ?? 0) + count;
  t.diagnostic(`» ${operations} operations, ${requests} requests, ${hit} with a fault, ${people.length} people`);
  t.diagnostic(`» failed: ${JSON.stringify(failures)}`);
});

test("what was taken is given back", async (t) => {
  const listeners = workers.reduce((sum, worker) => sum + worker.listeners(), 0);
  assert.equal(listeners, 0, "listeners are left on a signal");
  assert.ok(!hasGrown(), `the WebAssembly memory has grown with each ${ROUND} operations: ${pages} pages`);
  // The platform keeps sockets open for a while in case they are used again.
  while (resources().sockets > idle.sockets) await sleep(100);
  assert.equal(resources().timers, idle.timers, "timers are left");
  t.diagnostic(`» ${pages} pages of WebAssembly memory after each ${ROUND} operations, ${JSON.stringify(resources())} as before`);
});
