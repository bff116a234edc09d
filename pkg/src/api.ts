/** What every build exports. */

export {
  AbortError,
  type AnyUserKeyError,
  AuthError,
  ConfigError,
  ConflictError,
  DecodeError,
  type ErrorCode,
  type ErrorKind,
  type Failure,
  ForbiddenError,
  InputError,
  isUserKeyError,
  NetworkError,
  NotFoundError,
  RateLimitError,
  ServerError,
  TimeoutError,
  UserKeyError,
  ValidationError,
  WasmError,
} from "./errors.js";
export type { Answer, Call, CallOptions, WriteOptions } from "./types/call.js";
export type { UserChanges } from "./types/changes.js";
export type { Hooks, RequestEvent, ResponseEvent, RetryEvent } from "./types/hooks.js";
export type {
  UpdateVisitorOptions,
  UserComOptions,
  VisitorOptions,
} from "./types/options.js";
export type { FetchAnswer, FetchInit, WasmSource } from "./types/platform.js";
export type { Attribute, Company, Gender, List, Status, Tag, User, UserV1, UserV2, Visitor } from "./types/user.js";
export type { Users } from "./types/users.js";
export { type AttributesOf, attributesOf, keyOf, tagsOf } from "./user.js";
export { UserCom } from "./user-com.js";
