/** What is shown of measurements, in whichever form: tables of texts, bars, and what was aimed at. */

const NAMES = { raw: "fetch().json()", plain: "hand-written client", slim: "userkey/slim", userkey: "userkey" };

/** Makes what is shown of a measurement. */
export function facts(measurement) {
  return { title: upperFirst(measurement.title), note: noteOf(measurement), ...FORMS[measurement.form](measurement), aims: aims(measurement) };
}

const FORMS = {
  times: ({ rows, unit, versions = {} }) => ({
    head: ["", "ratio", "own cost", `median, ${unit}`, "half of all rounds"],
    rows: rows.map(({ name, median, low, high, ratio, extra }, index) => [
      label(name, versions),
      `${ratio.toFixed(2)} ×`,
      index ? signed(extra) : "",
      short(median),
      `${short(low)} to ${short(high)}`,
    ]),
    bars: rows.map(({ name, median, ratio }) => ({
      name: label(name, versions),
      value: median,
      text: `${ratio.toFixed(2)} × · ${short(median)} ${unit}`,
      own: isOwn(name),
    })),
  }),
  sizes: ({ rows, versions = {} }) => ({
    head: ["KB (1024 bytes)", "brotli 11, beside userkey", "raw", "gzip 9", "brotli 11"],
    rows: rows.map(({ name, raw, gzip, brotli }) => [
      label(name, versions),
      `${(brotli / rows[0].brotli).toFixed(2)} ×`,
      ...[raw, gzip, brotli].map((bytes) => (bytes / 1024).toFixed(1)),
    ]),
    bars: rows.map(({ name, brotli }) => ({
      name: label(name, versions),
      value: brotli,
      text: `${(brotli / 1024).toFixed(1)} KB`,
      own: isOwn(name),
    })),
  }),
  memory: ({ rows, versions = {} }) => ({
    head: ["KB (1024 bytes)", "heap before", "heap after", "wasm before", "wasm after", "timers left", "listeners left"],
    rows: rows.map(({ name, before, after }) => [
      label(name, versions),
      ...[before.heap, after.heap, before.wasm, after.wasm].map((bytes) => (bytes / 1024).toFixed(0)),
      String(after.timers - before.timers),
      String(after.listeners - before.listeners),
    ]),
    bars: rows.map(({ name, after }) => ({
      name: label(name, versions),
      value: after.heap + after.wasm,
      text: `${((after.heap + after.wasm) / 1024).toFixed(0)} KB`,
      own: isOwn(name),
    })),
  }),
};

const isOwn = (name) => name in { slim: 1, userkey: 1 };

export const upperFirst = (text) => text[0].toUpperCase() + text.slice(1);

/** How it was measured. */
function noteOf({ target, rounds, count }) {
  const from = { stub: "fetch stubbed", sandbox: "answered by the sandbox" }[target];
  const often = rounds && `median of ${rounds} ${rounds === 1 ? "round" : "rounds"}${count ? ` of ${count}` : ""}`;
  return [from, often].filter(Boolean).join(" · ");
}

function label(name, versions) {
  return NAMES[name] ?? (versions[name] ? `${name} ${versions[name]}` : name);
}

/** A number with three digits that count. */
function short(value) {
  return value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2);
}

const signed = (value) => (value < 0 ? `−${short(-value)}` : `+${short(value)}`);

/** What the design aims at, and whether it is reached: said, never enforced, since time is no test's business. */
function aims({ part, target, rows, cache, slowdown }) {
  const row = Object.fromEntries(rows.map((row) => [row.name, row]));
  if (part === "calls" && target === "stub") {
    const beside = row.userkey.extra - row.plain.extra;
    const plain = aim(beside <= 50, `userkey ≤ hand-written + 50 µs: ${signed(beside)} µs`);
    return row.connectycube ? [plain, below(row)] : [plain];
  }
  if (part === "query" && target === "stub") return [below(row)];
  if (part === "page") return [aim(row.userkey.ratio <= 1.05, `userkey ≤ 1.05 × fetch().json(): ${row.userkey.ratio.toFixed(2)} ×`)];
  if (part === "memory") {
    const { before, after } = row.userkey;
    return [
      aim(after.wasm === before.wasm, `wasm memory flat: ${before.wasm / 1024} KB, then ${after.wasm / 1024} KB`),
      aim(after.timers <= before.timers && after.listeners <= before.listeners, "no timer and no listener left"),
    ];
  }
  if (cache === "warm" && slowdown === 1) {
    return [aim(row.userkey.extra <= 15, `userkey ≤ raw + 15 ms, cache warm: ${signed(row.userkey.extra)} ms`)];
  }
  return [];
}

function below({ userkey, connectycube }) {
  return aim(userkey.median <= connectycube.median, `userkey ≤ connectycube: ${signed(userkey.median - connectycube.median)} µs`);
}

const aim = (reached, text) => ({ reached, text });
