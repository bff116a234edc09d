// api.d.ts

/** What every build exports. */
export { ConnectyCube } from "./connecty-cube.js";
export { AbortError, type AnyUserKeyError, AuthError, ConfigError, ConflictError, DecodeError, type ErrorCode, type ErrorKind, type Failure, ForbiddenError, InputError, isUserKeyError, NetworkError, NotFoundError, RateLimitError, ServerError, TimeoutError, UserKeyError, ValidationError, WasmError, } from "./errors.js";
export type { Answer, Call, CallOptions, WriteOptions } from "./types/call.js";
export type { UserChanges } from "./types/changes.js";
export type { Credentials, GuestCredentials, PasswordCredentials, ProviderCredentials, UserCredentials, } from "./types/credentials.js";
export type { CubeField, CubeFieldV1, CubeFilter, CubeFilterV1, CubeSort } from "./types/cube-filter.js";
export type { ConnectyCubeOptions } from "./types/cube-options.js";
export type { CubeUser, CubeUserChanges, CubeUserFields, Passwords, SignUp } from "./types/cube-user.js";
export type { CubeListOptions, CubeUserListOptions, CubeUserListV1Options, CubeUsers, FindOptions, OffsetOptions, PageOptions, } from "./types/cube-users.js";
export type { Comparison, Moment, Span, UserFilter } from "./types/filter.js";
export type { EmailRecord, EventRecord, PingHit, ProductEventRecord, Segment, TimelineEntry } from "./types/history.js";
export type { Hooks, RequestEvent, ResponseEvent, RetryEvent } from "./types/hooks.js";
export type { Identified, IdentifyOptions } from "./types/identify.js";
export type { Listing, ListOptions, Page, Pages } from "./types/list.js";
export type { UpdateVisitorOptions, UserComOptions, VisitorOptions, } from "./types/options.js";
export type { FetchAnswer, FetchInit, WasmSource } from "./types/platform.js";
export type { AttributeRecord, Attributes, AttributeType, Companies, Conversations, Events, Lists, Noted, Products, ProductEventType, SiteViews, Tags, UserComResources, } from "./types/resources.js";
export type { CubeSession, KnownSession, SessionRecord, Sessions } from "./types/session.js";
export type { Attribute, Company, Gender, List, Status, Tag, User, UserV1, UserV2, Visitor } from "./types/user.js";
export type { AttributeValue, UserReference, Users } from "./types/users.js";
export { type AttributesOf, attributesOf, keyOf, tagsOf } from "./user.js";
export { UserCom } from "./user-com.js";

// connecty-cube.d.ts

/** The client of ConnectyCube. */
import type { ConnectyCubeOptions } from "./types/cube-options.js";
import type { CubeUsers } from "./types/cube-users.js";
import type { MaybeDisposable } from "./types/platform.js";
import type { CubeSession, KnownSession, Sessions } from "./types/session.js";
export interface ConnectyCube extends Sessions, MaybeDisposable {
    /** Signs up, finds, lists, changes and deletes users. */
    readonly users: CubeUsers;
}
/**
 * A client of ConnectyCube: one session, and all about users.
 *
 * Nothing has to be initialised or awaited first: the WebAssembly behind it loads by itself.
 *
 * @example
 * const cube = new ConnectyCube({ appId: 21, authKey: "…" });
 * await cube.createSession({ login: "ada", password: "example-pass-1" });
 * const friends = await cube.users.list({ user_tags: "cyclist" }).toArray({ limit: 20 });
 */
export declare class ConnectyCube {
    #private;
    /** @throws ConfigError for an unknown, mistyped or missing option. Everything else is told by the calls. */
    constructor(options: ConnectyCubeOptions);
    /** The session there is; `null` if there is none. */
    get session(): CubeSession | null;
    /**
     * Goes on in a session that the app has kept, or in none.
     *
     * Rejects with `input` for what is no session. Whether it still lives, only the service knows.
     *
     * @example
     * await cube.setSession(JSON.parse(localStorage.getItem("session") ?? "null"));
     */
    setSession(session: KnownSession | null): Promise<void>;
    /**
     * Calls `listener` whenever the session has changed: it began, ended, was renewed, became another's, or lives longer,
     * as each answer makes it. It has the token: keep it where only the user can read it.
     *
     * @returns a function that ends it.
     *
     * @example
     * const stop = cube.onSessionChange((session) => localStorage.setItem("session", JSON.stringify(session)));
     */
    onSessionChange(listener: (session: CubeSession | null) => void): () => void;
    /** Ends the client: calls in flight reject with `abort` / `client_closed`, its listeners go. The session lives on. */
    close(): void;
}

// errors.d.ts

/** Error classes: one base, one class for each kind, and a guard that works across realms and bundles. */
/** What went wrong, in the coarsest terms a caller has to tell apart. */
export type ErrorKind = AnyUserKeyError["kind"];
/** The case within a kind. Codes are stable across versions; new ones may join. */
export type ErrorCode = AnyUserKeyError["code"];
/** Every error that this package throws or rejects with: narrow it by `kind`, `name` or `instanceof`. */
export type AnyUserKeyError = AbortError | AuthError | ConfigError | ConflictError | DecodeError | ForbiddenError | InputError | NetworkError | NotFoundError | RateLimitError | ServerError | TimeoutError | ValidationError | WasmError;
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
export declare abstract class UserKeyError<Name extends string = string, Kind extends string = string, Code extends string = string> extends Error {
    /** What went wrong, in the coarsest terms. */
    readonly kind: Kind;
    /** The case within the kind. */
    readonly code: Code;
    /** How many requests were sent. */
    readonly attempts: number;
    /** Whether the same call may succeed later. */
    readonly retryable: boolean;
    /** The HTTP status, if an answer came. */
    readonly status: number | undefined;
    /** The service's name for the request, if it gave one. */
    readonly requestId: string | undefined;
    /** How long to stay away, in milliseconds, if the service said. */
    readonly retryAfterMs: number | undefined;
    /** The service's complaints by field name. */
    readonly fieldErrors: Record<string, string[]> | undefined;
    /** The answer's body as the service sent it: parsed if it was JSON, else text. */
    readonly body: unknown;
    constructor(failure: Failure<Kind, Code>);
    /** The class name, whatever a minifier calls the class. */
    get name(): Name;
    /** Marks errors of this package in every realm and bundle. */
    get isUserKeyError(): true;
    /** Gives what is safe to log: all but `body` and `cause`. */
    toJSON(): object;
}
/** The client is set up wrongly: an option, an address, or an answer that isn't the service's. */
export declare class ConfigError extends UserKeyError<"ConfigError", "config", "invalid_option" | "redirected" | "relative_url" | "secret_key_in_browser" | "unsupported_version" | "wrong_address"> {
}
/** The call was refused before anything was sent. */
export declare class InputError extends UserKeyError<"InputError", "input", "cookie_required" | "invalid_input" | "no_changes" | "relay_forbids" | "too_long" | "unknown_field"> {
}
/** The service refused a value (400, 422); `fieldErrors` says which. */
export declare class ValidationError extends UserKeyError<"ValidationError", "validation", "field_not_allowed" | "rejected"> {
}
/** The change contradicts what is there (409, or a value that must be unique). */
export declare class ConflictError extends UserKeyError<"ConflictError", "conflict", "ambiguous_cookie" | "ambiguous_email" | "cookie_missing" | "not_unique" | "visitor_changed"> {
}
/** The credentials are missing, wrong or expired (401). */
export declare class AuthError extends UserKeyError<"AuthError", "auth", "identity_expired" | "identity_invalid" | "session_expired" | "token_missing" | "unauthorized" | "wrong_credentials"> {
}
/** The credentials don't allow this (403). */
export declare class ForbiddenError extends UserKeyError<"ForbiddenError", "forbidden", "account_inactive" | "account_unpaid" | "forbidden" | "identity_required" | "identity_unusable" | "need_user"> {
}
/** What was named isn't there (404). */
export declare class NotFoundError extends UserKeyError<"NotFoundError", "not_found", "no_visitor" | "not_found"> {
}
/** The service asks to be called less often (429); `retryAfterMs` says when to come back. */
export declare class RateLimitError extends UserKeyError<"RateLimitError", "rate_limit", "rate_limited"> {
}
/** The service failed (5xx). */
export declare class ServerError extends UserKeyError<"ServerError", "server", "busy" | "maybe_created" | "server_error" | "upstream_auth" | "upstream_config"> {
}
/** No answer came. A refusal by CORS is among these: a browser tells no more. */
export declare class NetworkError extends UserKeyError<"NetworkError", "network", "maybe_created" | "no_answer"> {
}
/** The answer took too long: one attempt, or the call in total. */
export declare class TimeoutError extends UserKeyError<"TimeoutError", "timeout", "attempt" | "maybe_created" | "total"> {
}
/** The caller gave up (`cause` is the signal's reason), or closed the client. */
export declare class AbortError extends UserKeyError<"AbortError", "abort", "aborted" | "client_closed"> {
}
/** The answer can't be read. */
export declare class DecodeError extends UserKeyError<"DecodeError", "decode", "malformed"> {
}
/** The WebAssembly module can't be loaded, or broke. */
export declare class WasmError extends UserKeyError<"WasmError", "wasm", "crashed" | "csp" | "load_failed" | "not_loaded" | "unsupported_runtime"> {
}
/**
 * Tells whether `error` is one of this package's, whichever copy, realm or bundle it comes from.
 *
 * @example
 * if (isUserKeyError(error) && error.kind === "rate_limit") await pause(error.retryAfterMs ?? 1000);
 */
