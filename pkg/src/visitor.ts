/** The visitor's key, watched. */

import { jar, watchCookies } from "./cookie.js";
import type { Glue } from "./glue.js";
import { load } from "./load.js";

/** How often a change is looked for where the browser doesn't tell of it, in milliseconds. */
const LOOK_EVERY = 1000;

/** Calls `listener` with the key whenever it has changed since, until `ends` or the function that this gives is called. */
export function watchVisitor(ends: Set<() => void>, listener: (key: string | null) => void): () => void {
  const before = jar();
  if (before === undefined) return () => {};

  let unwatch = (): void => {};
  const end = (): void => {
    ends.delete(end);
    unwatch();
  };
  ends.add(end);
  const start = ({ visitorKey }: Glue): void => {
    let last = visitorKey(before);
    const look = (): void => {
      const key = visitorKey(jar() ?? "");
      if (key !== last) listener((last = key) ?? null);
    };
    if (!ends.has(end)) return;
    unwatch = watchCookies(look, LOOK_EVERY);
    look();
  };
  load().then(start).catch(report);
  return end;
}

/** Shows an error that has no promise to reject. */
function report(error: unknown): void {
  (globalThis.reportError ?? console.error)(error);
}
