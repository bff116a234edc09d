import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { before, test } from "node:test";
import { createContext, runInContext } from "node:vm";
import { WWW } from "../support/paths.mjs";
import { makeProject } from "./support/project.mjs";

let script;
let stub;
let guide;

before(async () => {
  const { installed } = await makeProject();
  [script, stub, guide] = await Promise.all(
    ["dist/userkey.js", "dist/stub.js", "README.md"].map((file) => readFile(join(installed, file), "utf8")),
  );
});

/** Makes a page that can run scripts; `page.warnings` is what it was warned of. */
function openPage(cookie = "__ca__chat=g3FaYocCy0U6") {
  const page = new EventTarget();
  const classes = { AbortController, Blob, DecompressionStream, Headers, Response, TextDecoder, TextEncoder, URL, WebAssembly };
  const functions = { atob, clearTimeout, performance, setTimeout };
  const warnings = [];
  Object.assign(page, classes, functions, {
    console: { warn: (message) => warnings.push(message) },
    document: { cookie, currentScript: null },
    location: new URL("https://shop.example/cart"),
    fetch: async (url) => new Response(JSON.stringify({ id: 1, url })),
    run(code, dataset = {}) {
      page.document.currentScript = { dataset };
      runInContext(code, page);
    },
    warnings,
  });
  page.addEventListener = EventTarget.prototype.addEventListener.bind(page);
  page.window = page;
  return createContext(page);
}

test("the stub fits into half a kilobyte, and the guide shows it as it is", () => {
  assert.ok(stub.length <= 512, `${stub.length} bytes`);
  assert.ok(guide.includes(`<script>\n${stub.trim()}\n</script>`));
});

test("the demo page holds the stub as it is", async () => {
  const page = await readFile(join(WWW, "script-tag.html"), "utf8");
  assert.ok(page.includes(stub.trim()));
});

test("the stub has what a page may call before the script has loaded, and nothing else", () => {
  const page = openPage();
  page.run(stub);
  assert.deepEqual(Object.keys(page.userkey).sort(), ["onVisitorChange", "ready", "updateVisitor", "visitor", "visitorKey"]);
});

test("the tag's path is the relay of window.userkey", async () => {
  const page = openPage();
  page.run(script, { relay: "/userkey" });
  assert.ok(page.userkey instanceof page.userkey.UserCom);
  assert.equal(await page.userkey.visitorKey(), "g3FaYocCy0U6");
  assert.equal((await page.userkey.visitor()).url, "/userkey/visitor");
  assert.equal(await page.userkey.ready, page.userkey);
  const error = await page.userkey.users.findByKey("k").catch((error) => error);
  assert.ok(page.userkey.isUserKeyError(error));
});

test("without a path there are only the classes", () => {
  const page = openPage();
  page.run(script);
  assert.deepEqual(Object.keys(page.userkey).sort(), ["ConnectyCube", "UserCom", "isUserKeyError", "ready"]);
});

test("a path that could lead to another host is refused", async () => {
  for (const relay of ["", "userkey", "//elsewhere", "/\\elsewhere", "https://elsewhere", "javascript:alert(1)"]) {
    const page = openPage();
    page.run(stub);
    const queued = page.userkey.visitor();
    assert.throws(() => page.run(script, { relay }), { code: "invalid_option", message: /^data-relay must/ });
    await assert.rejects(queued, { code: "invalid_option" });
  }
});

test("the tag says how long to wait for the cookie, a call may say otherwise", async () => {
  const page = openPage("");
  page.run(script, { relay: "/userkey", waitForCookie: "5000" });
  assert.equal(await page.userkey.visitorKey({ waitForCookie: 0 }), null);
  const calls = [page.userkey.visitorKey(), page.userkey.visitor(), page.userkey.updateVisitor({ city: "Warsaw" })];
  setTimeout(() => (page.document.cookie = "__ca__chat=later"), 20);
  const [key, visitor, updated] = await Promise.all(calls);
  assert.deepEqual([key, visitor.id, updated.id], ["later", 1, 1]);
});

test("what was called on the stub is answered by the script", async () => {
  const page = openPage();
  page.run(stub);
  const early = page.userkey;
  const calls = [early.visitorKey(), early.visitor({ timeout: 5000 }), early.updateVisitor({ city: "Warsaw" }), early.ready];
  page.run(script, { relay: "/userkey" });
  const [key, visitor, updated, ready] = await Promise.all(calls);
  assert.deepEqual([key, visitor.id, updated.id, ready], ["g3FaYocCy0U6", 1, 1, page.userkey]);
  assert.notEqual(page.userkey, early);
  assert.equal(await early.visitorKey(), "g3FaYocCy0U6");
});

test("a listener of the stub listens on, and can be stopped before and after", async () => {
  const page = openPage();
  page.cookieStore = Object.assign(new EventTarget(), { get: async () => null });
  page.run(stub);
  const heard = [];
  page.userkey.onVisitorChange(() => heard.push("never"))();
  const stop = page.userkey.onVisitorChange((key) => heard.push(key));
  page.run(script, { relay: "/userkey" });
  await page.userkey.visitorKey();
  for (const key of ["second", "third"]) {
    page.document.cookie = `__ca__chat=${key}`;
    page.cookieStore.dispatchEvent(new Event("change"));
    stop();
  }
  assert.deepEqual(heard, ["second"]);
});

test("a script that can't be loaded rejects what waits for it, and what comes later", async () => {
  const page = openPage();
  page.run(stub);
  const queued = page.userkey.visitor();
  page.userkey.onVisitorChange(() => {});
  const failed = (dataset) => {
    const event = new Event("error");
    Object.defineProperty(event, "target", { value: { dataset, src: "https://cdn.example/userkey.js" } });
    page.dispatchEvent(event);
  };
  failed(undefined);
  failed({});
  failed({ relay: "/userkey" });
  await assert.rejects(queued, { message: "userkey: no https://cdn.example/userkey.js" });
  await assert.rejects(page.userkey.updateVisitor({}), { message: /^userkey: no / });
  await assert.rejects(page.userkey.ready);
});

test("a second tag is ignored, with a warning", () => {
  const page = openPage();
  page.run(script, { relay: "/userkey" });
  const first = page.userkey;
  page.run(script, { relay: "/elsewhere" });
  page.run(stub);
  assert.equal(page.userkey, first);
  assert.equal(page.warnings.length, 1);
  assert.match(page.warnings[0], /^userkey: a second script tag/);
});
