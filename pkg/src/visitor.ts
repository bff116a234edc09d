/** The visitor's key: read once, or watched. */

import type { Connection } from "./connection.js";
import { jar, watchCookies } from "./cookie.js";
import { InputError } from "./errors.js";
import { load } from "./load.js";
import type { VisitorKeyOptions } from "./types/options.js";

/** How often a change is looked for where the browser doesn't tell of it, in milliseconds. */
const LOOK_EVERY = 1000;

/** Reads the key from the page's cookies, elsewhere from the caller's. */
export function visitorKey(connection: Connection, options?: VisitorKeyOptions): Promise<string | null> {
  return connection.runVisitor(options, (glue) => glue.visitorKey(cookies(options?.cookie)) ?? null);
}

function cookies(header: string | undefined): string {
  const page = jar();
  if (page === undefined && header === undefined) {
    throw new InputError({ code: "cookie_required", message: "outside of a page, pass the request's Cookie header as cookie" });
  }
  if (page !== undefined && header !== undefined) {
    throw new InputError({ code: "invalid_input", message: "cookie is for servers: a page has its own cookies" });
  }
  return String(page ?? header);
}

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
