import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openPage, says } from "../support/browser.mjs";
import { configFor, servePages } from "../support/pages.mjs";
import { JANE, startSandbox } from "../support/sandbox.mjs";

let browser;

before(async () => (browser = await openBrowser()));
after(() => browser?.close());

/** Opens the desk on one origin, asking a sandbox on another. */
async function acrossOrigins(flags, use) {
  const sandbox = await startSandbox(...flags);
  const pages = await servePages({ routes: { "/js/desk/config.js": configFor(sandbox.usercom) } });
  try {
    await use(await openPage(browser, pages.origin, { path: "/desk.html", key: JANE }), sandbox);
  } finally {
    pages.stop();
    await sandbox.stop();
  }
}

test("a sandbox that allows any origin is read and written from another one", () =>
  acrossOrigins(["--cors", "any"], async (page, sandbox) => {
    await says(page, "#greeting .hello", "Hello, Jane");
    await page.fill("#city", "Warsaw");
    await page.click("text=Save profile");
    await says(page, "#profile-status", "Saved");
    assert.equal((await sandbox.userByKey(JANE)).city, "Warsaw");
  }));

test("an error is readable from another origin", () =>
  acrossOrigins(["--cors", "any"], async (page) => {
    await says(page, "#greeting .hello", "Hello, Jane");
    await page.fill("#email", "jane@localhost");
    await page.click("text=Save profile");
    await says(page, "#email-error", "valid email");
  }));

test("a server without CORS is a network error that thinks of the origin", () =>
  acrossOrigins(["--cors", "off"], async (page) => {
    await says(page, "#visitor-error code", "network /");
    await says(page, "#visitor-error", "refuses this page's origin");
  }));

test("only the listed origin is let in", async () => {
  const pages = await servePages();
  const sandbox = await startSandbox("--cors", "list", "--cors-origin", pages.origin);
  const stranger = await servePages();
  const ask = async ({ origin }) => {
    const page = await openPage(browser, origin);
    return page.evaluate(async (baseUrl) => {
      const { UserCom } = await import("/pkg/esm/index.js");
      const client = new UserCom({ baseUrl, apiKey: "0".repeat(64), maxRetries: 0 });
      return client.users.findByKey("g3FaYocCy0U6").then((user) => user.name, (error) => error.kind);
    }, sandbox.usercom);
  };
  try {
    assert.equal(await ask(pages), "Jane Doe");
    assert.equal(await ask(stranger), "network");
  } finally {
    pages.stop();
    stranger.stop();
    await sandbox.stop();
  }
});
