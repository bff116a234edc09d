/** The platform's types, so that no `lib` has to be loaded: the real ones where they are declared, else the part used here. */

type Platform<Name extends string, Part> = typeof globalThis extends { [K in Name]: { prototype: infer T } } ? T : Part;

/** `AbortSignal`. */
export type Signal = Platform<
  "AbortSignal",
  {
    readonly aborted: boolean;
    readonly reason: unknown;
    addEventListener(type: "abort", listener: () => void): void;
    removeEventListener(type: "abort", listener: () => void): void;
  }
>;

/** `Headers`. */
export type HttpHeaders = Platform<
  "Headers",
  {
    get(name: string): string | null;
    has(name: string): boolean;
    forEach(visit: (value: string, name: string) => void): void;
  }
>;

/** `Request`. */
export type WebRequest = Platform<
  "Request",
  {
    readonly body: unknown;
    readonly headers: HttpHeaders;
    readonly method: string;
    readonly url: string;
  }
>;

/** `Response`. */
export type WebResponse = Platform<
  "Response",
  {
    readonly headers: HttpHeaders;
    readonly status: number;
    text(): Promise<string>;
  }
>;

/** What a client hands to `fetch` beside the URL: a `RequestInit`. */
export interface FetchInit {
  body?: string;
  cache?: "no-store" | "reload";
  credentials: "include" | "omit" | "same-origin";
  headers: HttpHeaders;
  keepalive?: boolean;
  method: string;
  redirect: "manual";
  signal: Signal;
}

/** What a client reads of what `fetch` answers: every `Response` has it. */
export interface FetchAnswer {
  readonly headers: { get(name: string): string | null };
  readonly status: number;
  readonly type?: string;
  text(): Promise<string>;
}

/** Where `userkey/slim` can take its wasm from: an address, a `Response`, bytes, or a compiled `WebAssembly.Module`. */
export type WasmSource = string | { readonly href: string } | FetchAnswer | ArrayBuffer | ArrayBufferView | object;

type DisposeSymbol = SymbolConstructor extends { readonly dispose: infer S extends symbol } ? S : never;

/** `Disposable` where TypeScript knows it, so that `using` works; else nothing. */
export type MaybeDisposable = { [K in DisposeSymbol]: () => void };
