/** Waiting that the caller, the clock or the end of the client can cut short. */

import type { Alarm } from "./alarm.js";
import type { AnyFailure } from "./failure.js";
import type { Lifetime } from "./lifetime.js";
import type { Signal } from "./types/platform.js";

/** What ends with its client. */
export const CLOSED: AnyFailure = { kind: "abort", code: "client_closed", message: "the client was closed" };

/** What may cut a wait short. */
export interface Limits {
  /** The caller's signal. */
  signal?: Signal | undefined;
  /** What rings when the caller's time is over. */
  alarm?: Alarm;
  /** The client's life. */
  life: Lifetime;
}

/** What may cut a call short. */
export interface CallLimits extends Limits {
  alarm: Alarm;
}

/** Begins what is waited for; gives what stops it, if it has to be stopped. */
export type Begin<T> = (resolve: (value: T) => void, reject: (cause: unknown) => void) => (() => void) | void;

/**
 * Waits for what `begin` begins, within the limits; `go` is called when all is ready. Rejects with failures that aren't yet
 * errors, which tell how many requests were `sent`.
 */
export function within<T>({ signal, alarm, life }: Limits, begin: Begin<T>, go?: () => void, sent = () => 0): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    let stay: (() => void) | undefined;
    let stop: (() => void) | void = undefined;
    const end = (): void => {
      signal?.removeEventListener?.("abort", abort);
      alarm?.clear(late);
      stay?.();
      stop?.();
    };
    const fail = (failure: unknown): void => {
      end();
      reject(failure);
    };
    const cut = (failure: AnyFailure): void => fail({ ...failure, attempts: sent() });
    const abort = (): void => cut({ kind: "abort", code: "aborted", message: "the call was aborted by its signal", cause: signal?.reason });
    const late = (): void => cut({ kind: "timeout", code: "total", message: "the call took longer than totalTimeout allows", retryable: true });
    const close = (): void => cut(CLOSED);
    stay = life.onEnd(close);
    alarm?.set(late, alarm.deadline);
    // What isn't a signal is refused when the call begins.
    signal?.addEventListener?.("abort", abort);
    try {
      stop = begin((value) => (end(), resolve(value)), fail);
      if (signal?.aborted) return abort();
      if (life.over) return close();
      go?.();
      alarm?.wind();
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
