import { tagsOf } from "/pkg/esm/index.js";
import { attempt } from "../attempt.js";
import { $, say } from "../dom.js";
import { showFieldErrors } from "../fields.js";
import { deleteMember, updateMember } from "./member.js";

const FIELDS = ["full_name", "login", "email", "phone", "website"];
const form = $("#member-form");
let shown;
let filled = {};

/** Fills the form with the member's own profile. */
export function showProfile({ phase, user }) {
  $("#member").hidden = phase !== "member";
  if (phase !== "member") {
    shown = undefined;
    return;
  }
  if (user.id !== shown) {
    showFieldErrors(form);
    say($("#member-status"), "");
    for (const input of form.querySelectorAll("[type=password]")) input.value = "";
  }
  shown = user.id;
  filled = { ...Object.fromEntries(FIELDS.map((name) => [name, user[name] ?? ""])), tags: tagsOf(user).join(", ") };
  for (const [name, value] of Object.entries(filled)) form.elements[name].value = value;
}

/** Saves the profile when the form is submitted, and deletes it when its owner says so twice. */
export function enableProfile() {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    showFieldErrors(form);
    const error = await attempt(event.submitter, $("#member-status"), save);
    if (error) showFieldErrors(form, error);
  });
  const dialog = $("#delete-dialog");
  $("#delete").addEventListener("click", () => {
    // Left by Escape, the dialog would say again what it said the last time.
    dialog.returnValue = "";
    dialog.showModal();
  });
  dialog.addEventListener("close", () => dialog.returnValue === "delete" && remove());
}

async function save() {
  await updateMember(changes(form.elements));
  for (const input of form.querySelectorAll("[type=password]")) input.value = "";
  return "Saved";
}

/** Names only what differs from what was found; an emptied field is cleared by `null`. A list of tags replaces them all. */
function changes(elements) {
  const changed = FIELDS.filter((name) => elements[name].value.trim() !== filled[name]);
  const changes = Object.fromEntries(changed.map((name) => [name, elements[name].value.trim() || null]));
  if (elements.tags.value !== filled.tags) changes.tags = elements.tags.value.split(",").map((tag) => tag.trim()).filter(Boolean);
  const { old_password: old, password } = elements;
  if (old.value || password.value) Object.assign(changes, { old_password: old.value, password: password.value });
  return changes;
}

async function remove() {
  const failed = await attempt($("#delete"), $("#member-status"), deleteMember, "Deleting…");
  if (failed) return;
  say($("#sign-in-status"), "Your account is gone for good.", "done");
  $("#sign-in [name=name]").focus();
}