export declare function isUserKeyError(error: unknown): error is AnyUserKeyError;

// index.d.ts

/**
 * Tells a web application who its visitor is, and lets it search and update users.
 *
 * @packageDocumentation
 */
export * from "./api.js";
/**
 * Loads the WebAssembly ahead of the first call. In a page the first client does that by itself.
 *
 * @throws WasmError if it can't be loaded here.
 */
export declare function preload(): Promise<void>;

// relay/index.d.ts

/** The relay as a fetch handler: what a page may do with its visitor's record, while the token stays on your server. */
import type { RelayOptions } from "./options.js";
import type { WebRequest, WebResponse } from "../types/platform.js";
export type { AnswerEvent, LimitOptions, RelayOptions, TierOptions, WritableField } from "./options.js";
/** Answers a request; never rejects. */
export type RelayHandler = (request: WebRequest) => Promise<WebResponse>;
/**
 * Makes a relay.
 *
 * It serves `GET` and `PATCH {path}/visitor` and `POST {path}/visitor/identify`, and nothing else. Limits and the cache
 * are this instance's own. Options that could be unsafe throw a `ConfigError` at once.
 *
 * @example
 * const relay = createRelay({
 *   subdomain: "acme",
 *   token: process.env.USERCOM_TOKEN,
 *   publicOrigins: ["https://shop.example"],
 *   browser: { read: ["name"], write: ["city"], writeAttributes: ["topic"] },
 * });
 * export { relay as GET, relay as PATCH, relay as POST, relay as OPTIONS };
 */
export declare function createRelay(options: RelayOptions): RelayHandler;

// relay/options.d.ts

/** How a relay is set up. */
import type { WebRequest } from "../types/platform.js";
/** The standard fields that a client may be allowed to write. */
export type WritableField = "city" | "country" | "facebook_url" | "first_name" | "gender" | "google_url" | "gravatar_url" | "last_name" | "linkedin_url" | "notifications" | "phone_number" | "region" | "timezone" | "twitter_url" | "unsubscribed";
/** What one tier may write; and what it may read, beside `known` and `status`. All of it is exact names, no patterns. */
export interface TierOptions<Readable extends string> {
    /**
     * Standard fields that are shown. Where only the cookie is needed, what is shown counts as public: a cookie can be
     * copied. The key is shown only to whoever sends it.
     *
     * @default []
     */
    read?: readonly Readable[] | undefined;
    /**
     * Tags that are shown, 10 at most. Never take one as a proof: let your server decide about rights.
     *
     * @default []
     */
    readTags?: readonly string[] | undefined;
    /**
     * Custom attributes that are shown. Never take one as a proof: let your server decide about rights.
     *
     * @default []
     */
    readAttributes?: readonly string[] | undefined;
    /**
     * Standard fields that are written. Where only the cookie is needed, anybody may have written it; names and phone
     * number are then written into anonymous records alone.
     *
     * @default []
     */
    write?: readonly WritableField[] | undefined;
    /**
     * Tags that are added, 10 at most. Don't list one that grants anything or starts an automation that costs you.
     *
     * @default []
     */
    writeTags?: readonly string[] | undefined;
    /**
     * Custom attributes that are written. Don't list one that grants anything. One whose name reads like a standard
     * field's is refused: attributes are flat on the wire, so it would be that field.
     *
     * @default []
     */
    writeAttributes?: readonly string[] | undefined;
}
/** How often one may call. */
export interface LimitOptions {
    /**
     * Requests a second of one visitor at one address.
     *
     * @default 5
     */
    key?: number | undefined;
    /**
     * How many of those at once.
     *
     * @default 10
     */
    keyBurst?: number | undefined;
    /**
     * Requests a second of one address; an IPv6 address counts by its /64.
     *
     * @default 20
     */
    address?: number | undefined;
    /**
     * How many of those at once.
     *
     * @default 100
     */
    addressBurst?: number | undefined;
    /**
     * Keys that nobody has, named by one address within ten minutes.
     *
     * @default 100
     */
    unknownKeys?: number | undefined;
    /**
     * Calls of User.com a second, by all visitors together. One address gets a quarter at most, and visitors who weren't
     * there in the last hour half.
     *
     * @default 20
     */
    upstream?: number | undefined;
    /**
     * Seconds for which an answer to a read may be given again, 0 to 5. A change made elsewhere shows that much later.
     *
     * @default 2
     */
    cache?: number | undefined;
}
/** What became of a request, in words and numbers that hold nothing of the client's. */
export interface AnswerEvent {
    /** The `X-Request-Id` of the answer. */
    requestId: string;
    route: "identify" | "none" | "visitor";
    /** `ok`, or the `code` of the problem. */
    code: string;
    status: number;
    /** How long it took. */
    ms: number;
}
/** The options of a relay. */
export interface RelayOptions {
    /** The REST key of 64 characters. Take it from the environment; no answer, error or event ever holds it. */
    token: string;
    /** The application's subdomain: `acme` for `https://acme.user.com`. */
    subdomain?: string | undefined;
    /**
     * The address of a sandbox, in place of `subdomain`: on this machine or a private network only. Plain http is then
     * served to anybody, so it is for demos.
     *
     * @example
     * "http://127.0.0.1:8080/api/public"
     */
    sandbox?: string | undefined;
    /**
     * The version of User.com's API that is spoken; answers have version 1's form either way.
     *
     * @default 1
     */
    apiVersion?: 1 | 2 | undefined;
    /** The origins of your own pages, exactly as browsers write them: `["https://shop.example"]`. */
    publicOrigins: readonly string[];
    /**
     * Origins elsewhere whose pages may call, too. Those of another site send no cookie: they need identity tokens.
     *
     * @default []
     */
    corsOrigins?: readonly string[] | undefined;
    /**
     * The path under which the relay is: what stands before `/visitor`.
     *
     * @default "/userkey"
     */
    path?: string | undefined;
    /**
     * The shortest and the longest length of a visitor's key.
     *
     * @default [8, 64]
     */
    keyLength?: readonly [number, number] | undefined;
    /**
     * What identity tokens are signed with: 32 random bytes or more, or the new and the old secret while you change them.
     *
     * @default none: nobody is ever more than a browser
     */
    identitySecrets?: string | readonly string[] | undefined;
    /**
     * Who must have issued an identity token, its `iss`.
     *
     * @default none: whoever has the secret
     */
    issuer?: string | undefined;
    /**
     * What whoever has a visitor's cookie may do. A cookie can be copied or planted: what is read counts as public, what
     * is written as unauthenticated.
     *
     * @default {}: a visitor learns `known` and `status`
     */
    browser?: TierOptions<"key" | "name"> | undefined;
    /**
     * What whoever has an identity token may do with the own record.
     *
     * @default {}: a person learns the `name`, too
     */
    person?: TierOptions<"email" | "key" | "name" | "phone_number"> | undefined;
    /**
     * How often one may call. The counts are in memory: each instance has its own, and a new one begins at zero.
     *
     * @default {}
     */
    limits?: LimitOptions | undefined;
    /**
     * Tells the address of the client, which limits count by. Take it from your platform, never from a header that a
     * client could send itself.
     *
     * @default none: one visitor at all addresses counts as one
     * @example
     * (request) => request.headers.get("cf-connecting-ip")
     */
    clientAddress?: ((request: WebRequest) => string | null | undefined) | undefined;
    /**
     * Tells whether the client came by https: for platforms that end TLS in front of your code.
     *
     * @default the protocol of `request.url`
     * @example
     * (request) => request.headers.get("x-forwarded-proto") === "https"
     */
    secure?: ((request: WebRequest) => boolean) | undefined;
    /**
     * Is called with what became of each request: for logs and metrics. What it throws is ignored.
     *
     * @default none
     */
    onAnswer?: ((event: AnswerEvent) => void) | undefined;
    /**
     * Is told what you should know, though nothing is wrong, when the relay is made.
     *
     * @default console.warn
     */
    warn?: ((message: string) => void) | undefined;
    /**
     * Sends the requests to User.com, in place of the global `fetch`.
     *
     * @default globalThis.fetch
     */
    fetch?: typeof fetch | undefined;
}

// slim.d.ts

/**
 * The same as `userkey` with the WebAssembly as a file of its own, `userkey/userkey.wasm`.
 *
 * @packageDocumentation
 */
import type { WasmSource } from "./types/platform.js";
export * from "./api.js";
/**
 * Loads the WebAssembly from `source`. Calls wait for it; without it they fail with `wasm` / `not_loaded`.
 *
 * @throws WasmError if it can't be loaded.
 *
 * @example
 * import wasm from "userkey/userkey.wasm?url"; // Vite
 * preload(wasm);
 */
export declare function preload(source: WasmSource | PromiseLike<WasmSource>): Promise<void>;

// types/call.d.ts

import type { HttpHeaders, Signal } from "./platform.js";
/**
 * A promise of a call's data, which also tells about the answer.
 *
 * @example
 * const { data, status, attempts } = await usercom.visitor().withResponse();
 */
