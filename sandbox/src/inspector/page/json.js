import { el } from "./dom.js";

const TOKENS = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Shows a body: JSON indented and coloured, anything else as it is. */
export function body(text) {
  if (text === "") return el("p", { className: "none" }, "Empty");
  try {
    return el("pre", { className: "bidi" }, ...coloured(JSON.stringify(JSON.parse(text), null, 2)));
  } catch {
    return el("pre", { className: "bidi" }, text);
  }
}

/** Writes a value on one line, texts without quotes. */
export function inline(value) {
  if (value === null || value === undefined) return "—";
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value.join(", ") || "—";
  return JSON.stringify(value);
}

function* coloured(text) {
  let end = 0;
  for (const match of text.matchAll(TOKENS)) {
    const [whole, string, colon, word] = match;
    yield text.slice(end, match.index);
    end = match.index + whole.length;
    if (colon) yield* [el("span", { className: "key" }, string), colon];
    else yield el("span", { className: string ? "string" : word ? "word" : "number" }, whole);
  }
  yield text.slice(end);
}
