/** Who is signed in, as the page's own function tells a relay: in memory only. */

import type { AnyFailure } from "./failure.js";
import { type Limits, untilAfter } from "./wait.js";

/** A token as the function gives it: what it is worth, the wasm says. */
export type Token = unknown;

/** The function that gives identity tokens, and the token it gave. */
export class Identity {
  readonly #ask: () => unknown;
  #token: Token;
  #asked: { promise: Promise<Token>; reject(why: AnyFailure): void } | undefined;

  constructor(ask: () => unknown) {
    this.#ask = ask;
  }

  /**
   * Gives the token there is, or asks for one, once for all who wait. That nobody is signed in isn't remembered. The call
   * has `sent` so many requests before.
   */
  async token(limits: Limits, sent = 0): Promise<Token> {
    return this.#token ?? untilAfter(limits, (this.#asked ?? this.#begin()).promise, sent);
  }

  #begin() {
    let reject!: (why: AnyFailure) => void;
    const promise = new Promise<Token>((resolve, fail) => {
      reject = fail;
      new Promise((give) => give(this.#ask())).then(resolve, (cause: unknown) =>
        reject({ kind: "auth", code: "identity_invalid", message: "identity failed to give a token", cause }),
      );
    });
    const asked = (this.#asked = { promise, reject });
    const end = (token?: Token): void => {
      // What was asked for before a log-out is nobody's any more.
      if (this.#asked !== asked) return;
      this.#token = token;
      this.#asked = undefined;
    };
    promise.then(end, () => end());
    return asked;
  }

  /** Drops a token that is worth nothing, unless there is a newer one. */
  drop(old: Token): void {
    if (this.#token === old) this.#token = undefined;
  }

  /** Forgets who is signed in, and ends the calls that wait to be told. */
  forget(): void {
    this.#token = undefined;
    const message = "signOut was called while the call waited for an identity token";
    this.#asked?.reject({ kind: "abort", code: "aborted", message });
    this.#asked = undefined;
  }
}
