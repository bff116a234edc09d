import { $, el, nameOf } from "./dom.js";
import { loadVisitor } from "./visitor.js";

const WORDS = {
  loading: () => ({ avatar: "", hello: "Looking you up…", detail: "One moment" }),
  nobody: () => ({ avatar: "?", hello: "Hello, and welcome", detail: "No cookie, so nobody yet" }),
  unknown: ({ key }) => ({ avatar: "?", hello: "Hello, stranger", detail: `Nobody has the key ${key}` }),
  known: ({ user }) => ({
    avatar: initials(user),
    hello: user.name ? `Hello, ${firstName(user)}` : "Hello again",
    detail: user.email ?? user.city ?? (user.name ? "Welcome back" : "We don’t know your name yet"),
  }),
  error: () => ({ avatar: "!", hello: "Hello", detail: "We couldn’t look you up" }),
};

/** Greets the visitor in the header, and says above all else when they couldn't be looked up. */
export function showGreeting(state) {
  greet(state.phase, WORDS[state.phase](state));
  showProblem("We couldn’t find out who you are.", state.error, loadVisitor);
}

/** Fills the header's greeting. */
export function greet(phase, { avatar, hello, detail }) {
  const greeting = $("#greeting");
  greeting.dataset.phase = phase;
  $(".avatar", greeting).textContent = avatar;
  $(".hello", greeting).textContent = hello;
  $(".detail", greeting).textContent = detail;
}

/** Says an error above all else, and lets it be tried again; without an error nothing. */
export function showProblem(title, error, tryAgain) {
  const alert = $("#visitor-error");
  alert.hidden = !error;
  if (!error) return alert.replaceChildren();
  // The pressed button goes away with the error: the focus must not go with it.
  const onclick = () => {
    $("#main").focus();
    tryAgain();
  };
  alert.replaceChildren(
    el("strong", {}, title),
    el("p", {}, error.message),
    el("code", {}, nameOf(error)),
    el("button", { type: "button", className: "button quiet", onclick }, "Try again"));
}

export const firstName = (user) => user.name.trim().split(/\s+/)[0];

export function initials({ name, email }) {
  const words = (name ?? email ?? "?").trim().split(/\s+/);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return ends.map((word) => [...word][0] ?? "").join("").toUpperCase();
}
