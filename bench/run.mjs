// Measures the parts that are named, shows them and keeps them: `cargo xtask bench` builds what it needs and runs it.

import { mkdir, rm, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { calls } from "./parts/calls.mjs";
import { cold } from "./parts/cold.mjs";
import { memory } from "./parts/memory.mjs";
import { sizes } from "./parts/sizes.mjs";
import { page } from "./report/page.mjs";
import { readme } from "./report/readme.mjs";
import { machineLine, table } from "./report/terminal.mjs";
import { answers } from "./support/answers.mjs";
import { versionOf } from "./support/bundle.mjs";
import { machine } from "./support/machine.mjs";
import { createProgress } from "./support/progress.mjs";
import { openServices } from "./support/services.mjs";

// Whoever has opened something closes it when this process ends.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

/** What is measured for each part, in the order of the tables. */
const PARTS = {
  calls: (context) => calls("calls", context),
  page: (context) => calls("page", context),
  query: (context) => calls("query", context),
  cold,
  memory,
  sizes,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "60" }, stubbed: { type: "boolean" }, publish: { type: "boolean" } },
});
const parts = Object.keys(PARTS).filter((part) => !positionals.length || positionals.includes(part));
const rounds = Number(values.rounds);
const progress = createProgress();
const results = { date: new Date().toISOString(), machine: machine(), rounds, measurements: [] };
const versions = { connectycube: await versionOf("connectycube") };
const context = { rounds, answers: await answers(), progress: progress.show, withServices: !values.stubbed && withServices };

console.log(machineLine(results));
for (const part of parts) {
  show(part, await PARTS[part](context));
}
// One round is a trial of the bench itself.
if (rounds > 1) await save();
if (values.publish) await publish();

/** Does `work` with a sandbox of its own. */
async function withServices(work) {
  const services = await openServices();
  try {
    return await work(services);
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

/** Keeps the results, and a page that shows them, where git doesn't see them. */
async function save() {
  const file = `${results.date.replace(/:/g, "-").replace(/\..*/, "")}.json`;
  await write("results/", { [file]: `${JSON.stringify(results, null, 2)}\n`, "index.html": page(results) });
  console.log(`\nkept in bench/results/${file}; to be seen in bench/results/index.html`);
}

/** Makes the results those that the documentation shows. */
async function publish() {
  await rm(new URL("charts/", import.meta.url), { recursive: true, force: true });
  await write("./", readme(results));
  console.log("published in bench/README.md");
}

async function write(folder, files) {
  for (const [name, text] of Object.entries(files)) {
    const file = new URL(folder + name, import.meta.url);
    await mkdir(new URL("./", file), { recursive: true });
    await writeFile(file, text);
  }
}
