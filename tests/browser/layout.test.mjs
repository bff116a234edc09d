import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openPage, says } from "../support/browser.mjs";
import { JANE, startShop } from "../support/sandbox.mjs";

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

for (const path of ["/", "/desk.html", "/club.html", "/script-tag.html"]) {
  test(`${path} fits a phone of 360 px and every target is big enough for a finger`, async () => {
    const page = await openPage(browser, sandbox.origin, { path, key: JANE, viewport: { width: 360, height: 740 } });
    await page.locator("#greeting:not([data-phase=loading])").waitFor();
    const { overflow, small } = await page.evaluate(() => {
      const targets = [...document.querySelectorAll("button, input, select, a.button")].filter((each) => each.checkVisibility());
      return {
        overflow: document.documentElement.scrollWidth - innerWidth,
        small: targets.filter((each) => each.getBoundingClientRect().height < 24).map((each) => each.outerHTML),
      };
    });
    assert.equal(overflow, 0);
    assert.deepEqual(small, []);
  });
}

test("the profile can be changed and saved by the keyboard alone", async () => {
  const page = await openPage(browser, sandbox.origin, { path: "/desk.html", key: JANE });
  await says(page, "#greeting .hello", "Hello, Jane");
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim());
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "Skip to the desk");
  await page.keyboard.press("Enter");
  assert.equal(await focused(), "main");
  for (let presses = 0; (await focused()) !== "city" && presses < 40; presses += 1) await page.keyboard.press("Tab");
  await page.keyboard.type("Gdynia");
  for (let presses = 0; (await focused()) !== "Save profile" && presses < 10; presses += 1) await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await says(page, "#profile-status", "Saved");
  assert.equal((await sandbox.userByKey(JANE)).city, "Gdynia");
});

test("nothing moves for those who asked for less motion", async () => {
  const page = await openPage(browser, sandbox.origin, { key: JANE, reducedMotion: "reduce" });
  await says(page, "#greeting .hello", "Hello, Jane");
  const moving = await page.$$eval("*", (all) => all.filter((each) => getComputedStyle(each).transitionDuration !== "0s").length);
  assert.equal(moving, 0);
});
