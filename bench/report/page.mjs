import { chart, escape } from "./chart.mjs";
import { facts } from "./facts.mjs";
import { machineLine } from "./terminal.mjs";
import { WORDS } from "./words.mjs";

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
  svg { max-width: 100%; height: auto; }
  table { border-collapse: collapse; margin: 0.5rem 0; font-variant-numeric: tabular-nums; }
  th, td { padding: 0.15rem 0.75rem; text-align: right; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
  th:first-child, td:first-child { text-align: left; padding-left: 0; }
  h3, .note { margin: 0; }
  h3 { margin-top: 1.5rem; }
  footer, .machine, .note { color: color-mix(in srgb, currentColor 65%, transparent); font-size: 0.875rem; }`;

/** Writes the results as a page that needs nothing else. */
export function page(results) {
  const sections = Object.entries(WORDS).map(([part, words]) => section(words, results.measurements.filter((one) => one.part === part)));
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>userkey, measured</title>
<style>${STYLE}
</style>
<h1>userkey, measured</h1>
<p class="machine">${escape(machineLine(results))} · ${results.date.slice(0, 10)}</p>
${sections.join("")}<footer>Made by <code>cargo xtask bench</code>.</footer>
</html>
`;
}

function section({ heading, text }, measurements) {
  if (!measurements.length) return "";
  return `<h2>${heading}</h2>\n<p>${escape(text).replace(/`(.*?)`/g, "<code>$1</code>")}</p>\n${measurements.map(measured).join("")}`;
}

function measured(measurement) {
  const { title, note, head, rows, bars, aims } = facts(measurement);
  const line = (tag, cells) => `<tr>${cells.map((cell) => `<${tag}>${escape(cell)}`).join("")}`;
  const table = `<table>\n${[line("th", head), ...rows.map((row) => line("td", row))].join("\n")}\n</table>`;
  const reached = aims.map(({ reached, text }) => `<p>${reached ? "✓" : "✗"} ${escape(text)}</p>\n`).join("");
  const how = note && `<p class="note">${escape(note)}</p>\n`;
  return `<h3>${escape(title)}</h3>\n${how}${chart({ title, bars })}<details><summary>Figures</summary>\n${table}\n</details>\n${reached}`;
}
