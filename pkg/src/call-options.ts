/** The options of a call, and the numbers among those of a client: checked here, since the wasm only wants the numbers. */

import { LONGEST } from "./alarm.js";
import type { AnyFailure } from "./failure.js";
import type { CallOptions, WriteOptions } from "./types/call.js";
import type { CookieOptions } from "./types/options.js";

/** The options of whatever call. */
export type Options = CallOptions & CookieOptions & Pick<WriteOptions, "keepalive">;

/** How patient a call is: what clients and calls can be told of it, in the wasm's order. */
export const PATIENCE = ["timeout", "totalTimeout", "maxRetries"] as const;

/** Every option of a call. */
const NAMES: readonly string[] = [...PATIENCE, "signal", "headers", "keepalive", "cookie", "waitForCookie"] satisfies (keyof Options)[];

/** The longest body a request may have that outlives its page (Fetch standard), in bytes. */
const MAX_KEEPALIVE = 64 * 1024;

const refused = (message: string, code: "invalid_input" | "too_long" = "invalid_input"): AnyFailure => ({ kind: "input", code, message });

const wanted = (name: string, what: string): AnyFailure => refused(`${name} must be ${what}`);

/**
 * Gives the options as they are.
 *
 * @throws a failure of the kind `input` that names the option.
 */
export function checkCall(options: Options = {}): Options {
  if (typeof options !== "object" || options === null) throw wanted("options", "an object");
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined && !NAMES.includes(name)) throw refused(`${name} is no option of a call: it takes ${NAMES.join(", ")}`);
  }
  const { signal, headers, cookie } = options;
  if (signal !== undefined && typeof signal?.addEventListener !== "function") throw wanted("signal", "an AbortSignal");
  if (cookie !== undefined && typeof cookie !== "string") throw wanted("cookie", "a Cookie header, as a string");
  numbers(options, ["waitForCookie"]);
  if (headers !== undefined) checkHeaders(headers);
  return options;
}

/** Refuses headers that no request can carry, and those that the SDK sets itself. */
function checkHeaders(headers: object): void {
  if (typeof headers !== "object" || headers === null) throw wanted("headers", "an object");
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) throw refused("headers holds a name that is no header's");
    if (value === undefined) continue;
    if (typeof value !== "string" || !/^[\t -~]+$/.test(value)) throw wanted(`headers.${name}`, "a string of visible ASCII");
    if (/^(authorization|accept|content-type|cookie|(x-userkey|cb-).*)$/i.test(name)) throw refused(`headers.${name} is set by the SDK itself`);
  }
}

/**
 * Gives the numbers among the options, `null` for what isn't given; without an end is as long as a timer can wait.
 *
 * @throws a failure of the kind `input` that names the option.
 */
export function numbers<Name extends string>(options: { [N in Name]?: unknown }, names: readonly Name[]): (number | null)[] {
  return names.map((name) => {
    const value = options[name];
    if (value === undefined) return null;
    const least = name === "maxRetries" || name === "waitForCookie" ? 0 : 1;
    if (typeof value === "number" && value >= least) return Math.min(Math.trunc(value), LONGEST);
    throw wanted(name, least ? "a number above 0" : "a number, 0 or more");
  });
}

/** What is wrong with a body that is to outlive its page, if something is. */
export function unkeepable(body = ""): AnyFailure | undefined {
  const isTooLong = new TextEncoder().encode(body).length > MAX_KEEPALIVE;
  return isTooLong ? refused("the changes are longer than the 64 KB a keepalive request may have", "too_long") : undefined;
}
