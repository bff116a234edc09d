/** The session of a client, as the wasm tells of it. */

import type { Lifetime } from "./lifetime.js";
import { report } from "./runtime.js";
import type { CubeSession } from "./types/session.js";

type Listener = (session: CubeSession | null) => void;

/** The session there is, and who wants to hear of changes. */
export class SessionState {
  current: CubeSession | null = null;
  readonly #listeners = new Set<Listener>();

  /** Calls `listener` at each change, until the client or the function that this gives ends it. */
  watch(life: Lifetime, listener: Listener): () => void {
    // Each gets a place of its own: one function may listen twice.
    const own: Listener = (session) => listener(session);
    const forget = life.onEnd(() => this.#listeners.delete(own));
    this.#listeners.add(own);
    return () => {
      forget();
      this.#listeners.delete(own);
    };
  }

  /** Is told of the session whenever it may have changed. */
  set(session: CubeSession | null): void {
    if (JSON.stringify(session) === JSON.stringify(this.current)) return;
    this.current = session;
    for (const listener of this.#listeners) void tell(listener, session);
  }
}

/** It is asynchronous so that neither a listener that throws nor one that rejects can disturb a call. */
async function tell(listener: Listener, session: CubeSession | null): Promise<void> {
  try {
    await listener(session);
  } catch (error) {
    report(error);
  }
}
