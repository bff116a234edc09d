import { $, say } from "./dom.js";
import { attributesOf } from "./sdk.js";
import { updateVisitor } from "./visitor.js";

/** Marks the bike that fits how the visitor rides and the one that is saved for them. */
export function showBikes({ user }) {
  const { riding_style: style, saved_bike: saved } = user ? attributesOf(user) : {};
  for (const card of document.querySelectorAll(".bike")) {
    card.classList.toggle("picked", card.dataset.style === style);
    const button = $(".save", card);
    button.disabled = !user;
    button.setAttribute("aria-pressed", String(card.dataset.bike === saved));
  }
  if (!user) say($("#bikes-status"), "");
}

/** Saves a bike for the visitor, as a custom attribute, when its button is pressed; pressed again it is let go. */
export function enableSaving() {
  for (const card of document.querySelectorAll(".bike")) {
    $(".save", card).addEventListener("click", ({ currentTarget }) => toggle(currentTarget, card.dataset.bike));
  }
}

async function toggle(button, bike) {
  const status = $("#bikes-status");
  const saved = button.getAttribute("aria-pressed") === "true";
  button.setAttribute("aria-busy", "true");
  try {
    await updateVisitor({ attributes: { saved_bike: saved ? null : bike } });
    say(status, saved ? `The ${bike} is free again.` : `The ${bike} is saved for you.`, "done");
  } catch (error) {
    say(status, error.message, "error");
  } finally {
    button.setAttribute("aria-busy", "false");
  }
}
