// Which pages may call, and what they are told about it (rules G and O).
import assert from "node:assert/strict";
import { test } from "node:test";
import { isProblem, safely, suite } from "./support/suite.mjs";

const JSON_HEADERS = { "content-type": "application/json" };

/** Headers that differ from the shop's own page, and whether that page may read and write. */
const SENDERS = [
  ["the shop's own page", {}, true, true],
  ["a same-origin GET, which has no Origin", { origin: null }, true, true],
  ["a page without fetch metadata, by its Origin", { "sec-fetch-site": null }, true, true],
  ["neither header", { "sec-fetch-site": null, origin: null }, true, false],
  ["a listed page of the same site", { "sec-fetch-site": "same-site", origin: "https://www.shop.example" }, true, true],
  ["an unlisted page of the same site", { "sec-fetch-site": "same-site", origin: "https://blog.shop.example" }, false, false],
  ["the public origin under a wrong flag", { "sec-fetch-site": "cross-site" }, false, false],
  ["a foreign page", { "sec-fetch-site": "cross-site", origin: "https://evil.example" }, false, false],
  ["a foreign page that claims to be same-origin", { origin: "https://evil.example" }, false, false],
  ["a sandboxed frame", { "sec-fetch-site": "cross-site", origin: "null" }, false, false],
  ["a null origin without fetch metadata", { "sec-fetch-site": null, origin: "null" }, false, false],
  ["a foreign origin without fetch metadata", { "sec-fetch-site": null, origin: "https://evil.example" }, false, false],
  ["a cross-site navigation", { "sec-fetch-site": "cross-site", origin: null }, false, false],
  ["a typed address", { "sec-fetch-site": "none", origin: null }, false, false],
  ["an origin with the public one as its beginning", { "sec-fetch-site": null, origin: "https://shop.example.evil.example" }, false, false],
  ["an origin in upper case", { "sec-fetch-site": null, origin: "HTTPS://SHOP.EXAMPLE" }, false, false],
  ["the origin over http", { "sec-fetch-site": null, origin: "http://shop.example" }, false, false],
  ["no custom header", { "x-userkey": null }, false, false],
  ["another custom header", { "x-userkey": "true" }, false, false],
];

suite("which pages may call", {}, (running) => {
  for (const [name, headers, reads, writes] of SENDERS) {
    test(`rule G: ${name}: ${reads ? "may" : "may not"} read, ${writes ? "may" : "may not"} write`, async () => {
      const read = await safely(running.relay, { headers });
      if (reads) assert.equal(read.status, 200, read.text);
      else isProblem(read, 403, "forbidden");
      const write = await safely(running.relay, { method: "PATCH", headers, body: { city: "Warsaw" } });
      if (writes) assert.equal(write.status, 200, write.text);
      else isProblem(write, 403, "forbidden");
    });
  }

  test("rule G: a page of another site has no visitor by its cookie", async () => {
    const headers = { "sec-fetch-site": "cross-site", origin: "https://partner.test" };
    isProblem(await safely(running.relay, { headers }), 404, "no_visitor");
  });

  test("rule G: a body that no script had to ask for is refused", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=a", "application/jsonp", ""]) {
      const answer = await safely(running.relay, { method: "PATCH", headers: { "content-type": type }, body: '{"city":"Warsaw"}' });
      isProblem(answer, 415, "unsupported_media_type");
    }
  });

  test("rule G: a foreign Host is misdirected, whatever stands in X-Forwarded-Host", async () => {
    for (const headers of [{ host: "evil.example" }, { host: "evil.example", "x-forwarded-host": "shop.example" }, { host: "shop.example:444" }]) {
      isProblem(await safely(running.relay, { headers }), 421, "misdirected");
    }
  });

  test("rule G: a preflight names the exact origin, the route's methods and nothing else", async () => {
    const ask = { "access-control-request-method": "PATCH", "access-control-request-headers": "x-userkey" };
    const listed = { ...ask, cookie: null, "x-userkey": null, "sec-fetch-site": "same-site", origin: "https://www.shop.example" };
    const { status, headers, text } = await safely(running.relay, { method: "OPTIONS", headers: listed });
    assert.equal(status, 204, text);
    assert.equal(headers["access-control-allow-origin"], "https://www.shop.example");
    assert.equal(headers["access-control-allow-credentials"], "true");
    assert.equal(headers["access-control-allow-methods"], "GET, PATCH, OPTIONS");
    assert.equal(headers["access-control-allow-headers"], "authorization, content-type, x-userkey, x-userkey-expect");
    assert.equal(headers["access-control-max-age"], "600");
    const foreign = await safely(running.relay, { method: "OPTIONS", headers: { ...listed, origin: "https://evil.example" } });
    assert.equal(foreign.headers["access-control-allow-origin"], undefined);
    isProblem(foreign, 403, "forbidden");
  });

  test("rule G: a listed page reads errors too, a foreign one nothing", async () => {
    const listed = { "sec-fetch-site": "same-site", origin: "https://www.shop.example" };
    const answer = await safely(running.relay, { method: "PATCH", headers: { ...listed, ...JSON_HEADERS }, body: "[]" });
    assert.equal(answer.status, 400);
    assert.equal(answer.headers["access-control-allow-origin"], "https://www.shop.example");
    const foreign = await safely(running.relay, { headers: { "sec-fetch-site": "cross-site", origin: "https://evil.example" } });
    const told = Object.keys(foreign.headers).filter((name) => name.startsWith("access-control-"));
    assert.deepEqual(told, []);
  });

  test("rule O: no answer is kept, framed, guessed at or timed", async () => {
    const requests = [{}, { path: "/nowhere" }, { method: "DELETE" }, { headers: { cookie: null } }, { headers: { origin: "null", "sec-fetch-site": "cross-site" } }];
    for (const request of requests) {
      const { headers } = await safely(running.relay, request);
      for (const name of ["cache-control", "cdn-cache-control", "surrogate-control"]) assert.equal(headers[name], "no-store");
      assert.equal(headers.vary, "Cookie, Authorization, Origin, Sec-Fetch-Site, X-Userkey, X-Userkey-Expect");
      assert.equal(headers["x-content-type-options"], "nosniff");
      assert.equal(headers["cross-origin-resource-policy"], "same-site");
      assert.equal(headers["content-security-policy"], "default-src 'none'; frame-ancestors 'none'");
      assert.match(headers["x-request-id"], /^[\w-]+$/);
      for (const name of ["etag", "last-modified", "server", "timing-allow-origin", "set-cookie", "x-powered-by"]) assert.equal(headers[name], undefined);
    }
  });

  test("rule S: a request's name is the relay's own", async () => {
    const answer = await safely(running.relay, { headers: { "x-request-id": "mine" } });
    assert.notEqual(answer.headers["x-request-id"], "mine");
  });
});
