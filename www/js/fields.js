import { $, el } from "./dom.js";

/** Says beside the fields of a form what is wrong with them, and goes to the first. */
export function showFieldErrors(form, errors) {
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
