import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { openBrowser, openPage, says } from "../support/browser.mjs";
import { JANE, startSandbox } from "../support/sandbox.mjs";

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

async function openProfile() {
  const page = await openPage(browser, sandbox.origin, { path: "/desk.html", key: JANE });
  await says(page, "#greeting .hello", "Hello, Jane");
  await says(page, "#wire-log .outcome", "found");
  return page;
}

const attribute = (user, name) => user.attributes.find((each) => each.name_std === name)?.value;

test("a saved profile is in the sandbox and on the page after a reload", async () => {
  const page = await openProfile();
  await page.fill("#first_name", "Janet");
  await page.fill("#city", "Łódź");
  await page.fill("#phone_number", "+48 600 100 200");
  await page.selectOption("#riding_style", "touring");
  await page.click("text=Save profile");
  await says(page, "#profile-status", "Saved");

  const user = await sandbox.userByKey(JANE);
  assert.equal(user.name, "Janet Doe");
  assert.equal(user.city, "Łódź");
  assert.equal(user.phone_number, "+48 600 100 200");
  assert.equal(attribute(user, "riding_style"), "touring");

  await page.reload();
  await says(page, "#greeting .hello", "Hello, Janet");
  assert.equal(await page.inputValue("#city"), "Łódź");
  assert.equal(await page.inputValue("#riding_style"), "touring");
  assert.deepEqual(page.problems, []);
});

test("only what was changed is sent, by one GET and one PUT", async () => {
  const page = await openProfile();
  const before = (await sandbox.requests()).length;
  await page.fill("#city", "Warsaw");
  await page.press("#city", "Enter");
  await says(page, "#profile-status", "Saved");
  const sent = (await sandbox.requests()).slice(before);
  assert.deepEqual(sent.map((entry) => entry.method), ["GET", "PUT"]);
  const body = sent[1].request.body;
  assert.deepEqual(typeof body === "string" ? JSON.parse(body) : body, { city: "Warsaw" });
});

test("an emptied field is cleared", async () => {
  const page = await openProfile();
  await page.fill("#city", "Warsaw");
  await page.click("text=Save profile");
  await says(page, "#profile-status", "Saved");
  await page.fill("#city", "");
  await page.click("text=Save profile");
  await page.waitForFunction(() => document.querySelectorAll("#wire-log .call").length === 4);
  await says(page, "#profile-status", "Saved");
  assert.equal((await sandbox.userByKey(JANE)).city, null);
});

test("what the service refuses is said beside the field and nothing is saved", async () => {
  const page = await openProfile();
  await page.fill("#email", "jane@localhost");
  await page.fill("#city", "Warsaw");
  await page.click("text=Save profile");
  await says(page, "#email-error", "valid email");
  assert.equal(await page.getAttribute("#email", "aria-describedby"), "email-error");
  assert.equal(await page.evaluate(() => document.activeElement.id), "email");
  assert.equal((await sandbox.userByKey(JANE)).city, null);
});

test("what the SDK refuses is never sent", async () => {
  const page = await openProfile();
  const before = (await sandbox.requests()).length;
  await page.fill("#first_name", "J".repeat(41));
  await page.click("text=Save profile");
  await says(page, "#first_name-error", "first_name");
  await page.fill("#first_name", "Jane");
  await page.click("text=Save profile");
  await says(page, "#wire-log", "input / no_changes");
  assert.equal((await sandbox.requests()).length, before);
});

test("a save that is answered after the visitor has changed does not bring the old one back", async () => {
  const page = await openProfile();
  let answer;
  const answered = new Promise((resolve) => (answer = resolve));
  await page.route("**/users/*/", (route) => (route.request().method() === "PUT" ? answered.then(() => route.continue()) : route.continue()));
  await page.fill("#city", "Warsaw");
  await page.click("text=Save profile");
  await says(page, "#wire-log .method", "PUT");
  await page.selectOption("#visitor-switch", "rtlLayla2022");
  await says(page, "#greeting .detail", "layla@example.org");
  answer();
  await page.locator("#wire-log .call", { hasText: "updateVisitor" }).locator(".outcome", { hasText: "Jane Doe" }).waitFor();
  assert.equal(await page.textContent("#greeting .detail"), "layla@example.org");
  assert.equal(await page.inputValue("#email"), "layla@example.org");
});
