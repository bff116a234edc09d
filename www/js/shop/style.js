import { attributesOf } from "/pkg/esm/index.js";
import { attempt } from "../attempt.js";
import { $, say } from "../dom.js";
import { updateVisitor } from "../visitor.js";

const NOTES = {
  loading: "Looking you up…",
  nobody: "Nobody is here yet. Choose somebody under “Browse as”.",
  unknown: "Nobody has this key, so there is nothing to remember it by.",
  error: "We couldn’t look you up.",
  known: "So that we can show you the right bike first.",
};

const form = $("#style-form");
let shown;
let filled = "";

/** Shows how the visitor rides, or why that can't be said. A choice that isn't saved yet survives a change from elsewhere. */
export function showStyle({ phase, user, visit }) {
  const select = form.elements.riding_style;
  $("#style-note").textContent = NOTES[phase];
  $("fieldset", form).disabled = !user;
  if (visit !== shown) {
    say($("#style-status"), "");
    select.value = filled = "";
  }
  shown = visit;
  if (!user) return;
  const style = attributesOf(user).riding_style ?? "";
  if (select.value === filled) select.value = style;
  filled = style;
}

/** Saves how the visitor rides, as a custom attribute, when the form is submitted. */
export function enableStyle() {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(event.submitter, $("#style-status"), save);
  });
}

async function save() {
  const asked = shown;
  await updateVisitor({ attributes: { riding_style: form.elements.riding_style.value } });
  if (shown === asked) return "Saved";
}
