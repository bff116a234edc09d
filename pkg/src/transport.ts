/** A client's requests: the wasm says which are sent when, and which calls share one; here that is carried out. */

import { type Options, unkeepable } from "./call-options.js";
import { Ask, Brought, type Core, type Form, How, type Wanted } from "./core.js";
import { exchange, type Fetch, header, type Sight } from "./exchange.js";
import type { AnyFailure } from "./failure.js";
import type { Notify } from "./hooks.js";
import type { Answer } from "./types/call.js";
import type { HttpHeaders } from "./types/platform.js";
import { type Begin, LONGEST, type Limits, within } from "./wait.js";

/** What one call is, as far as requests matter. */
export interface Trip {
  /** The wasm's number for it. */
  task: number;
  operation: string;
  options: Options | undefined;
  /** When it began, on the clock of `performance`. */
  started: number;
  limits: Limits;
}

/** What a request of a call brought, or the form of what the call gives when there are no more. */
export interface Next {
  answer?: Answer<unknown>;
  form?: Form | undefined;
}

/** One caller on a flight. */
interface Seat {
  resolve(next: Next): void;
  reject(why: unknown): void;
}

/** A request under way, its repetitions included, and everybody who waits for it. */
interface Flight {
  readonly id: number;
  readonly wanted: Wanted;
  readonly operation: string;
  readonly seats: Set<Seat>;
  attempts: number;
  sentAt: number;
  /** The attempt under way. */
  controller?: AbortController | undefined;
  timer?: ReturnType<typeof setTimeout>;
}

export class Transport {
  readonly core: Core;
  readonly #fetch: Fetch | undefined;
  readonly #notify: Notify | undefined;
  readonly #flights = new Map<number, Flight>();
  #isBusy = false;
  #isOver = false;

  constructor(core: Core, fetch: Fetch | undefined, notify: Notify | undefined) {
    this.core = core;
    this.#fetch = fetch;
    this.#notify = notify;
  }

  /**
   * Sends the next request of a call, or joins one that is the same, unless the call needs none any more.
   * `found` are the records of the request before, as JSON, of which it `made` one or not.
   */
  next({ task, operation, options, started, limits }: Trip, found = "", made = false): Promise<Next> {
    let flight: Flight | undefined;
    const begin: Begin<Next> = (resolve, reject) => {
      const id = this.core.ask(Ask.Next, task, started, +made, found);
      if (!id) return resolve({ form: this.core.json<Form>() });
      const joined = (flight = this.#flights.get(id) ?? this.#begin(id, operation, options));
      const seat = { resolve, reject };
      joined.seats.add(seat);
      return () => {
        if (!joined.seats.delete(seat)) return;
        this.core.ask(Ask.Leave, id);
        if (!joined.seats.size) this.#end(joined);
      };
    };
    return within({ ...limits, sent: () => flight?.attempts ?? 0 }, begin, () => this.#send());
  }

  /** Begins a flight with what is the caller's own in it. */
  #begin(id: number, operation: string, { headers, keepalive }: Options = {}): Flight {
    const wanted = this.core.json<Wanted>()!;
    const { init } = wanted;
    const failure = keepalive && unkeepable(init.body);
    if (failure) {
      this.core.ask(Ask.Leave, id);
      throw failure;
    }
    if (keepalive) init.keepalive = true;
    for (const [name, value] of Object.entries(headers ?? {})) if (value !== undefined) init.headers[name] = value;
    const flight = { id, operation, wanted, seats: new Set<Seat>(), attempts: 0, sentAt: 0 };
    this.#flights.set(id, flight);
    return flight;
  }

  /** Sends what may be sent now. What is sent may end at once, and so call this again. */
  #send(): void {
    if (this.#isBusy) return;
    this.#isBusy = true;
    for (let id; (id = this.core.ask(Ask.Send)); ) this.#start(this.#flights.get(id)!);
    this.#isBusy = this.#isOver;
  }

  /** Sends nothing more. */
  stop(): void {
    this.#isBusy = this.#isOver = true;
  }

  #start(flight: Flight): void {
    try {
      const ms = this.core.ask(Ask.Start, flight.id, performance.now());
      void this.#attempt(flight, ms);
    } catch (why) {
      this.#end(flight);
      for (const { reject } of flight.seats) reject(why);
    }
  }

  async #attempt(flight: Flight, ms: number): Promise<void> {
    const controller = (flight.controller = new AbortController());
    flight.attempts++;
    this.#limit(flight, ms);
    flight.sentAt = performance.now();
    this.#tell("onRequest", flight);
    // An app's hook may have ended the flight.
    if (flight.controller !== controller) return;
    const sight = await exchange(this.#fetch ?? (fetch as unknown as Fetch), flight.wanted, controller.signal);
    if (flight.controller === controller) this.#see(flight, sight);
  }

  /** Ends the attempt in `ms`, unless who has joined by then has more time. */
  #limit(flight: Flight, ms: number): void {
    flight.timer = setTimeout(() => {
      const left = this.core.ask(Ask.Left, flight.id, performance.now());
      if (left) return this.#limit(flight, left);
      flight.controller?.abort();
      this.#see(flight, { how: How.TimedOut });
    }, Math.min(ms, LONGEST));
  }

  /** Does what the wasm says to what was seen of an attempt. */
  #see(flight: Flight, sight: Sight): void {
    clearTimeout(flight.timer);
    flight.controller = undefined;
    const { how, status, text } = sight;
    const result = this.core.seen(flight.id, how, status ?? 0, text ?? "");
    const failure = result === Brought.Failure ? this.core.json<AnyFailure>() : undefined;
    this.#tell("onResponse", flight, status, performance.now() - flight.sentAt);
    if (result < 0) return this.#land(flight, sight, result, failure);
    this.#tell("onRetry", flight, status, result);
    if (!this.#flights.has(flight.id)) return;
    flight.timer = setTimeout(() => {
      this.core.ask(Ask.Resume, flight.id);
      this.#send();
    }, result);
    this.#send();
  }

  /** Gives everybody on a flight what it brought: to each data of their own, so that nobody sees another's changes to it. */
  #land(flight: Flight, sight: Sight, result: Brought, failure: AnyFailure | undefined): void {
    this.#end(flight);
    const { attempts } = flight;
    const { status = 0, headers, cause } = sight;
    const named = result !== Brought.UnnamedData && header(headers, "x-request-id");
    const answer = { status, headers: headers as HttpHeaders | undefined, attempts, requestId: named || undefined };
    let first = true;
    for (const { resolve, reject } of flight.seats) {
      if (failure) {
        reject(cause === undefined ? failure : { ...failure, cause });
        continue;
      }
      const data: unknown = result === Brought.Nobody ? null : first || !sight.body ? sight.data : JSON.parse(sight.body);
      first = false;
      resolve({ answer: { ...answer, data } });
    }
  }

  /** Ends a flight, and lets the next one begin. */
  #end(flight: Flight): void {
    clearTimeout(flight.timer);
    // Without a reason, which not every platform can pass on.
    flight.controller?.abort();
    flight.controller = undefined;
    this.#flights.delete(flight.id);
    this.#send();
  }

  #tell(hook: Parameters<Notify>[0], { operation, wanted, attempts }: Flight, status?: number, ms = 0): void {
    void this.#notify?.(hook, operation, wanted.init.method, wanted.path, attempts, status, Math.trunc(ms));
  }
}
