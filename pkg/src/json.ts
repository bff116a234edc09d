/** Values that the wasm can take. */

import type { AnyFailure } from "./failure.js";

/** How deep a value may be nested; what goes on beyond that refers to itself. */
const MAX_DEPTH = 16;

/**
 * Checks that `JSON.stringify` writes a value as it is, called `name` in errors.
 *
 * @throws a failure of the kind `input` for what JSON can't hold: functions, symbols, `NaN`, objects of other classes.
 */
export function check(value: unknown, name: string, depth = MAX_DEPTH): void {
  switch (typeof value) {
    case "boolean":
    case "string":
    case "undefined":
      return;
    case "number":
      if (Number.isFinite(value)) return;
      throw refused(name, "a number that isn't finite");
    case "object":
      if (value === null) return;
      if (!depth) throw refused(name, "nested deeper than JSON should be, or refers to itself");
      if (Array.isArray(value)) {
        for (const item of value) check(item, name, depth - 1);
        return;
      }
      if (isPlain(value)) {
        for (const [key, member] of Object.entries(value)) check(member, `${name}.${key}`, depth - 1);
        return;
      }
      if (value instanceof Date) {
        if (isNaN(+value)) throw refused(name, "an invalid Date");
        return;
      }
      throw refused(name, "no plain object");
  }
  throw refused(name, `a ${typeof value}, which JSON doesn't have`);
}

const refused = (name: string, what: string): AnyFailure => ({ kind: "input", code: "invalid_input", message: `${name} is ${what}` });

/** Tells whether the object is one that braces make, of whichever realm. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
