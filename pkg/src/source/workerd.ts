/** The wasm as a module of its own: edge engines compile it when they deploy and refuse bytes. */

import module from "../userkey.wasm";

/** Gives the compiled wasm. */
export async function compiled(): Promise<WebAssembly.Module> {
  return module;
}
