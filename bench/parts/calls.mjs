import { PAGE } from "../support/answers.mjs";
import { openBrowser, withPage } from "../support/browser.mjs";
import { harness, setupFor } from "../support/harness.mjs";
import { serve } from "../support/server.mjs";
import { summarize } from "../support/stats.mjs";

/** What is called, by part; `count` calls are a round with a stubbed `fetch`, a tenth of them with a service. */
export const TASKS = {
  calls: [
    { task: "user", title: "find a user of User.com", answer: "user", count: 200 },
    { task: "cubeUser", title: "find a user of ConnectyCube", answer: "cubeUser", count: 200 },
  ],
  page: [
    { task: "users", title: `a page of ${PAGE} users of User.com`, answer: "users", count: 20 },
    { task: "cubeUsers", title: `a page of ${PAGE} users of ConnectyCube`, answer: "cubeUsers", count: 20 },
  ],
  query: [{ task: "cubeQuery", title: "write a V2 query of 30 values", answer: "cubeUser", count: 200 }],
};

/** Nobody listens there: a call that isn't stubbed fails. */
const NOWHERE = "http://127.0.0.1:1";

/** Measures calls that a stubbed `fetch` answers at once: what the clients themselves cost. */
export function stubbed(tasks, { rounds, answers, progress }) {
  const usercom = { baseUrl: `${NOWHERE}/api/public`, apiKey: "0".repeat(64), key: "g3FaYocCy0U6" };
  const cube = { baseUrl: NOWHERE, appId: 21, authKey: "AUTHKEY", token: "A".repeat(36), id: 1001, tag: "vip" };
  return measure(tasks, { setup: setupFor({ usercom, cube }), rounds, answers, progress, target: "stub" });
}

/** Measures calls that the sandbox answers, over the network of this machine. */
export function answered(tasks, { rounds, services, progress }) {
  const answerable = tasks.filter(({ task }) => services.cube || !task.startsWith("cube"));
  const cube = services.cube ?? { baseUrl: NOWHERE, appId: 21, authKey: "AUTHKEY", token: "A" };
  const tenth = answerable.map((task) => ({ ...task, count: task.count / 10 }));
  return measure(tenth, { setup: setupFor({ ...services, cube }), rounds, progress, target: "sandbox" });
}

async function measure(tasks, { setup, rounds, answers = {}, progress, target }) {
  const pages = await serve(await harness(setup, { stubbed: target === "stub" }));
  const browser = await openBrowser();
  try {
    return await withPage(browser, `${pages.origin}/index.html`, async (page) => {
      await page.evaluate(() => globalThis.isReady);
      const results = [];
      for (const { task, title, answer, count } of tasks) {
        const text = answers[answer];
        await page.evaluate(([...args]) => globalThis.bench.warmUp(...args), [task, text, rounds > 1 ? count * 5 : 1]);
        const times = [];
        for (let round = 0; round < rounds; round += 1) {
          progress(`${title}, ${target}: round ${round + 1} of ${rounds}`);
          times.push(await page.evaluate(([...args]) => globalThis.bench.round(...args), [task, text, count, round]));
        }
        results.push({ form: "times", task, title, target, count, rounds, unit: "µs", rows: summarize(times) });
      }
      return results;
    });
  } finally {
    await browser.close();
    pages.stop();
  }
}
