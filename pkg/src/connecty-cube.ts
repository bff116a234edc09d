/** The client of ConnectyCube. */

import { connectycube } from "../generated/operations.js";
import { Cube } from "./cube.js";
import { endWithBlock } from "./lifetime.js";
import { type Operations, resources, type Same } from "./methods.js";
import { connectyCubeOptions } from "./options.js";
import { SessionState } from "./session.js";
import type { ConnectyCubeOptions } from "./types/cube-options.js";
import type { CubeUsers } from "./types/cube-users.js";
import type { MaybeDisposable } from "./types/platform.js";
import type { CubeSession, KnownSession, Sessions } from "./types/session.js";

/** The operations by their group. */
interface Groups {
  "": Sessions;
  users: CubeUsers;
}

/** The operations; it doesn't compile unless the wasm and the interfaces have the same ones. */
const OPERATIONS: Same<typeof connectycube, Groups> & Operations<Groups> = connectycube;

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
export class ConnectyCube {
  readonly #connection: Cube;
  readonly #session = new SessionState();

  /** @throws ConfigError for an unknown, mistyped or missing option. Everything else is told by the calls. */
  constructor(options: ConnectyCubeOptions) {
    this.#connection = new Cube(connectyCubeOptions(options), (session) => this.#session.set(session));
    const { "": sessions, ...groups } = resources<Groups>(this.#connection, OPERATIONS);
    Object.assign(this, sessions, groups);
    endWithBlock(this);
  }

  /** The session there is; `null` if there is none. */
  get session(): CubeSession | null {
    return this.#session.current;
  }

  /**
   * Goes on in a session that the app has kept, or in none.
   *
   * Rejects with `input` for what is no session. Whether it still lives, only the service knows.
   *
   * @example
   * await cube.setSession(JSON.parse(localStorage.getItem("session") ?? "null"));
   */
  async setSession(session: KnownSession | null): Promise<void> {
    await this.#connection.call("setSession", [session], undefined);
  }

  /**
   * Calls `listener` whenever the session has changed: it began, ended, was renewed, became another's, or lives longer,
   * as each answer makes it. It has the token: keep it where only the user can read it.
   *
   * @returns a function that ends it.
   *
   * @example
   * const stop = cube.onSessionChange((session) => localStorage.setItem("session", JSON.stringify(session)));
   */
  onSessionChange(listener: (session: CubeSession | null) => void): () => void {
    return this.#session.watch(this.#connection.life, listener);
  }

  /** Ends the client: calls in flight reject with `abort` / `client_closed`, its listeners go. The session lives on. */
  close(): void {
    this.#connection.close();
  }
}
