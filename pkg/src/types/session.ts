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
export type KnownSession = Pick<CubeSession, "token"> & { readonly [K in keyof CubeSession]?: CubeSession[K] | undefined };

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
