/** One client's way into the wasm: loads it when needed, calls it, ends with the client. */

import { Alarm } from "./alarm.js";
import { checkCall, numbers, type Options, PATIENCE } from "./call-options.js";
import { Ask, Core } from "./core.js";
import { fields, usersOf } from "./data.js";
import { fromThrown } from "./failure.js";
import type { Glue, System } from "./glue.js";
import { notifier } from "./hooks.js";
import { check } from "./json.js";
import { Lifetime } from "./lifetime.js";
import { listing } from "./list.js";
import { load, running } from "./load.js";
import { isPage, needGlobals } from "./runtime.js";
import { Transport, type Trip } from "./transport.js";
import type { Answer, Call } from "./types/call.js";
import type { Listing, Page } from "./types/list.js";
import type { ClientOptions } from "./types/options.js";
import { type CallLimits, until } from "./wait.js";

/** The total timeout if nobody says another, in milliseconds. */
const TOTAL_TIMEOUT = 30_000;

/** The time that a call has. */
export interface Time {
  /** When it began, on the clock of `performance`. */
  started: number;
  limits: CallLimits;
}

/** What is asked for. */
interface Invocation {
  operation: string;
  args: readonly unknown[];
  options: Options | undefined;
}

/** A call as it was asked for. */
export interface Asked extends Invocation, Time {}

/** An answer that nothing was sent for. */
export const NOTHING: Answer<unknown> = { data: null, status: 0, headers: undefined, attempts: 0, requestId: undefined };

/** A client of one system. */
export abstract class Connection {
  readonly life = new Lifetime();
  readonly #system: System;
  readonly #options: ClientOptions;
  #transport: Transport | undefined;

  constructor(system: System, options: ClientOptions) {
    this.#system = system;
    this.#options = options;
    // So that a page's first call needn't wait. If loading fails, that call will say so.
    if (isPage()) load().catch(() => {});
  }

  /** Carries a call out. */
  protected abstract carryOut(asked: Asked): Promise<Answer<unknown>>;

  /** Asks for a page of a list; `undefined` if the list has no more. */
  protected abstract turn(trip: Trip): Promise<Answer<unknown> | undefined>;

  /** Calls an operation. */
  call<T>(operation: string, args: readonly unknown[], options: Options | undefined): Call<T> {
    return this.answer(options, (_, time) => this.carryOut({ operation, args, options, ...time }));
  }

  /** Gives the data of the answer that `work` brings, and the answer itself to whoever asks. */
  protected answer<T>(options: Options | undefined, work: (glue: Glue, time: Time) => Promise<Answer<unknown>>): Call<T> {
    const answer = this.run(options, work) as Promise<Answer<T>>;
    const data = answer.then(({ data }) => data);
    const withResponse = (): Promise<Answer<T>> => {
      // Whoever takes the answer sees its failure there.
      data.catch(() => {});
      return answer.then();
    };
    return Object.assign(data, { withResponse });
  }

  /** Calls an operation that answers a list, with its records under the name `key`. */
  list<T, K extends string>(operation: string, key: K, args: readonly unknown[], options: Options | undefined): Listing<T, K> {
    return listing<T, K>(key, (want) => this.#walk({ operation, args, options }, key, want));
  }

  async *#walk<T, K extends string, Wanted>(asked: Invocation, key: K, want: (answer: Answer<Page<T, K>>) => Wanted): AsyncGenerator<Wanted> {
    let task = 0;
    try {
      for (;;) {
        const page = await this.run(asked.options, (_, time) => {
          task ||= this.begin(asked, true);
          return this.#page<T, K>(key, { ...asked, ...time, task });
        });
        if (!page) return;
        yield want(page);
      }
    } finally {
      if (task) this.core.ask(Ask.Drop, task);
    }
  }

  async #page<T, K extends string>(key: K, trip: Trip): Promise<Answer<Page<T, K>> | undefined> {
    const { task } = trip;
    try {
      const answer = await this.turn(trip);
      if (!answer) return undefined;
      const { count, total_entries, next } = fields(answer.data);
      const told = count ?? total_entries;
      const total = typeof told === "number" ? told : undefined;
      const records = usersOf(answer.data);
      const wanted = this.core.ask(Ask.Page, task, records.length, total ?? -1, typeof next === "string" ? next : "");
      return { ...answer, data: { [key]: records.slice(0, wanted), total } as Page<T, K> };
    } catch (error) {
      // The service is known to name pages that it doesn't have.
      if (this.core.ask(Ask.Ends, task, (error as { status?: number }).status)) return undefined;
      throw error;
    }
  }

  /** Begins a call of the wasm's, in the name of whom `token` is of. */
  protected begin({ operation, args, options }: Invocation, lists = false, token?: unknown): number {
    check(args, "an argument");
    const passed: unknown[] = [args, operation, token];
    if (options !== undefined) {
      const { cookie, headers } = checkCall(options);
      passed.push(cookie, headers ? 1 : 0, ...numbers(options, PATIENCE));
    }
    return this.core.ask(Ask.Begin, +lists, 0, 0, JSON.stringify(passed));
  }

  /** Lets no call join what is under way. */
  protected seal(): void {
    this.#transport?.core.ask(Ask.Seal);
  }

  protected get core(): Core {
    return this.transport.core;
  }

  /** What sends the client's requests; there once the wasm is loaded. */
  protected get transport(): Transport {
    if (this.#transport) return this.#transport;
    const options = this.#options;
    if (!options.fetch) needGlobals("fetch");
    const client = running!.open(this.#system, clientOptions(options));
    return (this.#transport = new Transport(new Core(client), options.fetch, notifier(this.#system, options)));
  }

  /** Loads the wasm and does `work` with it. What goes wrong becomes an error of ours. */
  protected async run<T>(options: Options | undefined, work: (glue: Glue, time: Time) => Promise<T>): Promise<T> {
    try {
      const time = this.time(options);
      const glue = running ?? (await until(time.limits, load()));
      return await work(glue, time);
    } catch (failure) {
      throw fromThrown(failure);
    }
  }

  /** The time that a call has that begins now. */
  protected time(options: Options | undefined): Time {
    const started = performance.now();
    const total = options?.totalTimeout ?? this.#options.totalTimeout ?? TOTAL_TIMEOUT;
    return { started, limits: { signal: options?.signal, alarm: new Alarm(started + total), life: this.life } };
  }

  /** Ends all that is under way, and the client. */
  close(): void {
    this.#transport?.stop();
    this.life.end();
    this.#transport?.core.free();
  }
}

/** The options of a client in the order in which the wasm takes them, with what it can't know of the place. */
function clientOptions(options: ClientOptions & Partial<Record<"apiKey" | "apiVersion" | "appId" | "authKey" | "baseUrl" | "relay" | "subdomain", unknown>>): string {
  const { location, navigator } = globalThis as { location?: Location; navigator?: Navigator };
  // An edge engine refuses what one request has got to another.
  const shares = navigator?.userAgent !== "Cloudflare-Workers";
  const patience = numbers(options, [...PATIENCE, "maxRetryAfter", "maxConcurrent"]);
  const { apiKey, apiVersion, appId, authKey, baseUrl, relay, subdomain } = options;
  return JSON.stringify([...patience, shares, location?.origin, relay, subdomain, baseUrl, apiKey ?? authKey, apiVersion ?? appId]);
}