export interface Call<T> extends Promise<T> {
    /** Gives the data together with what is known of the last answer. Nothing is sent again. */
    withResponse(): Promise<Answer<T>>;
}
/** The data of a call, and the last answer that brought it. */
export interface Answer<T> {
    data: T;
    /** The HTTP status; 0 if nothing was sent. */
    status: number;
    /** The answer's headers, as far as the page may read them; none if nothing was sent. */
    headers: HttpHeaders | undefined;
    /** How many requests were sent. */
    attempts: number;
    /** The service's name for the request, if it gave one. */
    requestId: string | undefined;
}
/** Options of a single call. They win over the client's. */
export interface CallOptions {
    /**
     * Ends the call with an `AbortError` whose `cause` is the signal's reason, wherever the call is.
     *
     * @example
     * await usercom.visitor({ signal: AbortSignal.timeout(2000) });
     */
    signal?: Signal | undefined;
    /**
     * Milliseconds that one attempt may take, its body included.
     *
     * @default 10000
     */
    timeout?: number | undefined;
    /**
     * Milliseconds that the call may take in all: loading, queueing, every attempt and the pauses between.
     *
     * @default 30000
     */
    totalTimeout?: number | undefined;
    /**
     * How often a failed attempt is repeated.
     *
     * @default 2
     */
    maxRetries?: number | undefined;
    /**
     * Headers to add to the request.
     *
     * @example
     * { headers: { "X-Request-Id": crypto.randomUUID() } }
     */
    headers?: Record<string, string> | undefined;
}
/** Options of a call that changes something. */
export interface WriteOptions extends CallOptions {
    /**
     * Lets the request outlive the page: for what is saved while the visitor leaves. At most 64 KB.
     *
     * @default false
     */
    keepalive?: boolean | undefined;
}

// types/changes.d.ts

import type { Gender, Status } from "./user.js";
/**
 * Changes to a user. What is left out or `undefined` stays as it is, `null` clears a field.
 *
 * Both versions' names are understood, the right one is sent.
 *
 * @example
 * { city: "Warsaw", tags: ["read-guide"], attributes: { topic: "bikes" } }
 */
export interface UserChanges<A = Record<string, unknown>> {
    /** The id of the agent who looks after this user. */
    assigned_to?: number | null | undefined;
    /** Custom attributes by name. */
    attributes?: {
        [K in keyof A]?: A[K] | null | undefined;
    } | undefined;
    /** At most 64 characters. */
    city?: string | null | undefined;
    /** Your own id of the company to join, as version 2 calls it. */
    company_custom_id?: string | null | undefined;
    /** Your own id of the company to join, as version 1 calls it. */
    company_id?: string | null | undefined;
    country?: string | null | undefined;
    /** Your own id of the user, as version 2 calls it: at most 255 characters. */
    custom_id?: string | null | undefined;
    email?: string | null | undefined;
    facebook_url?: string | null | undefined;
    /** At most 40 characters. */
    first_name?: string | null | undefined;
    gender?: Gender | undefined;
    google_url?: string | null | undefined;
    gravatar_url?: string | null | undefined;
    /** At most 40 characters. */
    last_name?: string | null | undefined;
    linkedin_url?: string | null | undefined;
    notifications?: boolean | undefined;
    /** At most 64 characters; best in the form `+48123456789`. */
    phone_number?: string | null | undefined;
    region?: string | null | undefined;
    score?: number | undefined;
    status?: Status | undefined;
    /** Names of tags to add; tags that aren't named stay. */
    tags?: readonly string[] | undefined;
    timezone?: string | null | undefined;
    twitter_url?: string | null | undefined;
    unsubscribed?: boolean | undefined;
    /** Your own id of the user, as version 1 calls it: at most 255 characters. */
    user_id?: string | null | undefined;
}

// types/credentials.d.ts

/**
 * Who a session is for: a user by name and password, a guest, or a user of a provider. Without credentials it is the
 * application's own.
 */
export type Credentials = GuestCredentials | UserCredentials;
/** Who can log in where a session already is. */
export type UserCredentials = PasswordCredentials | ProviderCredentials;
/**
 * A login or an e-mail address, and the password. If nobody has the name, the service makes the user, unless the
 * application forbids it.
 *
 * @example
 * { login: "ada", password: "example-pass-1" }
 */
export type PasswordCredentials = {
    password: string;
    guest?: undefined;
    provider?: undefined;
} & ({
    login: string;
    email?: string | undefined;
} | {
    login?: undefined;
    email: string;
});
/** A guest: a user who is made for the session, and deleted when it ends, after a day. */
export interface GuestCredentials {
    guest: true;
    full_name?: string | undefined;
    password?: undefined;
    provider?: undefined;
}
/** A user of a provider, by what the provider gave. */
export type ProviderCredentials = Facebook | Twitter | FirebasePhone | FirebaseEmail;
interface Facebook {
    provider: "facebook";
    keys: {
        token: string;
    };
}
interface Twitter {
    provider: "twitter";
    keys: {
        token: string;
        secret: string;
    };
}
interface FirebasePhone {
    provider: "firebase_phone";
    firebase_phone: FirebaseKeys;
}
interface FirebaseEmail {
    provider: "firebase_email";
    firebase_email: FirebaseKeys;
}
interface FirebaseKeys {
    project_id: string;
    access_token: string;
}
export {};

// types/cube-filter.d.ts

import type { Moment } from "./filter.js";
/** The fields of a user that hold a text, and `user_tags`, which hold what is sought if one of the tags does. */
type TextField = "email" | "external_id" | "facebook_id" | "full_name" | "login" | "phone" | "twitter_id" | "user_tags";
type TimeField = "created_at" | "last_request_at" | "updated_at";
/** What users can be searched and sorted by. */
export type CubeField = "id" | TextField | TimeField;
/** The operators of every field. */
interface Operators<T> {
    /** Is this. */
    eq?: T | undefined;
    /** Is one of these. */
    in?: readonly T[] | undefined;
    /** Is none of these. */
    nin?: readonly T[] | undefined;
}
interface TextOperators extends Operators<string> {
    /** Begins with this text of 4 characters or more, whatever its case. Pages have 5 users at most then. */
    start_with?: string | undefined;
}
interface TimeOperators extends Operators<Moment> {
    /** Is later. */
    gt?: Moment | undefined;
    /** Is this or later. */
    gte?: Moment | undefined;
    /** Is earlier. */
    lt?: Moment | undefined;
    /** Is this or earlier. */
    lte?: Moment | undefined;
}
/** A value, a list of which one will do, or operators that must all hold. */
type Condition<T, O> = T | readonly T[] | O | undefined;
/** The conditions that find users by themselves; all others only narrow a search. */
type FindingId = number | readonly number[] | {
    eq: number;
} | {
    in: readonly number[];
};
type FindingText = string | readonly string[] | {
    eq: string;
} | {
    in: readonly string[];
} | {
    start_with: string;
};
type Finding = {
    [F in TextField]: {
        [P in F]: FindingText;
    };
}[TextField] | {
    id: FindingId;
};
/**
 * What users are searched by. All conditions must hold, and one of them must be `eq`, `in` or `start_with` on a field
 * that isn't a time: times and `nin` only narrow a search, and there is none for all users.
 *
 * @example
 * { full_name: { start_with: "hunter" }, id: { nin: [68647] }, created_at: { gte: new Date("2026-01-01") } }
 */
export type CubeFilter = {
    id?: Condition<number, Operators<number>>;
} & {
    [F in TextField]?: Condition<string, TextOperators>;
} & {
    [F in TimeField]?: Condition<Moment, TimeOperators>;
} & Finding;
/** One field, upwards or downwards. */
export type CubeSort<Field> = {
    asc: Field;
    desc?: undefined;
} | {
    asc?: undefined;
    desc: Field;
};
/** A day, like `"2024-01-02"`, or a point in time as ISO 8601 text or a `Date`. */
type Day = Date | string;
/** The fields that only the old list knows. */
type OldField = "avatar" | "blob_id" | "external_user_id" | "timezone" | "website";
/** What the old list can be filtered and sorted by. */
export type CubeFieldV1 = CubeField | OldField;
type ValueV1<F> = F extends TimeField ? Day : F extends "blob_id" | "external_user_id" | "id" | "timezone" ? number : string;
interface OperatorsV1<T> {
    eq?: T | undefined;
    ne?: T | undefined;
    gt?: T | undefined;
    ge?: T | undefined;
    lt?: T | undefined;
    le?: T | undefined;
    /** Is within these limits, or one of them. */
    between?: readonly [T, T] | undefined;
    in?: readonly T[] | undefined;
}
/**
 * What the old list is filtered by; all conditions must hold, and none is needed.
 *
 * @example
 * { id: { between: [51941, 51959] }, created_at: { gt: "2024-01-02" } }
 */
export type CubeFilterV1 = {
    [F in CubeFieldV1]?: Condition<ValueV1<F>, OperatorsV1<ValueV1<F>>>;
};
export {};

// types/cube-options.d.ts

import type { Credentials } from "./credentials.js";
import type { ClientOptions } from "./options.js";
/** Options of `ConnectyCube`. */
export interface ConnectyCubeOptions extends ClientOptions {
    /**
     * The application's id, from the Credentials page of the admin panel.
     *
     * @example
     * new ConnectyCube({ appId: 21, authKey: "…" })
     */
    appId: number;
    /** The application's authorization key, from the same page. It may be in a page; the secret beside it must not. */
    authKey: string;
    /**
     * All that stands before `/users`; a final slash is optional.
     *
     * @default "https://api.connectycube.com"
     */
    baseUrl?: string | undefined;
    /**
     * Gives the credentials of the user again when the session is over: it is renewed then, and the call that found out
     * is repeated. Without it such calls fail with `session_expired`. The application's session renews itself.
     *
     * @example
     * new ConnectyCube({ appId: 21, authKey: "…", renew: async () => ({ login: "ada", password: await ask() }) })
     */
    renew?: (() => Credentials | PromiseLike<Credentials>) | undefined;
    /**
     * Signs log-ins, for applications that demand it: gives the HMAC-SHA1 or HMAC-SHA256 of the text with the
     * application's secret, as lower-case hexadecimal. The secret is your server's: a page asks it to sign.
     *
     * @example
     * const signer = async (text: string) => (await fetch("/sign", { method: "POST", body: text })).text();
     */
    signer?: ((text: string) => string | PromiseLike<string>) | undefined;
}

