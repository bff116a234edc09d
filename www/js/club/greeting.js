import { greet, initials, showProblem } from "../greeting.js";
import { begin } from "./member.js";

const WORDS = {
  loading: () => ({ avatar: "", hello: "One moment…", detail: "Opening the club" }),
  nobody: () => ({ avatar: "?", hello: "Hello, and welcome", detail: "You may look around" }),
  member: ({ user }) => ({
    avatar: initials({ name: user.full_name || user.login, email: user.email }),
    hello: user.full_name || user.login || "Hello again",
    detail: user.email ?? user.login ?? "A member of the club",
  }),
  error: () => ({ avatar: "!", hello: "Hello", detail: "The club is closed" }),
};

/** Greets the member in the header, and says above all else when the club can't be reached. */
export function showGreeting(state) {
  greet(state.phase, WORDS[state.phase](state));
  showProblem("The club couldn’t be opened.", state.error, begin);
}
