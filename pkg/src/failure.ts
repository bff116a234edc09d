/** What the wasm rejects with, as an error class of ours. */

import * as errors from "./errors.js";

const CLASSES: { prototype: errors.UserKeyError; new (failure: errors.Failure<never>): errors.UserKeyError }[] = [
  errors.AbortError,
  errors.AuthError,
  errors.ConfigError,
  errors.ConflictError,
  errors.DecodeError,
  errors.ForbiddenError,
  errors.InputError,
  errors.NetworkError,
  errors.NotFoundError,
  errors.RateLimitError,
  errors.ServerError,
  errors.TimeoutError,
  errors.ValidationError,
  errors.WasmError,
];

/** Makes an error of `failure`, unless it is one already. */
export function toError(failure: unknown): errors.UserKeyError {
  if (failure instanceof errors.UserKeyError) return failure;
  const plain = failure as errors.Failure<never> & { kind?: string };
  const Class = CLASSES.find((Class) => Class.prototype.kind === plain?.kind);
  return Class ? new Class(plain) : crashed(failure);
}

function crashed(cause: unknown): errors.WasmError {
  return new errors.WasmError({ code: "crashed", message: `userkey failed, which is a bug: ${cause}`, cause });
}
