/**
 * Tells a web application who its visitor is, and lets it search and update users.
 *
 * @packageDocumentation
 */

import { load } from "./load.js";

export * from "./api.js";

/**
 * Loads the WebAssembly ahead of the first call. In a page the first client does that by itself.
 *
 * @throws WasmError if it can't be loaded here.
 */
export async function preload(): Promise<void> {
  await load();
}
