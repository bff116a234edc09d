/** The visitor's key, watched. */

import { jar, watchCookies } from "./cookie.js";
import type { Glue } from "./glue.js";
import type { Lifetime } from "./lifetime.js";
import { load } from "./load.js";
import { report } from "./runtime.js";

/** How often a change is looked for where the browser doesn't tell of it, in milliseconds. */
const LOOK_EVERY = 1000;

/** What the widget puts into the page. */
interface Widget {
  UE?: { resetAuth?(settings: object): void };
  civchat?: { apiKey?: string };
}

/** Has the widget forget whom it knows, if it is in the page. */
export function resetWidget(): void {
  const { UE, civchat } = globalThis as Widget;
  try {
    UE?.resetAuth?.({ apiKey: civchat?.apiKey });
  } catch (error) {
    // It is another's script: that it fails must not keep anybody signed in.
    report(error);
  }
}

/** Calls `listener` with the key whenever it has changed since, until the client or the function that this gives ends it. */
export function watchVisitor(life: Lifetime, listener: (key: string | null) => void): () => void {
  const before = jar();
  if (before === undefined) return () => {};

  let watching = true;
  let unwatch = (): void => {};
  const stop = (): void => {
    watching = false;
    unwatch();
  };
  const start = ({ visitorKey }: Glue): void => {
    if (!watching) return;
    let last = visitorKey(before);
    const look = (): void => {
      const key = visitorKey(jar() ?? "");
      if (key !== last) listener((last = key) ?? null);
    };
    unwatch = watchCookies(look, LOOK_EVERY);
    look();
  };
  const forget = life.onEnd(stop);
  load().then(start).catch(report);
  return () => {
    forget();
    stop();
  };
}
