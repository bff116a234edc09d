/** The shape of a client's options: known names, right types, one address, no key in a page. What they mean is the wasm's. */

import { ConfigError } from "./errors.js";
import { isPage } from "./runtime.js";
import type { Address, ClientOptions, VersionOption } from "./types/options.js";

/** The type of each option, as `typeof` names it. */
type Shape<Name extends PropertyKey> = Record<Name, "boolean" | "function" | "number" | "string">;

/** The options of every client. */
const CLIENT: Shape<keyof ClientOptions> = {
  dangerouslyAllowBrowser: "boolean",
  fetch: "function",
  maxConcurrent: "number",
  maxRetries: "number",
  maxRetryAfter: "number",
  timeout: "number",
  totalTimeout: "number",
};

const USERCOM: Shape<keyof Address | keyof ClientOptions | keyof VersionOption<1>> = {
  ...CLIENT,
  apiKey: "string",
  apiVersion: "number",
  baseUrl: "string",
  relay: "string",
  subdomain: "string",
};

const ADDRESSES = ["relay", "subdomain", "baseUrl"] as const;

/** Checks the options of `UserCom`. */
export function checkUserCom(options: Address & ClientOptions): void {
  checkShape(options, USERCOM);
  const given = ADDRESSES.filter((name) => options[name] !== undefined);
  if (given.length !== 1) {
    throw invalid(`give exactly one of relay, subdomain and baseUrl, not ${given.join(" and ") || "none"}`);
  }
  if (options.apiKey !== undefined && isPage()) checkExposure(options);
}

function checkShape(options: object, shape: Shape<string>): void {
  if (typeof options !== "object" || options === null) throw invalid("the options must be an object");
  for (const [name, value] of Object.entries(options)) {
    const type = Object.hasOwn(shape, name) && shape[name];
    if (!type) throw invalid(`there is no option ${name}; did you mean ${nearest(name, Object.keys(shape))}?`);
    if (value !== undefined && typeof value !== type) {
      throw invalid(`the option ${name} must be a ${type}, not ${value === null ? value : `a ${typeof value}`}`);
    }
  }
}

/** Refuses a key that everyone who opens the page could read. */
function checkExposure({ dangerouslyAllowBrowser, baseUrl }: Address & ClientOptions): void {
  if (dangerouslyAllowBrowser) {
    console.warn("userkey: everyone who opens this page can read the apiKey and use it on all your users");
  } else if (!isLoopback(baseUrl)) {
    throw new ConfigError({
      code: "secret_key_in_browser",
      message:
        "an apiKey opens all your users to everyone who opens the page: use a relay, new UserCom({ relay: \"/userkey\" }), " +
        "or, in a page that only you can open, dangerouslyAllowBrowser: true",
    });
  }
}

/** Tells whether the API itself is on this machine, as the sandbox is. Where the page comes from doesn't matter. */
function isLoopback(baseUrl = ""): boolean {
  try {
    return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(baseUrl).hostname);
  } catch {
    return false;
  }
}

function invalid(message: string): ConfigError {
  return new ConfigError({ code: "invalid_option", message });
}

/** Gives the name that takes the fewest edits to be reached, case not counted. */
function nearest(wrong: string, names: string[]): string {
  const distances = names.map((name) => distance(wrong.toLowerCase(), name.toLowerCase()));
  return names[distances.indexOf(Math.min(...distances))] ?? "";
}

/** Counts the insertions, deletions and replacements that lead from `a` to `b` (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (const [i, x] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, y] of [...b].entries()) {
      next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + Number(x !== y)));
    }
    row = next;
  }
  return row.at(-1)!;
}
