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
} & ([V] extends [1] ? unknown : { apiVersion: V });

/** Options of `visitor` and `visitorKey`. */
export interface VisitorOptions extends CallOptions, CookieOptions {}

/** Options of `updateVisitor`. */
export interface UpdateVisitorOptions extends WriteOptions, CookieOptions {}

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
