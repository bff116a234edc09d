import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { openBrowser, openPage, says } from "../support/browser.mjs";
import { JANE, startShop } from "../support/sandbox.mjs";

const AMELIE = "ctlfkj37dbag";
const ANONYMOUS = "an0nym0us123";

let sandbox;
let browser;

before(async () => {
  sandbox = await startShop();
  browser = await openBrowser();
});

beforeEach(() => sandbox.reset());

after(async () => {
  await browser?.close();
  await sandbox?.stop();
});

async function openShop(context = {}) {
  const page = await openPage(browser, sandbox.origin, { key: JANE, ...context });
  await says(page, "#greeting .hello", "Hello, Jane");
  return page;
}

const attribute = (user, name) => user.attributes.find((each) => each.name_std === name)?.value;

test("the shop asks its relay alone, and holds no key", async () => {
  const requests = [];
  const page = await openShop({ prepare: (page) => page.on("request", (request) => requests.push(request)) });
  assert.deepEqual(requests.filter((each) => "authorization" in each.headers()).map((each) => each.url()), []);
  assert.deepEqual(requests.filter((each) => each.url().includes("/api/public")).map((each) => each.url()), []);
  assert.equal(requests.filter((each) => each.url().endsWith("/userkey/visitor")).length, 1);
  assert.ok(!(await page.content()).includes(sandbox.token));
});

test("a saved bike is an attribute of the visitor, is there after a reload, and is let go", async () => {
  const page = await openShop();
  await page.click("[data-bike=Heron] .save");
  await says(page, "#bikes-status", "Heron is saved");
  assert.equal(attribute(await sandbox.userByKey(JANE), "saved_bike"), "Heron");
  await page.reload();
  await page.click("[data-bike=Heron] .save[aria-pressed=true]");
  await says(page, "#bikes-status", "Heron is free");
  assert.equal(attribute(await sandbox.userByKey(JANE), "saved_bike"), "");
  assert.deepEqual(page.problems, []);
});

test("signing in shows what only the person may see, and lets them change it, in their own record", async () => {
  const page = await openShop();
  assert.ok(!(await page.locator("#wire").textContent()).includes("example@email.com"));
  await page.fill("#user_id", "user@123");
  await page.press("#user_id", "Enter");
  await says(page, "#details-status", "cookie belongs to another record");
  await says(page, "#greeting .hello", "Hello, Amélie");
  await says(page, "#account-email", "amelie@example.com");
  assert.equal(await page.inputValue("#phone_number"), "+447700900123");
  assert.equal(await page.evaluate(() => document.activeElement.id), "account-title");
  await page.fill("#phone_number", "+48600100200");
  await page.press("#phone_number", "Enter");
  await says(page, "#details-status", "Saved");
  assert.equal((await sandbox.userByKey(AMELIE)).phone_number, "+48600100200");
  assert.equal((await sandbox.userByKey(JANE)).phone_number, null);

  await page.click("#sign-out");
  await says(page, "#greeting .hello", "Hello, Jane");
  assert.ok(await page.isHidden("#details-form"));
  assert.ok(!(await page.locator("#greeting").textContent()).includes("@"));
  assert.deepEqual(page.problems, []);
});

test("signing in on an anonymous browser gives its record the customer's number, and lasts over a reload", async () => {
  const page = await openPage(browser, sandbox.origin, { key: ANONYMOUS });
  await says(page, "#greeting .hello", "Hello again");
  await page.fill("#user_id", "customer-4711");
  await page.press("#user_id", "Enter");
  await says(page, "#account-number", "customer-4711");
  assert.equal((await sandbox.userByKey(ANONYMOUS)).user_id, "customer-4711");
  await page.fill("#first_name", "Ada");
  await page.press("#first_name", "Enter");
  await says(page, "#greeting .hello", "Hello, Ada");
  await page.reload();
  await says(page, "#greeting .hello", "Hello, Ada");
  assert.ok(await page.isVisible("#details-form"));
});

test("a customer number that can't be one is refused, and nobody is signed in", async () => {
  const page = await openShop();
  await page.click("#sign-in button");
  await says(page, "#sign-in-status", "customer number");
  await page.fill("#user_id", "..");
  await page.press("#user_id", "Enter");
  await says(page, "#sign-in-status[data-kind=error]", "");
  await says(page, "#wire-log .outcome", "forbidden / ");
  await page.reload();
  await says(page, "#greeting .hello", "Hello, Jane");
  assert.ok(await page.isVisible("#sign-in"));
});

test("identity tokens are masked on the wire", async () => {
  const page = await openShop();
  await page.fill("#user_id", "user@123");
  await page.press("#user_id", "Enter");
  await says(page, "#account-email", "amelie@example.com");
  const wire = await page.locator("#wire").textContent();
  assert.ok(wire.includes("Bearer ••••••••") && !wire.includes("eyJ"), wire);
});

test("how the visitor rides picks a bike, and a choice not saved yet survives another save", async () => {
  const page = await openShop();
  await page.selectOption("#riding_style", "touring");
  await page.click("[data-bike=Wren] .save");
  await says(page, "#bikes-status", "Wren is saved");
  assert.equal(await page.inputValue("#riding_style"), "touring");
  await page.click("#style-form button");
  await says(page, "#style-status", "Saved");
  await page.locator("[data-bike=Heron].picked").waitFor();
  assert.equal(attribute(await sandbox.userByKey(JANE), "riding_style"), "touring");
});
