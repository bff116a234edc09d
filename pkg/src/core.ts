/** A client inside the wasm, which decides: what to send, when again, and what an answer means. */

import type { AnyFailure } from "./failure.js";
import type { WasmClient } from "./glue.js";
import type { FetchInit } from "./types/platform.js";

/** The questions, by the numbers of `src/npm/question.rs`, which says what each is told and how it is answered. */
export const enum Ask {
  Begin,
  Next,
  Drop,
  Send,
  Seal,
  Start,
  Left,
  Seen,
  Resume,
  Leave,
  Page,
  Ends,
  Changes,
  Unsigned,
  Signed,
  Applied,
  Recover,
}

/** What a flight that is over has brought, and what a number below 0 says in general. */
export const enum Brought {
  Failure = -1,
  Data = -2,
  /** The same, but its request id repeats a secret. */
  UnnamedData = -3,
  Nobody = -4,
}

/** What helps a call that failed. */
export const enum Help {
  None,
  /** To send it again. */
  Repeat,
  /** To send it again in a new session of the application. */
  Create,
  /** To send it again in a new session with the caller's credentials. */
  Renew,
}

/** How an attempt went. An answer with data has the number of what it is. */
export const enum How {
  Failed,
  TimedOut,
  Unusable,
  Text,
  Json,
  /** Added up with what follows. */
  Data = 8,
  List = 16,
  Object = 32,
  Id = 64,
  Page = 128,
  Detail = 256,
}

/** A request that the core wants to be sent. */
export interface Wanted {
  url: string;
  /** Their names and values by turns. */
  headers: string[];
  /** What else `fetch` is told. */
  init: Omit<FetchInit, "headers" | "signal">;
}

/** What a call gives other than its last answer's data. */
export interface Form {
  /** The data, if it was known before anything was sent. */
  known?: string;
  form?: "linked" | "records";
  /** What `identify` did. */
  action?: string;
  /** Whether the widget speaks for somebody else. */
  resets?: 1;
}

/** The core of one client: tasks are the facade's calls, flights the requests under way, of which calls may share one. */
export class Core {
  #client: WasmClient | undefined;

  constructor(client: WasmClient) {
    this.#client = client;
  }

  /** Asks a question, and gives its number. Throws the failure, not yet an error, if that is the answer. */
  ask(question: Exclude<Ask, Ask.Seen>, a = 0, b = 0, c = 0, text = ""): number {
    const answer = this.#client?.ask(question, a, b, c, 0, 0, text) ?? 0;
    if (answer === Brought.Failure) throw this.json<AnyFailure>();
    return answer;
  }

  /** Tells how an attempt of a flight went; gives the milliseconds until the next, or what was brought. Throws nothing. */
  seen(flight: number, how: How, status: number, text: string): number {
    const now = performance.now();
    return this.#client?.ask(Ask.Seen, flight, how * 1000 + status, now, Math.random(), Date.now(), text) ?? Brought.Failure;
  }

  /** Gives what the last answer has of text. */
  text(): string {
    return this.#client?.text() ?? "";
  }

  /** Gives the request that the last answer tells of, a line for each part (`src/npm/tell.rs`). */
  wanted(): Wanted {
    const [url, method, credentials, cache, body, ...headers] = this.text().split("\n") as [string, string, ...string[]];
    const init: Wanted["init"] = { method, credentials: (credentials || "omit") as FetchInit["credentials"], redirect: "manual" };
    if (cache) init.cache = cache as "no-store";
    if (body) init.body = body;
    return { url, headers, init };
  }

  /** Gives the text of the last answer, if it is JSON. */
  json<T>(): T | undefined {
    const text = this.text();
    return text ? (JSON.parse(text) as T) : undefined;
  }

  /** Gives all memory back. Whatever is asked afterwards is answered with 0. */
  free(): void {
    this.#client?.free();
    this.#client = undefined;
  }
}