// types/cube-user.d.ts

/**
 * A user of ConnectyCube. Every key but `id` may be missing or `null`; passwords are never told.
 * Timestamps are ISO 8601 in UTC: `"2024-01-02T03:04:05Z"`.
 */
export interface CubeUser {
    id: number;
    /** The id of a stored file, or an address. */
    avatar?: string | null;
    /** @deprecated Use `avatar`. */
    blob_id?: number | null;
    created_at?: string;
    /** Free text, often JSON. */
    custom_data?: string | null;
    email?: string | null;
    /** Your own id of the user. */
    external_id?: string | null;
    /** @deprecated Use `external_id`. */
    external_user_id?: number | null;
    facebook_id?: string | null;
    full_name?: string | null;
    /** Whether the user will be deleted when the session ends. */
    is_guest?: boolean | null;
    last_request_at?: string | null;
    login?: string | null;
    phone?: string | null;
    /** Minutes from UTC. */
    timezone?: number | null;
    twitter_id?: string | null;
    updated_at?: string;
    /** `tagsOf` reads them in every form. */
    user_tags?: string | string[] | null;
    website?: string | null;
}
/** What can be written into a user, the password apart. */
export interface CubeUserFields {
    /** The id of a stored file, or an address. */
    avatar?: string | null | undefined;
    /** @deprecated Use `avatar`. */
    blob_id?: number | null | undefined;
    /** Free text, often JSON. It can't be searched by. */
    custom_data?: string | null | undefined;
    /** Unique in the application, whatever its case. */
    email?: string | null | undefined;
    /** Your own id of the user, unique in the application. */
    external_id?: string | null | undefined;
    /** @deprecated Use `external_id`. */
    external_user_id?: number | null | undefined;
    /** Unique in the application. */
    facebook_id?: string | null | undefined;
    /** 1 to 200 characters. */
    full_name?: string | null | undefined;
    /** 3 to 70 characters, unique in the application. */
    login?: string | null | undefined;
    phone?: string | null | undefined;
    /** All tags of the user, at most 5; answers have them as `user_tags`. */
    tags?: readonly string[] | null | undefined;
    /** Minutes from UTC. */
    timezone?: number | null | undefined;
    /** Unique in the application. */
    twitter_id?: string | null | undefined;
    /** An address; without a scheme it gets `http://` in front. */
    website?: string | null | undefined;
}
/**
 * A user to sign up: a password, and a login, an e-mail address or both to log in with.
 *
 * @example
 * { login: "ada", password: "example-pass-1", full_name: "Ada Lovelace", tags: ["vip"] }
 */
export type SignUp = CubeUserFields & {
    /** 6 to 40 characters. */
    password: string;
} & ({
    login: string;
} | {
    email: string;
});
/** A new password, and the one that it replaces. */
export interface Passwords {
    old_password: string;
    /** 6 to 40 characters. */
    password: string;
}
/**
 * Changes to a user. What is left out or `undefined` stays as it is, `null` clears a field. A new password needs the
 * old one.
 *
 * @example
 * { full_name: "Ada King", tags: ["vip", "analyst"], phone: null }
 */
export type CubeUserChanges = CubeUserFields & (Passwords | {
    old_password?: undefined;
    password?: undefined;
});

// types/cube-users.d.ts

import type { Call, CallOptions, WriteOptions } from "./call.js";
import type { CubeField, CubeFieldV1, CubeFilter, CubeFilterV1, CubeSort } from "./cube-filter.js";
import type { CubeUser, CubeUserChanges, Passwords, SignUp } from "./cube-user.js";
import type { Listing, ListOptions } from "./list.js";
/** Options of a search for one user. */
export interface FindOptions extends CallOptions {
    /** Which of several users is the first. */
    sort?: CubeSort<CubeField> | undefined;
    /**
     * How many users to skip.
     *
     * @default 0
     */
    offset?: number | undefined;
}
/** Options of every list. */
export interface CubeListOptions extends ListOptions {
    /**
     * How many users come with one answer: 1 to 100, with `start_with` 1 to 5.
     *
     * @default as many as possible
     */
    pageSize?: number | undefined;
}
/** Options of a list that begins after some users. */
export interface OffsetOptions extends CubeListOptions {
    /**
     * How many users to skip.
     *
     * @default 0
     */
    offset?: number | undefined;
}
/** Options of a list that begins with some page. */
export interface PageOptions extends CubeListOptions {
    /**
     * The page to begin with.
     *
     * @default 1
     */
    page?: number | undefined;
}
/** Options of `list`. */
export interface CubeUserListOptions extends OffsetOptions {
    /**
     * The order of the users.
     *
     * @default by id
     * @example
     * { sort: { desc: "created_at" } }
     */
    sort?: CubeSort<CubeField> | undefined;
}
/** Options of `listV1`. */
export interface CubeUserListV1Options extends PageOptions {
    /** The order of the users. */
    sort?: CubeSort<CubeFieldV1> | undefined;
}
/** The operations on users. All but `signUp` need a session; users change and delete nobody but themselves. */
export interface CubeUsers {
    /**
     * Makes a user. It doesn't log in: `createSession` does. Needs no session.
     *
     * Rejects with `conflict` / `not_unique` if the login or the e-mail address is in use. If no answer came
     * (`maybe_created`), look before you try again.
     *
     * @example
     * const user = await cube.users.signUp({ login: "ada", password: "example-pass-1", full_name: "Ada Lovelace" });
     */
    signUp(user: SignUp, options?: WriteOptions): Call<CubeUser>;
    /**
     * Lists the users that `filter` describes.
     *
     * @example
     * const filter = { full_name: { start_with: "hunter" }, id: { nin: [68647] } };
     * for await (const user of cube.users.list(filter, { sort: { desc: "created_at" } })) greet(user);
     */
    list(filter: CubeFilter, options?: CubeUserListOptions): Listing<CubeUser>;
    /**
     * Lists users, all of them without a filter.
     *
     * @deprecated Use `list`. This one is `forbidden` unless the application allows it: it is off by default, and a
     * setting of the admin panel (Overview, Permissions) turns it on.
     */
    listV1(filter?: CubeFilterV1, options?: CubeUserListV1Options): Listing<CubeUser>;
    /** Lists the users who are online. */
    listOnline(options?: OffsetOptions): Listing<CubeUser>;
    /** Counts the users who are online. */
    countOnline(options?: CallOptions): Call<{
        count: number;
    }>;
    /**
     * Finds the first of the users that `filter` describes; `null` if there is none.
     *
     * @example
     * const ada = await cube.users.findOne({ login: "ada" });
     */
    findOne(filter: CubeFilter, options?: FindOptions): Call<CubeUser | null>;
    /** Finds the first user with that phone number; `null` if there is none. */
    findByPhone(phone: string, options?: CallOptions): Call<CubeUser | null>;
    /**
     * Finds the user with that id; `null` if there is none.
     *
     * @deprecated Use `findOne({ id })`.
     */
    find(id: number, options?: CallOptions): Call<CubeUser | null>;
    /**
     * Finds the user with that login; `null` if there is none.
     *
     * @deprecated Use `findOne({ login })`.
     */
    findByLogin(login: string, options?: CallOptions): Call<CubeUser | null>;
    /**
     * Finds the user with that e-mail address; `null` if there is none.
     *
     * @deprecated Use `findOne({ email })`.
     */
    findByEmail(email: string, options?: CallOptions): Call<CubeUser | null>;
    /**
     * Lists the users with that full name, whatever its case.
     *
     * @deprecated Use `list({ full_name })`.
     */
    findByFullName(fullName: string, options?: PageOptions): Listing<CubeUser>;
    /**
     * Lists the users with at least one of those tags.
     *
     * @deprecated Use `list({ user_tags })`.
     */
    findByTags(tags: readonly string[], options?: PageOptions): Listing<CubeUser>;
    /**
     * Finds the user with that id at Facebook; `null` if there is none.
     *
     * @deprecated Use `findOne({ facebook_id })`.
     */
    findByFacebookId(facebookId: string, options?: CallOptions): Call<CubeUser | null>;
    /**
     * Finds the user with that id at Twitter; `null` if there is none.
     *
     * @deprecated Use `findOne({ twitter_id })`.
     */
    findByTwitterId(twitterId: string, options?: CallOptions): Call<CubeUser | null>;
    /**
     * Finds the user with that `external_user_id`; `null` if there is none.
     *
     * @deprecated Give users an `external_id`, and use `findOne({ external_id })`.
     */
    findByExternalUserId(externalUserId: number, options?: CallOptions): Call<CubeUser | null>;
    /**
     * Changes the user with that id, who must be the session's own.
     *
     * @example
     * await cube.users.update(user.id, { full_name: "Ada King", tags: ["vip", "analyst"] });
     */
    update(id: number, changes: CubeUserChanges, options?: WriteOptions): Call<CubeUser>;
    /** Gives the user with that id, who must be the session's own, a new password. */
    changePassword(id: number, passwords: Passwords, options?: WriteOptions): Call<CubeUser>;
    /** Deletes the user with that id, who must be the session's own, for good; the session ends with it. */
    delete(id: number, options?: WriteOptions): Call<void>;
    /** Deletes the user with that `external_user_id`, who must be the session's own, for good; the session ends with it. */
    deleteByExternalUserId(externalUserId: number, options?: WriteOptions): Call<void>;
    /** Has a link to a new password sent to that e-mail address. */
    resetPassword(email: string, options?: WriteOptions): Call<void>;
}

