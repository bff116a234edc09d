import { attempt } from "../attempt.js";
import { $, el, say } from "../dom.js";
import { record } from "../recording.js";
import { usercom } from "./client.js";

const LIMIT = 20;
const form = $("#event-form");
const status = $("#event-status");
let shown;
let id;

/** Shows the visitor's events, which are asked for once per visitor. */
export function showEvents({ user, visit }) {
  $("fieldset", form).disabled = !user;
  if (visit !== shown || !user) clear();
  shown = visit;
  if (user && user.id !== id) load((id = user.id)).catch((error) => say(status, error.message, "error"));
}

function clear() {
  id = undefined;
  draw([]);
  say(status, "");
}

async function load(user) {
  const code = `usercom.users.listEvents(${user}).toArray({ limit: ${LIMIT} })`;
  const events = await record(code, () => usercom.users.listEvents(user).toArray({ limit: LIMIT }));
  if (user === id) draw(events);
}

function draw(events) {
  $("#events").replaceChildren(...events.map(line));
  $("#events-none").hidden = events.length > 0;
}

/** Sends an event when the form is submitted. */
export function enableEvents() {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(event.submitter, status, send, "Sending…");
  });
}

async function send() {
  const user = id;
  const event = typed(form.elements);
  const { created } = await record(`usercom.events.create(${user}, ${JSON.stringify(event)})`, () => usercom.events.create(user, event));
  if (user !== id) return;
  form.reset();
  await load(user);
  return created ? `Sent; “${event.name}” is new to the application` : "Sent";
}

function typed({ event_name: name, data_name: key, data_value: value }) {
  const event = { name: name.value.trim() };
  if (key.value.trim()) event.data = { [key.value.trim()]: value.value };
  return event;
}

function line({ event, event_id: type, timestamp, items = [] }) {
  const when = moment(timestamp);
  return el("li", {},
    el("strong", {}, event ?? `Event ${type}`),
    when ? el("time", { dateTime: when.toISOString() }, when.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" })) : null,
    items.length > 0 ? el("span", {}, items.map(({ key, value }) => `${key}: ${readable(value)}`).join(" · ")) : null);
}

const readable = (value) => (typeof value === "object" ? JSON.stringify(value) : String(value));

/** Timestamps come as text or as seconds. */
function moment(timestamp) {
  const when = new Date(typeof timestamp === "number" ? timestamp * 1000 : timestamp);
  return Number.isNaN(when.getTime()) ? undefined : when;
}
