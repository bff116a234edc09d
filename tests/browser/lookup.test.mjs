import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, test } from "node:test";
import { openBrowser, openPage, says } from "../support/browser.mjs";
import { servePages } from "../support/pages.mjs";
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

test("a rider is found by key, and the search is shown as it was sent and answered", async () => {
  const page = await openPage(browser, sandbox.origin, { path: "/desk.html" });
  await page.fill("#lookup-key", JANE);
  await page.press("#lookup-key", "Enter");
  await says(page, "#lookup-result h3", "Jane Doe");
  const call = page.locator("#wire-log .call").first();
  assert.match(await call.locator(".code").textContent(), /findByKey\("g3FaYocCy0U6"\)/);
  assert.match(await call.locator(".path").textContent(), /\/api\/public\/users\/search\/\?key=g3FaYocCy0U6$/);
  assert.match(await call.locator(".json").last().textContent(), /"name": "Jane Doe"/);
});

test("a key that nobody has finds nobody, without an error", async () => {
  const page = await openPage(browser, sandbox.origin, { path: "/desk.html" });
  await page.fill("#lookup-key", "nobodyhasit1");
  await page.press("#lookup-key", "Enter");
  await says(page, "#lookup-result", "Nobody has this key.");
});

test("an awkward key arrives as it was typed", async () => {
  const page = await openPage(browser, sandbox.origin, { path: "/desk.html" });
  await page.fill("#lookup-key", "a+b&c=d#e/é");
  await page.press("#lookup-key", "Enter");
  await says(page, "#lookup-result", "Nobody has this key.");
  await says(page, "#wire-log .path", "?key=a%2Bb%26c%3Dd%23e%2F%C3%A9");
});

test("a search that is slow can be stopped, and the server sees it go", async () => {
  const searches = [];
  const slow = await servePages({ routes: { "/api/public/users/search/": (request, response) => void searches.push(once(response, "close")) } });
  try {
    const page = await openPage(browser, slow.origin, { path: "/desk.html" });
    await page.fill("#lookup-key", JANE);
    await page.press("#lookup-key", "Enter");
    await says(page, "#wire-log .path", "/users/search/");
    await page.click("#lookup-form >> text=Stop");
    await says(page, "#lookup-result", "Search stopped.");
    await says(page, "#wire-log .outcome", "abort / aborted");
    await Promise.all(searches);
    assert.equal(searches.length, 1);
  } finally {
    slow.stop();
  }
});
