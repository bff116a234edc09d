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
export type { Comparison, Moment, Span, UserFilter } from "./types/filter.js";
export type { EmailRecord, EventRecord, PingHit, ProductEventRecord, Segment, TimelineEntry } from "./types/history.js";
export type { Hooks, RequestEvent, ResponseEvent, RetryEvent } from "./types/hooks.js";
export type { Identified, IdentifyOptions } from "./types/identify.js";
export type { Listing, ListOptions, Page, Pages } from "./types/list.js";
export type {
  UpdateVisitorOptions,
  UserComOptions,
  VisitorOptions,
} from "./types/options.js";
export type { FetchAnswer, FetchInit, WasmSource } from "./types/platform.js";
export type {
  AttributeRecord,
  Attributes,
  AttributeType,
  Companies,
  Conversations,
  Events,
  Lists,
  Noted,
  Products,
  ProductEventType,
  SiteViews,
  Tags,
  UserComResources,
} from "./types/resources.js";
export type { Attribute, Company, Gender, List, Status, Tag, User, UserV1, UserV2, Visitor } from "./types/user.js";
export type { AttributeValue, UserReference, Users } from "./types/users.js";
export { type AttributesOf, attributesOf, keyOf, tagsOf } from "./user.js";
export { UserCom } from "./user-com.js";
