/** The shape of a client's options: known names, right types, one address, no key in a page. What they mean is the wasm's. */

import type { UserKeyError } from "./errors.js";
import { toError } from "./failure.js";
import { isPage } from "./runtime.js";
import type { ConnectyCubeOptions } from "./types/cube-options.js";
import type { Address, ClientOptions, ExposureOption, VersionOption } from "./types/options.js";

/** The type of each option, as `typeof` names it. */
type Shape<Name extends PropertyKey> = Record<Name, "boolean" | "function" | "number" | "string">;

/** The options of every client. */
const CLIENT: Shape<keyof ClientOptions> = {
  fetch: "function",
  maxConcurrent: "number",
  maxRetries: "number",
  maxRetryAfter: "number",
  onRequest: "function",
  onResponse: "function",
  onRetry: "function",
  timeout: "number",
  totalTimeout: "number",
};

const USERCOM: Shape<keyof Address | keyof ClientOptions | keyof ExposureOption | keyof VersionOption<1>> = {
  ...CLIENT,
  apiKey: "string",
  apiVersion: "number",
  baseUrl: "string",
  dangerouslyAllowBrowser: "boolean",
  identity: "function",
  relay: "string",
  subdomain: "string",
};

const CONNECTYCUBE: Shape<keyof ConnectyCubeOptions> = {
  ...CLIENT,
  appId: "number",
  authKey: "string",
  baseUrl: "string",
  renew: "function",
  signer: "function",
};

const ADDRESSES = ["relay", "subdomain", "baseUrl"] as const;

/** Gives a copy of the options of `UserCom`, checked. */
export function userComOptions(given: Address & ClientOptions & ExposureOption & { apiVersion?: number | undefined }): ClientOptions & Pick<Address, "identity"> {
  const options = { ...given };
  checkShape(options, USERCOM);
  const addresses = ADDRESSES.filter((name) => options[name] !== undefined);
  if (addresses.length !== 1) throw invalid(`give exactly one of ${ADDRESSES.join(", ")}, not ${addresses.length}`);
  if (options.identity && options.relay === undefined) throw invalid("identity is for a relay, which alone can check it");
  if (![1, 2].includes(options.apiVersion ?? 1)) throw invalid("apiVersion must be 1 or 2");
  if (options.apiKey !== undefined && isPage()) checkExposure(options);
  return options;
}

/** Gives a copy of the options of `ConnectyCube`, checked. Its key is made for pages, the secret is no option. */
export function connectyCubeOptions(given: ConnectyCubeOptions): ConnectyCubeOptions {
  const options = { ...given };
  checkShape(options, CONNECTYCUBE);
  for (const name of ["appId", "authKey"] as const) {
    if (options[name] === undefined) throw invalid(`give ${name}, from the Credentials page of ConnectyCube's admin panel`);
  }
  return options;
}

function checkShape(options: object, shape: Shape<string>): void {
  const names = Object.keys(shape);
  for (const [name, value] of Object.entries(options)) {
    if (!names.includes(name)) throw invalid(`${name} is no option: did you mean ${nearest(name, names)}?`);
    if (value !== undefined && typeof value !== shape[name]) throw invalid(`${name} must be a ${shape[name]}`);
  }
}

/** Refuses a key that everyone who opens the page could read. */
function checkExposure({ dangerouslyAllowBrowser, baseUrl }: Address & ExposureOption): void {
  const danger = "an apiKey in a page opens all your users to everyone who opens the page";
  if (dangerouslyAllowBrowser) {
    console.warn(`userkey: ${danger}`);
  } else if (!isLoopback(baseUrl)) {
    const message = `${danger}: give relay instead, or dangerouslyAllowBrowser: true if only you can open it`;
    throw toError({ kind: "config", code: "secret_key_in_browser", message });
  }
}

/** Tells whether the API itself is on this machine, as the sandbox is. Where the page comes from doesn't matter. */
function isLoopback(baseUrl = ""): boolean {
  try {
    return /^(.+\.)?localhost$|^127(\.\d+){3}$|^\[::1]$/.test(new URL(baseUrl).hostname);
  } catch {
    return false;
  }
}

function invalid(message: string): UserKeyError {
  return toError({ kind: "config", code: "invalid_option", message });
}

/** Gives the name that has the most pairs of letters in common with `wrong`, for its length. */
function nearest(wrong: string, names: string[]): string | undefined {
  const pairs = [...wrong.toLowerCase()].map((letter, i, letters) => letter + (letters[i + 1] ?? ""));
  const score = (name: string): number => pairs.filter((pair) => name.toLowerCase().includes(pair)).length / name.length;
  return names.sort((a, b) => score(b) - score(a))[0];
}