// types/filter.d.ts

/** A point in time: a `Date`, an ISO 8601 text, or a number of seconds since 1970. */
export type Moment = Date | number | string;
/** A span of time, its ends included; one of them may be left out. */
export type Span = {
    min: Moment;
    max?: Moment | undefined;
} | {
    min?: Moment | undefined;
    max: Moment;
};
/** How an attribute compares to a value; `i…` ignores case. */
export type Comparison = "contains" | "endswith" | "gt" | "gte" | "icontains" | "iendswith" | "istartswith" | "lt" | "lte" | "startswith";
/** A value to be equal to, or to compare to. */
type Condition<T> = T | {
    [C in "contains" | "gt" | "gte" | "lt" | "lte"]?: T | undefined;
};
/** What the list of all users can be filtered by. All conditions must hold. */
export interface UserFilter {
    /** Only users who have an e-mail address. */
    with_email?: boolean | undefined;
    email?: Condition<string> | undefined;
    key?: Condition<string> | undefined;
    phone_number?: Condition<string> | undefined;
    user_id?: Condition<string> | undefined;
    first_seen?: Condition<Moment> | undefined;
    last_seen?: Condition<Moment> | undefined;
    last_contacted?: Condition<Moment> | undefined;
    updated_at?: Condition<Moment> | undefined;
}
export {};

// types/history.d.ts

/** An event of a user. Timestamps are ISO 8601 in UTC, or seconds since 1970. */
export interface EventRecord {
    id: number;
    /** The user's id. */
    client?: number;
    user_id?: number;
    event?: string;
    event_id?: number;
    timestamp?: number | string;
    items?: {
        key: string;
        value: unknown;
    }[];
}
/** An e-mail a user was sent. */
export interface EmailRecord {
    id: number;
    status?: string;
    subject?: string;
    created_at?: string;
    sent_at?: string | null;
    opened_at?: string | null;
    clicked_at?: string | null;
}
/** A page a user has seen. */
export interface PingHit {
    id: number;
    client?: number;
    browser_family?: string | null;
    browser_version?: string | null;
    city?: string | null;
    country?: string | null;
    extra_data?: unknown;
    ip_address?: string | null;
    os_type?: string | null;
    referer?: string | null;
    resolution?: string | null;
    timestamp?: number | string;
    timezone?: string | null;
    url?: string;
    user_agent?: string | null;
}
/** Something that happened to a user. */
export interface TimelineEntry {
    id: number;
    datetime?: string;
    name?: string;
    content?: {
        url?: string;
        title?: string;
    };
}
/** Something a user did with a product. */
export interface ProductEventRecord {
    id: number;
    client?: number;
    event_type?: string;
    timestamp?: number | string;
    custom_data?: Record<string, unknown>;
}
/** A segment: users who have something in common. */
export interface Segment {
    id: number;
    name?: string;
    description?: string;
    /** The address of the list of its users. */
    users?: string;
}

// types/hooks.d.ts

/** What an app can hear of a client's requests. */
export interface Hooks {
    /**
     * Is told of each request when it is sent. What a hook throws is reported, and changes nothing for the call.
     *
     * @example
     * new UserCom({ relay: "/userkey", onRequest: ({ method, path }) => console.debug(method, path) })
     */
    onRequest?: ((event: RequestEvent) => void) | undefined;
    /** Is told of each request when its answer has been read, or when none came. */
    onResponse?: ((event: ResponseEvent) => void) | undefined;
    /** Is told of each request that will be sent again, after the `onResponse` of the one that failed. */
    onRetry?: ((event: RetryEvent) => void) | undefined;
}
/** A request: what is in its query, headers and body is never told. */
export interface RequestEvent {
    /** The system that is asked. */
    system: "connectycube" | "usercom";
    /** What the call is named in the API: `"users.findByKey"`, `"updateVisitor"`. */
    operation: string;
    /** The HTTP method. */
    method: string;
    /** The path of the URL. */
    path: string;
    /** Which request of its call this is, from 1. */
    attempt: number;
}
/** A request that is over. */
export interface ResponseEvent extends RequestEvent {
    /** The HTTP status; none if no answer came. */
    status: number | undefined;
    /** How long it took, its body included, in milliseconds. */
    ms: number;
}
/** A request that will be sent again. */
export interface RetryEvent extends RequestEvent {
    /** The HTTP status; none if no answer came. */
    status: number | undefined;
    /** How long the client waits before, in milliseconds. */
    waitMs: number;
}

// types/identify.d.ts

import type { UpdateVisitorOptions } from "./options.js";
import type { User } from "./user.js";
/**
 * Who signs in, by the id of your own, by e-mail address, or by both; through a relay by neither, since the identity token
 * says it. And options of the call.
 */
export type IdentifyOptions = UpdateVisitorOptions & ({
    /** The id of your own: `user_id`, in version 2 `custom_id`. It decides alone who is meant. */
    userId: string;
    email?: string | undefined;
} | {
    userId?: string | undefined;
    /** The e-mail address, whatever its case. */
    email: string;
} | {
    userId?: undefined;
    email?: undefined;
});
/** What became of a visitor who signed in. */
export interface Identified<A = Record<string, unknown>, V extends 1 | 2 = 1> {
    /** Whether a record was changed, changed and merged with the visitor's, or made. */
    action: "created" | "merged" | "updated";
    /** The user; through a relay the part of it that the relay shows. */
    user: User<A, V>;
    /** Another person's record is in this browser's cookie: call `UE.resetAuth` or set `civchat.user_id`. */
    advice?: "reset_widget";
}

// types/list.d.ts

import type { Answer, CallOptions } from "./call.js";
/** A part of a list, with its records under the name `K`. */
export type Page<T, K extends string = "users"> = {
    [P in K]: T[];
} & {
    /** How many records the whole list has, if the service says. */
    total: number | undefined;
};
/**
 * A list that is fetched page by page while it is walked through. Nothing is sent before.
 *
 * @example
 * for await (const user of usercom.users.list()) console.log(user.name);
 */
export interface Listing<T, K extends string = "users"> extends AsyncIterable<T> {
    /**
     * Walks through the list by its pages.
     *
     * @example
     * for await (const { users, total } of usercom.users.list().pages()) console.log(users.length, "of", total);
     */
    pages(): Pages<T, K>;
    /**
     * Gives the whole list, or its first `limit` records.
     *
     * @example
     * const first = await usercom.users.list().toArray({ limit: 500 });
     */
    toArray(options?: {
        limit?: number | undefined;
    }): Promise<T[]>;
}
/** The pages of a list. */
export interface Pages<T, K extends string = "users"> extends AsyncIterable<Page<T, K>> {
    /** Walks through the pages together with what is known of the answers that brought them. */
    withResponse(): AsyncIterable<Answer<Page<T, K>>>;
}
/** Options of a list: those of a call hold for each of its pages. */
export interface ListOptions extends CallOptions {
    /**
     * How many records are wanted in all.
     *
     * @default no limit
     */
    limit?: number | undefined;
}

// types/options.d.ts

import type { CallOptions, WriteOptions } from "./call.js";
import type { Hooks } from "./hooks.js";
import type { FetchAnswer, FetchInit } from "./platform.js";
/** Where requests go: exactly one of the three. */
export type Address = RelayAddress | SubdomainAddress | BaseUrlAddress;
/** Through a relay, the way for pages: the key stays on your server. */
export interface RelayAddress {
    /**
     * The relay's address: in a page a path on your own site, elsewhere an absolute URL.
     *
     * @example
     * new UserCom({ relay: "/userkey" })
     */
    relay: string;
    /**
     * Gives the identity token that your server has made for who is signed in, or `null` if nobody is. Calls are then about
     * that person, in whatever browser. The token is kept in memory only, until `signOut` or until it has expired.
     *
     * @example
     * new UserCom({ relay: "/userkey", identity: async () => (await fetch("/identity-token")).text() })
     */
    identity?: (() => string | null | PromiseLike<string | null>) | undefined;
    apiKey?: undefined;
    baseUrl?: undefined;
    subdomain?: undefined;
}
/** Straight to User.com, for servers. */
export interface SubdomainAddress {
    /**
     * The application's subdomain: `acme` for `https://acme.user.com`.
     *
     * @example
     * new UserCom({ subdomain: "acme", apiKey: process.env.USERCOM_TOKEN })
     */
    subdomain: string;
    /** The REST key of 64 characters. It opens every customer record: never put it into a page. */
    apiKey?: string | undefined;
    baseUrl?: undefined;
    identity?: undefined;
    relay?: undefined;
}
/** To a proxy of your own, or to the sandbox. */
export interface BaseUrlAddress {
    /**
     * All that stands before `users/…`; a final slash is optional.
     *
     * @example
     * new UserCom({ baseUrl: "http://127.0.0.1:8080/api/public", apiKey: "0".repeat(64) })
     */
    baseUrl: string;
    /** The REST key; leave it out if your proxy adds it. */
    apiKey?: string | undefined;
    identity?: undefined;
    relay?: undefined;
    subdomain?: undefined;
}
/** Options that every client has. */
export interface ClientOptions extends Hooks {
    /**
     * Sends the requests, in place of the global `fetch`.
     *
     * @default globalThis.fetch
     */
    fetch?: ((url: string, init: FetchInit) => Promise<FetchAnswer>) | undefined;
    /**
     * Milliseconds that one attempt may take, its body included.
     *
     * @default 10000
     */
    timeout?: number | undefined;
    /**
     * Milliseconds that a call may take in all: loading, queueing, every attempt and the pauses between.
     *
     * @default 30000
     */
    totalTimeout?: number | undefined;
    /**
     * How often a failed attempt is repeated.
     *
     * @default 2
     */
    maxRetries?: number | undefined;
    /**
     * The longest pause in milliseconds that a service may ask for; if it asks for more, the call fails at once.
     *
     * @default 30000
     */
    maxRetryAfter?: number | undefined;
    /**
     * How many requests run at once; others wait in order.
     *
     * @default 6
     */
    maxConcurrent?: number | undefined;
}
/** Options of `UserCom`. */
export type UserComOptions<V extends 1 | 2 = 1> = Address & ClientOptions & ExposureOption & VersionOption<V>;
/** What to do about a key in a page. */
export interface ExposureOption {
    /**
     * Allows a key in a page although everyone who opens the page can read it. For pages that only you can open.
     * Not needed if the service itself is on this machine, as the sandbox is.
     *
     * @default false
     */
    dangerouslyAllowBrowser?: boolean | undefined;
}
/** The version of the API, which must be said if it isn't 1. */
export type VersionOption<V extends 1 | 2> = {
    /**
     * The version of the API: it decides the names in answers (`key` or `user_key`, `user_id` or `custom_id`).
     *
     * @default 1
     */
    apiVersion?: V | undefined;
} & ([V] extends [1] ? unknown : {
    apiVersion: V;
});
/** Options of `visitor` and `visitorKey`. */
export interface VisitorOptions extends CallOptions, CookieOptions {
}
/** Options of `updateVisitor`. */
export interface UpdateVisitorOptions extends WriteOptions, CookieOptions {
}
/** Which visitor is meant, and how long to wait for one. */
export interface CookieOptions {
    /**
     * The `Cookie` header of the visitor's request: needed outside of a page, refused in one.
     *
     * @example
     * await usercom.visitor({ cookie: request.headers.get("cookie") ?? "" });
     */
    cookie?: string | undefined;
    /**
     * Milliseconds to wait for the `__ca__chat` cookie, which the widget sets after the page has loaded.
     *
     * @default 0
     * @example
     * await usercom.visitor({ waitForCookie: 3000 });
     */
    waitForCookie?: number | undefined;
}

