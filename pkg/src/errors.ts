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
export abstract class UserKeyError<Kind extends string = string, Code extends string = string> extends Error {
  /** The class name; it survives minification. */
  abstract override get name(): string;
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
  "config",
  | "invalid_option"
  | "redirected"
  | "relative_url"
  | "secret_key_in_browser"
  | "unsupported_version"
  | "wrong_address"
> {
  get name() {
    return "ConfigError" as const;
  }
}

/** The call was refused before anything was sent. */
export class InputError extends UserKeyError<
  "input",
  "cookie_required" | "invalid_input" | "no_changes" | "relay_forbids" | "too_long" | "unknown_field"
> {
  get name() {
    return "InputError" as const;
  }
}

/** The service refused a value (400, 422); `fieldErrors` says which. */
export class ValidationError extends UserKeyError<"validation", "field_not_allowed" | "rejected"> {
  get name() {
    return "ValidationError" as const;
  }
}

/** The change contradicts what is there (409, or a value that must be unique). */
export class ConflictError extends UserKeyError<
  "conflict",
  "ambiguous_cookie" | "ambiguous_email" | "conflict" | "cookie_missing" | "not_unique" | "visitor_changed"
> {
  get name() {
    return "ConflictError" as const;
  }
}

/** The credentials are missing, wrong or expired (401). */
export class AuthError extends UserKeyError<
  "auth",
  | "identity_expired"
  | "identity_invalid"
  | "session_expired"
  | "token_missing"
  | "unauthorized"
  | "wrong_credentials"
> {
  get name() {
    return "AuthError" as const;
  }
}

/** The credentials don't allow this (403). */
export class ForbiddenError extends UserKeyError<
  "forbidden",
  "account_inactive" | "account_unpaid" | "forbidden" | "identity_required" | "identity_unusable" | "need_user"
> {
  get name() {
    return "ForbiddenError" as const;
  }
}

/** What was named isn't there (404). */
export class NotFoundError extends UserKeyError<"not_found", "no_visitor" | "not_found"> {
  get name() {
    return "NotFoundError" as const;
  }
}

/** The service asks to be called less often (429); `retryAfterMs` says when to come back. */
export class RateLimitError extends UserKeyError<"rate_limit", "busy" | "rate_limited"> {
  get name() {
    return "RateLimitError" as const;
  }
}

/** The service failed (5xx). */
export class ServerError extends UserKeyError<
  "server",
  "busy" | "maybe_created" | "server_error" | "upstream_auth" | "upstream_config"
> {
  get name() {
    return "ServerError" as const;
  }
}

/** No answer came. A refusal by CORS is among these: a browser tells no more. */
export class NetworkError extends UserKeyError<"network", "maybe_created" | "no_answer"> {
  get name() {
    return "NetworkError" as const;
  }
}

/** The answer took too long: one attempt, or the call in total. */
export class TimeoutError extends UserKeyError<"timeout", "attempt" | "maybe_created" | "total"> {
  get name() {
    return "TimeoutError" as const;
  }
}

/** The caller gave up (`cause` is the signal's reason), or closed the client. */
export class AbortError extends UserKeyError<"abort", "aborted" | "client_closed"> {
  get name() {
    return "AbortError" as const;
  }
}

/** The answer can't be read. */
export class DecodeError extends UserKeyError<"decode", "malformed"> {
  get name() {
    return "DecodeError" as const;
  }
}

/** The WebAssembly module can't be loaded, or broke. */
export class WasmError extends UserKeyError<
  "wasm",
  "crashed" | "csp" | "load_failed" | "not_loaded" | "unsupported_runtime"
> {
  get name() {
    return "WasmError" as const;
  }
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
