/** Values as the wasm takes them. */

import type { AnyFailure } from "./failure.js";

/** How deep a value may be nested; what goes on beyond that refers to itself. */
const MAX_DEPTH = 16;

/**
 * Writes a value as JSON, called `name` in errors. `undefined` reads as `null`; as a member it is left out.
 *
 * @throws a failure of the kind `input` for what JSON can't hold: functions, symbols, `NaN`, objects of other classes.
 */
export function json(value: unknown, name: string, depth = MAX_DEPTH): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "number":
      if (Number.isFinite(value)) return String(value);
      throw refused(name, "a number that isn't finite");
    case "bigint":
    case "boolean":
      return String(value);
    case "undefined":
      return "null";
    case "object":
      if (value === null) return "null";
      if (!depth) throw refused(name, "nested deeper than JSON should be, or refers to itself");
      if (Array.isArray(value)) return `[${value.map((item) => json(item, name, depth - 1))}]`;
      if (isPlain(value)) {
        const members = Object.entries(value).filter(([, member]) => member !== undefined);
        return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${json(member, `${name}.${key}`, depth - 1)}`)}}`;
      }
      if (value instanceof Date) {
        if (isNaN(+value)) throw refused(name, "an invalid Date");
        return JSON.stringify(value);
      }
  }
  throw refused(name, "no plain value");
}

const refused = (name: string, what: string): AnyFailure => ({ kind: "input", code: "invalid_input", message: `${name} is ${what}` });

/** Tells whether the object is one that braces make, of whichever realm. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
