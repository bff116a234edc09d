/** Failures, as plain objects, made into the error classes. */

import * as errors from "./errors.js";

/** A failure of each kind with that kind's codes. */
export type AnyFailure = OfClass<errors.AnyUserKeyError>;
type OfClass<E> = E extends errors.UserKeyError<string, infer Kind, infer Code> ? errors.Failure<Kind, Code> : never;

type ErrorClass = new (failure: errors.Failure<never, never>) => errors.UserKeyError;

const CLASSES: Record<errors.ErrorKind, ErrorClass> = {
  abort: errors.AbortError,
  auth: errors.AuthError,
  config: errors.ConfigError,
  conflict: errors.ConflictError,
  decode: errors.DecodeError,
  forbidden: errors.ForbiddenError,
  input: errors.InputError,
  network: errors.NetworkError,
  not_found: errors.NotFoundError,
  rate_limit: errors.RateLimitError,
  server: errors.ServerError,
  timeout: errors.TimeoutError,
  validation: errors.ValidationError,
  wasm: errors.WasmError,
};

/** Makes the error of a failure. */
export function toError(failure: AnyFailure): errors.UserKeyError {
  return new CLASSES[failure.kind](failure as errors.Failure<never, never>);
}

/** Makes an error of whatever was thrown: the wasm throws failures, a broken wasm anything. */
export function fromThrown(thrown: unknown): errors.UserKeyError {
  if (thrown instanceof errors.UserKeyError) return thrown;
  const failure = thrown as AnyFailure | null | undefined;
  if (failure?.kind) return toError(failure);
  return toError({ kind: "wasm", code: "crashed", message: `userkey failed, which is a bug: ${thrown}`, cause: thrown });
}
