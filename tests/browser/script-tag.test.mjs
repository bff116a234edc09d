import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, beforeEach, test } from "node:test";
import { openBrowser, openPage, says } from "../support/browser.mjs";
import { JANE, startShop } from "../support/sandbox.mjs";

const read = (path) => readFile(new URL(`../../${path}`, import.meta.url), "utf8");

const SCRIPT = "**/pkg/userkey.js";

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

const open = (options) => openPage(browser, sandbox.origin, { path: "/script-tag.html", key: JANE, ...options });

/** Keeps the script away from the page until the function it gives is called. */
async function holdScript(page) {
  let release;
  const released = new Promise((resolve) => (release = resolve));
  await page.route(SCRIPT, (route) => released.then(() => route.continue()));
  return release;
}

test("the page's stub is the one that the package documents", async () => {
  const [page, readme] = await Promise.all(["www/script-tag.html", "pkg/README.md"].map(read));
  const stub = /^window\.userkey\|\|=.+$/m;
  assert.equal(stub.exec(page)?.[0], stub.exec(readme)?.[0]);
  assert.ok(stub.test(page));
});

test("a call made before the script has loaded is answered once it has", async () => {
  let release;
  const page = await open({ prepare: async (page) => (release = await holdScript(page)) });
  await says(page, "#timeline", "visitor() was called before the script had loaded");
  assert.equal(await page.getAttribute("#greeting", "data-phase"), "loading");
  assert.equal((await sandbox.requests()).filter((entry) => entry.path.startsWith("/userkey")).length, 0);
  release();
  await says(page, "#greeting .hello", "Hello, Jane");
  assert.deepEqual(page.problems, []);
});

test("an update is saved in the sandbox, and seen after a reload", async () => {
  const page = await open();
  await says(page, "#greeting .hello", "Hello, Jane");
  await page.selectOption("#riding_style", "touring");
  await page.click("text=Remember >> nth=-1");
  await says(page, "#remember-status", "Remembered");
  const user = await sandbox.userByKey(JANE);
  assert.ok(user.tags.some((tag) => tag.name === "read-guide"));
  assert.equal(user.attributes.find((each) => each.name_std === "riding_style").value, "touring");
  await page.reload();
  await says(page, "#greeting .hello", "Hello, Jane");
  assert.equal(await page.inputValue("#riding_style"), "touring");
});

test("the page holds no key", async () => {
  const headers = [];
  const page = await open({ prepare: (page) => page.on("request", (request) => headers.push(request.headers())) });
  await says(page, "#greeting .hello", "Hello, Jane");
  assert.ok(!(await page.content()).includes(sandbox.token));
  assert.deepEqual(headers.filter((each) => "authorization" in each), []);
  assert.equal(headers.filter((each) => each["x-userkey"] === "1" && each["x-userkey-expect"] === JANE).length, 1);
});

test("without a cookie nobody is there; the switch brings somebody", async () => {
  const page = await open({ key: undefined });
  await says(page, "#greeting .hello", "Hello, and welcome");
  await page.selectOption("#visitor-switch", JANE);
  await says(page, "#greeting .hello", "Hello, Jane");
});

test("a second tag is ignored, with a warning", async () => {
  const page = await open();
  await says(page, "#greeting .hello", "Hello, Jane");
  const same = await page.evaluate(async () => {
    const first = globalThis.userkey;
    const tag = document.createElement("script");
    tag.src = "/pkg/userkey.js";
    tag.dataset.relay = "/elsewhere";
    const loaded = new Promise((resolve) => (tag.onload = resolve));
    document.head.append(tag);
    await loaded;
    return globalThis.userkey === first;
  });
  assert.ok(same);
  assert.equal(page.problems.length, 1);
  assert.match(page.problems[0], /userkey/);
});

test("a script that fails to load rejects what waits for it", async () => {
  const page = await open({ prepare: (page) => page.route(SCRIPT, (route) => route.abort()) });
  await says(page, "#timeline", "visitor() failed");
  await says(page, "#timeline", "the script failed");
  await says(page, "#greeting .detail", "couldn’t look you up");
});

test("the client and its classes hang on the global once the script is ready", async () => {
  const page = await open();
  const kinds = await page.evaluate(async () => {
    await globalThis.userkey.ready;
    const { UserCom, isUserKeyError, visitor, users } = globalThis.userkey;
    return [UserCom, isUserKeyError, visitor, users].map((each) => typeof each);
  });
  assert.deepEqual(kinds, ["function", "function", "function", "object"]);
});
