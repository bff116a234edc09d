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
  assert.equal(attribute(await sandbox.userByKey(JANE), "saved_bike") ?? null, null);
  assert.deepEqual(page.problems, []);
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