// types/platform.d.ts

/** The platform's types, so that no `lib` has to be loaded: the real ones where they are declared, else the part used here. */
type Platform<Name extends string, Part> = typeof globalThis extends {
    [K in Name]: {
        prototype: infer T;
    };
} ? T : Part;
/** `AbortSignal`. */
export type Signal = Platform<"AbortSignal", {
    readonly aborted: boolean;
    readonly reason: unknown;
    addEventListener(type: "abort", listener: () => void): void;
    removeEventListener(type: "abort", listener: () => void): void;
}>;
/** `Headers`. */
export type HttpHeaders = Platform<"Headers", {
    get(name: string): string | null;
    has(name: string): boolean;
    forEach(visit: (value: string, name: string) => void): void;
}>;
/** `Request`. */
export type WebRequest = Platform<"Request", {
    readonly body: unknown;
    readonly headers: HttpHeaders;
    readonly method: string;
    readonly url: string;
}>;
/** `Response`. */
export type WebResponse = Platform<"Response", {
    readonly headers: HttpHeaders;
    readonly status: number;
    text(): Promise<string>;
}>;
/** What a client hands to `fetch` beside the URL: a `RequestInit`. */
export interface FetchInit {
    body?: string;
    cache?: "no-store" | "reload";
    credentials: "include" | "omit" | "same-origin";
    headers: HttpHeaders;
    keepalive?: boolean;
    method: string;
    redirect: "manual";
    signal: Signal;
}
/** What a client reads of what `fetch` answers: every `Response` has it. */
export interface FetchAnswer {
    readonly headers: {
        get(name: string): string | null;
    };
    readonly status: number;
    readonly type?: string;
    text(): Promise<string>;
}
/** Where `userkey/slim` can take its wasm from: an address, a `Response`, bytes, or a compiled `WebAssembly.Module`. */
export type WasmSource = string | {
    readonly href: string;
} | FetchAnswer | ArrayBuffer | ArrayBufferView | object;
type DisposeSymbol = SymbolConstructor extends {
    readonly dispose: infer S extends symbol;
} ? S : never;
/** `Disposable` where TypeScript knows it, so that `using` works; else nothing. */
export type MaybeDisposable = {
    [K in DisposeSymbol]: () => void;
};
export {};

// types/resources.d.ts

import type { Call, CallOptions, WriteOptions } from "./call.js";
import type { Moment } from "./filter.js";
import type { Listing, ListOptions } from "./list.js";
import type { List, Tag } from "./user.js";
import type { UserReference, Users } from "./users.js";
/** What a client of User.com has. Needs a key to User.com: a relay refuses all of it. */
export interface UserComResources<A = Record<string, unknown>, V extends 1 | 2 = 1> {
    /** Finds, lists, creates, changes, merges and deletes users. */
    readonly users: Users<A, V>;
    /** Notes events of users. */
    readonly events: Events;
    /** Notes what users do with products. */
    readonly products: Products;
    /** Notes that visitors saw a page. */
    readonly siteViews: SiteViews;
    /** Writes to users. */
    readonly conversations: Conversations;
    /** Makes users members of companies. */
    readonly companies: Companies;
    /** The tags of the application. */
    readonly tags: Tags;
    /** The lists of the application. */
    readonly lists: Lists;
    /** The custom attributes of the application. */
    readonly attributes: Attributes;
}
/** What was noted. */
export interface Noted {
    id: number;
    /** Whether the application didn't know an event of that name before. */
    created?: boolean;
}
/** The operations on events. */
export interface Events {
    /**
     * Notes an event of a user. Prefer the number for users made elsewhere: an unknown id of your own is `not_found`.
     *
     * @example
     * await usercom.events.create("customer-42", { name: "ordered", data: { total: 99 } });
     */
    create(user: UserReference, event: {
        name: string;
        data?: Record<string, unknown> | undefined;
        timestamp?: Moment | undefined;
    }, options?: WriteOptions): Call<Noted>;
}
/** What a user can do with a product, as the vendor's own plugins name it; other words are possible. */
export type ProductEventType = "add" | "add to cart" | "add to observation" | "checkout" | "checkout option" | "click" | "detail" | "liking" | "order" | "promo click" | "purchase" | "refund" | "remove" | "reservation" | "return" | "view" | (string & {});
/** The operations on products. */
export interface Products {
    /** Notes what a user did with a product: a number is its id at User.com, a string the id of your own. */
    createEvent(product: number | string, user: UserReference, event: {
        event_type: ProductEventType;
        data?: Record<string, unknown> | undefined;
        timestamp?: Moment | undefined;
    }, options?: WriteOptions): Call<Noted>;
}
/** The operations on page views. */
export interface SiteViews {
    /** Notes that the visitor with that key saw a page. */
    create(key: string, view: {
        page_domain: string;
        page_path: string;
        timestamp: Moment;
    }, options?: WriteOptions): Call<unknown>;
}
/** The operations on conversations. */
export interface Conversations {
    /** Begins a conversation with the user of that id. */
    create(id: number, content: string, options?: WriteOptions): Call<unknown>;
}
/** The operations on companies. */
export interface Companies {
    /** Makes a user a member of the company with that id. */
    addMember(companyId: number, user: UserReference, options?: WriteOptions): Call<unknown>;
    /** Takes a user out of the company with that id. */
    removeMember(companyId: number, user: UserReference, options?: WriteOptions): Call<unknown>;
}
/** The operations on tags. */
export interface Tags {
    /** Lists all tags. */
    list(options?: ListOptions): Listing<Tag, "items">;
    /** Makes a tag. */
    create(tag: {
        name: string;
    }, options?: WriteOptions): Call<Tag>;
    /** Renames a tag. */
    update(id: number, tag: {
        name: string;
    }, options?: WriteOptions): Call<Tag>;
    /** Deletes a tag for good. */
    delete(id: number, options?: WriteOptions): Call<unknown>;
}
/** The operations on lists. */
export interface Lists {
    /** Lists all lists. */
    list(options?: ListOptions): Listing<List, "items">;
    /** Makes a list. */
    create(list: {
        name: string;
        description?: string | undefined;
    }, options?: WriteOptions): Call<List>;
    /** Changes a list. */
    update(id: number, list: {
        name?: string | undefined;
        description?: string | undefined;
    }, options?: WriteOptions): Call<List>;
    /** Deletes a list for good. */
    delete(id: number, options?: WriteOptions): Call<unknown>;
}
/** The types of custom attributes. */
export type AttributeType = "boolean" | "date" | "datetime" | "fixed" | "float" | "integer" | "json" | "string";
/** A custom attribute of the application. */
export interface AttributeRecord {
    id: number;
    name: string;
    name_std: string;
    value_type: AttributeType;
    content_type?: string;
}
/** The operations on custom attributes. */
export interface Attributes {
    /** Lists all custom attributes. */
    list(options?: ListOptions): Listing<AttributeRecord, "items">;
    /** Finds the custom attribute with that id; `null` if there is none. */
    find(id: number, options?: CallOptions): Call<AttributeRecord | null>;
    /** Finds the type of the attribute with that name in lower case, with `_` for spaces; `null` if there is none. */
    findType(name: string, options?: CallOptions): Call<{
        value_type: AttributeType;
    } | null>;
    /** Makes a custom attribute of users. */
    create(attribute: {
        name: string;
        value_type: AttributeType;
    }, options?: WriteOptions): Call<AttributeRecord>;
    /** Deletes a custom attribute for good, and its values with it. */
    delete(id: number, options?: WriteOptions): Call<unknown>;
}

