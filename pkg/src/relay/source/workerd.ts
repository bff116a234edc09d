/** The relay's wasm as a module of its own: edge engines compile it when they deploy and refuse bytes. */

import module from "../../relay.wasm";

/** Gives the compiled wasm. */
export function compiled(): WebAssembly.Module {
  return module;
}
