import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openPage, says } from "../support/browser.mjs";
import { configFor, servePages } from "../support/pages.mjs";
import { JANE, startSandbox, startShop } from "../support/sandbox.mjs";

let browser;

before(async () => (browser = await openBrowser()));
after(() => browser?.close());

test("a wrong key is an auth error, and the key is nowhere on the page", async () => {
  const key = "wrong".padEnd(64, "7");
  const sandbox = await startSandbox();
  const pages = await servePages({ routes: { "/js/desk/config.js": configFor(sandbox.usercom, key) } });
  try {
    const page = await openPage(browser, pages.origin, { path: "/desk.html", key: JANE });
    await says(page, "#visitor-error code", "auth / unauthorized");
    await says(page, "#greeting .detail", "couldn’t look you up");
    await says(page, "#wire-log .json", "authorization: Token ••••••••");
    assert.ok(!(await page.content()).includes(key));
    assert.ok(!(await page.innerText("body")).includes(key));
  } finally {
    pages.stop();
    await sandbox.stop();
  }
});

test("a server that went down is a network error, and what was typed is kept", async () => {
  const sandbox = await startSandbox();
  try {
    const page = await openPage(browser, sandbox.origin, { path: "/desk.html", key: JANE });
    await says(page, "#greeting .hello", "Hello, Jane");
    await sandbox.stop();
    await page.fill("#city", "Warsaw");
    await page.click("text=Save profile");
    await says(page, "#wire-log .outcome", "network /");
    const message = await says(page, "#profile-status[data-kind=error]", "");
    assert.notEqual(message.trim(), "");
    assert.equal(await page.inputValue("#city"), "Warsaw");
    assert.ok(await page.isEnabled("text=Save profile"));
  } finally {
    await sandbox.stop();
  }
});

test("after a failed look-up, trying again finds the visitor", async () => {
  const sandbox = await startSandbox();
  let broken = true;
  const pages = await servePages({
    routes: {
      "/api/public/users/search/": async (request, response) => {
        if (broken) return void response.writeHead(403).end('{"detail":"You do not have permission to perform this action."}');
        response.end(JSON.stringify(await sandbox.userByKey(JANE)));
      },
    },
  });
  try {
    const page = await openPage(browser, pages.origin, { path: "/desk.html", key: JANE });
    await says(page, "#visitor-error code", "forbidden / forbidden");
    broken = false;
    await page.click("text=Try again");
    await says(page, "#greeting .hello", "Hello, Jane");
    assert.ok(await page.isHidden("#visitor-error"));
  } finally {
    pages.stop();
    await sandbox.stop();
  }
});

test("a relay that is in trouble is a server error, and after it the shop knows its visitor", async () => {
  const shop = await startShop();
  try {
    let broken = true;
    const prepare = (page) => page.route("**/userkey/visitor", (route) => (broken ? route.fulfill({ status: 502 }) : route.continue()));
    const page = await openPage(browser, shop.origin, { key: JANE, prepare });
    await says(page, "#visitor-error code", "server / ");
    assert.ok(await page.isDisabled("[data-bike=Wren] .save"));
    broken = false;
    await page.click("text=Try again");
    await says(page, "#greeting .hello", "Hello, Jane");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  } finally {
    await shop.stop();
  }
});

test("a club that can't be reached says so, and opens when it can", async () => {
  const sandbox = await startSandbox();
  try {
    let broken = true;
    const prepare = (page) => page.route("**/connectycube/session", (route) => (broken ? route.abort() : route.continue()));
    const page = await openPage(browser, sandbox.origin, { path: "/club.html", prepare });
    await says(page, "#visitor-error code", "network / ");
    assert.ok(await page.isDisabled("#sign-in-name"));
    broken = false;
    await page.click("text=Try again");
    await says(page, "#greeting .hello", "Hello, and welcome");
  } finally {
    await sandbox.stop();
  }
});

test("a server that never answers ends in a timeout that says so", async () => {
  const pages = await servePages({ routes: { "/api/public/users/search/": () => {} } });
  try {
    const page = await openPage(browser, pages.origin);
    const error = await page.evaluate(async () => {
      const { UserCom, isUserKeyError } = await import("/pkg/esm/index.js");
      const client = new UserCom({ baseUrl: `${location.origin}/api/public`, apiKey: "0".repeat(64), timeout: 30, maxRetries: 0 });
      const caught = await client.users.findByKey("g3FaYocCy0U6").catch((e) => e);
      return { ...caught.toJSON(), known: isUserKeyError(caught) };
    });
    assert.equal(error.kind, "timeout");
    assert.equal(error.code, "attempt");
    assert.ok(error.known);
  } finally {
    pages.stop();
  }
});

test("a package that is missing is said on the page", async () => {
  const pages = await servePages({ routes: { "/pkg/esm/index.js": (request, response) => void response.writeHead(404).end() } });
  try {
    const page = await openPage(browser, pages.origin);
    await says(page, "#visitor-error", "cargo xtask build");
  } finally {
    pages.stop();
  }
});
