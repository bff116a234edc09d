/** A client's requests: the wasm says which are sent when, and which calls share one; here that is carried out. */

import type { Alarm } from "./alarm.js";
import { type Options, unkeepable } from "./call-options.js";
import { Ask, Brought, type Core, type Form, How, type Wanted } from "./core.js";
import { exchange, type Fetch, type Sight } from "./exchange.js";
import type { AnyFailure } from "./failure.js";
import type { Notify } from "./hooks.js";
import type { Answer } from "./types/call.js";
import type { HttpHeaders } from "./types/platform.js";
import { type Begin, type CallLimits, CLOSED, within } from "./wait.js";

/** What one call is, as far as requests matter. */
export interface Trip {
  /** The wasm's number for it. */
  task: number;
  operation: string;
  options: Options | undefined;
  /** When it began, on the clock of `performance`. */
  started: number;
  limits: CallLimits;
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
  readonly seats: Seat[];
  /** That of the call which began it. */
  readonly alarm: Alarm;
  attempts: number;
  sentAt: number;
  /** The attempt under way. */
  controller?: AbortController | undefined;
  /** What ends an attempt or a pause in time. */
  ring?: () => void;
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
  next({ task, operation, options, started, limits }: Trip, found = "", made = false): Next | Promise<Next> {
    const id = this.core.ask(Ask.Next, task, started, +made, found);
    if (limits.life.over) throw CLOSED;
    if (!id) return { form: this.core.json<Form>() };
    const flight = this.#flights.get(id) ?? this.#begin(id, operation, limits.alarm, options);
    const begin: Begin<Next> = (resolve, reject) => {
      const seat = { resolve, reject };
      flight.seats.push(seat);
      return () => {
        const at = flight.seats.indexOf(seat);
        if (at < 0) return;
        flight.seats.splice(at, 1);
        this.core.ask(Ask.Leave, id);
        if (!flight.seats.length) this.#end(flight);
      };
    };
    return within(limits, begin, () => this.#send(), () => flight.attempts);
  }

  /** Begins a flight with what is the caller's own in it. */
  #begin(id: number, operation: string, alarm: Alarm, { headers, keepalive }: Options = {}): Flight {
    const wanted = this.core.wanted();
    const { init } = wanted;
    const failure = keepalive && unkeepable(init.body);
    if (failure) {
      this.core.ask(Ask.Leave, id);
      throw failure;
    }
    if (keepalive) init.keepalive = true;
    for (const [name, value] of Object.entries(headers ?? {})) if (value !== undefined) wanted.headers.push(name, value);
    const flight = { id, operation, alarm, wanted, seats: [] as Seat[], attempts: 0, sentAt: 0 };
    this.#flights.set(id, flight);
    return flight;
  }

  /** Sends what may be sent now. What is sent may end at once, and so call this again. */
  #send(): void {
    if (this.#isBusy || !this.#flights.size) return;
    this.#isBusy = true;
    for (let id; (id = this.core.ask(Ask.Send)); ) this.#start(this.#flights.get(id)!);
    this.#isBusy = this.#isOver;
  }

  /** Sends nothing more. */
  stop(): void {
    this.#isBusy = this.#isOver = true;
  }

  #start(flight: Flight): void {
    const now = performance.now();
    try {
      const ms = this.core.ask(Ask.Start, flight.id, now);
      void this.#attempt(flight, now, ms);
    } catch (why) {
      for (const { reject } of this.#end(flight)) reject(why);
    }
  }

  async #attempt(flight: Flight, now: number, ms: number): Promise<void> {
    const controller = (flight.controller = new AbortController());
    flight.attempts++;
    flight.sentAt = now;
    this.#tell("onRequest", flight);
    // An app's hook may have ended the flight.
    if (flight.controller !== controller) return;
    const exchanged = exchange(this.#fetch ?? (fetch as unknown as Fetch), flight.wanted, controller.signal);
    // The request is under way while the timer is set, unless an app's own `fetch` has ended it.
    if (flight.controller === controller) this.#limit(flight, now + ms);
    const sight = await exchanged;
    if (flight.controller === controller) this.#see(flight, sight);
  }

  /** Ends the attempt at that time, unless who has joined by then has more. */
  #limit(flight: Flight, time: number): void {
    this.#ringAt(flight, time, () => {
      const now = performance.now();
      const left = this.core.ask(Ask.Left, flight.id, now);
      if (left) return this.#limit(flight, now + left);
      flight.controller?.abort();
      this.#see(flight, { how: How.TimedOut });
    });
  }

  /** Has `ring` called at that time, unless the flight goes on before. */
  #ringAt(flight: Flight, time: number, ring: () => void): void {
    flight.ring = ring;
    flight.alarm.set(ring, time);
    flight.alarm.wind();
  }

  /** Does what the wasm says to what was seen of an attempt. */
  #see(flight: Flight, sight: Sight): void {
    flight.alarm.clear(flight.ring);
    flight.controller = undefined;
    const { how, status, text } = sight;
    const result = this.core.seen(flight.id, how, status ?? 0, text ?? "");
    const failure = result === Brought.Failure ? this.core.json<AnyFailure>() : undefined;
    this.#tell("onResponse", flight, status);
    if (result < 0) return this.#land(flight, sight, result, failure);
    this.#tell("onRetry", flight, status, result);
    if (!this.#flights.has(flight.id)) return;
    this.#ringAt(flight, performance.now() + result, () => {
      this.core.ask(Ask.Resume, flight.id);
      this.#send();
    });
    this.#send();
  }

  /** Gives everybody on a flight what it brought: to each data of their own, so that nobody sees another's changes to it. */
  #land(flight: Flight, sight: Sight, result: Brought, failure: AnyFailure | undefined): void {
    const { attempts } = flight;
    const { status = 0, headers, cause } = sight;
    const requestId = (result !== Brought.UnnamedData && sight.requestId) || undefined;
    const answer = { status, headers: headers as HttpHeaders | undefined, attempts, requestId };
    let first = true;
    for (const { resolve, reject } of this.#end(flight)) {
      if (failure) {
        reject(cause === undefined ? failure : { ...failure, cause });
        continue;
      }
      const data: unknown = result === Brought.Nobody ? null : first || !sight.body ? sight.data : JSON.parse(sight.body);
      first = false;
      resolve({ answer: { ...answer, data } });
    }
  }

  /** Ends a flight, and lets the next one begin; gives who waits for what it brought, and can't leave it any more. */
  #end(flight: Flight): Seat[] {
    const seats = flight.seats.splice(0);
    flight.alarm.clear(flight.ring);
    // Without a reason, which not every platform can pass on.
    flight.controller?.abort();
    flight.controller = undefined;
    this.#flights.delete(flight.id);
    this.#send();
    return seats;
  }

  /** Tells the app's hooks; without an `ms`, how long the attempt has taken until now. */
  #tell(hook: Parameters<Notify>[0], { operation, wanted, attempts, sentAt }: Flight, status?: number, ms?: number): void {
    void this.#notify?.(hook, operation, wanted.init.method, pathOf(wanted.url), attempts, status, Math.trunc(ms ?? performance.now() - sentAt));
  }
}

/** The path of a URL, which is what hooks are told: keys and addresses stand in the query. */
const pathOf = (url: string): string => url.replace(/^https?:\/\/[^/]*|\?.*/g, "");
