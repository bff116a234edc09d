import { tagsOf } from "/pkg/esm/index.js";
import { attempt } from "../attempt.js";
import { $, el, say } from "../dom.js";
import { record } from "../recording.js";
import { refreshVisitor } from "../visitor.js";
import { usercom } from "./client.js";

const status = $("#tags-status");
let shown;
let id;

/** Shows the visitor's tags, each with a button that takes it off. */
export function showTags({ user, visit }) {
  $("#tags-form fieldset").disabled = !user;
  if (visit !== shown) say(status, "");
  shown = visit;
  id = user?.id;
  const tags = user ? tagsOf(user) : [];
  $("#tags").replaceChildren(...tags.map(removable));
  $("#tags-none").hidden = tags.length > 0;
}

/** Adds what is typed when the form is submitted: one tag, or several between commas. */
export function enableTags() {
  $("#tags-form").addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(event.submitter, status, () => add($("#new-tags")));
  });
}

async function add(input) {
  const names = input.value.split(",").map((name) => name.trim()).filter(Boolean);
  if (names.length === 0) {
    input.focus();
    throw new Error("Type the name of a tag first.");
  }
  const [method, argument] = names.length === 1 ? ["addTag", names[0]] : ["addTags", names];
  await change(method, argument);
  input.value = "";
  return names.length === 1 ? `Added ${names[0]}` : `Added ${names.length} tags`;
}

function removable(name) {
  const button = el("button", { type: "button", className: "remove", "aria-label": `Remove the tag ${name}` }, "×");
  button.addEventListener("click", () => remove(button, name));
  return el("li", {}, el("span", {}, name), button);
}

/** The pressed button goes away with its tag: the focus must not go with it. */
async function remove(button, name) {
  const item = button.closest("li");
  const index = [...item.parentNode.children].indexOf(item);
  const failed = await attempt(button, status, async () => {
    await change("removeTag", name);
    return `Removed ${name}`;
  }, "Removing…");
  if (!failed) ($("#tags").children[index]?.querySelector("button") ?? $("#new-tags")).focus();
}

async function change(method, argument) {
  const user = id;
  await record(`usercom.users.${method}(${user}, ${JSON.stringify(argument)})`, () => usercom.users[method](user, argument));
  if (user === id) await refreshVisitor();
}
