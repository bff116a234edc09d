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
