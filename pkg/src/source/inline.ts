/** The wasm inlined into the JavaScript: deflated, as base64. */

import deflated from "../../generated/inline.js";
import { needGlobals } from "../runtime.js";
import { compile } from "./compile.js";

/** Compiles the wasm. */
export async function compiled(): Promise<WebAssembly.Module> {
  const bytes = decode(deflated);
  if (typeof DecompressionStream === "undefined") {
    // Node has this without an import, also where a test environment hides the web's globals.
    const zlib = (globalThis as NodeLike).process?.getBuiltinModule?.("node:zlib");
    if (zlib) return WebAssembly.compile(zlib.inflateSync(bytes));
  }
  needGlobals("DecompressionStream", "Response");
  const { readable, writable } = new DecompressionStream("deflate");
  // Not out of a `Blob`, whose stream takes a browser longer than all else together. What fails is said where it is read.
  const writer = writable.getWriter();
  writer.write(bytes).catch(() => {});
  writer.close().catch(() => {});
  return compile(new Response(readable, { headers: { "content-type": "application/wasm" } }));
}

function decode(base64: string): Uint8Array<ArrayBuffer> {
  const { fromBase64 } = Uint8Array as { fromBase64?(base64: string): Uint8Array<ArrayBuffer> };
  if (fromBase64) return fromBase64(base64);
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

interface NodeLike {
  process?: { getBuiltinModule?(name: "node:zlib"): { inflateSync(bytes: Uint8Array): Uint8Array<ArrayBuffer> } };
}
