/** Waiting that the caller, the clock or the end of the client can cut short. */

import type { AnyFailure } from "./failure.js";
import type { Lifetime } from "./lifetime.js";
import type { Signal } from "./types/platform.js";

/** The longest time a timer can be set to, in milliseconds: beyond it `setTimeout` fires at once. */
export const LONGEST = 2 ** 31 - 1;

/** What may cut a wait short. */
export interface Limits {
  /** The caller's signal. */
  signal?: Signal | undefined;
  /** When the caller's time is over, on the clock of `performance`. */
  deadline?: number;
  /** The client's life. */
  life: Lifetime;
  /** How many requests were sent by then, for the error. */
  sent?: () => number;
}

/** Begins what is waited for; gives what stops it, if it has to be stopped. */
export type Begin<T> = (resolve: (value: T) => void, reject: (cause: unknown) => void) => (() => void) | void;

/**
 * Waits for what `begin` begins, within the limits; `go` is called when all is ready, even to be stopped at once.
 * Rejects with failures that aren't yet errors.
 */
export function within<T>({ signal, deadline, life, sent }: Limits, begin: Begin<T>, go?: () => void): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    let stop: (() => void) | void = undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = (): void => {
      signal?.removeEventListener?.("abort", abort);
      clearTimeout(timer);
      stay();
      stop?.();
    };
    const fail = (failure: unknown): void => {
      end();
      reject(failure);
    };
    const cut = (failure: AnyFailure): void => fail({ ...failure, attempts: sent?.() ?? 0 });
    const abort = (): void => cut({ kind: "abort", code: "aborted", message: "the call was aborted by its signal", cause: signal?.reason });
    let stay = (): void => {};
    if (signal?.aborted) return abort();
    stay = life.onEnd(() => cut({ kind: "abort", code: "client_closed", message: "the client was closed" }));
    if (life.over) return;
    if (deadline !== undefined) {
      const late = (): void => cut({ kind: "timeout", code: "total", message: "the call took longer than totalTimeout allows", retryable: true });
      timer = setTimeout(late, Math.min(deadline - performance.now(), LONGEST));
    }
    // What isn't a signal is refused when the call begins.
    signal?.addEventListener?.("abort", abort);
    try {
      stop = begin((value) => (end(), resolve(value)), fail);
      go?.();
    } catch (failure) {
      fail(failure);
    }
  });
}

/** Waits for a promise, within the limits. */
export function until<T>(limits: Limits, promise: PromiseLike<T>): Promise<T> {
  return within(limits, (resolve, reject) => void promise.then(resolve, reject));
}

/** Waits likewise for what a call needs that has sent requests before, which failed. */
export function untilAfter<T>(limits: Limits, promise: PromiseLike<T>, sent: number): Promise<T> {
  return until(limits, promise).catch((failure: AnyFailure) => {
    throw { ...failure, attempts: (failure.attempts ?? 0) + sent };
  });
}
