/** An instance of the relay's wasm: configuration, limits and cache. */

import { compiled } from "#relay-source";
import makeGlue from "../../generated-relay/relay_bg.js";
import type { WasmRelay } from "./glue.js";
import { invalidOption, type Settings } from "./settings.js";

/** Starts an instance. Everything here is synchronous: a promise could be shared between requests, which edge engines forbid. */
export function startEngine(settings: Settings): WasmRelay {
  const glue = makeGlue();
  const { exports } = new WebAssembly.Instance(compiled(), { "./relay_bg.js": { ...glue } });
  glue.__wbg_set_wasm(exports);
  (exports["__wbindgen_start"] as (() => void) | undefined)?.();
  try {
    return new glue.Relay(settings.policy, settings.token, settings.identitySecrets);
  } catch (reason) {
    throw typeof reason === "string" ? invalidOption(reason) : reason;
  }
}
