/** The page's cookies, and when they change. */

import { hasDocument } from "./runtime.js";

/** The page's cookies as text; `undefined` outside of a page. */
export function jar(): string | undefined {
  try {
    return hasDocument() ? document.cookie : undefined;
  } catch {
    // A sandboxed frame has a document whose cookies can't be read.
    return "";
  }
}

/**
 * Calls `look` whenever the page's cookies may have changed, until the function that it gives is called.
 *
 * Where the browser doesn't tell of changes, `look` is called after `ms` milliseconds, each pause `growth` times as
 * long as the one before.
 */
export function watchCookies(look: () => void, ms: number, growth = 1): () => void {
  const { cookieStore } = globalThis as { cookieStore?: CookieStore };
  if (cookieStore) {
    let watching = true;
    cookieStore.addEventListener("change", look);
    // Changes aren't told while the listener is on its way to where the cookies are kept. This question goes the same way
    // behind it, so that whatever was missed is there with the answer.
    cookieStore.get("__ca__chat").then(() => watching && look(), () => {});
    return () => {
      watching = false;
      cookieStore.removeEventListener("change", look);
    };
  }
  let timer: Timer;
  const sleep = (pause: number): void => {
    timer = setTimeout(() => {
      sleep(pause * growth);
      look();
    }, pause) as Timer;
    // Node's timers are objects, and keep the process alive unless told not to.
    if (typeof timer === "object") timer.unref?.();
  };
  sleep(ms);
  return () => clearTimeout(timer as number);
}

/** As much of the browser's as is used; not every `lib` has it. */
interface CookieStore extends EventTarget {
  get(name: string): Promise<unknown>;
}

type Timer = number | { unref?(): void };

/** Calls `done` as soon as `isThere`, at the latest after `ms` milliseconds; gives what stops it. */
export function waitForCookie(isThere: () => boolean, ms: number, done: () => void): (() => void) | void {
  if (isThere()) return done();
  const timer = setTimeout(done, ms);
  const unwatch = watchCookies(() => isThere() && done(), 100, 1.5);
  return () => {
    clearTimeout(timer);
    unwatch();
  };
}
