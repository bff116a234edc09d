/** The visitor's key, watched. */

import type { Connection } from "./connection.js";
import { jar, watchCookies } from "./cookie.js";
import { load } from "./load.js";

/** How often a change is looked for where the browser doesn't tell of it, in milliseconds. */
const LOOK_EVERY = 1000;

/** Calls `listener` with the key whenever it has changed since; gives what ends that. */
export function watchVisitor(connection: Connection, listener: (key: string | null) => void): () => void {
  const before = jar();
  if (before === undefined) return () => {};

  let unwatch: (() => void) | undefined;
  let ended = false;
  const end = connection.atEnd(() => {
    ended = true;
    unwatch?.();
  });

  load()
    .then(({ visitorKey }) => {
      if (ended) return;
      let last = visitorKey(before);
      const look = (): void => {
        const key = visitorKey(jar() ?? "");
        if (key !== last) listener((last = key) ?? null);
      };
      unwatch = watchCookies(look, LOOK_EVERY);
      look();
    })
    .catch(report);
  return end;
}

/** Shows an error that has no promise to reject. */
function report(error: unknown): void {
  (globalThis.reportError ?? console.error)(error);
}
