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

async function openInspector(hash = "", context = {}) {
  const page = await openPage(browser, sandbox.origin, { path: `/_sandbox/${hash}`, ...context });
  await says(page, "#live", "Live");
  return page;
}

/** Sends a request as an application beside the inspector does. */
function send(method, path, body) {
  const headers = { authorization: `Token ${sandbox.token}`, "content-type": "application/json" };
  return fetch(`${sandbox.usercom}/${path}`, { method, headers, body: JSON.stringify(body) });
}

const shown = (page) => page.locator("#request-rows li:visible").count();

test("a request shows up as it is answered, with what it changed, and markup in it stays text", async () => {
  const page = await openInspector();
  await says(page, "#request-empty", "Nothing has been asked yet");
  await send("PUT", "users-by-id/customer-42/", { city: "<img src=x onerror=alert(1)>", tags: ["new"] });
  await page.click(".row.request");
  await says(page, "#detail tr:has(th:text-is('city')) .after", "<img src=x onerror=alert(1)>");
  await says(page, "#detail tr:has(th:text-is('tags')) .after", "tag, new");
  assert.equal(await page.locator("#detail img").count(), 0);
  assert.deepEqual(page.problems, []);
});

test("a copied command is the request, quotes included", async () => {
  const page = await openInspector("", { permissions: ["clipboard-read", "clipboard-write"] });
  await send("PUT", "users-by-id/customer-42/", { city: "it's" });
  await page.click(".row.request");
  await page.click("text=Copy as curl");
  await says(page, "#toast", "Command copied");
  const command = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(command, /^curl -X PUT 'http:\/\/.*\/users-by-id\/customer-42\/'/);
  assert.ok(command.endsWith(`--data-raw '{"city":"it'\\''s"}'`), command);
});

test("the log is filtered, walked and left by keyboard", async () => {
  await send("PUT", "users-by-id/customer-42/", { city: "Paris" });
  await fetch(`${sandbox.usercom}/users/1/`);
  const page = await openInspector();
  await page.focus(".row.request >> nth=0");
  await page.keyboard.press("ArrowDown");
  await says(page, "#detail h2", "PUT");
  await page.keyboard.press("Escape");
  await says(page, "#detail-none", "Choose a line");
  await page.keyboard.press("/");
  await page.keyboard.type("customer");
  assert.equal(await shown(page), 1);
  await page.fill("#request-filter", "");
  await page.selectOption("#request-kind", "errors");
  assert.equal(await shown(page), 1);
});

test("a user on show changes with the sandbox", async () => {
  const page = await openInspector("#/users");
  await page.fill("#user-search", JANE);
  await page.click(".row.user:has-text('Jane Doe')");
  await send("PUT", "users-by-id/customer-42/", { city: "Łódź" });
  await says(page, "#detail tr:has(th:text-is('city')) td", "Łódź");
});

test("reset asks first, then brings the seed back", async () => {
  await send("PUT", "users-by-id/customer-42/", { city: "Paris" });
  const page = await openInspector();
  await page.click("#reset");
  await page.click("text=Keep everything");
  assert.equal((await sandbox.userByKey(JANE)).city, "Paris");
  await page.click("#reset");
  await page.click("dialog button[value=reset]");
  await says(page, "#toast", "The seed is back");
  assert.equal((await sandbox.userByKey(JANE)).city, null);
});

test("a file that is no export is refused with the reason", async () => {
  const page = await openInspector();
  const file = { name: "x.json", mimeType: "application/json", buffer: Buffer.from('{"userz":[]}') };
  await page.setInputFiles("#import", file);
  await says(page, "#toast", "userz");
});

test("on a phone the detail covers the list and gives way to the back button, without a sideways scroll", async () => {
  await send("PUT", "users-by-id/customer-42/", { city: "Paris" });
  const page = await openInspector("", { viewport: { width: 360, height: 700 } });
  await page.click(".row.request");
  await says(page, "#detail h2", "PUT");
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await page.goBack();
  await page.locator("#detail").waitFor({ state: "hidden" });
  assert.equal(await shown(page), 1);
});

test("a fault is ordered by form, hits, is counted and removed", async () => {
  const page = await openInspector("#/faults");
  await says(page, "#fault-none", "No fault is on");
  await page.selectOption("[name=preset]", "Away for a moment");
  await page.selectOption("[name=system]", "usercom");
  await page.selectOption("[name=method]", "PUT");
  await page.fill("[name=path]", "/users-by-id/");
  await page.click("#fault-form button");
  await says(page, ".fault code", "system=usercom; method=PUT; path=/users-by-id/");
  await says(page, "#fault-count", "1");
  const refused = await send("PUT", "users-by-id/customer-42/", { city: "Paris" });
  assert.deepEqual([refused.status, refused.headers.get("retry-after")], [503, "1"]);
  await says(page, ".fault", "1 more");
  await send("PUT", "users-by-id/customer-42/", { city: "Paris" });
  await says(page, ".fault.used", "used up");
  await says(page, "#fault-count", "0");
  assert.equal((await send("PUT", "users-by-id/customer-42/", { city: "Paris" })).status, 200);
  await page.click(".fault >> text=Remove");
  await says(page, "#fault-none", "No fault is on");
  assert.deepEqual(page.problems, []);
});

test("what is no fault is said beside the form, and what was typed stays", async () => {
  const page = await openInspector("#/faults");
  await page.fill("[name=fault]", "status=5o3");
  await page.press("[name=fault]", "Enter");
  await says(page, "#fault-error", "status: ");
  assert.equal(await page.inputValue("[name=fault]"), "status=5o3");
  await page.fill("[name=fault]", "status=503");
  assert.equal(await page.textContent("#fault-error"), "");
  await page.press("[name=fault]", "Enter");
  await says(page, ".fault", "every time");
  await page.click("#fault-clear");
  await says(page, "#fault-none", "No fault is on");
});

test("the log marks what a fault hit and names the fault", async () => {
  await fetch(`${sandbox.usercom}/users/1/`);
  await fetch(`${sandbox.usercom}/users/1/`, { headers: { "x-sandbox-fault": "status=503; body=<b>x</b>" } });
  const page = await openInspector();
  await page.selectOption("#request-kind", "faults");
  assert.equal(await shown(page), 1);
  await page.click(".row.request:visible");
  await says(page, "#detail h3", "Fault · by header");
  await says(page, "#detail pre", "status=503; body=<b>x</b>");
});
