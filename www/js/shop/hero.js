import { $ } from "../dom.js";
import { firstName } from "../greeting.js";

/** Invites the visitor in the first lines of the shop. */
export function showInvitation({ phase, user }) {
  const name = user?.name ? `, ${firstName(user)}` : "";
  const nobody = "Nobody is here yet. Choose somebody under “Browse as”.";
  $("#personal").textContent = phase === "nobody" ? nobody : `Test rides every Saturday${name}. Coffee is on us.`;
}
