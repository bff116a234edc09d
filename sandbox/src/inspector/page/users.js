import { ask } from "./api.js";
import { $, button, copy, el, markCurrent, moveByArrows } from "./dom.js";
import { body, inline } from "./json.js";

const PAGE = 50;
/** The names of the fields that the head of the detail already shows, or that have a place of their own. */
const APART = ["id", "key", "name", "tags", "lists", "companies", "attributes", "chat_id"];

let users = [];
let chosen;
let search = 0;

/** Shows the first users that match the search, as many as were shown before. */
export async function loadUsers() {
  await show(0, Math.max(PAGE, users.length));
}

/** Wires search, paging and the keys of the list. */
export function enableUsers() {
  let timer;
  $("#user-search").addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => show(0, PAGE), 150);
  });
  $("#user-more").addEventListener("click", () => show(users.length, PAGE));
  moveByArrows($("#user-rows"));
}

/** Marks a user as the chosen one and answers what to show; null if there is none. */
export async function chooseUser(id) {
  chosen = id;
  mark();
  if (id === undefined) return null;
  const found = (await ask(`users?q=${id}&limit=100`)).users.find((user) => user.id === id);
  return found ? detailOf(found) : null;
}

async function show(offset, limit) {
  const number = ++search;
  const q = encodeURIComponent($("#user-search").value);
  const page = await ask(`users?q=${q}&offset=${offset}&limit=${limit}`);
  // A later search may have been answered first.
  if (number !== search) return;
  users = [...users.slice(0, offset), ...page.users];
  draw(page.total);
}

function draw(total) {
  const rows = $("#user-rows");
  const focused = document.activeElement?.closest?.("#user-rows .row")?.dataset.id;
  rows.replaceChildren(...users.map(rowOf));
  rows.querySelector(`[data-id="${focused}"]`)?.focus();
  $("#user-none").hidden = users.length > 0;
  $("#user-more").hidden = users.length >= total;
  $("#user-more").textContent = `Show more (${users.length} of ${total})`;
  mark();
}

function mark() {
  for (const row of $("#user-rows").querySelectorAll(".row")) {
    markCurrent(row, Number(row.dataset.id) === chosen);
  }
}

function rowOf(user) {
  const open = () => { location.hash = `#/users/${user.id}`; };
  return el("li", {},
    el("button", { type: "button", className: "row user", "data-id": user.id, onclick: open },
      avatar(user),
      name(user, "strong"),
      el("small", {}, ...[user.email, user.user_id, user.key].filter(Boolean).map((text) => el("span", { className: "bidi" }, text)))));
}

function name(user, tag) {
  const text = user.name?.trim();
  return el(tag, { className: text ? "bidi" : "nameless" }, text || (user.email ? "No name" : "Anonymous visitor"));
}

function avatar({ id, name }) {
  const words = (name?.trim() || "?").split(/\s+/u);
  const letters = [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => [...word].find((c) => /\p{L}|\p{N}/u.test(c)) ?? "");
  return el("span", { className: "avatar", "aria-hidden": "true", style: `--hue: ${(id * 47) % 360}` }, letters.join("").toUpperCase() || "?");
}

function detailOf(user) {
  const fields = Object.entries(user).filter(([field]) => !APART.includes(field));
  const filled = fields.filter(([, value]) => value !== null);
  const empty = fields.filter(([, value]) => value === null).map(([field]) => field);
  return [
    el("header", {},
      el("a", { className: "button back", href: "#/users" }, "‹ Back"),
      avatar(user), name(user, "h2"),
      el("div", { className: "actions" },
        button("Copy key", () => copy(user.key, "Key")),
        button("Copy cookie", () => copy(`__ca__chat=${user.key}`, "Cookie")))),
    el("p", { className: "facts" }, el("span", {}, `id ${user.id}`), el("span", {}, `key ${user.key}`)),
    chips("Tags", user.tags.map((tag) => tag.name)),
    chips("Lists", user.lists.map((list) => list.name)),
    chips("Companies", user.companies.map((company) => company.name)),
    table("Attributes", user.attributes.map(({ name, value }) => [name, value])),
    table("Fields", filled),
    el("section", { className: "block" }, el("details", {}, el("summary", {}, `${empty.length} empty fields`), el("p", { className: "none" }, empty.join(", ")))),
    el("section", { className: "block" }, el("details", {}, el("summary", {}, "As JSON, version 1"), body(JSON.stringify(user)))),
  ];
}

function chips(title, names) {
  if (names.length === 0) return null;
  return el("section", { className: "block" }, el("h3", {}, title),
    el("ul", { className: "chips" }, ...names.map((text) => el("li", { className: "bidi" }, text))));
}

function table(title, fields) {
  if (fields.length === 0) return null;
  const rows = fields.map(([field, value]) => el("tr", {},
    el("th", { scope: "row", className: "bidi" }, field), el("td", { className: "bidi" }, inline(value))));
  return el("section", { className: "block" }, el("h3", {}, title), el("table", {}, el("tbody", {}, ...rows)));
}
