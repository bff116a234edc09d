/** Waiting that the caller, the clock or the end of the client can cut short. */

import { AbortError, TimeoutError } from "./errors.js";
import type { Signal } from "./types/platform.js";

/** The longest time a timer can be set to, in milliseconds: beyond it `setTimeout` fires at once. */
const LONGEST = 2 ** 31 - 1;

/** What may cut a wait short. */
export interface Limits {
  /** The caller's signal. */
  signal?: Signal | undefined;
  /** How long to wait at most, in milliseconds. */
  ms?: number | undefined;
  /** What is to be done when the client ends. */
  ends: Set<() => void>;
}

/** Begins what is waited for; gives what stops it, if it has to be stopped. */
type Begin<T> = (resolve: (value: T) => void, reject: (cause: unknown) => void) => (() => void) | void;

/** Waits for what `begin` begins, within the limits. */
export function within<T>({ signal, ms, ends }: Limits, begin: Begin<T>): Promise<T> {
  let end = (): void => {};
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(aborted(signal));
    if (signal?.aborted) return abort();

    const close = (): void => reject(clientClosed());
    const timer = ms !== undefined && ms < LONGEST ? setTimeout(() => reject(tooLate()), ms) : undefined;
    ends.add(close);
    signal?.addEventListener("abort", abort);
    const stop = begin(resolve, reject);
    end = () => {
      stop?.();
      clearTimeout(timer);
      ends.delete(close);
      signal?.removeEventListener("abort", abort);
    };
  }).finally(() => end());
}

/** The error of a call whose client was closed. */
export function clientClosed(): AbortError {
  return new AbortError({ code: "client_closed", message: "the client was closed" });
}

function aborted(signal: Signal | undefined): AbortError {
  return new AbortError({ code: "aborted", message: "the call was aborted by its signal", cause: signal?.reason });
}

function tooLate(): TimeoutError {
  return new TimeoutError({ code: "total", message: "the call took longer than totalTimeout allows", retryable: true });
}
