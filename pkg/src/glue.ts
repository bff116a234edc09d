/** What wasm-bindgen's glue exports, as far as it is used here. */

/** A client inside the wasm. */
export interface WasmClient {
  /** Answers a question, which is one of `src/npm/question.rs`, with a number. */
  ask(question: number, a: number, b: number, c: number, d: number, e: number, text: string): number;
  /** The text of the last answer. */
  text(): string;
  free(): void;
}

/** The glue, ready to be called. */
export interface Glue {
  Client: new (system: System, options: string) => WasmClient;
  visitorKey(cookies: string): string | undefined;
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
}

/** The systems that a client can speak to. */
export type System = "connectycube" | "usercom";
