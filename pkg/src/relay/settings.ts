/** Options, taken apart: what the wasm reads, and what belongs to JavaScript. */

import { toError } from "../failure.js";
import type { RelayOptions } from "./options.js";

/** The options that are JavaScript's. */
type Hooks = Required<Pick<RelayOptions, "clientAddress" | "secure" | "onAnswer" | "warn" | "fetch">>;

/** The options as they are used. */
export interface Settings extends Hooks {
  token: string;
  identitySecrets: string[];
  /** All others, as JSON. */
  policy: string;
}

/** Takes options apart. */
export function settingsOf(options: RelayOptions): Settings {
  const { token, identitySecrets = [], clientAddress, secure, onAnswer, warn, fetch, ...policy } = options ?? {};
  const hooks = { clientAddress, secure, onAnswer, warn, fetch };
  for (const [name, hook] of Object.entries(hooks)) {
    if (hook !== undefined && typeof hook !== "function") throw invalidOption(`${name} must be a function`);
  }
  // JSON leaves functions out: a misspelt one would be lost without a word.
  for (const [name, value] of Object.entries(policy)) {
    if (typeof value === "function") throw invalidOption(`${name} is no option`);
  }
  return {
    ...hooks,
    token: typeof token === "string" ? token : "",
    identitySecrets: [identitySecrets].flat().map(String),
    policy: JSON.stringify(policy),
  };
}

/** The error of an option that can't be used. */
export function invalidOption(message: string): Error {
  return toError({ kind: "config", code: "invalid_option", message });
}
