/** Waiting that the caller, the clock or the end of the client can cut short. */

import type { UserKeyError } from "./errors.js";
import { toError } from "./failure.js";
import type { Signal } from "./types/platform.js";

/** The longest time a timer can be set to, in milliseconds: beyond it `setTimeout` fires at once. */
const LONGEST = 2 ** 31 - 1;

/** What may cut a wait short. */
export interface Limits {
  /** The caller's signal. */
  signal?: Signal | undefined;
  /** How long the call may take, in milliseconds. */
  ms?: number;
  /** What is to be done when the client ends. */
  ends: Set<() => void>;
}

/** Begins what is waited for; gives what stops it, if it has to be stopped. */
type Begin<T> = (resolve: (value: T) => void, reject: (cause: unknown) => void) => (() => void) | void;

/** Waits for what `begin` begins, within the limits. */
export function within<T>({ signal, ms = LONGEST, ends }: Limits, begin: Begin<T>): Promise<T> {
  let end = (): void => {};
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(aborted(signal));
    if (signal?.aborted) return abort();
    const close = (): void => reject(clientClosed());
    const timer = setTimeout(() => reject(tooLate()), Math.min(ms, LONGEST));
    const stop = begin(resolve, reject);
    signal?.addEventListener("abort", abort);
    ends.add(close);
    end = () => {
      ends.delete(close);
      signal?.removeEventListener("abort", abort);
      clearTimeout(timer);
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
