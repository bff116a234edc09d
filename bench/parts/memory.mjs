import { openBrowser, withPage } from "../support/browser.mjs";
import { CONTENDERS, harness, setupFor, stubbedServices } from "../support/harness.mjs";
import { serve } from "../support/server.mjs";

/** How many calls are made, unless there are so few rounds that only a trial is meant. */
const CALLS = 100_000;
const CALLS_A_ROUND = 2_000;

/** Measures what a page has in memory before and after many calls: each contender in a page of its own. */
export async function memory({ rounds, answers, progress }) {
  const calls = Math.min(CALLS, rounds * CALLS_A_ROUND);
  const browser = await openBrowser();
  try {
    const rows = [];
    for (const name of CONTENDERS) {
      const pages = await serve(await harness(setupFor(stubbedServices()), { contenders: [name], stubbed: true, counted: true }));
      const measure = (page) => grow(page, { calls, answer: answers.cubeUser, progress: (done) => progress(`${name}: ${done} of ${calls} calls`) });
      rows.push({ name, ...(await withPage(browser, `${pages.origin}/index.html`, measure).finally(pages.stop)) });
    }
    return [{ form: "memory", title: `what is left in memory after ${calls.toLocaleString("en")} calls`, unit: "KB", calls, rows }];
  } finally {
    await browser.close();
  }
}

/** Makes calls until all that is made once has been made, looks, makes the others and looks again. */
async function grow(page, { calls, answer, progress }) {
  await page.evaluate(() => globalThis.isReady);
  const devtools = await page.context().newCDPSession(page);
  const run = (count) => page.evaluate(([...args]) => globalThis.bench.warmUp(...args), ["cubeUser", answer, count]);
  await run(CALLS_A_ROUND);
  const before = await look(page, devtools);
  for (let done = 0; done < calls; done += CALLS_A_ROUND) {
    progress(done);
    await run(CALLS_A_ROUND);
  }
  return { before, after: await look(page, devtools) };
}

async function look(page, devtools) {
  // The second time takes what the finalizers of the first have let go.
  for (let time = 0; time < 2; time += 1) await devtools.send("HeapProfiler.collectGarbage");
  const { usedSize } = await devtools.send("Runtime.getHeapUsage");
  const { jsEventListeners: listeners } = await devtools.send("Memory.getDOMCounters");
  return { heap: usedSize, listeners, ...(await page.evaluate(() => globalThis.count())) };
}
