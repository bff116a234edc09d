/** Bars, drawn as SVG. They have their own colours, light and dark, since a page that shows them as images can't style them. */

const WIDTH = 720;
const NAMES = 170;
const VALUES = 150;
const ROW = 26;
const LONGEST = WIDTH - NAMES - VALUES;

const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #24292f; }
  .value { fill: #57606a; }
  rect { fill: #afb8c1; }
  .own { fill: #1f6feb; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .value { fill: #9198a1; }
    rect { fill: #484f58; }
    .own { fill: #4493f8; }
  }`;

/** Draws a bar for each `{ name, value, text, own }`, the longest as long as there is room. */
export function chart({ title, bars }) {
  const longest = Math.max(...bars.map(({ value }) => value));
  const rows = bars.map(({ name, value, text, own }, index) => {
    const y = index * ROW;
    const length = Math.max(1, Math.round((value / longest) * LONGEST));
    return `  <text x="${NAMES - 10}" y="${y + 17}" text-anchor="end">${escape(name)}</text>
  <rect${own ? ' class="own"' : ""} x="${NAMES}" y="${y + 4}" width="${length}" height="${ROW - 8}" rx="3"/>
  <text class="value" x="${NAMES + length + 8}" y="${y + 17}">${escape(text)}</text>`;
  });
  const height = bars.length * ROW;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escape(title)}">
<style>${STYLE}
</style>
${rows.join("\n")}
</svg>
`;
}

/** Text as it may stand in SVG and HTML. */
export function escape(text) {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
