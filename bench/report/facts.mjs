/** What is shown of measurements, in whichever form: tables of texts, bars, and what was aimed at. */

const NAMES = { raw: "fetch().json()", plain: "hand-written client", slim: "userkey/slim", userkey: "userkey" };

/** Makes what is shown of a measurement. */
export function facts(measurement) {
  return { title: titleOf(measurement), ...FORMS[measurement.form](measurement), aims: aims(measurement) };
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
};

const isOwn = (name) => name in { slim: 1, userkey: 1 };

function titleOf({ title, target, rounds, count }) {
  const from = { stub: "fetch stubbed", sandbox: "answered by the sandbox" }[target];
  return [title, from, `median of ${rounds} ${rounds === 1 ? "round" : "rounds"}${count ? ` of ${count}` : ""}`].filter(Boolean).join(" · ");
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
function aims({ part, task, target, rows }) {
  const row = Object.fromEntries(rows.map((row) => [row.name, row]));
  if (part === "calls" && target === "stub") {
    const beside = row.userkey.extra - row.plain.extra;
    const plain = aim(beside <= 50, `userkey ≤ hand-written + 50 µs: ${signed(beside)} µs`);
    return row.connectycube ? [plain, below(row)] : [plain];
  }
  if (part === "query" && target === "stub") return [below(row)];
  if (part === "page") return [aim(row.userkey.ratio <= 1.05, `userkey ≤ 1.05 × fetch().json(): ${row.userkey.ratio.toFixed(2)} ×`)];
  return [];
}

function below({ userkey, connectycube }) {
  return aim(userkey.median <= connectycube.median, `userkey ≤ connectycube: ${signed(userkey.median - connectycube.median)} µs`);
}

const aim = (reached, text) => ({ reached, text });
