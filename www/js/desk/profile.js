import { attributesOf } from "/pkg/esm/index.js";
import { attempt } from "../attempt.js";
import { $, say } from "../dom.js";
import { showFieldErrors } from "../fields.js";
import { updateVisitor } from "../visitor.js";

const STANDARD = ["first_name", "last_name", "email", "phone_number", "city"];
const NOTES = {
  loading: "Looking the visitor up…",
  nobody: "Nobody is here. Choose somebody under “Browse as”.",
  unknown: "Nobody has this key, so there is no profile to change.",
  error: "The profile couldn’t be read.",
  known: "Only what you change is sent.",
};

const form = $("#profile-form");
let shown;
let filled = {};

/** Fills the form with the visitor, or disables it and says why. What is being typed survives a change from elsewhere. */
export function showProfile({ phase, user, visit }) {
  $("#profile-note").textContent = NOTES[phase];
  $("fieldset", form).disabled = !user;
  if (visit !== shown) clear();
  shown = visit;
  if (user) fill(user, (element) => element.value === (filled[element.name] ?? ""));
}

function clear() {
  form.reset();
  filled = {};
  showFieldErrors(form);
  say($("#profile-status"), "");
}

function fill(user, mayChange) {
  const values = valuesOf(user);
  for (const [name, value] of Object.entries(values)) {
    const element = form.elements[name];
    if (mayChange(element)) element.value = value;
  }
  filled = values;
}

/** Saves the form when it is submitted. */
export function enableProfile() {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    showFieldErrors(form);
    const error = await attempt(event.submitter, $("#profile-status"), save);
    if (error) showFieldErrors(form, error);
  });
}

async function save() {
  const asked = shown;
  const user = await updateVisitor(changes());
  if (shown !== asked) return;
  fill(user, () => true);
  return "Saved";
}

/** Names only what differs from what was found; an emptied field is cleared by `null`. */
function changes() {
  const { elements } = form;
  const changed = STANDARD.filter((name) => elements[name].value.trim() !== filled[name]);
  const changes = Object.fromEntries(changed.map((name) => [name, elements[name].value.trim() || null]));
  const style = elements.riding_style.value;
  if (style !== filled.riding_style) changes.attributes = { riding_style: style || null };
  return changes;
}

/** The service answers one `name` and takes two: it is split at the first space. */
function valuesOf(user) {
  const [, first = "", last = ""] = /^(\S*)\s*(.*)$/.exec(user.name?.trim() ?? "");
  return {
    first_name: first,
    last_name: last,
    email: user.email ?? "",
    phone_number: user.phone_number ?? "",
    city: user.city ?? "",
    riding_style: attributesOf(user).riding_style ?? "",
  };
}
