import { $ } from "./dom.js";

// Loaded in a second step, so that a missing package is said on the page and not only in the console.
import($("script[data-app]").dataset.app).catch((error) => {
  console.error(error);
  $("#greeting .hello").textContent = "Hello";
  $("#greeting .detail").textContent = "We couldn’t look you up";
  $("#greeting").dataset.phase = "error";
  $("#visitor-error").hidden = false;
  $("#visitor-error").textContent = `The SDK couldn’t be loaded (${error.message}). Build it with: cargo xtask build`;
});
