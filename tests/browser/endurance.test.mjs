import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { after, before, test } from "node:test";
import { openBrowser, openPage } from "../support/browser.mjs";
import { servePages } from "../support/pages.mjs";

let pages;
let browser;
const arrivals = new EventEmitter();

before(async () => {
  const hold = (request, response) => arrivals.emit("request", once(response, "close"));
  pages = await servePages({ routes: { "/api/public/users/search/": hold } });
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  pages?.stop();
});

/**
 * Opens a page where `wasmPages()` tells how much memory the SDK's module has taken.
 *
 * It takes a page or two in its first hundreds of calls and must take no more in the thousands after them.
 */
const openMeasured = () =>
  openPage(browser, pages.origin, {
    path: "/icon.svg",
    prepare: (page) =>
      page.addInitScript(() => {
        const instantiate = WebAssembly.instantiate;
        WebAssembly.instantiate = async (...given) => {
          const result = await instantiate(...given);
          const { memory } = (result.instance ?? result).exports;
          globalThis.wasmPages = () => memory.buffer.byteLength / 65536;
          return result;
        };
      }),
  });

test("10,000 searches are all answered, without a trap and without growth of the wasm memory", async () => {
  const page = await openMeasured();
  const { first, last, found, missed } = await page.evaluate(async () => {
    const { UserCom } = await import("/pkg/esm/index.js");
    const answer = (key) =>
      key.endsWith("7") ? new Response("", { status: 404 }) : new Response(JSON.stringify({ id: 1, key, name: "Jane Doe", tags: [] }));
    const client = new UserCom({
      baseUrl: `${location.origin}/api/public`,
      apiKey: "0".repeat(64),
      fetch: async (url) => answer(new URL(url).searchParams.get("key")),
    });
    let first;
    let found = 0;
    let missed = 0;
    for (let from = 0; from < 10_000; from += 100) {
      const keys = Array.from({ length: 100 }, (_, i) => `key-${from + i}`);
      const users = await Promise.all(keys.map((key) => client.users.findByKey(key)));
      found += users.filter((user, i) => user?.key === keys[i]).length;
      missed += users.filter((user) => user === null).length;
      if (from === 500) first = globalThis.wasmPages();
    }
    return { first, last: globalThis.wasmPages(), found, missed };
  });
  assert.equal(found, 9_000);
  assert.equal(missed, 1_000);
  assert.equal(last, first);
});

test("10,000 writes with a body leave the wasm memory as it was", async () => {
  const page = await openMeasured();
  const { first, last, sent } = await page.evaluate(async () => {
    const { UserCom } = await import("/pkg/esm/index.js");
    let sent = 0;
    const client = new UserCom({
      baseUrl: `${location.origin}/api/public`,
      apiKey: "0".repeat(64),
      fetch: async (url, init) => {
        sent += JSON.parse(init.body).tags.length;
        return new Response('{"id":1,"key":"g3FaYocCy0U6"}', { headers: { "content-type": "application/json" } });
      },
    });
    const changes = { city: "x".repeat(60), tags: ["updated", "verified"], attributes: { note: "y".repeat(2000) } };
    let first;
    for (let done = 0; done < 10_000; done += 50) {
      await Promise.all(Array.from({ length: 50 }, () => client.users.update(1, changes)));
      if (done === 500) first = globalThis.wasmPages();
    }
    return { first, last: globalThis.wasmPages(), sent };
  });
  assert.equal(sent, 20_000);
  assert.equal(last, first);
});

for (const how of ["close", "dispose"]) {
  test(`${how} ends every call in flight and in the queue, sends nothing more, and the client works no more`, async () => {
    const page = await openMeasured();
    const { outcomes, sent, aborted } = await page.evaluate(async (how) => {
      const { UserCom } = await import("/pkg/esm/index.js");
      let sent = 0;
      let aborted = 0;
      let full;
      const filled = new Promise((resolve) => (full = resolve));
      const fetch = (url, { signal }) =>
        new Promise((resolve, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason, (aborted += 1)));
          if ((sent += 1) === 6) full();
        });
      const client = new UserCom({ baseUrl: `${location.origin}/api/public`, apiKey: "0".repeat(64), maxConcurrent: 6, fetch });
      const calls = Array.from({ length: 20 }, (_, i) => client.users.findByKey(`key-${i}`));
      await filled;
      client[how === "close" ? "close" : Symbol.dispose]();
      const late = client.users.findByKey("late");
      const settled = await Promise.allSettled([...calls, late]);
      const outcomes = settled.map(({ reason }) => `${reason?.name}: ${reason?.kind} / ${reason?.code}`);
      return { outcomes, sent, aborted };
    }, how);
    assert.deepEqual(outcomes, Array(21).fill("AbortError: abort / client_closed"));
    assert.deepEqual({ sent, aborted }, { sent: 6, aborted: 6 });
  });
}

test("closing a client ends its request, and the server sees it go", async () => {
  const page = await openMeasured();
  const arrived = once(arrivals, "request");
  await page.evaluate(async () => {
    const { UserCom } = await import("/pkg/esm/index.js");
    globalThis.client = new UserCom({ baseUrl: `${location.origin}/api/public`, apiKey: "0".repeat(64) });
    globalThis.client.users.findByKey("g3FaYocCy0U6").catch(() => {});
  });
  const [gone] = await arrived;
  await page.evaluate(() => globalThis.client.close());
  await gone;
});

test("closing a client in the tick of the call, before the module has loaded, ends the call too", async () => {
  const page = await openMeasured();
  const outcome = await page.evaluate(async () => {
    const { UserCom } = await import("/pkg/esm/index.js");
    const client = new UserCom({ baseUrl: `${location.origin}/api/public`, apiKey: "0".repeat(64) });
    const call = client.users.findByKey("g3FaYocCy0U6");
    client.close();
    return call.then(() => "answered", (error) => `${error.kind} / ${error.code}`);
  });
  assert.equal(outcome, "abort / client_closed");
});

test("closing one client leaves another one alone", async () => {
  const page = await openMeasured();
  const name = await page.evaluate(async () => {
    const { UserCom } = await import("/pkg/esm/index.js");
    const fetch = async () => new Response('{"id":1,"key":"k","name":"Jane Doe"}', { headers: { "content-type": "application/json" } });
    const options = { baseUrl: `${location.origin}/api/public`, apiKey: "0".repeat(64), fetch };
    const [one, other] = [new UserCom(options), new UserCom(options)];
    const calls = [one.users.findByKey("a").catch(() => "closed"), other.users.findByKey("b")];
    one.close();
    return [await calls[0], (await calls[1]).name];
  });
  assert.deepEqual(name, ["closed", "Jane Doe"]);
});
