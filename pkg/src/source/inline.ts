/** The wasm inlined into the JavaScript: deflated, as base64. */

import deflated from "../../generated/inline.js";
import { needGlobals } from "../runtime.js";

/** Compiles the wasm. */
export async function compiled(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await inflate(decode(deflated)));
}

function decode(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<BufferSource> {
  if (typeof DecompressionStream === "undefined") {
    // Node has this without an import, also where a test environment hides the web's globals.
    const zlib = (globalThis as NodeLike).process?.getBuiltinModule?.("node:zlib");
    if (zlib) return zlib.inflateSync(bytes);
  }
  needGlobals("DecompressionStream", "Blob", "Response");
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).arrayBuffer();
}

interface NodeLike {
  process?: { getBuiltinModule?(name: "node:zlib"): { inflateSync(bytes: Uint8Array): Uint8Array<ArrayBuffer> } };
}
