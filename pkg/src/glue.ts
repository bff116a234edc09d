/**
 * Calls the module.
 *
 * Texts cross as bytes in places that the module gives, in the way of wasm-bindgen's own glue, which does more than is
 * needed here and would be three times as long. That the module has what this asks for, and asks for nothing else, is
 * checked whenever it is built (`xtask/src/surface.rs`).
 */

/** A client inside the wasm. */
export interface WasmClient {
  /** Answers a question, which is one of `src/npm/question.rs`, with a number. */
  ask(question: number, a: number, b: number, c: number, d: number, e: number, text: string): number;
  /** The text of the last answer. */
  text(): string;
  free(): void;
}

/** The module, ready to be called. */
export interface Glue {
  open(system: System, options: string): WasmClient;
  visitorKey(cookies: string): string | undefined;
}

/** The systems that a client can speak to. */
export type System = "connectycube" | "usercom";

/** Where a text is in the module's memory, and how many bytes it has. */
type Place = [at: number, length: number];

/** What the module exports. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  __wbindgen_malloc(length: number, align: 1): number;
  __wbindgen_free(at: number, length: number, align: 1): void;
  __wbg_client_free(client: number, byCollector: 0 | 1): void;
  client_new(...systemAndOptions: [...Place, ...Place]): number;
  client_ask(client: number, question: number, a: number, b: number, c: number, d: number, e: number, ...text: Place): number;
  client_text(client: number): Place;
  visitorKey(...cookies: Place): Place;
}

/** Makes the module callable. */
export async function connect(module: WebAssembly.Module): Promise<Glue> {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const read = ([at, length]: Place): string => decoder.decode(new Uint8Array(wasm.memory.buffer, at >>> 0, length));
  // The one thing that the module asks for: it is broken, and says how.
  const fail = (...message: Place): never => {
    throw new Error(read(message));
  };
  const { exports } = await WebAssembly.instantiate(module, { "./userkey_bg.js": { _0: fail } });
  const wasm = exports as unknown as Exports;
  const bytes = (): Uint8Array => new Uint8Array(wasm.memory.buffer);
  /** How many bytes were passed last. */
  let passed: number;
  /** Gets a place for bytes that are passed; they are the module's then. */
  const place = (length: number): number => wasm.__wbindgen_malloc((passed = length), 1) >>> 0;
  /** Passes a text; gives its place. */
  const pass = (text: string): number => {
    passed = 0;
    // Most questions have none, and none needs no place.
    if (!text) return 1;
    let at = place(text.length);
    const view = bytes();
    let index = 0;
    for (let code; index < passed && (code = text.charCodeAt(index)) < 128; index++) view[at + index] = code;
    if (index < passed) {
      // Only what isn't all ASCII is worth a call of the encoder.
      wasm.__wbindgen_free(at, passed, 1);
      const encoded = encoder.encode(text);
      at = place(encoded.length);
      bytes().set(encoded, at);
    }
    return at;
  };
  /** Takes a text over. */
  const take = (place: Place): string => {
    const text = read(place);
    wasm.__wbindgen_free(...place, 1);
    return text;
  };
  const forgotten = new FinalizationRegistry<number>((client) => wasm.__wbg_client_free(client, 1));
  return {
    open(system, options) {
      const client = wasm.client_new(pass(system), passed, pass(options), passed);
      const handle: WasmClient = {
        ask: (question, a, b, c, d, e, text) => wasm.client_ask(client, question, a, b, c, d, e, pass(text), passed),
        text: () => take(wasm.client_text(client)),
        free() {
          forgotten.unregister(handle);
          wasm.__wbg_client_free(client, 0);
        },
      };
      forgotten.register(handle, client, handle);
      return handle;
    },
    visitorKey(cookies) {
      const key = wasm.visitorKey(pass(cookies), passed);
      return key[0] ? take(key) : undefined;
    },
  };
}
