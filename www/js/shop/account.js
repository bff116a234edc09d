import { watched } from "../recording.js";

/** For how long this tab remembers who is signed in. A real shop has a session of its own, in a cookie of its server. */
const KEPT = "larkspoke-customer";

/** Gives the customer number of who is signed in; `null` if nobody is. */
export const customer = () => sessionStorage.getItem(KEPT);

/** Notes who is signed in. */
export const remember = (userId) => sessionStorage.setItem(KEPT, userId);

/** Notes that nobody is. */
export const forget = () => sessionStorage.removeItem(KEPT);

/**
 * Asks the shop's own server for a token that says who is signed in; `null` if nobody is.
 *
 * A real one looks at its session. The sandbox's, which stands in for it, believes the page.
 */
export async function identity() {
  const userId = customer();
  if (userId === null) return null;
  const response = await watched.fetch("/_shop/identity-token", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ user_id: userId }),
  });
  if (!response.ok) throw new Error(`The shop’s server signed nobody in (status ${response.status}).`);
  const { token } = await response.json();
  return token;
}
