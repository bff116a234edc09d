// Measures the parts that are named, shows them and keeps them: `cargo xtask bench` builds what it needs and runs it.

import { mkdir, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { answered, stubbed, TASKS } from "./parts/calls.mjs";
import { machineLine, table } from "./report/terminal.mjs";
import { answers } from "./support/answers.mjs";
import { versionOf } from "./support/bundle.mjs";
import { machine } from "./support/machine.mjs";
import { createProgress } from "./support/progress.mjs";
import { openServices } from "./support/services.mjs";

const PARTS = Object.keys(TASKS);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "60" }, stubbed: { type: "boolean" } },
});
const parts = positionals.length ? PARTS.filter((part) => positionals.includes(part)) : PARTS;
const rounds = Number(values.rounds);
const progress = createProgress();
const results = { date: new Date().toISOString(), machine: machine(), rounds, measurements: [] };
const versions = { connectycube: await versionOf("connectycube") };
const context = { rounds, answers: await answers(), progress: progress.show };

console.log(machineLine(results));
for (const part of parts) {
  for (const tasks of TASKS[part] ? [TASKS[part]] : []) {
    show(part, await stubbed(tasks, context));
    if (!values.stubbed) await withServices(async (services) => show(part, await answered(tasks, { ...context, services })));
  }
}
await save();

async function withServices(work) {
  const services = await openServices();
  try {
    await work(services);
  } finally {
    await services.stop();
  }
}

function show(part, measurements) {
  progress.clear();
  for (const measurement of measurements) {
    results.measurements.push({ part, versions, ...measurement });
    console.log(table(results.measurements.at(-1)));
  }
}

async function save() {
  const folder = new URL("results/", import.meta.url);
  await mkdir(folder, { recursive: true });
  const file = `${results.date.replace(/:/g, "-").replace(/\..*/, "")}.json`;
  await writeFile(new URL(file, folder), `${JSON.stringify(results, null, 2)}\n`);
  console.log(`\nkept in bench/results/${file}`);
}
