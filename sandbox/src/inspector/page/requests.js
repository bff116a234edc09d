import { ask } from "./api.js";
import { curl } from "./curl.js";
import { $, button, copy, el, markCurrent, moveByArrows } from "./dom.js";
import { body, inline } from "./json.js";

const KEPT = 500;
/** The entries by their number, each with its row. */
const entries = new Map();

/** Shows the requests so far. */
export async function loadRequests() {
  entries.clear();
  $("#request-rows").replaceChildren();
  const { requests } = await ask("requests");
  for (const entry of requests) addRequest(entry, false);
  tally();
}

/** Puts a request on top of the list. */
export function addRequest(entry, fresh = true) {
  if (entries.has(entry.id)) return;
  const row = rowOf(entry, fresh);
  entries.set(entry.id, { entry, row });
  $("#request-rows").prepend(row);
  if (entries.size > KEPT) {
    const [oldest] = entries.keys();
    entries.get(oldest).row.remove();
    entries.delete(oldest);
  }
  row.hidden = !matches(entry);
  tally();
}

/** Wires filter, clearing and the keys of the list. */
export function enableRequests() {
  $("#request-filter").addEventListener("input", filter);
  $("#request-kind").addEventListener("change", filter);
  $("#clear").addEventListener("click", async () => {
    await ask("requests", { method: "DELETE" });
    location.hash = "#/requests";
    await loadRequests();
  });
  moveByArrows($("#request-rows"));
}

/** Marks a request as the chosen one and answers what to show of it; null if it is gone. */
export function chooseRequest(id) {
  for (const { entry, row } of entries.values()) {
    markCurrent(row.firstChild, entry.id === id);
  }
  const chosen = entries.get(id);
  return chosen ? detailOf(chosen.entry) : null;
}

function rowOf(entry, fresh) {
  const { id, method, path, query, status, ms, at, system, fault, changed } = entry;
  const wrote = changed.length === 0 ? null : el("span", { className: "wrote" }, `${changed.length} changed`);
  const struck = fault === null ? null : el("span", { className: "struck" }, "fault");
  return el("li", {},
    el("button", { type: "button", className: `row request${fresh ? " fresh" : ""}`, onclick: () => { location.hash = `#/requests/${id}`; } },
      el("span", { className: `method ${method}` }, method),
      el("span", { className: "path", title: path }, shortened(path), query === null ? null : el("i", {}, `?${query}`)),
      pill(status),
      el("small", {}, el("span", {}, clock(at)), el("span", {}, system), el("span", {}, duration(ms)), wrote, struck)));
}

function detailOf(entry) {
  const { method, path, query, status, ms, at, system, request, response, fault, changed } = entry;
  return [
    el("header", {},
      el("a", { className: "button back", href: "#/requests" }, "‹ Back"),
      el("h2", { className: "mono" }, `${method} ${path}${query === null ? "" : `?${query}`}`),
      pill(status),
      el("div", { className: "actions" }, button("Copy as curl", () => copy(curl(entry), "Command")))),
    el("p", { className: "facts" },
      el("span", {}, system), el("span", {}, new Date(at).toLocaleString()), el("span", {}, duration(ms))),
    faultOf(fault),
    changes(changed),
    message("Request", request),
    message(`Answer ${status}`, response),
  ];
}

function faultOf(fault) {
  if (fault === null) return null;
  const origin = fault.id === null ? "by header" : el("a", { href: "#/faults" }, `#${fault.id}`);
  return el("section", { className: "block" }, el("h3", {}, "Fault · ", origin), el("pre", {}, fault.does));
}

function changes(changed) {
  if (changed.length === 0) return null;
  const rows = changed.map(({ field, before, after }) => el("tr", {},
    el("th", { scope: "row" }, ...breakable(field)),
    el("td", { className: before === null ? "none" : "before bidi" }, inline(before)),
    el("td", { className: "after bidi" }, inline(after))));
  const head = el("tr", {}, ...["Field", "Before", "After"].map((text) => el("th", { scope: "col" }, text)));
  const user = el("a", { href: `#/users/${changed[0].user}` }, `user ${changed[0].user}`);
  return el("section", { className: "block" },
    el("h3", {}, "What changed · ", user),
    el("table", {}, el("thead", {}, head), el("tbody", {}, ...rows)));
}

function message(title, { headers, body: text }) {
  const rows = Object.entries(headers).map(([name, value]) =>
    el("tr", {}, el("th", { scope: "row" }, name), el("td", {}, value)));
  const count = `${rows.length} ${rows.length === 1 ? "header" : "headers"}`;
  return el("section", { className: "block" },
    el("h3", {}, title),
    el("details", {}, el("summary", {}, count), el("table", {}, el("tbody", {}, ...rows))),
    body(text));
}

/** Lets a long name break after its dots and underscores. */
function breakable(name) {
  return name.split(/(?<=[._])/).flatMap((part) => [part, el("wbr")]);
}

function filter() {
  for (const { entry, row } of entries.values()) row.hidden = !matches(entry);
  tally();
}

function matches({ method, path, query, status, request, response, fault, changed }) {
  const kind = $("#request-kind").value;
  if (kind === "changes" && changed.length === 0) return false;
  if (kind === "errors" && status < 400) return false;
  if (kind === "faults" && fault === null) return false;
  const text = `${method} ${path}?${query ?? ""} ${status} ${request.body} ${response.body}`;
  return text.toLowerCase().includes($("#request-filter").value.trim().toLowerCase());
}

function tally() {
  const shown = [...entries.values()].some(({ row }) => !row.hidden);
  $("#request-count").textContent = entries.size;
  $("#request-empty").hidden = entries.size > 0;
  $("#request-none").hidden = entries.size === 0 || shown;
}

function pill(status) {
  return el("span", { className: `pill s${String(status)[0]}` }, status);
}

/** Leaves out what all requests of a service have in common. */
function shortened(path) {
  return path.replace(/^\/api\/public\//, "/");
}

function clock(at) {
  return new Date(at).toLocaleTimeString([], { hour12: false });
}

function duration(ms) {
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}
