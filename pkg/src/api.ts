/** What every build exports. */

export { ConnectyCube } from "./connecty-cube.js";
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
export type {
  Credentials,
  GuestCredentials,
  PasswordCredentials,
  ProviderCredentials,
  UserCredentials,
} from "./types/credentials.js";
export type { CubeField, CubeFieldV1, CubeFilter, CubeFilterV1, CubeSort } from "./types/cube-filter.js";
export type { ConnectyCubeOptions } from "./types/cube-options.js";
export type { CubeUser, CubeUserChanges, CubeUserFields, Passwords, SignUp } from "./types/cube-user.js";
export type {
  CubeListOptions,
  CubeUserListOptions,
  CubeUserListV1Options,
  CubeUsers,
  FindOptions,
  OffsetOptions,
  PageOptions,
} from "./types/cube-users.js";
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
export type { CubeSession, KnownSession, SessionRecord, Sessions } from "./types/session.js";
export type { Attribute, Company, Gender, List, Status, Tag, User, UserV1, UserV2, Visitor } from "./types/user.js";
export type { AttributeValue, UserReference, Users } from "./types/users.js";
export { type AttributesOf, attributesOf, keyOf, tagsOf } from "./user.js";
export { UserCom } from "./user-com.js";
