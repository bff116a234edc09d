/** The methods of a group of operations, made from the generated list of their names. */

import type { Connection } from "./connection.js";

/** How many arguments each method of the interface `T` takes before its options. */
export type Counts<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer Args) => unknown
    ? Required<Args> extends [...infer Before, unknown]
      ? Before["length"]
      : never
    : never;
};

/** `A` if both types have the same members; else `never`, to which nothing can be assigned. */
export type Same<A, B> = [keyof A, keyof B] extends [keyof B, keyof A] ? A : never;

/** Makes the methods of the interface `T`, each of them calling the operation of its name. */
export function methods<T>(connection: Connection, group: string, counts: Counts<T>): T {
  const made: Partial<T> = {};
  for (const name in counts) {
    const count: number = counts[name];
    const method = (...args: unknown[]): unknown =>
      connection.call(group + name, args.slice(0, count), args[count] as undefined);
    made[name] = method as T[typeof name];
  }
  return made as T;
}
