import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { openBrowser, openPage, says } from "../support/browser.mjs";
import { JANE, startSandbox } from "../support/sandbox.mjs";

const AMELIE = "ctlfkj37dbag";
const ANONYMOUS = "an0nym0us123";

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

async function openDesk(key, greeting) {
  const page = await openPage(browser, sandbox.origin, { path: "/desk.html", key });
  await says(page, "#greeting .hello", greeting);
  return page;
}

const tags = async (key) => (await sandbox.userByKey(key)).tags.map((tag) => tag.name);
const focused = (page) => page.evaluate(() => document.activeElement.ariaLabel ?? document.activeElement.id);

test("a page on the web would be refused, and the desk shows how", async () => {
  const page = await openDesk(JANE, "Hello, Jane");
  await page.click(".caution summary");
  await says(page, "#refusal-code", "config / secret_key_in_browser");
  await says(page, "#refusal-message", "relay");
});

test("lists and companies of the visitor are shown", async () => {
  const page = await openDesk(AMELIE, "Hello, Amélie");
  assert.deepEqual(await page.locator("#lists strong").allTextContents(), ["Newsletter", "Beta testers"]);
  await says(page, "#companies", "Smith & Sons “Bicycles” Ltd.");
  await page.selectOption("#visitor-switch", ANONYMOUS);
  await says(page, "#lists-none", "On no list");
  assert.equal(await page.locator("#companies li").count(), 0);
});

test("a tag is added, several are, and the keyboard takes one off without losing its place", async () => {
  const page = await openDesk(AMELIE, "Hello, Amélie");
  await page.fill("#new-tags", "test-ride");
  await page.press("#new-tags", "Enter");
  await says(page, "#tags-status", "Added test-ride");
  await page.fill("#new-tags", "Überholt, <b>bold</b>");
  await page.press("#new-tags", "Enter");
  await says(page, "#tags-status", "Added 2 tags");
  assert.deepEqual(await tags(AMELIE), ["newsletter", "vip", "test-ride", "Überholt", "<b>bold</b>"]);
  assert.equal(await page.locator("#tags b").count(), 0);

  await page.focus("[aria-label='Remove the tag vip']");
  await page.keyboard.press("Enter");
  await says(page, "#tags-status", "Removed vip");
  assert.ok(!(await tags(AMELIE)).includes("vip"));
  assert.equal(await focused(page), "Remove the tag test-ride");
  assert.deepEqual(page.problems, []);
});

test("an event that is sent is listed, with its detail", async () => {
  const page = await openDesk(JANE, "Hello, Jane");
  await page.fill("#event_name", "booked test ride");
  await page.fill("#data_name", "bike");
  await page.fill("#data_value", "Heron");
  await page.press("#data_value", "Enter");
  await says(page, "#event-status", "Sent");
  await says(page, "#events", "booked test ride");
  await says(page, "#events", "bike: Heron");
  await page.reload();
  await says(page, "#events", "booked test ride");
});

test("an event without a name is refused before it is sent", async () => {
  const page = await openDesk(JANE, "Hello, Jane");
  const asked = page.locator("#wire-log .call", { hasText: "listEvents" }).locator(".outcome", { hasText: "found" });
  await asked.waitFor();
  const sent = (await sandbox.requests()).length;
  await page.click("#event-form button");
  await says(page, "#event-status", "name");
  assert.equal((await sandbox.requests()).length, sent);
});

test("logging in as somebody new gives the anonymous visitor a name", async () => {
  const page = await openDesk(ANONYMOUS, "Hello again");
  await page.fill("#login-id", "customer-4711");
  await page.fill("#login-email", "ada@example.com");
  await page.fill("#login-name", "Ada");
  await page.press("#login-name", "Enter");
  await says(page, "#login-result .badge", "updated");
  await says(page, "#greeting .hello", "Hello, Ada");
  assert.equal((await sandbox.userByKey(ANONYMOUS)).user_id, "customer-4711");
});

test("logging in as somebody known merges the anonymous visitor into them", async () => {
  const page = await openDesk(ANONYMOUS, "Hello again");
  await page.fill("#login-id", "customer-42");
  await page.press("#login-id", "Enter");
  await says(page, "#login-result .badge", "merged");
  await says(page, "#login-result h3", "Jane Doe");
  assert.equal(await sandbox.userByKey(ANONYMOUS), null);
});

test("logging in on another person's browser merges nobody and advises to reset the widget", async () => {
  const page = await openDesk(AMELIE, "Hello, Amélie");
  await page.fill("#login-id", "customer-42");
  await page.press("#login-id", "Enter");
  await says(page, "#login-result .badge", "updated");
  await says(page, "#login-result .badge.warn", "reset_widget");
  assert.equal((await sandbox.userByKey(AMELIE)).user_id, "user@123");
});

test("a log-in that names nobody says what is missing", async () => {
  const page = await openDesk(JANE, "Hello, Jane");
  await page.click("#login-form button");
  await says(page, "#login-status", "userId");
  await says(page, "#login-result code", "input / ");
});
