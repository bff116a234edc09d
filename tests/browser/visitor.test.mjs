import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openPage, says } from "../support/browser.mjs";
import { JANE, startShop } from "../support/sandbox.mjs";

let sandbox;
let browser;

before(async () => {
  sandbox = await startShop();
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await sandbox?.stop();
});

test("the visitor behind the cookie is greeted by name", async () => {
  const page = await openPage(browser, sandbox.origin, { key: JANE });
  await says(page, "#greeting .hello", "Hello, Jane");
  await says(page, "#personal", "Jane");
  assert.deepEqual(page.problems, []);
});

test("a visitor without a name is greeted, and may say how they ride", async () => {
  const page = await openPage(browser, sandbox.origin, { key: "an0nym0us123" });
  await says(page, "#greeting .hello", "Hello again");
  assert.ok(await page.isEnabled("#riding_style"));
});

test("without a cookie nobody is greeted and nothing is sent", async () => {
  const sent = (await sandbox.requests()).length;
  const page = await openPage(browser, sandbox.origin);
  await says(page, "#greeting .detail", "nobody yet");
  await says(page, "#wire-log", "Nothing was sent.");
  assert.ok(await page.isDisabled("#riding_style"));
  assert.equal((await sandbox.requests()).length, sent);
});

test("a key that nobody has is told from no cookie", async () => {
  const page = await openPage(browser, sandbox.origin, { key: "nobodyhasit1" });
  await says(page, "#greeting .detail", "Nobody has the key nobodyhasit1");
  await says(page, "#wire-log .status", "404");
});

test("a cookie that comes after the page is noticed", async () => {
  const page = await openPage(browser, sandbox.origin);
  await says(page, "#greeting .detail", "nobody yet");
  await page.evaluate((key) => void (document.cookie = `__ca__chat=${key}; path=/`), JANE);
  await says(page, "#greeting .hello", "Hello, Jane");
});

test("waitForCookie answers as soon as the cookie is there", async () => {
  const page = await openPage(browser, sandbox.origin);
  const name = await page.evaluate(async (key) => {
    const { UserCom } = await import("/pkg/esm/index.js");
    const client = new UserCom({ baseUrl: `${location.origin}/api/public`, apiKey: "0".repeat(64) });
    const visitor = client.visitor({ waitForCookie: 60_000 });
    document.cookie = `__ca__chat=${key}; path=/`;
    return (await visitor).name;
  }, JANE);
  assert.equal(name, "Jane Doe");
});

test("waitForCookie gives null when its time is up", async () => {
  const page = await openPage(browser, sandbox.origin);
  const visitor = await page.evaluate(async () => {
    const { UserCom } = await import("/pkg/esm/index.js");
    const client = new UserCom({ baseUrl: `${location.origin}/api/public`, apiKey: "0".repeat(64) });
    return client.visitor({ waitForCookie: 20 });
  });
  assert.equal(visitor, null);
});

test("the switch makes the page follow another visitor, and back to nobody", async () => {
  const page = await openPage(browser, sandbox.origin, { key: JANE });
  await says(page, "#greeting .hello", "Hello, Jane");
  await page.selectOption("#visitor-switch", "ctlfkj37dbag");
  await says(page, "#greeting .hello", "Hello, Amélie");
  await says(page, "#personal", "Amélie");
  await page.selectOption("#visitor-switch", "");
  await says(page, "#greeting .detail", "nobody yet");
  await says(page, "#personal", "Nobody is here yet");
});

test("onVisitorChange hears changes only, and nothing once stopped", async () => {
  const page = await openPage(browser, sandbox.origin);
  const heard = await page.evaluate(async () => {
    const { UserCom } = await import("/pkg/esm/index.js");
    const client = new UserCom({ relay: "/userkey" });
    const keys = [];
    const next = () => new Promise((resolve) => (next.resolve = resolve));
    const stop = client.onVisitorChange((key) => next.resolve(keys.push(key)));
    const set = async (value) => {
      const change = next();
      document.cookie = `__ca__chat=${value}; path=/`;
      await change;
    };
    await set("aaaaaaaaaaaa");
    await set("bbbbbbbbbbbb");
    await set("; max-age=0");
    stop();
    const other = new UserCom({ relay: "/userkey" });
    const seen = new Promise((resolve) => other.onVisitorChange(resolve));
    document.cookie = "__ca__chat=cccccccccccc; path=/";
    await seen;
    return keys;
  });
  assert.deepEqual(heard, ["aaaaaaaaaaaa", "bbbbbbbbbbbb", null]);
});
