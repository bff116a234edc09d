import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { after, before, test } from "node:test";
import { openBrowser, openPage } from "../support/browser.mjs";
import { servePages } from "../support/pages.mjs";

let pages;
let browser;
const held = [];
const arrivals = new EventEmitter();

before(async () => {
  const hold = (request, response) => {
    held.push(response);
    arrivals.emit("request");
  };
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

test("10,000 calls are all answered, without a trap and without growth of the wasm memory", async () => {
  const page = await openMeasured();
  const { first, last, right } = await page.evaluate(async () => {
    const { UserCom } = await import("/pkg/esm/index.js");
    const answer = (url) => JSON.stringify({ id: 1, key: new URL(url).searchParams.get("key"), name: "Jane Doe", tags: [] });
    const client = new UserCom({
      baseUrl: `${location.origin}/api/public`,
      apiKey: "0".repeat(64),
      fetch: async (url) => new Response(answer(url), { headers: { "content-type": "application/json" } }),
    });
    const batch = (from) => Promise.all(Array.from({ length: 100 }, (_, i) => client.users.findByKey(`key-${from + i}`)));
    let right = 0;
    let first;
    for (let from = 0; from < 10_000; from += 100) {
      const users = await batch(from);
      right += users.filter((user, i) => user.key === `key-${from + i}`).length;
      if (from === 500) first = globalThis.wasmPages();
    }
    return { first, last: globalThis.wasmPages(), right };
  });
  assert.equal(right, 10_000);
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
  test(`${how} ends every call in flight and in the queue, and the client works no more`, async () => {
    const page = await openMeasured();
    const before = held.length;
    await page.evaluate(async () => {
      const { UserCom } = await import("/pkg/esm/index.js");
      globalThis.client = new UserCom({ baseUrl: `${location.origin}/api/public`, apiKey: "0".repeat(64), maxConcurrent: 6 });
      const calls = Array.from({ length: 20 }, (_, i) => globalThis.client.users.findByKey(`key-${i}`));
      globalThis.settled = Promise.allSettled(calls);
    });
    while (held.length < before + 6) await once(arrivals, "request");
    const gone = held.slice(before).map((response) => new Promise((resolve) => response.once("close", resolve)));
    const outcomes = await page.evaluate(async (how) => {
      globalThis.client[how === "close" ? "close" : Symbol.dispose]();
      const settled = await globalThis.settled;
      const late = await globalThis.client.users.findByKey("late").catch((error) => error);
      return [...settled.map((each) => each.reason), late].map((error) => `${error?.name}: ${error?.kind} / ${error?.code}`);
    }, how);
    assert.deepEqual(outcomes, Array(21).fill("AbortError: abort / client_closed"));
    await Promise.all(gone);
    assert.equal(held.length, before + 6);
  });
}

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
