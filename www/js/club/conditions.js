import { $, el } from "../dom.js";

const FIELDS = {
  full_name: "Name",
  login: "Login",
  email: "E-mail",
  phone: "Phone",
  user_tags: "Tag",
  id: "Number",
  external_id: "Own id",
  facebook_id: "Facebook id",
  twitter_id: "Twitter id",
  created_at: "Joined",
  updated_at: "Changed",
  last_request_at: "Last here",
};
/** Every operator is offered for every field: which pairs are possible, the SDK knows and says. */
const OPERATORS = {
  eq: "is",
  in: "is one of",
  start_with: "begins with",
  nin: "is none of",
  gt: "is after",
  gte: "is on or after",
  lt: "is before",
  lte: "is on or before",
};
const LISTS = ["in", "nin"];
const list = $("#conditions");

/** Adds a line with a condition; `changed` is called whenever anything in it changes. */
export function addCondition({ field = "full_name", operator = "eq", value = "" }, changed) {
  const line = el("div", { className: "condition", role: "group" });
  const fields = select("Field", FIELDS, field);
  const operators = select("Comparison", OPERATORS, operator);
  const values = el("input", { value, autocomplete: "off", "aria-label": "Value" });
  values.autocapitalize = "none";
  const remove = el("button", { type: "button", className: "remove", onclick: () => removeLine(line, changed) }, "×");
  line.append(fields, operators, values, remove);
  const adapt = () => {
    const date = isTime(fields.value) && !LISTS.includes(operators.value);
    values.type = date ? "date" : "text";
    values.inputMode = fields.value === "id" ? "numeric" : "";
    values.placeholder = LISTS.includes(operators.value) ? "several, between commas" : "";
    line.classList.remove("bad");
    changed();
  };
  line.addEventListener("input", adapt);
  list.append(line);
  number();
  adapt();
  return fields;
}

/** Puts these conditions in place of those there are. */
export function setConditions(conditions, changed) {
  list.replaceChildren();
  for (const condition of conditions) addCondition(condition, changed);
}

/** Gives the filter that the lines describe; a pair that stands in two lines is refused. */
export function filterOf() {
  const filter = {};
  for (const { field, operator, value } of lines()) {
    filter[field] ??= {};
    if (operator in filter[field]) throw new Error(`${field}.${operator} stands in two lines: use “is one of”.`);
    filter[field][operator] = value;
  }
  return filter;
}

/** Marks the lines that a message names. */
export function markConditions(message = "") {
  for (const line of list.children) {
    const [field, operator] = line.querySelectorAll("select");
    const named = message.startsWith(`${field.value}.${operator.value} `);
    line.classList.toggle("bad", named);
    $("input", line).setAttribute("aria-invalid", String(named));
    if (named) $("input", line).setAttribute("aria-describedby", "search-error");
    else $("input", line).removeAttribute("aria-describedby");
  }
}

const isTime = (field) => field.endsWith("_at");

function* lines() {
  for (const line of list.children) {
    const [field, operator] = line.querySelectorAll("select");
    const text = $("input", line).value.trim();
    const parts = LISTS.includes(operator.value) ? text.split(",").map((part) => part.trim()).filter(Boolean) : text;
    const value = Array.isArray(parts) ? parts.map((part) => typed(field.value, part)) : typed(field.value, parts);
    yield { field: field.value, operator: operator.value, value };
  }
}

const typed = (field, text) => (field === "id" && /^\d+$/.test(text) ? Number(text) : text);

function select(label, options, value) {
  const choices = Object.entries(options).map(([value, text]) => el("option", { value }, text));
  const select = el("select", { "aria-label": label }, ...choices);
  select.value = value;
  return select;
}

function removeLine(line, changed) {
  const next = line.nextElementSibling ?? line.previousElementSibling;
  line.remove();
  number();
  (next ? $("select", next) : $("#add-condition")).focus();
  changed();
}

function number() {
  for (const [index, line] of [...list.children].entries()) {
    line.setAttribute("aria-label", `Condition ${index + 1}`);
    $(".remove", line).setAttribute("aria-label", `Remove condition ${index + 1}`);
  }
}
