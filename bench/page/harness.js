/** Runs in the page: opens the contenders, checks that each does what is measured, and takes the time. */

const { contenders, setup } = globalThis.config;
const opened = {};
for (const name of contenders) {
  const { open } = await import(`/contenders/${name}.js`);
  opened[name] = await open(setup);
}

const able = (task) => contenders.filter((name) => task in opened[name]);

/** Calls every contender that can do the task often enough to be compiled, and fails unless all bring the same records. */
async function warmUp(task, answer, count) {
  globalThis.answer = answer;
  const brought = {};
  for (const name of able(task)) {
    for (let done = 0; done < count; done += 1) brought[name] = await opened[name][task]();
  }
  const [first, ...others] = Object.entries(brought).map(([name, result]) => [name, JSON.stringify(records(result))]);
  const other = others.find(([, found]) => found !== first[1]);
  if (other) throw new Error(`${task}: ${other[0]} brings ${other[1].slice(0, 300)}, not ${first[1].slice(0, 300)}`);
  if (first[1] === "[]") throw new Error(`${task} brings nothing`);
}

/** Ids of the records that a contender has brought, in whichever wrapping. */
function records(result) {
  const list = result.results ?? result.items ?? result;
  return (Array.isArray(list) ? list : [list]).map(({ id }) => id);
}

/** How many bursts a round of calls is taken in: one that other work on the machine interrupts doesn't count then. */
const BURSTS = 20;

/** Calls each contender `count` times and gives the microseconds of a call; who is `turn`th begins. */
async function round(task, answer, count, turn) {
  globalThis.answer = answer;
  const names = able(task);
  const times = Object.fromEntries(names.map((name) => [name, 0]));
  for (const index of names.keys()) {
    const name = names[(index + turn) % names.length];
    const bursts = [];
    globalThis.gc({ type: "minor" });
    while (bursts.length < BURSTS) bursts.push(await burst(opened[name][task], count / BURSTS));
    times[name] = bursts.sort((a, b) => a - b)[BURSTS / 2];
  }
  return times;
}

async function burst(call, count) {
  const start = performance.now();
  for (let done = 0; done < count; done += 1) await call();
  return ((performance.now() - start) * 1000) / count;
}

globalThis.bench = { round, warmUp };
globalThis.ready();
