/** Waiting that the caller, the clock or the end of the client can cut short. */

import type { UserKeyError } from "./errors.js";
import { toError } from "./failure.js";
import type { Lifetime } from "./lifetime.js";
import type { Signal } from "./types/platform.js";

/** The longest time a timer can be set to, in milliseconds: beyond it `setTimeout` fires at once. */
const LONGEST = 2 ** 31 - 1;

/** What may cut a wait short. */
export interface Limits {
  /** The caller's signal. */
  signal?: Signal | undefined;
  /** How long the call may take, in milliseconds. */
  ms?: number;
  /** The client's life. */
  life: Lifetime;
}

/** Begins what is waited for; gives what stops it, if it has to be stopped. */
type Begin<T> = (resolve: (value: T) => void, reject: (cause: unknown) => void) => (() => void) | void;

/** Waits for what `begin` begins, within the limits. */
export function within<T>({ signal, ms = LONGEST, life }: Limits, begin: Begin<T>): Promise<T> {
  let end = (): void => {};
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(aborted(signal));
    if (signal?.aborted) return abort();
    const timer = setTimeout(() => reject(tooLate()), Math.min(ms, LONGEST));
    const stay = life.onEnd(() => reject(clientClosed()));
    const stop = begin(resolve, reject);
    // What isn't a signal is refused by the wasm, which can say so better.
    signal?.addEventListener?.("abort", abort);
    end = () => {
      signal?.removeEventListener?.("abort", abort);
      clearTimeout(timer);
      stay();
      stop?.();
    };
  }).finally(() => end());
}

/** The error of a call whose client was closed. */
export function clientClosed(): UserKeyError {
  return toError({ kind: "abort", code: "client_closed", message: "the client was closed" });
}

function aborted(signal: Signal | undefined): UserKeyError {
  return toError({ kind: "abort", code: "aborted", message: "the call was aborted", cause: signal?.reason });
}

function tooLate(): UserKeyError {
  const message = "the call took longer than totalTimeout allows";
  return toError({ kind: "timeout", code: "total", message, retryable: true });
}
