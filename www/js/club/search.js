import { tagsOf } from "/pkg/esm/index.js";
import { $, el, nameOf, say } from "../dom.js";
import { initials } from "../greeting.js";
import { record } from "../recording.js";
import { cube } from "./client.js";
import { addCondition, filterOf, markConditions, setConditions } from "./conditions.js";

/** So small that there is something to page through, and not too big for `start_with`. */
const PAGE = 5;
const EXAMPLES = {
  "Tagged accountant": [{ field: "user_tags", value: "accountant" }],
  "Names that begin with “Bob E”": [{ field: "full_name", operator: "start_with", value: "Bob E" }],
  "Ada and Cleo, not number 1001": [{ field: "login", operator: "in", value: "ada, cleo" }, { field: "id", operator: "nin", value: "1001" }],
  "Everybody since 2024": [{ field: "created_at", operator: "gte", value: "2024-01-01" }],
};
const form = $("#search-form");
const status = $("#search-status");
let search = new AbortController();

/** Lets whoever has a session search. */
export function showSearch({ phase }) {
  $("fieldset", form).disabled = phase !== "nobody" && phase !== "member";
}

/** Searches by the conditions of the form, which begins with one. */
export function enableSearch() {
  $("#add-condition").addEventListener("click", () => addCondition({}, preview).focus());
  for (const [text, conditions] of Object.entries(EXAMPLES)) {
    const choose = () => {
      setConditions(conditions, preview);
      form.requestSubmit();
    };
    $("#examples").append(el("button", { type: "button", className: "chip", onclick: choose }, text));
  }
  form.addEventListener("input", preview);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  setConditions([{ field: "user_tags", value: "accountant" }], preview);
}

function asked() {
  const [direction, field] = form.elements.sort.value.split(" ");
  return { filter: filterOf(), options: { sort: { [direction]: field }, pageSize: PAGE } };
}

const code = ({ filter, options }) => `cube.users.list(${JSON.stringify(filter)}, ${JSON.stringify(options)})`;

/** Shows the call that the form stands for. */
function preview() {
  try {
    $("#search-code").textContent = code(asked());
  } catch (error) {
    $("#search-code").textContent = error.message;
  }
}

async function run() {
  search.abort();
  search = new AbortController();
  const { signal } = search;
  $("#members").replaceChildren();
  $("#more").hidden = true;
  markConditions();
  $("#search-error").hidden = true;
  say(status, "Searching…", "busy");
  try {
    const question = asked();
    const listing = cube.users.list(question.filter, { ...question.options, signal });
    await showNext(listing.pages()[Symbol.asyncIterator](), question, signal);
  } catch (error) {
    if (!signal.aborted) fail(error);
  }
}

async function showNext(pages, question, signal) {
  const page = await record(code(question), async () => (await pages.next()).value);
  if (signal.aborted) return;
  const shown = $("#members");
  const first = shown.children.length;
  shown.append(...(page?.users ?? []).map(card));
  const total = page?.total ?? shown.children.length;
  const left = total > shown.children.length && page?.users.length > 0;
  $("#more").hidden = !left;
  if (first > 0) shown.children[first]?.focus();
  say(status, found(shown.children.length, total));
  $("#more").onclick = () => showNext(pages, question, signal).catch((error) => signal.aborted || fail(error));
}

function found(shown, total) {
  if (total === 0) return "Nobody is like that.";
  const riders = total === 1 ? "1 rider" : `${total} riders`;
  return shown < total ? `${shown} of ${riders}` : riders;
}

function fail(error) {
  say(status, "");
  markConditions(error.message);
  $("#search-error").replaceChildren(el("strong", {}, "That can’t be searched for."), el("p", {}, error.message), el("code", {}, nameOf(error)));
  $("#search-error").hidden = false;
}

function card(user) {
  const name = user.full_name || user.login || `Rider ${user.id}`;
  const facts = [user.login && `@${user.login}`, `number ${user.id}`, user.created_at && `joined ${day(user.created_at)}`];
  return el("li", { className: "rider-card", tabIndex: -1 },
    el("span", { className: "avatar", "aria-hidden": "true" }, initials({ name, email: user.email })),
    el("div", {},
      el("h3", {}, name),
      el("p", {}, facts.filter(Boolean).join(" · ")),
      el("ul", { className: "tags", "aria-label": "Tags" }, ...tagsOf(user).map((tag) => el("li", {}, tag)))));
}

const day = (time) => new Date(time).toLocaleDateString(undefined, { dateStyle: "medium" });
