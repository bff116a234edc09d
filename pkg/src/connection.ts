/** One client's way into the wasm: loads it when needed, calls it, ends with the client. */

import { jar, waitForCookie } from "./cookie.js";
import { fromThrown } from "./failure.js";
import type { Glue, System, WasmClient } from "./glue.js";
import { withNotify } from "./hooks.js";
import { Lifetime } from "./lifetime.js";
import { listing } from "./list.js";
import { load, running } from "./load.js";
import { isPage, needGlobals } from "./runtime.js";
import type { Answer, Call, CallOptions } from "./types/call.js";
import type { Listing, Page } from "./types/list.js";
import type { ClientOptions, CookieOptions } from "./types/options.js";
import { clientClosed, within } from "./wait.js";

/** The total timeout while the wasm isn't there to know it better, in milliseconds. */
const TOTAL_TIMEOUT = 30_000;

/** The options of a call, as far as they matter before the wasm takes over. */
type Options = (CallOptions & CookieOptions) | undefined;

/** What is done with the glue, `waited` milliseconds after the caller asked for it. */
type Work<T> = (glue: Glue, waited: number) => T | Promise<T>;

/** A client of one system. */
export class Connection {
  readonly life = new Lifetime();
  readonly #system: System;
  readonly #options: ClientOptions;
  #client: WasmClient | undefined;

  constructor(system: System, options: ClientOptions) {
    this.#system = system;
    this.#options = withNotify(system, options);
    // So that a page's first call needn't wait. If loading fails, that call will say so.
    if (isPage()) load().catch(() => {});
  }

  /** Calls an operation. */
  call<T>(operation: string, args: readonly unknown[], options: Options): Call<T> {
    return answering(this.#run(options, (glue, waited) => this.#send(glue, operation, args, options, waited)));
  }

  /** Calls an operation that answers a list, with its records under the name `key`. */
  list<T, K extends string>(operation: string, key: K, args: readonly unknown[], options: Options): Listing<T, K> {
    return listing(key, () => this.#walk(operation, key, args, options));
  }

  async *#walk<T, K extends string>(operation: string, key: K, args: readonly unknown[], options: Options): AsyncGenerator<Answer<Page<T, K>>> {
    const pager = await this.#run(options, (glue) => this.#wasm(glue).list(operation, args, options));
    try {
      for (;;) {
        const page = await this.#run(options, (_, waited) => pager.next(waited));
        if (!page) return;
        const [records, status, headers, attempts, requestId, total] = page;
        const data = { [key]: records, total } as Page<T, K>;
        yield { data, status, headers, attempts, requestId };
      }
    } finally {
      pager.free();
    }
  }

  /** Calls an operation of the visitor, which takes the page's cookies before its other arguments. */
  callVisitor<T>(operation: string, args: readonly unknown[], options: Options): Call<T> {
    const send: Work<Answer<T>> = async (glue, waited) => {
      const ask = (cookies: string | undefined) => this.#send<T>(glue, operation, [cookies, ...args], options, waited);
      if (this.#lacksCookie(glue, options)) {
        // Without a cookie nothing is sent, but what is wrong with the call is said before the wait. Only identify goes
        // on without one, and who is signed in needs none.
        const early = operation === "identify" ? undefined : await ask("").catch(unlessNobody);
        if (early?.attempts) return early;
        await this.#cookieSet(glue, options);
      }
      return ask(jar());
    };
    return answering(this.#run(options, send));
  }

  /** Loads the wasm and does `work` with it. What goes wrong becomes an error of ours. */
  async #run<T>(options: Options, work: Work<T>): Promise<T> {
    try {
      const asked = performance.now();
      const ms = options?.totalTimeout ?? this.#options.totalTimeout ?? TOTAL_TIMEOUT;
      const limits = { signal: options?.signal, ms, life: this.life };
      const glue = running ?? (await within<Glue>(limits, (resolve, reject) => void load().then(resolve, reject)));
      return await work(glue, performance.now() - asked);
    } catch (failure) {
      throw fromThrown(failure);
    }
  }

  /** Whether the visitor's cookie isn't there, but the caller would wait for it. */
  #lacksCookie(glue: Glue, options: Options): boolean {
    return Boolean(options?.waitForCookie) && jar() !== undefined && !hasKey(glue);
  }

  /** Waits for the visitor's cookie as long as the caller wants to. That isn't counted as time of the call. */
  #cookieSet(glue: Glue, options: Options): Promise<void> {
    const limits = { signal: options?.signal, life: this.life };
    const ms = options?.waitForCookie ?? 0;
    return within<void>(limits, (resolve) => waitForCookie(() => hasKey(glue), ms, resolve));
  }

  async #send<T>(glue: Glue, operation: string, args: readonly unknown[], options: Options, waited: number) {
    const [data, status, headers, attempts, requestId] = await this.#wasm(glue).call(operation, args, options, waited);
    return { data: data as T, status, headers, attempts, requestId };
  }

  /** The client inside the wasm. */
  #wasm(glue: Glue): WasmClient {
    if (this.life.over) throw clientClosed();
    if (!this.#options.fetch) needGlobals("fetch");
    return (this.#client ??= new glue.Client(this.#system, this.#options));
  }

  /** Forgets who is signed in. */
  signOut(): void {
    this.#client?.signOut();
  }

  /** Ends all that is under way, and the client. */
  close(): void {
    this.life.end();
    const client = this.#client;
    this.#client = undefined;
    client?.close();
    // Later, since a hook may close the client while the wasm that told the hook is still at work.
    queueMicrotask(() => client?.free());
  }
}

function hasKey({ visitorKey }: Glue): boolean {
  return visitorKey(jar() ?? "") !== undefined;
}

function unlessNobody(failure: { attempts?: number; code?: unknown }): void {
  if (failure.code !== "no_visitor" || failure.attempts) throw failure;
}

/** Gives the data of an answer, and the answer itself to whoever asks. */
function answering<T>(answer: Promise<Answer<T>>): Call<T> {
  const data = answer.then(({ data }) => data);
  const withResponse = (): Promise<Answer<T>> => {
    // Whoever takes the answer sees its failure there.
    data.catch(() => {});
    return answer.then();
  };
  return Object.assign(data, { withResponse });
}
