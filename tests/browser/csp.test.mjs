import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openPage, says } from "../support/browser.mjs";
import { configFor, servePages } from "../support/pages.mjs";
import { JANE, startSandbox } from "../support/sandbox.mjs";

let sandbox;
let browser;

before(async () => {
  sandbox = await startSandbox();
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await sandbox?.stop();
});

/** Serves the desk under a policy that allows what it needs and, for scripts, only `sources`. */
function serveUnder(sources) {
  const policy = `default-src 'self'; script-src ${sources}; connect-src 'self' ${sandbox.origin}`;
  return servePages({
    headers: { "content-security-policy": policy },
    routes: { "/js/desk/config.js": configFor(sandbox.usercom) },
  });
}

test("a policy without 'wasm-unsafe-eval' is named, with the cure, and nothing is sent", async () => {
  const pages = await serveUnder("'self'");
  try {
    const before = (await sandbox.requests()).length;
    const page = await openPage(browser, pages.origin, { path: "/desk.html", key: JANE });
    await says(page, "#visitor-error code", "wasm / csp");
    await says(page, "#visitor-error", "'wasm-unsafe-eval'");
    assert.equal((await sandbox.requests()).length, before);
  } finally {
    pages.stop();
  }
});

test("under a strict policy with 'wasm-unsafe-eval' the whole page works", async () => {
  const pages = await serveUnder("'self' 'wasm-unsafe-eval'");
  try {
    const refused = [];
    const prepare = (page) => page.on("console", (message) => /Content Security Policy/.test(message.text()) && refused.push(message.text()));
    const page = await openPage(browser, pages.origin, { path: "/desk.html", key: JANE, prepare });
    await says(page, "#greeting .hello", "Hello, Jane");
    await page.fill("#city", "Warsaw");
    await page.press("#city", "Enter");
    await says(page, "#profile-status", "Saved");
    assert.deepEqual(refused, []);
  } finally {
    pages.stop();
  }
});
