/** Finds the first element that matches. */
export const $ = (selector) => document.querySelector(selector);

/** Makes an element: `properties` are set on it, those with a dash as attributes; children may be texts. */
export function el(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.includes("-")) element.setAttribute(key, value);
    else element[key] = value;
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Makes a button that does something. */
export function button(text, onclick, className = "button") {
  return el("button", { type: "button", className, onclick }, text);
}

/** Marks an element as the current one of its kind, or no longer. */
export function markCurrent(element, current) {
  if (current) element.setAttribute("aria-current", "true");
  else element.removeAttribute("aria-current");
}

/** Shows a short message for a while. */
export function toast(text) {
  const element = $("#toast");
  element.textContent = text;
  element.classList.add("shown");
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => element.classList.remove("shown"), 2500);
}

/** Copies a text and says so. */
export async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
    toast(`${what} copied`);
  } catch {
    toast("The browser doesn’t allow copying here");
  }
}

/** Lets the arrow keys move through the visible rows of a list. */
export function moveByArrows(list) {
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const edge = { Home: 0, End: -1 }[event.key];
    if (step === undefined && edge === undefined) return;
    const rows = [...list.querySelectorAll("li:not([hidden]) > .row")];
    const row = edge === undefined ? rows[rows.indexOf(event.target) + step] : rows.at(edge);
    event.preventDefault();
    row?.focus();
    if (row && matchMedia("(min-width: 52rem)").matches) row.click();
  });
}
