/** What the runtime is, and what it has. */

import { toError } from "./failure.js";

/** Tells whether there is a document, and so a cookie to read. */
export function hasDocument(): boolean {
  return typeof document === "object";
}

/** Tells whether this is a page or one of its workers: whoever opens the page can read all that is in it. */
export function isPage(): boolean {
  const { WorkerGlobalScope } = globalThis as { WorkerGlobalScope?: new () => object };
  return hasDocument() || (!!WorkerGlobalScope && globalThis instanceof WorkerGlobalScope);
}

/** Fails if one of the globals isn't there, naming it. */
export function needGlobals(...names: string[]): void {
  const missing = names.find((name) => !(name in globalThis));
  if (!missing) return;
  throw toError({ kind: "wasm", code: "unsupported_runtime", message: `this runtime lacks ${missing}, which userkey needs` });
}

/** Shows an error that has no promise to reject. */
export function report(error: unknown): void {
  (globalThis.reportError ?? console.error)(error);
}
