import { record } from "../recording.js";
import { cube } from "./client.js";

const KEPT = "larkspoke-club";
const listeners = new Set();

/** Who is signed in: `{ phase: "loading" }`, `{ phase: "nobody" }`, `{ phase: "member", user }` or `{ phase: "error", error }`. */
let state = { phase: "loading" };

// The token is as good as a password, so it is kept for this tab alone and goes with it.
cube.onSessionChange(keep);

/** Calls the listener with the state now and at each change. */
export function onMember(listener) {
  listeners.add(listener);
  listener(state);
}

/** Goes on in the session this tab has kept, or begins the application's own, in which anybody may search. */
export async function begin() {
  set({ phase: "loading" });
  try {
    set((await goOn()) ?? (await open()));
  } catch (error) {
    set({ phase: "error", error });
  }
}

/** Begins a session of the person with these credentials. */
export async function signIn(credentials) {
  const shown = JSON.stringify({ ...credentials, password: "…" });
  const { user } = await record(`cube.createSession(${shown})`, () => cube.createSession(credentials));
  set({ phase: "member", user });
  return user;
}

/** Makes the session the application's again. */
export async function signOut() {
  await record("cube.logout()", () => cube.logout());
  set({ phase: "nobody" });
}

/** Sends changes of the member and shows what has become of them. */
export async function updateMember(changes) {
  const { id } = state.user;
  const shown = JSON.stringify(changes, (name, value) => (/password/.test(name) ? "…" : value));
  const user = await record(`cube.users.update(${id}, ${shown})`, () => cube.users.update(id, changes));
  set({ phase: "member", user });
  return user;
}

/** Deletes the member for good; the session ends with it, and another begins. */
export async function deleteMember() {
  const { id } = state.user;
  await record(`cube.users.delete(${id})`, () => cube.users.delete(id));
  set(await open());
}

async function open() {
  await record("cube.createSession()", () => cube.createSession());
  return { phase: "nobody" };
}

/** Gives who the kept session is for; nothing if there is none, or if it is over. */
async function goOn() {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  if (!kept) return;
  await cube.setSession(kept);
  try {
    const { user } = await record("cube.getSession()", () => cube.getSession());
    return user ? { phase: "member", user } : { phase: "nobody" };
  } catch (error) {
    if (error.kind !== "auth") throw error;
  }
}

function keep(session) {
  if (session) sessionStorage.setItem(KEPT, JSON.stringify(session));
  else sessionStorage.removeItem(KEPT);
}

function set(next) {
  state = next;
  for (const listener of listeners) listener(state);
}
