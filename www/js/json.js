import { el } from "./dom.js";

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false)\b|\b(null)\b|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/g;

/** Shows a text as it came or, when it is JSON, indented and coloured. */
export function prettyJson(text) {
  const pre = el("pre", { className: "json", tabIndex: 0 });
  try {
    pre.append(...paint(JSON.stringify(JSON.parse(text), null, 2)));
  } catch {
    pre.textContent = text;
  }
  return pre;
}

function* paint(json) {
  let end = 0;
  for (const match of json.matchAll(TOKEN)) {
    yield json.slice(end, match.index);
    yield el("span", { className: kindOf(match) }, match[1] ?? match[0]);
    yield match[2] ?? "";
    end = match.index + match[0].length;
  }
  yield json.slice(end);
}

function kindOf([, string, colon, boolean, nothing]) {
  if (string) return colon ? "key" : "string";
  if (boolean) return "boolean";
  return nothing ? "null" : "number";
}
