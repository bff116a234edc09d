/** Loads the wasm once, on first use. */

import { compiled } from "#source";
import { UserKeyError } from "./errors.js";
import { toError } from "./failure.js";
import { connect, type Glue } from "./glue.js";
import { needGlobals } from "./runtime.js";

/** The glue, once the wasm runs. */
export let running: Glue | undefined;

let loading: Promise<Glue> | undefined;

/** Gives the glue over the running wasm. A failed attempt is not kept: the next call tries again. */
export async function load(): Promise<Glue> {
  return (loading ??= start());
}

function start(): Promise<Glue> {
  needGlobals("WebAssembly", "TextDecoder", "TextEncoder", "AbortController", "Headers");
  return instantiate(compiled()).catch((cause: unknown) => {
    loading = undefined;
    throw cause instanceof UserKeyError ? cause : failed(cause);
  });
}

async function instantiate(compiling: Promise<WebAssembly.Module>): Promise<Glue> {
  return (running = await connect(await compiling));
}

function failed(cause: unknown): UserKeyError {
  // Chromium, Firefox and Safari word it differently, but each names the policy or its keyword.
  return /content.security|csp|unsafe-eval/i.test(String(cause))
    ? toError({
        kind: "wasm",
        code: "csp",
        message: "the Content-Security-Policy blocks WebAssembly: add 'wasm-unsafe-eval' to script-src",
        cause,
      })
    : toError({ kind: "wasm", code: "load_failed", message: `the WebAssembly can't be loaded: ${cause}`, cause });
}