// types/session.d.ts

import type { Call, CallOptions, WriteOptions } from "./call.js";
import type { Credentials, UserCredentials } from "./credentials.js";
import type { CubeUser } from "./cube-user.js";
/** A session as a client keeps it, and an app may. Whoever has the token is the user: keep it like a password. */
export interface CubeSession {
    readonly token: string;
    /** The user's id; `null` if the session is the application's. */
    readonly user_id: number | null;
    /** Who the session speaks for. */
    readonly holder: "application" | "guest" | "user";
    /** When it ends unless it is used before, in seconds since 1970 by the clock here; `null` if that isn't known. */
    readonly expires_at: number | null;
}
/** What a client can be told of a session: at least the token, and the user's id unless it is the application's. */
export type KnownSession = Pick<CubeSession, "token"> & {
    readonly [K in keyof CubeSession]?: CubeSession[K] | undefined;
};
/** A session as the service answers it. */
export interface SessionRecord {
    id: number;
    application_id: number;
    /** ISO 8601, UTC. */
    created_at: string;
    nonce?: number;
    token: string;
    /** Seconds since 1970. */
    ts: number;
    /** ISO 8601, UTC. */
    updated_at: string;
    /** The user, unless the session is the application's. */
    user?: CubeUser;
    user_id: number | null;
}
/** The operations on the session, of which a client has one at a time. */
export interface Sessions {
    /**
     * Begins a session, which the client's calls are made in from then on: the application's, or that of whom the
     * credentials name. Two hours after the last call it ends, a guest's after a day.
     *
     * Rejects with `auth` / `wrong_credentials` if name, password or key are wrong.
     *
     * @example
     * const { user_id } = await cube.createSession({ login: "ada", password: "example-pass-1" });
     */
    createSession(credentials?: Credentials, options?: WriteOptions): Call<SessionRecord>;
    /** Asks the service what the session is. */
    getSession(options?: CallOptions): Call<SessionRecord>;
    /** Ends the session: its token is worth nothing then. */
    destroySession(options?: WriteOptions): Call<void>;
    /**
     * Makes the session a user's; its token stays.
     *
     * @example
     * await cube.createSession();
     * const user = await cube.login({ email: "ada@example.com", password: "example-pass-1" });
     */
    login(credentials: UserCredentials, options?: WriteOptions): Call<CubeUser>;
    /** Makes the session the application's again; its token stays. */
    logout(options?: WriteOptions): Call<void>;
}

// types/user.d.ts

/** A tag of a user. */
export interface Tag {
    id: number;
    name: string;
}
/** A list that a user is on. */
export interface List {
    id: number;
    name: string;
    description?: string;
}
/** A company that a user belongs to. */
export interface Company {
    id: number;
    name: string;
    /** ISO 8601, UTC. */
    member_since: string;
}
/** A custom attribute as version 1 of the API writes it. */
export type Attribute<A = Record<string, unknown>> = {
    [K in keyof A]: {
        id: number;
        /** The name as it was given: `"Favourite topic"`. */
        name: string;
        /** The name in lower case, with `_` for spaces: `"favourite_topic"`. */
        name_std: K;
        value: A[K] | null;
        description?: string | null;
        value_type?: number | string;
    };
}[keyof A];
/** How a user's gender is spelt in answers and changes. */
export type Gender = "female" | "male" | "unknown";
/** Whether a user is a mere visitor or a user of the application. */
export type Status = "user" | "visitor";
/**
 * What both versions of the API tell about a user. Any key may be missing.
 * Timestamps are ISO 8601 in UTC with up to six fraction digits: `"2017-06-07T09:41:13.466897Z"`.
 */
export interface UserFields {
    /** The id of the agent who looks after this user. */
    assigned_to?: number | null;
    browser?: string | null;
    browser_language?: string | null;
    city?: string | null;
    companies?: Company[];
    country?: string | null;
    created_at?: string;
    /** Not unique: several users may share an address. */
    email?: string | null;
    facebook_url?: string | null;
    first_seen?: string | null;
    gender?: Gender;
    google_url?: string | null;
    gravatar_url?: string | null;
    last_contacted?: string | null;
    last_ip?: string | null;
    last_seen?: string | null;
    linkedin_url?: string | null;
    lists?: List[];
    /** First and last name. */
    name?: string | null;
    notifications?: boolean;
    os_type?: string | null;
    page_views?: number;
    phone_number?: string | null;
    region?: string | null;
    resolution?: string | null;
    score?: number;
    status?: Status;
    tags?: Tag[];
    timezone?: string | null;
    twitter_url?: string | null;
    unsubscribed?: boolean;
    updated_at?: string;
    web_push_subscription?: boolean;
}
/** A user as version 1 of the API answers. */
export interface UserV1<A = Record<string, unknown>> extends UserFields {
    id: number;
    /** The value of the visitor's `__ca__chat` cookie. */
    key: string;
    /** Your own id of the user. */
    user_id?: string | null;
    /** Custom attributes; `attributesOf` reads them in every form. */
    attributes?: Attribute<A>[];
    /** @deprecated A constant text. */
    chat_id?: string;
}
/** A user as version 2 of the API answers: custom attributes stand beside the other fields. */
export type UserV2<A = Record<string, unknown>> = Partial<A> & UserV2Fields;
/** The fields of version 2 that every application has. */
export interface UserV2Fields extends UserFields {
    id: number;
    /** The value of the visitor's `__ca__chat` cookie. */
    user_key: string;
    /** Your own id of the user. */
    custom_id?: string | null;
    most_active_time?: string | null;
}
/** A user as the API version `V` answers. */
export type User<A = Record<string, unknown>, V extends 1 | 2 = 1> = V extends 2 ? UserV2<A> : UserV1<A>;
/** The visitor of the page: a user of version 1, of whom a relay shows only what its configuration allows. */
export interface Visitor<A = Record<string, unknown>> extends Partial<UserV1<A>> {
    /** Whether the record has a custom id, an e-mail address or a phone number. Relays tell this. */
    known?: boolean;
}

// types/users.d.ts

