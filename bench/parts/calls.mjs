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

/** How many browsers the rounds are shared by: where one has put its code and data makes a few hundredths of a ratio. */
const BROWSERS = 4;

async function measure(tasks, { setup, target, rounds, answers, progress }) {
  const files = await harness(setup, { stubbed: target === "stub", told: true });
  const times = tasks.map(() => []);
  const browsers = Math.min(BROWSERS, rounds);
  for (let browser = 1; browser <= browsers; browser += 1) {
    const page = await openPage(files);
    try {
      for (const [index, { task, title, answer, count }] of tasks.entries()) {
        const text = answers[answer];
        await page.call("warmUp", task, text, rounds > 1 ? count * 5 : 1);
        for (let round = times[index].length; round < (rounds * browser) / browsers; round += 1) {
          progress(`${title}, ${target}: round ${round + 1} of ${rounds}`);
          times[index].push(await page.call("round", task, text, count, round));
        }
      }
    } finally {
      await page.close();
    }
  }
  const result = ({ task, title, count }, index) => ({ form: "times", task, title, target, count, rounds, unit: "µs", rows: summarize(times[index]) });
  return tasks.map(result);
}
