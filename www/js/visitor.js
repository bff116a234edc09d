import { record } from "./recording.js";

const listeners = new Set();
let usercom;
let loading = new AbortController();
let visit = 0;

/**
 * Who the visitor is, as one of
 * `{ phase: "loading" }` · `{ phase: "nobody" }` · `{ phase: "unknown", key }` · `{ phase: "known", user, key }` · `{ phase: "error", error }`.
 * The key is the cookie's: of somebody who is signed in, the record may be another. `visit` counts up whenever it may be somebody else.
 */
let state = { phase: "loading", visit };

/** Calls the listener with the state now and at each change. */
export function onVisitor(listener) {
  listeners.add(listener);
  listener(state);
}

/** Looks the visitor up again; a look-up still in flight is abandoned. */
export function loadVisitor() {
  visit += 1;
  set({ phase: "loading" });
  return lookUp();
}

/** Reads anew what is known of the visitor on show. */
export const refreshVisitor = () => lookUp();

async function lookUp() {
  loading.abort();
  loading = new AbortController();
  const { signal } = loading;
  try {
    const user = await record("usercom.visitor()", () => usercom.visitor({ signal }));
    const key = await usercom.visitorKey();
    if (!signal.aborted) set(found(user, key));
  } catch (error) {
    if (!signal.aborted) set({ phase: "error", error });
  }
}

/**
 * Sends changes of the visitor and gives the answer; rejects with the SDK's error.
 * An answer that comes when somebody else is the visitor is not shown.
 */
export async function updateVisitor(changes) {
  const asked = visit;
  const code = `usercom.updateVisitor(${JSON.stringify(changes)})`;
  const user = await record(code, () => usercom.updateVisitor(changes));
  if (visit === asked) set({ phase: "known", user, key: state.key });
  return user;
}

/** Looks the visitor up now and whenever the cookie changes: log-out, another tab, the switch of this page. */
export function followVisitor(client) {
  usercom = client;
  usercom.onVisitorChange(loadVisitor);
  return loadVisitor();
}

function found(user, key) {
  if (user) return { phase: "known", user, key };
  return key ? { phase: "unknown", key } : { phase: "nobody" };
}

function set(next) {
  state = { ...next, visit };
  for (const listener of listeners) listener(state);
}
