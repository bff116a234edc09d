import { attempt } from "../attempt.js";
import { $, el, say } from "../dom.js";
import { showFieldErrors } from "../fields.js";
import { record } from "../recording.js";
import { loadVisitor, updateVisitor } from "../visitor.js";
import { customer, forget, remember } from "./account.js";
import { usercom } from "./client.js";

const form = $("#sign-in");
const details = $("#details-form");
const WRITABLE = ["first_name", "last_name", "phone_number"];
const ACTIONS = {
  created: "Nobody had this customer number, so a record was made for it.",
  merged: "The anonymous visits of this browser were merged into the customer’s record.",
  updated: "Your customer record was found.",
};
const ADVICE = " This browser’s cookie belongs to another record, which stays as it is.";
let shown;
let filled = {};

/** Shows the way in, or to who is signed in what only they may see and change. */
export function showSignIn({ phase, user, visit }) {
  const signedIn = customer() !== null;
  $("#account").dataset.tier = signedIn ? "person" : "browser";
  form.hidden = signedIn;
  details.hidden = !signedIn;
  $("fieldset", form).disabled = phase === "loading";
  $("fieldset", details).disabled = !user;
  if (signedIn && user) fill(user, visit);
}

function fill(user, visit) {
  const [, first, last] = /^(\S*)\s*(.*)$/.exec(user.name?.trim() ?? "");
  const values = { first_name: first, last_name: last, phone_number: user.phone_number ?? "" };
  for (const [name, value] of Object.entries(values)) {
    const input = details.elements[name];
    if (visit !== shown || input.value === filled[name]) input.value = value;
  }
  filled = values;
  shown = visit;
  $("#account-email").textContent = user.email ?? "none";
  $("#account-number").textContent = customer();
}

/** Signs in and out, and saves what a signed-in person may change. */
export function enableSignIn() {
  offerPeople();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const failed = await attempt(event.submitter, $("#sign-in-status"), () => signIn(form.elements.user_id.value.trim()), "Signing in…");
    if (!failed) $("#account-title").focus();
  });
  $("#sign-out").addEventListener("click", signOut);
  details.addEventListener("submit", async (event) => {
    event.preventDefault();
    showFieldErrors(details);
    const error = await attempt(event.submitter, $("#details-status"), save);
    if (error) showFieldErrors(details, error);
  });
}

/** Tells the relay who it is, which finds or makes their record, then shows that one. */
async function signIn(userId) {
  if (!userId) {
    form.elements.user_id.focus();
    throw new Error("Type a customer number first.");
  }
  usercom.signOut();
  remember(userId);
  try {
    const { action, advice } = await record("usercom.identify({})", () => usercom.identify({}));
    await loadVisitor();
    say($("#details-status"), ACTIONS[action] + (advice ? ADVICE : ""), "done");
  } catch (error) {
    forget();
    usercom.signOut();
    throw error;
  }
}

async function signOut() {
  forget();
  usercom.signOut();
  say($("#details-status"), "");
  await loadVisitor();
  form.elements.user_id.focus();
}

async function save() {
  const changed = WRITABLE.filter((name) => details.elements[name].value.trim() !== filled[name]);
  await updateVisitor(Object.fromEntries(changed.map((name) => [name, details.elements[name].value.trim() || null])));
  return "Saved";
}

async function offerPeople() {
  const response = await fetch("/_sandbox/users?limit=20").catch(() => undefined);
  if (!response?.ok) return;
  const { users } = await response.json();
  const known = users.filter(({ user_id: id }) => id);
  $("#customers").append(...known.map(({ user_id: id, name }) => el("option", { value: id }, name ?? "No name yet")));
}
