import { $, el, say } from "./dom.js";
import { attributesOf, tagsOf } from "./sdk.js";
import { updateVisitor } from "./visitor.js";

const STANDARD = ["first_name", "last_name", "email", "phone_number", "city"];
const NOTES = {
  loading: "Looking you up…",
  nobody: "Nobody is here yet. Choose somebody under “Browse as”.",
  unknown: "Nobody has this key, so there is no profile to change.",
  error: "Your profile couldn’t be read.",
  known: "Only what you change is sent.",
};

let shownId;
let filled = {};

/** Fills the form with the visitor, or disables it and says why. What is being typed survives a change from elsewhere. */
export function showProfile({ phase, user }) {
  $("#profile-note").textContent = NOTES[phase];
  $("#profile-form fieldset").disabled = !user;
  if (user?.id !== shownId) clear();
  shownId = user?.id;
  if (user) fill(user, (element) => element.value === (filled[element.name] ?? ""));
}

function clear() {
  $("#profile-form").reset();
  $("#current-tags").replaceChildren();
  filled = {};
  showFieldErrors({});
  say($("#profile-status"), "");
}

function fill(user, mayChange) {
  const values = valuesOf(user);
  for (const [name, value] of Object.entries(values)) {
    const element = $(`#${name}`);
    if (mayChange(element)) element.value = value;
  }
  filled = values;
  $("#current-tags").replaceChildren(...tagsOf(user).map((tag) => el("li", {}, tag)));
}

/** Saves the form when it is submitted. */
export function enableProfile() {
  $("#profile-form").addEventListener("submit", (event) => {
    event.preventDefault();
    save(event.submitter);
  });
}

async function save(button) {
  const status = $("#profile-status");
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  showFieldErrors({});
  say(status, "Saving…", "busy");
  try {
    const user = await updateVisitor(changesIn($("#profile-form").elements));
    if (user.id !== shownId) return;
    fill(user, () => true);
    $("#tags").value = "";
    say(status, "Saved", "done");
  } catch (error) {
    say(status, error.message, "error");
    showFieldErrors(error.fieldErrors ?? {});
  } finally {
    button.setAttribute("aria-busy", "false");
  }
}

/** Names only what differs from what was found; an emptied field is cleared by `null`. */
function changesIn(elements) {
  const changes = {};
  for (const name of STANDARD) {
    const value = elements[name].value.trim();
    if (value !== filled[name]) changes[name] = value || null;
  }
  const style = elements.riding_style.value;
  if (style !== filled.riding_style) changes.attributes = { riding_style: style || null };
  const added = elements.tags.value.split(",").map((tag) => tag.trim()).filter(Boolean);
  if (added.length > 0) changes.tags = added;
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

function showFieldErrors(errors) {
  for (const input of $("#profile-form").querySelectorAll("input, select")) {
    $(`#${input.id}-error`)?.remove();
    const messages = errors[input.name];
    if (!messages) {
      input.removeAttribute("aria-invalid");
      input.removeAttribute("aria-describedby");
      continue;
    }
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", `${input.id}-error`);
    input.after(el("p", { id: `${input.id}-error`, className: "field-error" }, messages.join(" ")));
  }
  $("#profile-form [aria-invalid]")?.focus();
}
