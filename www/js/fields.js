import { $, el } from "./dom.js";

/** Says beside the fields of a form what an error has to say of them, and goes to the first; without an error nothing. */
export function showFieldErrors(form, error) {
  const errors = error ? byField(error) : {};
  for (const input of form.querySelectorAll("input, select, textarea")) {
    const id = `${input.id}-error`;
    $(`#${id}`)?.remove();
    const messages = errors[input.name];
    if (!messages) {
      input.removeAttribute("aria-invalid");
      input.removeAttribute("aria-describedby");
      continue;
    }
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", id);
    input.after(el("p", { id, className: "field-error" }, messages.join(" ")));
  }
  $("[aria-invalid]", form)?.focus();
}

/** What the service refuses is told by field; what the SDK refuses before it is sent begins with the field's name. */
function byField({ kind, message, fieldErrors = {} }) {
  return kind === "input" ? { [message.split(" ", 1)[0]]: [message] } : fieldErrors;
}
