/** What the glue of the relay's wasm exports, as far as it is used here. */

/** A relay inside the wasm. */
export interface WasmRelay {
  warnings(): string[];
  begin(head: string[], body: Uint8Array, fault: string, secure: boolean, now: number): WasmExchange;
}

/** A request on its way to its answer. */
export interface WasmExchange {
  wait(): number;
  /** Method, URL, body, then names and values of headers; `undefined` once there is an answer. */
  question(): string[] | undefined;
  /** Status, body, route, code, then names and values of headers. */
  answer(): string[];
  resume(status: number, retryAfter: string | undefined, date: string | undefined, body: Uint8Array, now: number): void;
  fail(failure: Failure, now: number): void;
  free(): void;
}

/** Why User.com didn't answer. */
export type Failure = "broken" | "connect" | "timeout" | "too_long";

/** The glue, ready to be called. */
export interface Glue {
  Relay: new (options: string, token: string, identitySecrets: string[]) => WasmRelay;
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
}
