/** The client of User.com. */

import { usercom } from "../generated/operations.js";
import { endWithBlock } from "./lifetime.js";
import { userComOptions } from "./options.js";
import { type Operations, resources, type Same } from "./methods.js";
import { Site } from "./site.js";
import type { Call } from "./types/call.js";
import type { UserChanges } from "./types/changes.js";
import type { Identified, IdentifyOptions } from "./types/identify.js";
import type { UpdateVisitorOptions, UserComOptions, VisitorOptions } from "./types/options.js";
import type { MaybeDisposable } from "./types/platform.js";
import type { Visitor } from "./types/user.js";
import type { UserComResources } from "./types/resources.js";
import { resetWidget, watchVisitor } from "./visitor.js";

/** The operations; it doesn't compile unless the wasm and the interfaces have the same ones. */
const OPERATIONS: Same<typeof usercom, UserComResources> & Operations<UserComResources> = usercom;

export interface UserCom<A = Record<string, unknown>, V extends 1 | 2 = 1> extends UserComResources<A, V>, MaybeDisposable {}

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
export class UserCom<A = Record<string, unknown>, V extends 1 | 2 = 1> {
  readonly #connection: Site;

  /**
   * @throws ConfigError for an unknown or mistyped option, not exactly one of `relay`, `subdomain` and `baseUrl`, or a
   * key in a page (`secret_key_in_browser`). Everything else is told by the calls.
   */
  constructor(options: UserComOptions<V>) {
    this.#connection = new Site(userComOptions(options));
    Object.assign(this, resources<UserComResources>(this.#connection, OPERATIONS));
    endWithBlock(this);
  }

  /** Gives the visitor's key: the value of the `__ca__chat` cookie, `null` if there is none. Sends nothing. */
  visitorKey(options?: VisitorOptions): Promise<string | null> {
    return this.#connection.callVisitor("visitorKey", [], options);
  }

  /**
   * Finds the visitor; `null` if there is no cookie (nothing is sent then) or nobody has its key.
   *
   * @example
   * const visitor = await usercom.visitor({ waitForCookie: 3000 });
   */
  visitor(options?: VisitorOptions): Call<Visitor<A> | null> {
    return this.#connection.callVisitor("visitor", [], options);
  }

  /**
   * Changes the visitor, and gives what has become of it.
   *
   * Rejects with `not_found` / `no_visitor` if nobody is there.
   *
   * @example
   * await usercom.updateVisitor({ city: "Warsaw", tags: ["read-guide"], attributes: { topic: "bikes" } });
   */
  updateVisitor(changes: UserChanges<A>, options?: UpdateVisitorOptions): Call<Visitor<A>> {
    return this.#connection.callVisitor("updateVisitor", [changes], options);
  }

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
  identify(changes: UserChanges<A>, options?: IdentifyOptions): Call<Identified<A, V>> {
    const { userId, email, ...rest } = options ?? {};
    return this.#connection.callVisitor("identify", [changes, { userId, email }], rest);
  }

  /**
   * Calls `listener` whenever the visitor's key has changed: the widget came, a log-out, another tab.
   * Does nothing outside of a page.
   *
   * @returns a function that ends it.
   *
   * @example
   * const stop = usercom.onVisitorChange((key) => show(key === null ? "anonymous" : "known"));
   */
  onVisitorChange(listener: (key: string | null) => void): () => void {
    return watchVisitor(this.#connection.life, listener);
  }

  /**
   * Forgets the identity token of who was signed in, and has the widget, if it is in the page, forget the visitor, too:
   * it sets a new cookie. For log-outs.
   *
   * @example
   * logOutButton.onclick = () => usercom.signOut();
   */
  signOut(): void {
    this.#connection.signOut();
    resetWidget();
  }

  /** Ends the client: calls in flight reject with `abort` / `client_closed`, its timers and listeners go. */
  close(): void {
    this.#connection.close();
  }
}
