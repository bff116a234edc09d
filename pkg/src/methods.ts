/** The methods of a client, made from the generated list of the wasm's operations. */

import type { Connection } from "./connection.js";
import type { Listing } from "./types/list.js";

/**
 * How many arguments a method takes before its options; in a list if the options hold some of its own, which count then,
 * and for a method that gives a list after it the name of the records.
 */
type Signature<M> = M extends (...args: infer Args) => Listing<infer _, infer K>
  ? readonly [Required<Args>["length"], K]
  : M extends (...args: infer Args) => unknown
    ? Required<Args> extends [...infer Before, unknown]
      ? Before["length"] | readonly [Required<Args>["length"]]
      : never
    : never;

/** The operations behind the resources `T`: for each group of methods, their signatures. */
export type Operations<T> = { readonly [G in keyof T]: { readonly [M in keyof T[G]]: Signature<T[G][M]> } };

/** The members of each group, by which two tables can be compared. */
type Names<T> = { [G in keyof T]: keyof T[G] };

/** `A` if both have the same groups with the same members; else `never`, to which nothing can be assigned. */
export type Same<A, B> = [Names<A>, Names<B>] extends [Names<B>, Names<A>] ? A : never;

/** The same without its types. */
type Table = Record<string, Record<string, number | readonly [number, string?]>>;

/** The options of every call, which may stand among those of a method's own. */
const CALL_OPTIONS = ["headers", "maxRetries", "signal", "timeout", "totalTimeout"];

/** Makes the methods of the resources `T`, each of them calling the operation of its name; a name may have no group. */
export function resources<T>(connection: Connection, operations: Operations<T>): T {
  const groups: Record<string, Record<string, unknown>> = {};
  let row = 0;
  for (const [group, signatures] of Object.entries(operations as Table)) {
    const methods: Record<string, unknown> = (groups[group] = {});
    for (const [name, signature] of Object.entries(signatures)) {
      // The wasm knows its operations by their row alone.
      const operation = `${group && `${group}.`}${name}#${row++}`;
      methods[name] =
        typeof signature === "number"
          ? (...args: unknown[]) => connection.call(operation, args.slice(0, signature), args[signature] as undefined)
          : (...args: unknown[]) => ask(connection, operation, signature, args);
    }
  }
  return groups as T;
}

/** Calls an operation whose last argument holds its own options and those of each call. */
function ask(connection: Connection, operation: string, [arity, key]: readonly [number, string?], args: unknown[]): unknown {
  const passed = args.slice(0, arity - 1);
  let each: Record<string, unknown> | undefined;
  const given = args[arity - 1];
  // What is no object is refused when the call begins.
  if (typeof given !== "object") each = given as undefined;
  else if (given) {
    const own: Record<string, unknown> = (passed[arity - 1] = {});
    for (const [name, value] of Object.entries(given)) {
      if (CALL_OPTIONS.includes(name)) (each ??= {})[name] = value;
      else own[name] = value;
    }
  }
  return key ? connection.list(operation, key, passed, each) : connection.call(operation, passed, each);
}
