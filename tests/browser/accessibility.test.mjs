import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { openBrowser, openPage, says } from "../support/browser.mjs";
import { JANE, startShop } from "../support/sandbox.mjs";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

let sandbox;
let browser;

before(async () => {
  sandbox = await startShop();
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await sandbox?.stop();
});

/** Brings each page to where it shows the most, errors included. */
const PAGES = {
  async "/"(page) {
    await says(page, "#greeting .hello", "Hello, Jane");
    await page.fill("#user_id", "customer-42");
    await page.press("#user_id", "Enter");
    await says(page, "#details-status", "found");
  },
  async "/desk.html"(page) {
    await says(page, "#greeting .hello", "Hello, Jane");
    await page.fill("#email", "jane@localhost");
    await page.press("#email", "Enter");
    await says(page, "#email-error", "valid email");
    await page.fill("#login-id", "user@123");
    await page.press("#login-id", "Enter");
    await says(page, "#login-result .badge", "reset_widget");
    await page.click(".caution summary");
  },
  async "/club.html"(page) {
    await says(page, "#greeting .hello", "Hello, and welcome");
    await page.click("text=Everybody since 2024");
    await says(page, "#search-error", "the filter needs");
    await page.fill("#sign-in-name", "ada");
    await page.fill("#sign-in-password", "wrong-password");
    await page.press("#sign-in-password", "Enter");
    await says(page, "#sign-in-status[data-kind=error]", "");
  },
  async "/script-tag.html"(page) {
    await says(page, "#greeting .hello", "Hello, Jane");
  },
};

for (const [path, prepare] of Object.entries(PAGES)) {
  test(`${path} breaks no rule of accessibility, in light and in dark`, async () => {
    const page = await openPage(browser, sandbox.origin, { path, key: JANE, reducedMotion: "reduce" });
    await prepare(page);
    await page.addScriptTag({ path: AXE });
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      const { violations, passes } = await page.evaluate(() => globalThis.axe.run());
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
      assert.deepEqual(found, [], colorScheme);
      assert.ok(passes.some(({ id }) => id === "color-contrast"));
    }
  });
}
