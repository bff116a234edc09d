import { PAGE } from "../support/answers.mjs";
import { harness, setupFor, stubbedServices } from "../support/harness.mjs";
import { summarize } from "../support/stats.mjs";
import { openPage } from "../support/visitor.mjs";

/** What is called, by part; `count` calls are a round, with a service as many as there are bursts. */
const TASKS = {
  calls: [
    { task: "user", title: "find a user of User.com", answer: "user", count: 200 },
    { task: "cubeUser", title: "find a user of ConnectyCube", answer: "cubeUser", count: 200 },
  ],
  page: [
    { task: "users", title: `a page of ${PAGE} users of User.com`, answer: "users", count: 40 },
    { task: "cubeUsers", title: `a page of ${PAGE} users of ConnectyCube`, answer: "cubeUsers", count: 40 },
  ],
  query: [{ task: "cubeQuery", title: "write a V2 query of 30 values", answer: "cubeUser", count: 200, stubbedOnly: true }],
};

/** Measures calls that a stubbed `fetch` answers at once, which is what the clients themselves cost; then with a service. */
export async function calls(part, { withServices, ...context }) {
  const own = await measure(TASKS[part], { setup: setupFor(stubbedServices()), target: "stub", ...context });
  const answered = (services) => measure(answerable(part, services), { ...overNetwork(services), ...context, answers: {} });
  return withServices ? [...own, ...(await withServices(answered))] : own;
}

const answerable = (part, { cube }) =>
  TASKS[part]
    .filter(({ task, stubbedOnly }) => !stubbedOnly && (cube || !task.startsWith("cube")))
    .map((task) => ({ ...task, count: 20 }));

const overNetwork = ({ usercom, cube = stubbedServices().cube }) => ({ setup: setupFor({ usercom, cube }), target: "sandbox" });

async function measure(tasks, { setup, target, rounds, answers, progress }) {
  const page = await openPage(await harness(setup, { stubbed: target === "stub", told: true }));
  try {
    const results = [];
    for (const { task, title, answer, count } of tasks) {
      const text = answers[answer];
      await page.call("warmUp", task, text, rounds > 1 ? count * 5 : 1);
      const times = [];
      for (let round = 0; round < rounds; round += 1) {
        progress(`${title}, ${target}: round ${round + 1} of ${rounds}`);
        times.push(await page.call("round", task, text, count, round));
      }
      results.push({ form: "times", task, title, target, count, rounds, unit: "µs", rows: summarize(times) });
    }
    return results;
  } finally {
    await page.close();
  }
}
