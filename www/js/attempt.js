import { say } from "./dom.js";

/**
 * Does `work` once at a time for a button, which shows that it is busy; the line says how it went.
 *
 * `work` gives what is said when it went well. An error that it throws is said and given back.
 */
export async function attempt(button, line, work, busy = "Saving…") {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  say(line, busy, "busy");
  try {
    const done = await work();
    say(line, done ?? "", done ? "done" : "");
  } catch (error) {
    say(line, error.message, "error");
    return error;
  } finally {
    button.setAttribute("aria-busy", "false");
  }
}
