import assert from "node:assert/strict";
import { test } from "node:test";
import * as official from "connectycube";
import { openBrowser, openPage } from "../support/browser.mjs";
import { inspector, throughOfficial, throughUserkey, timeless } from "../support/connectycube.mjs";
import { servePages } from "../support/pages.mjs";
import { startSandbox } from "../support/sandbox.mjs";

test("a page on another origin is given the same data as the official client", async () => {
  const [browser, sandbox, pages] = [await openBrowser(), await startSandbox(), await servePages()];
  try {
    const inspect = inspector(sandbox);
    const expected = timeless(await throughOfficial(official, sandbox, inspect));
    await sandbox.reset();
    const page = await openPage(browser, pages.origin, { prepare: (page) => page.exposeFunction("inspect", inspect) });
    const told = await page.evaluate(`import("/pkg/esm/index.js").then((userkey) => (${throughUserkey})(userkey, ${JSON.stringify(sandbox)}, inspect))`);
    assert.deepEqual(timeless(told), expected);
    assert.deepEqual([told.login.id, told.found.length, told.isNewSession, told.deleted], [1001, 7, true, null]);
    assert.deepEqual(page.problems, []);
  } finally {
    await browser.close();
    pages.stop();
    await sandbox.stop();
  }
});
