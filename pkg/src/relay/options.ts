/** How a relay is set up. */

import type { WebRequest } from "../types/platform.js";

/** The standard fields that a client may be allowed to write. */
export type WritableField =
  | "city"
  | "country"
  | "facebook_url"
  | "first_name"
  | "gender"
  | "google_url"
  | "gravatar_url"
  | "last_name"
  | "linkedin_url"
  | "notifications"
  | "phone_number"
  | "region"
  | "timezone"
  | "twitter_url"
  | "unsubscribed";

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
