/** What wasm-bindgen's glue exports, as far as it is used here. */

/** A client inside the wasm. */
export interface WasmClient {
  call(operation: string, args: readonly unknown[], options: unknown, waited: number): Promise<WasmAnswer>;
  list(operation: string, args: readonly unknown[], options: unknown): WasmPager;
  signOut(): void;
  close(): void;
  free(): void;
}

/** A list inside the wasm. */
export interface WasmPager {
  /** Asks for the next page; `undefined` after the last. */
  next(waited: number): Promise<WasmPage | undefined>;
  free(): void;
}

/** Records, status, headers, attempts, request id, total. */
export type WasmPage = [unknown[], number, Headers | undefined, number, string | undefined, number | undefined];

/** Data, status, headers, attempts, request id. */
export type WasmAnswer = [unknown, number, Headers | undefined, number, string | undefined];

/** The glue, ready to be called. */
export interface Glue {
  Client: new (system: System, options: object) => WasmClient;
  visitorKey(cookies: string): string | undefined;
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
}

/** The systems that a client can speak to. */
export type System = "connectycube" | "usercom";
