import { facts } from "./facts.mjs";

/** Writes a measurement as a table for the terminal. */
export function table(measurement) {
  const { title, note, head, rows, aims } = facts(measurement);
  const lines = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const written = lines.map((line) => line.map((cell, column) => pad(cell, widths[column], column)).join("   ").trimEnd());
  return [`\n${[title, note].filter(Boolean).join(" · ")}`, ...written, ...aims.map(({ reached, text }) => `${reached ? "✓" : "✗"} ${text}`)].join("\n");
}

const pad = (cell, width, column) => (column ? cell.padStart(width) : cell.padEnd(width));

/** Says in a line what it was measured on. */
export function machineLine({ machine: { cpu, cores, memoryGb, browser, node, load, shared } }) {
  const busy = shared ? `: shared with other work (load ${load.toFixed(1)}), trust the ratios rather than the times` : "";
  return `${cpu}, ${cores} cores, ${memoryGb} GB · ${browser.replace(/ built on.*/, "")} · Node ${node}${busy}`;
}
