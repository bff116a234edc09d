import { $, el, nameOf } from "../dom.js";
import { initials } from "../greeting.js";
import { begin } from "./member.js";

const WORDS = {
  loading: () => ({ avatar: "", hello: "One moment…", detail: "Opening the club" }),
  nobody: () => ({ avatar: "?", hello: "Hello, and welcome", detail: "You may look around" }),
  member: ({ user }) => ({ avatar: initials({ name: user.full_name || user.login, email: user.email }), hello: user.full_name || user.login || "Hello again", detail: user.email ?? user.login }),
  error: () => ({ avatar: "!", hello: "Hello", detail: "The club is closed" }),
};

/** Greets the member in the header, and says above all else when the club can't be reached. */
export function showGreeting(state) {
  const { avatar, hello, detail } = WORDS[state.phase](state);
  const greeting = $("#greeting");
  greeting.dataset.phase = state.phase;
  $(".avatar", greeting).textContent = avatar;
  $(".hello", greeting).textContent = hello;
  $(".detail", greeting).textContent = detail;
  showError(state.error);
}

function showError(error) {
  const alert = $("#visitor-error");
  alert.hidden = !error;
  if (!error) return alert.replaceChildren();
  alert.replaceChildren(
    el("strong", {}, "The club couldn’t be opened."),
    el("p", {}, error.message),
    el("code", {}, nameOf(error)),
    el("button", { type: "button", className: "button quiet", onclick: retry }, "Try again"));
}

/** The pressed button goes away with the error: the focus must not go with it. */
function retry() {
  $("#main").focus();
  begin();
}
