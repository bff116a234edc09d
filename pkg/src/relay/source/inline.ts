/** The relay's wasm inlined into the JavaScript, as base64: servers don't count its bytes. */

import base64 from "../../../generated-relay/inline.js";

/** Compiles the wasm, without a promise: none may be shared between requests. */
export function compiled(): WebAssembly.Module {
  return new WebAssembly.Module(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
}
