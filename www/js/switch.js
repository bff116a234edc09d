import { $, el } from "./dom.js";

const COOKIE = "__ca__chat";
const UNKNOWN = "zzzzzzzzzzzz";

/** Offers the sandbox's first people in the switch, which only sets the cookie: the rest follows from the cookie. */
export async function enableSwitch() {
  const select = $("#visitor-switch");
  select.addEventListener("change", () => setCookie(select.value));
  select.replaceChildren(
    ...(await somePeople()).map((user) => el("option", { value: user.key }, user.name ?? user.email ?? `Anonymous ${user.key}`)),
    el("option", { value: UNKNOWN }, "Somebody unknown"),
    el("option", { value: "" }, "Nobody (no cookie)"));
  select.disabled = false;
}

/** Keeps the switch on the visitor the cookie names. */
export function showInSwitch({ phase, key, user }) {
  if (phase === "loading" || phase === "error") return;
  const value = key ?? "";
  const select = $("#visitor-switch");
  if (![...select.options].some((option) => option.value === value)) select.prepend(el("option", { value }, user?.key === key ? (user.name ?? key) : key));
  select.value = value;
}

/** The widget of the real service does this; a page never should. */
function setCookie(key) {
  const age = key ? 31536000 : 0;
  document.cookie = `${COOKIE}=${key}; path=/; max-age=${age}; samesite=lax`;
}

async function somePeople() {
  const response = await fetch("/_sandbox/users?limit=8").catch(() => undefined);
  if (!response?.ok) return [];
  const { users } = await response.json();
  return users;
}
