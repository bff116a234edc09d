import { $, el } from "./dom.js";
import { prettyJson } from "./json.js";

const KEPT = 30;
const cards = new Map();

/** Shows a recorded call in the panel, newest first with its last request unfolded; each step redraws it in place. */
export function showCall(call) {
  if (!cards.has(call.id)) foldAll();
  const card = drawCall(call);
  if (cards.has(call.id)) cards.get(call.id).replaceWith(card);
  else $("#wire-log").prepend(card);
  cards.set(call.id, card);
  if (cards.size > KEPT) forgetOldest();
  tally();
}

/** Empties the panel when its button is pressed. */
export function enableClearing() {
  $("#wire-clear").addEventListener("click", () => {
    cards.clear();
    $("#wire-log").replaceChildren();
    tally();
  });
}

function foldAll() {
  for (const details of $("#wire-log").querySelectorAll("details")) details.open = false;
}

function forgetOldest() {
  const [oldest] = cards.keys();
  cards.get(oldest).remove();
  cards.delete(oldest);
}

function tally() {
  $("#wire-count").textContent = $("#wire-log").querySelectorAll(".request").length;
  $("#wire-empty").hidden = cards.size > 0;
}

function drawCall(call) {
  const outcome = call.state === "pending" ? "…" : `→ ${call.outcome}`;
  const drawn = cards.get(call.id)?.querySelectorAll("details") ?? [];
  const grown = call.requests.length > drawn.length;
  const open = (i) => (grown ? i === call.requests.length - 1 : drawn[i].open);
  return el("li", { className: "call" },
    el("div", { className: "code" },
      el("code", {}, call.code),
      el("span", { className: call.state === "failed" ? "outcome bad" : "outcome" }, outcome)),
    call.message ? el("p", { className: "note" }, call.message) : null,
    call.requests.length === 0 && call.state !== "pending" ? el("p", { className: "note" }, "Nothing was sent.") : null,
    el("div", { className: "requests" }, ...call.requests.map((request, i) => drawRequest(request, open(i)))));
}

function drawRequest(request, open) {
  const status = request.status ?? (request.state === "failed" ? "failed" : "…");
  const bad = request.state === "failed" || request.status >= 400;
  return el("details", { className: "request", open },
    el("summary", {},
      el("span", { className: "method" }, request.method),
      el("span", { className: "path" }, request.path),
      el("span", { className: bad ? "status bad" : "status" }, `${status}`),
      el("span", { className: "ms" }, request.ms === undefined ? "" : `${request.ms} ms`)),
    el("h3", {}, "Request"),
    prettyJson(request.headers.map(([name, value]) => `${name}: ${value}`).join("\n")),
    request.body ? prettyJson(request.body) : null,
    el("h3", {}, "Response"),
    prettyJson(request.failure ?? (request.answer === "" ? "(empty body)" : request.answer ?? "…")));
}
