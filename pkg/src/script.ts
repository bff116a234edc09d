/**
 * The build for a script tag: makes `window.userkey` from the tag's attributes.
 *
 *     <script src="https://cdn.jsdelivr.net/npm/userkey@0.1/dist/userkey.js" data-relay="/userkey" async></script>
 *
 * A page that calls before this has loaded has the stub of `stub.js` there, whose calls wait for its `ready`.
 */

import { ConnectyCube } from "./connecty-cube.js";
import { isUserKeyError } from "./errors.js";
import { toError } from "./failure.js";
import type { UpdateVisitorOptions, VisitorOptions } from "./types/options.js";
import { UserCom } from "./user-com.js";

/** What `window.userkey` may be: nothing yet, the stub, or what this script once made of it. */
interface Page {
  userkey?: { UserCom?: unknown; ready: Promise<unknown> & Partial<Settle> };
}

/** The stub's way to end its waiting. */
interface Settle {
  resolve(userkey: object): void;
  reject(reason: unknown): void;
}

/** The client of a tag, which waits for the visitor's cookie as long as the tag says. */
class TagClient extends UserCom {
  readonly #waitForCookie: number;

  constructor(relay: string, waitForCookie: number) {
    // Where requests go must not depend on who can write an attribute: the tag names no other host.
    if (!/^\/(?![/\\])/.test(relay)) {
      const message = "data-relay must be a path on this site that begins with one /, like /userkey";
      throw toError({ kind: "config", code: "invalid_option", message });
    }
    super({ relay });
    this.#waitForCookie = waitForCookie;
  }

  override visitorKey(options?: VisitorOptions) {
    return super.visitorKey(this.#waiting(options));
  }

  override visitor(options?: VisitorOptions) {
    return super.visitor(this.#waiting(options));
  }

  override updateVisitor(changes: object, options?: UpdateVisitorOptions) {
    return super.updateVisitor(changes, this.#waiting(options));
  }

  #waiting<T extends VisitorOptions>(options?: T) {
    return { waitForCookie: this.#waitForCookie, ...options };
  }
}

function start({ relay, waitForCookie }: DOMStringMap): void {
  const page = globalThis as Page;
  if (page.userkey?.UserCom) return console.warn("userkey: a second script tag is ignored");
  const stub = page.userkey?.ready;
  try {
    const client = relay === undefined ? {} : new TagClient(relay, Number(waitForCookie ?? 0));
    page.userkey = Object.assign(client, { ConnectyCube, UserCom, isUserKeyError, ready: Promise.resolve() });
    page.userkey.ready = Promise.resolve(page.userkey);
    stub?.resolve?.(page.userkey);
  } catch (error) {
    stub?.reject?.(error);
    throw error;
  }
}

start(document.currentScript?.dataset ?? {});
