import { attributesOf } from "/pkg/esm/index.js";
import { attempt } from "../attempt.js";
import { $, say } from "../dom.js";
import { updateVisitor } from "../visitor.js";

const status = $("#bikes-status");
let shown;

/** Marks the bike that fits how the visitor rides and the one that is saved for them. */
export function showBikes({ user, visit }) {
  const { riding_style: style, saved_bike: saved } = user ? attributesOf(user) : {};
  for (const card of document.querySelectorAll(".bike")) {
    card.classList.toggle("picked", card.dataset.style === style);
    const button = $(".save", card);
    button.disabled = !user;
    button.setAttribute("aria-pressed", String(card.dataset.bike === saved));
  }
  if (visit !== shown) say(status, "");
  shown = visit;
}

/** Saves a bike for the visitor, as a custom attribute, when its button is pressed; pressed again it is let go. */
export function enableSaving() {
  for (const card of document.querySelectorAll(".bike")) {
    const toggle = ({ currentTarget: button }) => attempt(button, status, () => save(card.dataset.bike, button));
    $(".save", card).addEventListener("click", toggle);
  }
}

async function save(bike, button) {
  const saved = button.getAttribute("aria-pressed") === "true";
  // A relay takes no null for an attribute: an empty text says as much.
  await updateVisitor({ attributes: { saved_bike: saved ? "" : bike } });
  return saved ? `The ${bike} is free again.` : `The ${bike} is saved for you.`;
}
