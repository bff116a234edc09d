import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { openBrowser, openPage, says } from "../support/browser.mjs";
import { servePages } from "../support/pages.mjs";
import { startSandbox } from "../support/sandbox.mjs";

let sandbox;
let browser;

before(async () => {
  sandbox = await startSandbox();
  browser = await openBrowser();
});

beforeEach(() => sandbox.reset());

after(async () => {
  await browser?.close();
  await sandbox?.stop();
});

async function openClub(context = {}) {
  const page = await openPage(browser, sandbox.origin, { path: "/club.html", ...context });
  await says(page, "#greeting .hello", "Hello, and welcome");
  return page;
}

async function openAsAda() {
  const page = await openClub();
  await page.fill("#sign-in-name", "ada");
  await page.fill("#sign-in-password", "example-pass-1");
  await page.press("#sign-in-password", "Enter");
  await says(page, "#greeting .hello", "Ada Example");
  return page;
}

const focused = (page) => page.evaluate(() => document.activeElement.id);

/** Puts one condition in place of those there are, and searches. */
async function search(page, field, operator, value) {
  await page.selectOption(".condition [aria-label=Field]", field);
  await page.selectOption(".condition [aria-label=Comparison]", operator);
  await page.fill(".condition input", value);
  await page.press(".condition input", "Enter");
}

test("a member signs in, and is still there after a reload, until they sign out", async () => {
  const page = await openAsAda();
  assert.equal(await focused(page), "member-title");
  assert.equal(await page.inputValue("#email"), "ada@example.com");
  await page.reload();
  await says(page, "#greeting .hello", "Ada Example");
  await page.click("#sign-out");
  await says(page, "#greeting .hello", "Hello, and welcome");
  assert.equal(await focused(page), "sign-in-name");
  await page.reload();
  await says(page, "#greeting .hello", "Hello, and welcome");
  assert.deepEqual(page.problems, []);
});

test("a wrong password is said, and neither it nor a token is shown on the wire", async () => {
  const page = await openClub();
  await page.fill("#sign-in-name", "ada@example.com");
  await page.fill("#sign-in-password", "not-the-password");
  await page.press("#sign-in-password", "Enter");
  await says(page, "#sign-in-status[data-kind=error]", "password");
  await says(page, "#wire-log .outcome", "auth / wrong_credentials");
  const token = await page.evaluate(() => JSON.parse(sessionStorage.getItem("larkspoke-club")).token);
  const wire = await page.locator("#wire").textContent();
  assert.ok(wire.includes("••••••••"));
  assert.ok(!wire.includes("not-the-password") && !wire.includes(token), wire);
});

test("joining makes an account and signs in; a login that is taken is said beside its field", async () => {
  const page = await openClub();
  await page.fill("#sign-up-name", "Grace <b>Hopper</b>");
  await page.fill("#sign-up-login", "ada");
  await page.fill("#sign-up-password", "short");
  await page.press("#sign-up-password", "Enter");
  await says(page, "#sign-up-password-error", "at least 6");
  await page.fill("#sign-up-password", "example-pass-9");
  await page.press("#sign-up-password", "Enter");
  await says(page, "#sign-up-login-error", "unique");
  assert.equal(await focused(page), "sign-up-login");
  await page.fill("#sign-up-login", "grace");
  await page.press("#sign-up-login", "Enter");
  await says(page, "#greeting .hello", "Grace <b>Hopper</b>");
  assert.equal(await page.locator("#greeting b").count(), 0);
  assert.equal(await page.inputValue("#login"), "grace");
});

test("riders are found by a filter built by hand, and what was sent is shown", async () => {
  const page = await openClub();
  await search(page, "login", "in", "ada, cleo");
  await says(page, "#search-status", "2 riders");
  await page.click("#add-condition");
  const line = page.locator(".condition").nth(1);
  await line.locator("[aria-label=Field]").selectOption("id");
  await line.locator("[aria-label=Comparison]").selectOption("nin");
  await line.locator("input").fill("1001");
  await says(page, "#search-code", 'cube.users.list({"login":{"in":["ada","cleo"]},"id":{"nin":[1001]}}');
  await page.click("#search-form >> text=Search");
  await says(page, "#search-status", "1 rider");
  assert.deepEqual(await page.locator("#members h3").allTextContents(), ["Cleo Example"]);
  await says(page, "#wire-log .call:first-child .path", "/connectycube/users/v2?");
  await line.locator(".remove").click();
  assert.equal(await page.locator(".condition").count(), 1);
});

