/**
 * The same as `userkey` with the WebAssembly as a file of its own, `userkey/userkey.wasm`.
 *
 * @packageDocumentation
 */

import { load } from "./load.js";
import { setSource } from "./source/slim.js";
import type { WasmSource } from "./types/platform.js";

export * from "./api.js";

/**
 * Loads the WebAssembly from `source`. Calls wait for it; without it they fail with `wasm` / `not_loaded`.
 *
 * @throws WasmError if it can't be loaded.
 *
 * @example
 * import wasm from "userkey/userkey.wasm?url"; // Vite
 * preload(wasm);
 */
export async function preload(source: WasmSource | PromiseLike<WasmSource>): Promise<void> {
  setSource(source);
  await load();
}
