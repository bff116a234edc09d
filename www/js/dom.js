/** Finds the one element that a selector names. */
export const $ = (selector, root = document) => root.querySelector(selector);

/**
 * Makes an element: properties are set as they are, names with a dash become attributes, children are nodes or text.
 * Text never becomes markup, so what a user typed stays text.
 */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-")) element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

/** Says in a status line how a call went: `kind` is `busy`, `done`, `error` or nothing. */
export function say(line, text, kind = "") {
  line.textContent = text;
  line.dataset.kind = kind;
}

/** Gives an error's stable name, `kind / code`; an error that is not the SDK's has only its class name. */
export const nameOf = (error) => (error.kind ? `${error.kind} / ${error.code}` : error.name);