import type { Call, CallOptions, WriteOptions } from "./call.js";
import type { UserChanges } from "./changes.js";
import type { Comparison, Span, UserFilter } from "./filter.js";
import type { EmailRecord, EventRecord, PingHit, ProductEventRecord, Segment, TimelineEntry } from "./history.js";
import type { Listing, ListOptions } from "./list.js";
import type { Tag, User } from "./user.js";
/** A user: a number is the id at User.com, a string the id of your own (`user_id`, in version 2 `custom_id`). */
export type UserReference = number | string;
/** A value of a custom attribute. */
export type AttributeValue = boolean | number | string | Date | readonly string[] | null | Record<string, unknown>;
/** The operations on users. */
export interface Users<A = Record<string, unknown>, V extends 1 | 2 = 1> {
    /**
     * Finds the user with that id, which User.com gave; `null` if there is none.
     *
     * @example
     * const user = await usercom.users.find(19678376);
     */
    find(id: number, options?: CallOptions): Call<User<A, V> | null>;
    /**
     * Finds the user with that id of your own (`user_id`, in version 2 `custom_id`); `null` if there is none.
     *
     * @example
     * const user = await usercom.users.findByUserId("customer-42");
     */
    findByUserId(userId: string, options?: CallOptions): Call<User<A, V> | null>;
    /**
     * Finds the user with that key, the value of a visitor's `__ca__chat` cookie; `null` if nobody has it.
     *
     * @example
     * const user = await usercom.users.findByKey("g3FaYocCy0U6");
     */
    findByKey(key: string, options?: CallOptions): Call<User<A, V> | null>;
    /**
     * Finds a user with that e-mail address, whatever its case; `null` if nobody has it. Addresses aren't unique, and
     * which of several users comes is the service's choice: `findAllByEmail` gives them all.
     */
    findByEmail(email: string, options?: CallOptions): Call<User<A, V> | null>;
    /** Finds every user with that e-mail address. */
    findAllByEmail(email: string, options?: CallOptions): Call<User<A, V>[]>;
    /** Finds the users with that phone number. */
    findByPhone(phoneNumber: string, options?: CallOptions): Call<User<A, V>[]>;
    /**
     * Lists the users whose custom attribute is `value`, or compares to it as `match` says. Values compare as texts.
     *
     * @example
     * for await (const user of usercom.users.findByAttribute("topic", "bike", { match: "startswith" })) greet(user);
     */
    findByAttribute(name: keyof A & string, value: boolean | number | string, options?: ListOptions & {
        match?: Comparison | undefined;
    }): Listing<User<A, V>>;
    /**
     * Lists users, all of them without a filter.
     *
     * @example
     * for await (const user of usercom.users.list({ with_email: true }, { limit: 1000 })) export_(user);
     */
    list(filter?: UserFilter, options?: ListOptions): Listing<User<A, V>>;
    /**
     * Lists the users whose `field` is in a span of time, its ends included.
     *
     * @example
     * usercom.users.listByDate("last_seen", { min: new Date("2026-01-01") })
     */
    listByDate(field: "first_seen" | "last_contacted" | "last_seen" | "updated_at", span: Span, options?: ListOptions): Listing<User<A, V>>;
    /** Lists the users with the tag of that id. */
    listByTag(tagId: number, options?: ListOptions): Listing<User<A, V>>;
    /** Lists the users in the segment of that id. */
    listBySegment(segmentId: number, options?: ListOptions): Listing<User<A, V>>;
    /**
     * Creates a user. Version 1 requires `email`, `first_name` and `last_name`. The same address can be created twice: if
     * no answer came (`maybe_created`), look before you try again.
     */
    create(user: UserChanges<A>, options?: WriteOptions): Call<User<A, V>>;
    /**
     * Changes the user with that id, which User.com gave.
     *
     * @example
     * await usercom.users.update(19678376, { city: "Warsaw" });
     */
    update(id: number, changes: UserChanges<A>, options?: WriteOptions): Call<User<A, V>>;
    /**
     * Changes the user with that id of your own (`user_id`, in version 2 `custom_id`).
     *
     * @example
     * await usercom.users.updateByUserId("customer-42", { email: "john@example.org", tags: ["verified"] });
     */
    updateByUserId(userId: string, changes: UserChanges<A>, options?: WriteOptions): Call<User<A, V>>;
    /** Changes the user with that id of your own, or creates one. Matches by that id only, never by e-mail. */
    updateOrCreate(userId: string, changes: UserChanges<A>, options?: WriteOptions): Call<{
        created: boolean;
        id: number;
    }>;
    /**
     * Merges the users `children` into `parent`, which keeps its id and key; the children are gone then. A value comes
     * from the parent if it has one, else from the child with the lowest id.
     */
    merge(parent: number, children: readonly number[], options?: WriteOptions): Call<{
        success: boolean;
    }>;
    /** Deletes the user with that id for good. */
    delete(id: number, options?: WriteOptions): Call<unknown>;
    /** Deletes the user with that id of your own for good. */
    deleteByUserId(userId: string, options?: WriteOptions): Call<unknown>;
    /** Adds a tag, making it if need be. */
    addTag(user: UserReference, name: string, options?: WriteOptions): Call<{
        created: boolean;
        tag: Partial<Tag>;
    }>;
    /** Adds several tags. */
    addTags(user: UserReference, names: readonly string[], options?: WriteOptions): Call<unknown>;
    /** Takes a tag off. */
    removeTag(user: UserReference, name: string, options?: WriteOptions): Call<unknown>;
    /** Puts the user on a list. */
    addToList(user: UserReference, listId: number, options?: WriteOptions): Call<unknown>;
    /** Takes the user off a list. */
    removeFromList(user: UserReference, listId: number, options?: WriteOptions): Call<unknown>;
    /** Sets a custom attribute. */
    setAttribute(user: UserReference, name: keyof A & string, value: AttributeValue, options?: WriteOptions): Call<unknown>;
    /** Sets several custom attributes. */
    setAttributes(user: UserReference, attributes: {
        [K in keyof A]?: A[K] | null | undefined;
    }, options?: WriteOptions): Call<unknown>;
    /** Removes a custom attribute from the user. */
    removeAttribute(user: UserReference, name: keyof A & string, options?: WriteOptions): Call<unknown>;
    /**
     * Gives many users the same value of a standard field. Ids that nobody has are skipped.
     *
     * @example
     * await usercom.users.updateMany([1, 2, 3], "country", "Poland");
     */
    updateMany<K extends Exclude<keyof UserChanges<A>, "attributes" | "tags">>(ids: readonly number[] | readonly string[], field: K, value: UserChanges<A>[K], options?: WriteOptions): Call<unknown>;
    /** Gives many users the same value of a custom attribute. Ids that nobody has are skipped. */
    setAttributeOfMany(ids: readonly number[] | readonly string[], name: keyof A & string, value: AttributeValue, options?: WriteOptions): Call<unknown>;
    /** Lists a user's events. */
    listEvents(user: UserReference, options?: ListOptions): Listing<EventRecord, "items">;
    /** Lists the e-mails a user was sent. */
    listEmails(user: UserReference, options?: ListOptions): Listing<EmailRecord, "items">;
    /** Lists the pages a user has seen. */
    listPingHits(user: UserReference, options?: ListOptions): Listing<PingHit, "items">;
    /** Lists what happened to a user, newest and oldest. */
    listTimeline(user: UserReference, options?: ListOptions): Listing<TimelineEntry, "items">;
    /** Lists what a user did with products. */
    listProductEvents(user: UserReference, options?: ListOptions): Listing<ProductEventRecord, "items">;
    /** Lists the segments a user is in. */
    listSegments(user: UserReference, options?: ListOptions): Listing<Segment, "items">;
}

// user-com.d.ts

/** The client of User.com. */
import type { Call } from "./types/call.js";
import type { UserChanges } from "./types/changes.js";
import type { Identified, IdentifyOptions } from "./types/identify.js";
import type { UpdateVisitorOptions, UserComOptions, VisitorOptions } from "./types/options.js";
import type { MaybeDisposable } from "./types/platform.js";
import type { Visitor } from "./types/user.js";
import type { UserComResources } from "./types/resources.js";
export interface UserCom<A = Record<string, unknown>, V extends 1 | 2 = 1> extends UserComResources<A, V>, MaybeDisposable {
}
/**
 * A client of User.com: who is the visitor, and all about users.
 *
 * Nothing has to be initialised or awaited first: the WebAssembly behind it loads by itself.
 *
 * @typeParam A The custom attributes of a user: `{ topic: string; newsletter: boolean }`.
 * @typeParam V The version of the API.
 *
 * @example
 * const usercom = new UserCom({ relay: "/userkey" });
 * const visitor = await usercom.visitor({ waitForCookie: 3000 });
 * if (visitor) await usercom.updateVisitor({ tags: ["came-back"] });
 */
export declare class UserCom<A = Record<string, unknown>, V extends 1 | 2 = 1> {
    #private;
    /**
     * @throws ConfigError for an unknown or mistyped option, not exactly one of `relay`, `subdomain` and `baseUrl`, or a
     * key in a page (`secret_key_in_browser`). Everything else is told by the calls.
     */
    constructor(options: UserComOptions<V>);
    /** Gives the visitor's key: the value of the `__ca__chat` cookie, `null` if there is none. Sends nothing. */
    visitorKey(options?: VisitorOptions): Promise<string | null>;
    /**
     * Finds the visitor; `null` if there is no cookie (nothing is sent then) or nobody has its key.
     *
     * @example
     * const visitor = await usercom.visitor({ waitForCookie: 3000 });
     */
    visitor(options?: VisitorOptions): Call<Visitor<A> | null>;
    /**
     * Changes the visitor, and gives what has become of it.
     *
     * Rejects with `not_found` / `no_visitor` if nobody is there.
     *
     * @example
     * await usercom.updateVisitor({ city: "Warsaw", tags: ["read-guide"], attributes: { topic: "bikes" } });
     */
    updateVisitor(changes: UserChanges<A>, options?: UpdateVisitorOptions): Call<Visitor<A>>;
    /**
     * Makes the anonymous visitor a known one: finds the records of the cookie and of the person, changes the right one,
     * and merges the two if they are one person's for certain. For log-ins and forms, on your server.
     *
     * In a page it goes through a relay that can check who signs in: the identity token says it, `userId` and `email` are
     * left out, and no two records are merged.
     *
     * Rejects with `conflict` / `ambiguous_email` if several users have the address and no `userId` says which; their
     * ids are in the error's `body`.
     *
     * @example
     * const { action, user, advice } = await usercom.identify(
     *   { first_name: "Ada" },
     *   { userId: "customer-42", email: "ada@example.com", cookie: request.headers.get("cookie") ?? "" },
     * );
     *
     * @example
     * // In a page, after a log-in: the client has the option `identity`.
     * await usercom.identify({ first_name: "Ada" });
     */
    identify(changes: UserChanges<A>, options?: IdentifyOptions): Call<Identified<A, V>>;
    /**
     * Calls `listener` whenever the visitor's key has changed: the widget came, a log-out, another tab.
     * Does nothing outside of a page.
     *
     * @returns a function that ends it.
     *
     * @example
     * const stop = usercom.onVisitorChange((key) => show(key === null ? "anonymous" : "known"));
     */
    onVisitorChange(listener: (key: string | null) => void): () => void;
    /**
     * Forgets the identity token of who was signed in, and has the widget, if it is in the page, forget the visitor, too:
     * it sets a new cookie. For log-outs.
     *
     * @example
     * logOutButton.onclick = () => usercom.signOut();
     */
    signOut(): void;
    /** Ends the client: calls in flight reject with `abort` / `client_closed`, its timers and listeners go. */
    close(): void;
}

// user.d.ts

/** Reads what a user holds, whichever form it came in. */
import type { Tag, UserV2Fields } from "./types/user.js";
/** The custom attributes that a user of type `U` may have. */
export type AttributesOf<U> = U extends {
    user_key: string;
} ? Omit<U, keyof UserV2Fields> : U extends {
    attributes?: (infer T extends {
        name_std: PropertyKey;
        value: unknown;
    })[];
} ? {
    [E in T as E["name_std"]]?: E["value"];
} : Record<string, unknown>;
/**
 * Gives the custom attributes of a user by their `name_std`, from version 1, version 2 or a relay.
 *
 * @example
 * const { topic } = attributesOf(visitor);
 */
export declare function attributesOf<U extends object>(user: U): AttributesOf<U>;
/** Gives the key of a user, the value of the visitor's `__ca__chat` cookie, from either version; `null` if it is kept back. */
export declare function keyOf(user: {
    key?: string;
    user_key?: string;
}): string | null;
/** Gives the names of a user's tags, of User.com or ConnectyCube, from a list or from text with commas. */
export declare function tagsOf(user: {
    tags?: Tags;
    user_tags?: Tags;
}): string[];
type Tags = readonly (Tag | string)[] | string | null | undefined;
export {};