test("a list goes on page by page, and the keyboard goes on with it", async () => {
  const page = await openClub();
  await search(page, "id", "in", "1001, 1002, 1003, 1004, 1005, 1006, 1007");
  await says(page, "#search-status", "5 of 7 riders");
  await page.focus("#more");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#more", { state: "hidden" });
  assert.equal(await page.textContent("#search-status"), "7 riders");
  assert.match(await page.evaluate(() => document.activeElement.textContent), /1006/);
});

for (const [field, operator, value, message] of [
  ["created_at", "gte", "2024-01-01", "the filter needs eq, in or start_with"],
  ["full_name", "start_with", "Bob", "full_name.start_with"],
  ["id", "start_with", "1001", "only texts have a beginning"],
  ["login", "gt", "ada", "only times can be compared"],
  ["id", "eq", "ada", "id.eq"],
]) {
  test(`a search by ${field} ${operator} ${value} breaks a rule, which is said, and nothing is sent`, async () => {
    const page = await openClub();
    const sent = (await sandbox.requests()).length;
    await search(page, field, operator, value);
    await says(page, "#search-error", message);
    await says(page, "#wire-log .call:first-child", "Nothing was sent.");
    assert.equal((await sandbox.requests()).length, sent);
    const named = message.startsWith("the filter") ? 0 : 1;
    assert.equal(await page.locator(".condition.bad [aria-invalid=true]").count(), named);
  });
}

test("an own profile is changed: only what differs is sent, and what is refused is said beside its field", async () => {
  const page = await openAsAda();
  await page.fill("#full_name", "Ada King");
  await page.fill("#tags", "vip, analyst");
  await page.press("#tags", "Enter");
  await says(page, "#member-status", "Saved");
  await says(page, "#greeting .hello", "Ada King");
  await says(page, "#wire-log .call:first-child .code", 'cube.users.update(1001, {"full_name":"Ada King","tags":["vip","analyst"]})');
  await page.fill("#login", "bob");
  await page.press("#login", "Enter");
  await says(page, "#login-error", "unique");
  await page.reload();
  await says(page, "#greeting .hello", "Ada King");
  assert.equal(await page.inputValue("#login"), "ada");
});

test("a new password opens the account", async () => {
  const page = await openAsAda();
  await page.click("#member summary");
  await page.fill("#old_password", "example-pass-1");
  await page.fill("#password", "example-pass-2");
  await page.press("#password", "Enter");
  await says(page, "#member-status", "Saved");
  assert.equal(await page.inputValue("#password"), "");
  await page.click("#sign-out");
  await page.fill("#sign-in-name", "ada");
  await page.fill("#sign-in-password", "example-pass-2");
  await page.press("#sign-in-password", "Enter");
  await says(page, "#greeting .hello", "Ada Example");
});

test("an account is deleted only when its owner says so twice", async () => {
  const page = await openAsAda();
  await page.click("#delete");
  assert.equal(await page.evaluate(() => document.activeElement.value), "keep");
  await page.keyboard.press("Escape");
  assert.ok(await page.isVisible("#member"));
  await page.click("#delete");
  await page.click("text=Delete it");
  await says(page, "#sign-in-status", "gone for good");
  await says(page, "#greeting .hello", "Hello, and welcome");
  await search(page, "login", "eq", "ada");
  await says(page, "#search-status", "Nobody is like that.");
});

test("a session that is over is renewed, and the search goes through", async () => {
  const page = await openClub();
  await sandbox.advance(2 * 3600 * 1000 + 1000);
  await search(page, "login", "eq", "ada");
  await says(page, "#search-status", "1 rider");
  const requests = page.locator("#wire-log .call:first-child .request summary");
  assert.deepEqual(await requests.locator(".method").allTextContents(), ["GET", "POST", "GET"]);
});

test("the club works from another origin", async () => {
  const route = `export const config = ${JSON.stringify({ baseUrl: sandbox.connectycube, appId: sandbox.appId, authKey: sandbox.authKey })};`;
  const pages = await servePages({ routes: { "/js/club/config.js": route } });
  try {
    const page = await openPage(browser, pages.origin, { path: "/club.html" });
    await says(page, "#greeting .hello", "Hello, and welcome");
    await search(page, "login", "eq", "ada");
    await says(page, "#search-status", "1 rider");
  } finally {
    pages.stop();
  }
});
