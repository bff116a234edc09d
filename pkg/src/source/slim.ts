/** The wasm from wherever the application says. */

import { toError } from "../failure.js";
import type { WasmSource } from "../types/platform.js";
import { compile } from "./compile.js";

let source: (() => Promise<WebAssembly.Module>) | undefined;

/** Remembers where the wasm comes from. */
export function setSource(from: WasmSource | PromiseLike<WasmSource>): void {
  source = async () => read((await from) as BufferSource | Response | URL | WebAssembly.Module | string);
}

/** Compiles the wasm. Throws at once, so that no attempt is remembered, if it wasn't said where it comes from. */
export function compiled(): Promise<WebAssembly.Module> {
  if (source) return source();
  throw toError({ kind: "wasm", code: "not_loaded", message: "call preload(source) before anything else of userkey/slim" });
}

async function read(source: BufferSource | Response | URL | WebAssembly.Module | string): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  const found = typeof source === "string" || "href" in source ? await fetch(source) : source;
  if (!("arrayBuffer" in found)) return WebAssembly.compile(found);
  if (!found.ok) throw new Error(`status ${found.status} for ${found.url}`);
  return compile(found);
}
