import { chart } from "./chart.mjs";
import { facts, upperFirst } from "./facts.mjs";
import { machineLine } from "./terminal.mjs";
import { WORDS } from "./words.mjs";

const START = `# userkey, measured

Beside what one would use instead: \`fetch().json()\` without any library, the small client that one writes by hand
([\`contenders/plain.js\`](contenders/plain.js)), and the official package of ConnectyCube. Anyone can repeat it:

\`\`\`sh
cargo xtask bench                  # everything, in less than 10 minutes
cargo xtask bench calls cold       # a part of it
cargo xtask bench --rounds 200     # with more patience
cargo xtask size                   # what the package weighs, and which functions cost most
\`\`\`

All contenders take turns in the same run of a headless Chromium, in another order each round; a figure is the median of
all rounds, a ratio that of the ratios within each round. Calls are made in pages of four browsers, a quarter of the rounds
in each, as their visitors have them: without developer tools, which take note of each request and make it a third longer.
The tables are kept in \`bench/results/\`, with a page of charts.
What was tried to be faster or smaller, and what came of it, is in [NOTES.md](NOTES.md).
`;

/** Writes the results as the files of a folder, by their names: a text with tables, and its charts. */
export function readme(results) {
  const files = {};
  const sections = Object.entries(WORDS).map(([part, words]) => {
    const measurements = results.measurements.filter((one) => one.part === part);
    return section(words, measurements, (name, svg) => (files[`charts/${name}.svg`] = svg));
  });
  files["README.md"] = `${START}\n> Measured on ${results.date.slice(0, 10)} on: ${machineLine(results)}.\n${sections.join("")}`;
  return files;
}

function section({ heading, text }, measurements, draw) {
  if (!measurements.length) return "";
  return `\n## ${heading}\n\n${text}\n${measurements.map((measurement) => measured(measurement, draw)).join("")}`;
}

function measured(measurement, draw) {
  const { title, note, head, rows, bars, aims } = facts(measurement);
  const { part, task, target, cache, slowdown } = measurement;
  const name = [part, task, target, cache, slowdown > 1 && `slow-${slowdown}`].filter(Boolean).join("-");
  draw(name, chart({ title, bars }));
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const table = [line(head), line(head.map((_, column) => (column ? "---:" : "---"))), ...rows.map(line)].join("\n");
  const reached = aims.map(({ reached, text }) => `\n${reached ? "✓" : "✗"} ${text}\n`).join("");
  return `\n### ${title}\n${note && `\n${upperFirst(note)}.\n`}\n![${title}](charts/${name}.svg)\n\n${table}\n${reached}`;
}
