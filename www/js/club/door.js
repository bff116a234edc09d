import { attempt } from "../attempt.js";
import { $, say } from "../dom.js";
import { showFieldErrors } from "../fields.js";
import { record } from "../recording.js";
import { cube } from "./client.js";
import { signIn, signOut } from "./member.js";

/** Shows the way in to who isn't signed in. */
export function showDoor({ phase }) {
  $("#door").hidden = phase === "member";
  for (const fieldset of $("#door").querySelectorAll("fieldset")) fieldset.disabled = phase !== "nobody";
}

/** Signs in, up and out by the forms and the button. */
export function enableDoor() {
  enable($("#sign-in"), $("#sign-in-status"), enter, "Signing in…");
  enable($("#sign-up"), $("#sign-up-status"), join, "Joining…");
  $("#sign-out").addEventListener("click", async ({ currentTarget }) => {
    const failed = await attempt(currentTarget, $("#member-status"), signOut, "Signing out…");
    if (!failed) $("#sign-in [name=name]").focus();
  });
}

function enable(form, line, work, busy) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    showFieldErrors(form);
    const error = await attempt(event.submitter, line, () => work(form.elements), busy);
    if (error) return showFieldErrors(form, error);
    form.reset();
    say(line, "");
    $("#member-title").focus();
  });
}

/** What has an @ is an e-mail address, all else a login. */
async function enter({ name, password }) {
  const who = name.value.trim();
  await signIn({ [who.includes("@") ? "email" : "login"]: who, password: password.value });
}

/** Signing up makes an account and no session: signing in does. */
async function join({ full_name: fullName, login, password }) {
  const user = { login: login.value.trim(), password: password.value };
  if (fullName.value.trim()) user.full_name = fullName.value.trim();
  const shown = JSON.stringify({ ...user, password: "…" });
  await record(`cube.users.signUp(${shown})`, () => cube.users.signUp(user));
  await signIn({ login: user.login, password: user.password });
}
