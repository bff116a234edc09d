/** Error classes: one base, one class for each kind, and a guard that works across realms and bundles. */

/** What went wrong, in the coarsest terms a caller has to tell apart. */
export type ErrorKind = AnyUserKeyError["kind"];

/** The case within a kind. Codes are stable across versions; new ones may join. */
export type ErrorCode = AnyUserKeyError["code"];

/** Every error that this package throws or rejects with: narrow it by `kind`, `name` or `instanceof`. */
export type AnyUserKeyError =
  | AbortError
  | AuthError
  | ConfigError
  | ConflictError
  | DecodeError
  | ForbiddenError
  | InputError
  | NetworkError
  | NotFoundError
  | RateLimitError
  | ServerError
  | TimeoutError
  | ValidationError
  | WasmError;

/** What an error is made from. */
export interface Failure<Kind extends string = string, Code extends string = string> {
  kind: Kind;
  code: Code;
  message: string;
  attempts?: number | undefined;
  body?: unknown;
  cause?: unknown;
  fieldErrors?: Record<string, string[]> | undefined;
  requestId?: string | undefined;
  retryAfterMs?: number | undefined;
  retryable?: boolean | undefined;
  status?: number | undefined;
}

/**
 * The base of all errors of this package.
 *
 * No message, stack or `toJSON()` holds a token, a password or a cookie.
 *
 * @example
 * try {
 *   await usercom.updateVisitor({ city: "Warsaw" });
 * } catch (error) {
 *   if (isUserKeyError(error) && error.kind === "not_found") askForConsent();
 *   else throw error;
 * }
 */
export abstract class UserKeyError<
  Name extends string = string,
  Kind extends string = string,
  Code extends string = string,
> extends Error {
  /** What went wrong, in the coarsest terms. */
  declare readonly kind: Kind;
  /** The case within the kind. */
  declare readonly code: Code;
  /** How many requests were sent. */
  declare readonly attempts: number;
  /** Whether the same call may succeed later. */
  declare readonly retryable: boolean;
  /** The HTTP status, if an answer came. */
  declare readonly status: number | undefined;
  /** The service's name for the request, if it gave one. */
  declare readonly requestId: string | undefined;
  /** How long to stay away, in milliseconds, if the service said. */
  declare readonly retryAfterMs: number | undefined;
  /** The service's complaints by field name. */
  declare readonly fieldErrors: Record<string, string[]> | undefined;
  /** The answer's body as the service sent it: parsed if it was JSON, else text. */
  declare readonly body: unknown;

  constructor(failure: Failure<Kind, Code>) {
    const { body, cause, message, ...fields } = failure;
    super(message, failure);
    Object.assign(this, { attempts: 0, retryable: false }, fields);
    // A body may hold a person's data: what copies the fields of an error into a log must not find it.
    Object.defineProperty(this, "body", { value: body });
  }

  /** The class name, whatever a minifier calls the class. */
  override get name(): Name {
    return this.constructor.name as Name;
  }

  /** Marks errors of this package in every realm and bundle. */
  get isUserKeyError(): true {
    return true;
  }

  /** Gives what is safe to log: all but `body` and `cause`. */
  toJSON(): object {
    return { ...this, name: this.name, message: this.message };
  }
}

/** The client is set up wrongly: an option, an address, or an answer that isn't the service's. */
export class ConfigError extends UserKeyError<
  "ConfigError",
  "config",
  | "invalid_option"
  | "redirected"
  | "relative_url"
  | "secret_key_in_browser"
  | "unsupported_version"
  | "wrong_address"
> {
  /** @internal */
  static override readonly name = "ConfigError";
}

/** The call was refused before anything was sent. */
export class InputError extends UserKeyError<
  "InputError",
  "input",
  "cookie_required" | "invalid_input" | "no_changes" | "relay_forbids" | "too_long" | "unknown_field"
> {
  /** @internal */
  static override readonly name = "InputError";
}

/** The service refused a value (400, 422); `fieldErrors` says which. */
export class ValidationError extends UserKeyError<"ValidationError", "validation", "field_not_allowed" | "rejected"> {
  /** @internal */
  static override readonly name = "ValidationError";
}

/** The change contradicts what is there (409, or a value that must be unique). */
export class ConflictError extends UserKeyError<
  "ConflictError",
  "conflict",
  "ambiguous_cookie" | "ambiguous_email" | "cookie_missing" | "not_unique" | "visitor_changed"
> {
  /** @internal */
  static override readonly name = "ConflictError";
}

/** The credentials are missing, wrong or expired (401). */
export class AuthError extends UserKeyError<
  "AuthError",
  "auth",
  | "identity_expired"
  | "identity_invalid"
  | "session_expired"
  | "token_missing"
  | "unauthorized"
  | "wrong_credentials"
> {
  /** @internal */
  static override readonly name = "AuthError";
}

/** The credentials don't allow this (403). */
export class ForbiddenError extends UserKeyError<
  "ForbiddenError",
  "forbidden",
  "account_inactive" | "account_unpaid" | "forbidden" | "identity_required" | "identity_unusable" | "need_user"
> {
  /** @internal */
  static override readonly name = "ForbiddenError";
}

/** What was named isn't there (404). */
export class NotFoundError extends UserKeyError<"NotFoundError", "not_found", "no_visitor" | "not_found"> {
  /** @internal */
  static override readonly name = "NotFoundError";
}

/** The service asks to be called less often (429); `retryAfterMs` says when to come back. */
export class RateLimitError extends UserKeyError<"RateLimitError", "rate_limit", "rate_limited"> {
  /** @internal */
  static override readonly name = "RateLimitError";
}

/** The service failed (5xx). */
export class ServerError extends UserKeyError<
  "ServerError",
  "server",
  "busy" | "maybe_created" | "server_error" | "upstream_auth" | "upstream_config"
> {
  /** @internal */
  static override readonly name = "ServerError";
}

/** No answer came. A refusal by CORS is among these: a browser tells no more. */
export class NetworkError extends UserKeyError<"NetworkError", "network", "maybe_created" | "no_answer"> {
  /** @internal */
  static override readonly name = "NetworkError";
}

/** The answer took too long: one attempt, or the call in total. */
export class TimeoutError extends UserKeyError<"TimeoutError", "timeout", "attempt" | "maybe_created" | "total"> {
  /** @internal */
  static override readonly name = "TimeoutError";
}

/** The caller gave up (`cause` is the signal's reason), or closed the client. */
export class AbortError extends UserKeyError<"AbortError", "abort", "aborted" | "client_closed"> {
  /** @internal */
  static override readonly name = "AbortError";
}

/** The answer can't be read. */
export class DecodeError extends UserKeyError<"DecodeError", "decode", "malformed"> {
  /** @internal */
  static override readonly name = "DecodeError";
}

/** The WebAssembly module can't be loaded, or broke. */
export class WasmError extends UserKeyError<
  "WasmError",
  "wasm",
  "crashed" | "csp" | "load_failed" | "not_loaded" | "unsupported_runtime"
> {
  /** @internal */
  static override readonly name = "WasmError";
}

/**
 * Tells whether `error` is one of this package's, whichever copy, realm or bundle it comes from.
 *
 * @example
 * if (isUserKeyError(error) && error.kind === "rate_limit") await pause(error.retryAfterMs ?? 1000);
 */
export function isUserKeyError(error: unknown): error is AnyUserKeyError {
  return (error as Partial<UserKeyError> | null | undefined)?.isUserKeyError === true;
}
