import { attempt } from "../attempt.js";
import { $, el, nameOf } from "../dom.js";
import { record } from "../recording.js";
import { refreshVisitor } from "../visitor.js";
import { usercom } from "./client.js";

const form = $("#login-form");
const result = $("#login-result");
const ACTIONS = {
  created: "Nobody had this id or address, so a record was made.",
  merged: "The visitor was anonymous and the person known: two records became one.",
  updated: "One record says it all: it was changed, and nothing was merged.",
};
const ADVICE = {
  reset_widget: "This browser’s cookie belongs to somebody else’s record. Call UE.resetAuth, or set civchat.user_id.",
};
let shown;

/** Forgets what happened to the visitor before. */
export function showLogin({ phase, visit }) {
  $("fieldset", form).disabled = phase === "loading";
  if (visit !== shown) result.replaceChildren();
  shown = visit;
}

/** Runs `identify` when the form is submitted, and tells what happened. */
export function enableLogin() {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    result.replaceChildren();
    const error = await attempt(event.submitter, $("#login-status"), logIn, "Logging in…");
    if (error) result.replaceChildren(failure(error));
  });
}

async function logIn() {
  const asked = shown;
  const { user_id: own, email, first_name: name } = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim()]));
  const changes = name ? { first_name: name } : {};
  const who = { ...(own && { userId: own }), ...(email && { email }) };
  const code = `usercom.identify(${JSON.stringify(changes)}, ${JSON.stringify(who)})`;
  const identified = await record(code, () => usercom.identify(changes, who));
  if (asked !== shown) return;
  await refreshVisitor();
  result.replaceChildren(outcome(identified));
}

function outcome({ action, user, advice }) {
  return el("article", { className: "outcome-card" },
    el("p", { className: "badges" },
      el("span", { className: "badge" }, action),
      advice ? el("span", { className: "badge warn" }, advice) : null),
    el("h3", {}, user.name ?? user.email ?? user.user_id ?? "No name yet"),
    el("p", {}, ACTIONS[action]),
    advice ? el("p", {}, ADVICE[advice]) : null,
    el("p", { className: "meta" }, [`id ${user.id}`, user.user_id && `user_id ${user.user_id}`, user.email].filter(Boolean).join(" · ")));
}

function failure(error) {
  const ids = error.code === "ambiguous_email" ? `Their ids: ${JSON.stringify(error.body)}` : undefined;
  return el("div", { className: "alert" }, el("code", {}, nameOf(error)), ids ? el("p", {}, ids) : null);
}
