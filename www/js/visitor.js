import { record, usercom } from "./sdk.js";

const listeners = new Set();
let loading = new AbortController();

/**
 * Who the visitor is, as one of
 * `{ phase: "loading" }` · `{ phase: "nobody" }` · `{ phase: "unknown", key }` · `{ phase: "known", user }` · `{ phase: "error", error }`.
 */
let state = { phase: "loading" };

/** Calls the listener with the state now and at each change. */
export function onVisitor(listener) {
  listeners.add(listener);
  listener(state);
}

/** Looks the visitor up again; a look-up still in flight is abandoned. */
export async function loadVisitor() {
  loading.abort();
  loading = new AbortController();
  const { signal } = loading;
  set({ phase: "loading" });
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
  const code = `usercom.updateVisitor(${JSON.stringify(changes)})`;
  const user = await record(code, () => usercom.updateVisitor(changes));
  if (state.user?.id === user.id) set({ phase: "known", user });
  return user;
}

/** Looks the visitor up now and whenever the cookie changes: log-out, another tab, the switch of this page. */
export function followVisitor() {
  usercom.onVisitorChange(loadVisitor);
  return loadVisitor();
}

function found(user, key) {
  if (user) return { phase: "known", user };
  return key ? { phase: "unknown", key } : { phase: "nobody" };
}

function set(next) {
  state = next;
  for (const listener of listeners) listener(state);
}
