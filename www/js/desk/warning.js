import { UserCom } from "/pkg/esm/index.js";
import { $, nameOf } from "../dom.js";

/** Shows what the SDK says to a page that would take a key out into the web. */
export function enableWarning() {
  const key = "0".repeat(64);
  try {
    new UserCom({ subdomain: "acme", apiKey: key }).close();
  } catch (error) {
    $("#refusal-code").textContent = nameOf(error);
    $("#refusal-message").textContent = error.message;
  }
}
