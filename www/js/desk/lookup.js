import { attributesOf, keyOf, tagsOf } from "/pkg/esm/index.js";
import { $, el, nameOf } from "../dom.js";
import { record } from "../recording.js";
import { usercom } from "./client.js";

let search;

/** Searches by key when the form is submitted; while an answer is awaited the button stops it. */
export function enableLookup() {
  $("#lookup-form").addEventListener("submit", (event) => {
    event.preventDefault();
    if (search) search.abort();
    else find($("#lookup-key").value.trim());
  });
  $("#lookup-form fieldset").disabled = false;
}

async function find(key) {
  const result = $("#lookup-result");
  search = new AbortController();
  showBusy(true);
  result.replaceChildren(el("p", {}, "Searching…"));
  try {
    const { signal } = search;
    const user = await record(`usercom.users.findByKey(${JSON.stringify(key)})`, () => usercom.users.findByKey(key, { signal }));
    result.replaceChildren(user ? rider(user) : el("p", {}, "Nobody has this key."));
  } catch (error) {
    result.replaceChildren(error.name === "AbortError" ? el("p", {}, "Search stopped.") : failure(error));
  } finally {
    search = undefined;
    showBusy(false);
  }
}

function showBusy(busy) {
  const button = $("#lookup-form button");
  button.textContent = busy ? "Stop" : "Search";
  button.setAttribute("aria-busy", String(busy));
}

function failure(error) {
  return el("div", { className: "alert" },
    el("strong", {}, "The search failed."), el("p", {}, error.message), el("code", {}, nameOf(error)));
}

function rider(user) {
  const rows = { Key: keyOf(user), "E-mail": user.email, Phone: user.phone_number, City: user.city, ...attributesOf(user) };
  const filled = Object.entries(rows).filter(([, value]) => value != null && value !== "");
  return el("article", { className: "rider" },
    el("h3", {}, user.name ?? "No name yet"),
    el("dl", {}, ...filled.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, readable(value))])),
    el("ul", { className: "tags", "aria-label": "Tags" }, ...tagsOf(user).map((tag) => el("li", {}, tag))));
}

const readable = (value) => (typeof value === "object" ? JSON.stringify(value) : String(value));
