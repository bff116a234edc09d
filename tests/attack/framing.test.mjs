// Requests that two readers would read differently, and paths that mean something else than they say (rules H and N).
import assert from "node:assert/strict";
import { test } from "node:test";
import { head, raw } from "./support/http.mjs";
import { asked, isProblem, safely, suite } from "./support/suite.mjs";

const GET = "GET /userkey/visitor HTTP/1.1";
const PATCH = "PATCH /userkey/visitor HTTP/1.1";
/** What an attacker hides behind the first request. */
const SMUGGLED = head(GET);

/** Heads and bodies that are refused, with the connection. */
const AMBIGUOUS = [
  ["two different lengths", head(PATCH, "content-type: application/json\nContent-Length: 2\nContent-Length: 44") + "{}"],
  ["a length that is a list", head(PATCH, "content-type: application/json\nContent-Length: 2, 44") + "{}"],
  ["a length with a sign", head(PATCH, "content-type: application/json\nContent-Length: +2") + "{}"],
  ["a length in hex", head(PATCH, "content-type: application/json\nContent-Length: 0x2") + "{}"],
  ["a coding before chunked", head(PATCH, "content-type: application/json\nTransfer-Encoding: gzip, chunked") + "2\n{}\n0\n\n"],
  ["a coding after chunked", head(PATCH, "content-type: application/json\nTransfer-Encoding: chunked, identity") + "2\n{}\n0\n\n"],
  ["a coding that looks like chunked", head(PATCH, "content-type: application/json\nTransfer-Encoding: xchunked") + "2\n{}\n0\n\n"],
  ["chunked twice", head(PATCH, "content-type: application/json\nTransfer-Encoding: chunked\nTransfer-Encoding: chunked") + "2\n{}\n0\n\n"],
  ["a chunk of no size", head(PATCH, "content-type: application/json\nTransfer-Encoding: chunked") + "z\n{}\n0\n\n"],
  ["a chunk longer than any body", head(PATCH, "content-type: application/json\nTransfer-Encoding: chunked") + "fffffffffffffffff\n{}\n0\n\n"],
  ["a GET with a body", head(GET, "Content-Length: 2") + "{}"],
  ["a GET with a chunked body", head(GET, "Transfer-Encoding: chunked") + "2\n{}\n0\n\n"],
  ["two hosts", head(GET, "Host: shop.example\nHost: evil.example")],
  ["two equal hosts", head(GET, "Host: shop.example\nHost: shop.example")],
  ["two origins", head(GET, "Origin: https://shop.example\nOrigin: https://evil.example")],
  ["two authorizations", head(GET, "Authorization: Bearer a\nAuthorization: Bearer b")],
  ["two custom headers", head(GET, "X-Userkey: 1\nX-Userkey: 1")],
  ["two expected keys", head(GET, "X-Userkey-Expect: g3FaYocCy0U6\nX-Userkey-Expect: an0nym0us123")],
  ["two sites", head(GET, "Sec-Fetch-Site: same-origin\nSec-Fetch-Site: cross-site")],
  ["a folded header", head(GET, "X-Folded: a\n b")],
  ["a space before the colon", head(GET, "X-Space : a")],
  ["a header without a colon", head(GET, "X-Nothing")],
  ["a NUL in a header", head(GET, "X-Nul: a\0b")],
  ["a control in the target", head("GET /userkey/visitor\x01 HTTP/1.1")],
  ["a space in the target", head("GET /userkey/visitor /etc HTTP/1.1")],
  ["a method that is none", head("GE(T /userkey/visitor HTTP/1.1")],
  ["a version that is none", head("GET /userkey/visitor HTTP/9.9")],
];

/** Targets that are not the relay's, however near. */
const PATHS = [
  "/", "/userkey", "/userkey/", "/userkey/visitor/", "/userkey//visitor", "//userkey/visitor", "/userkey/./visitor",
  "/userkey/x/../visitor", "/userkey/visitor/..", "/userkey/%2e/visitor", "/userkey/x/%2e%2e/visitor", "/userkey/visito%72", "/userkey%2fvisitor",
  "/userkey\\visitor", "/userkey/visitor;a=b", "/userkey/visitor%00", "/userkey/visitor%20", "/USERKEY/visitor", "/userkey/visitor.json",
  "/userkey/visitor/g3FaYocCy0U6", "/userkey/users/19678376/", "/userkey/users/search/", "/api/public/users/1/", "/userkey/visitor/identify/", "/healthz", "/metrics", "*",
];

suite("framing and paths", { native: true }, (running) => {
  for (const [name, bytes] of AMBIGUOUS) {
    test(`rule H: ${name}: refused, and nothing behind it is read`, async () => {
      const { statuses, closed, text } = await raw(running.relay, bytes + SMUGGLED);
      assert.deepEqual(statuses, [400], text);
      assert.ok(closed, "the connection stays open");
    });
  }

  test("rule H: a bare CR splits no header", async () => {
    const bytes = head(GET, "X-Bare: a").replaceAll("\n", "\r\n").replace("X-Bare: a", "X-Bare: a\rCookie: __ca__chat=an0nym0us123");
    const { statuses, closed } = await raw(running.relay, bytes, { verbatim: true });
    assert.deepEqual([statuses, closed], [[400], true]);
  });

  for (const [name, lengths] of [
    ["before", "Content-Length: 4\nTransfer-Encoding: chunked"],
    ["after", "Transfer-Encoding: chunked\nContent-Length: 4"],
    ["in disguise", "Transfer-Encoding: chunked\nContent-length: 0"],
  ]) {
    test(`rule H: a length ${name} chunked smuggles nothing: one answer at most, and the connection ends`, async () => {
      await asked(running.sandbox);
      const bytes = head(PATCH, `content-type: application/json\n${lengths}`) + "2\n{}\n0\n\n" + SMUGGLED;
      const { statuses, closed, text } = await raw(running.relay, bytes);
      assert.equal(statuses.length, 1, text);
      assert.equal(statuses[0], 400, text);
      assert.ok(closed, "the connection stays open");
      assert.deepEqual(await asked(running.sandbox), []);
    });
  }

  test("rule H: requests behind one another are answered one by one", async () => {
    const { statuses } = await raw(running.relay, SMUGGLED + SMUGGLED);
    assert.deepEqual(statuses, [200, 200]);
  });

  test("rule H: a head that is too long is refused", async () => {
    const { statuses, closed } = await raw(running.relay, head(GET, `X-Long: ${"a".repeat(70_000)}`));
    assert.ok(closed && [400, 431].includes(statuses[0]), `${statuses}`);
    const many = Array.from({ length: 300 }, (_, at) => `X-${at}: a`).join("\n");
    const second = await raw(running.relay, head(GET, many));
    assert.ok(second.closed && [400, 431].includes(second.statuses[0]), `${second.statuses}`);
  });

  test("rule H: a head that does not come is not waited for", async () => {
    const started = Date.now();
    const { closed } = await raw(running.relay, `${GET}\nHost: shop.example\n`, { quiet: 30_000 });
    assert.ok(closed && Date.now() - started < 20_000);
  });

  test("rule H: a body that does not come is not waited for", async () => {
    const started = Date.now();
    const { statuses, closed } = await raw(running.relay, head(PATCH, "content-type: application/json\nContent-Length: 20") + "{", { quiet: 30_000 });
    assert.deepEqual([statuses, closed], [[408], true]);
    assert.ok(Date.now() - started < 20_000);
  });

  test("rule H: a body that breaks off changes nothing", async () => {
    await asked(running.sandbox);
    const bytes = head(PATCH, "content-type: application/json\nContent-Length: 200") + '{"city":"Warsaw"}';
    await raw(running.relay, bytes, { quiet: 100 });
    assert.equal((await safely(running.relay, {})).status, 200);
    assert.deepEqual((await asked(running.sandbox)).filter((request) => request.startsWith("PUT")), []);
  });

  for (const path of PATHS) {
    test(`rule N: ${path} is no route`, async () => {
      await asked(running.sandbox);
      const { statuses, text } = await raw(running.relay, head(`GET ${path} HTTP/1.1`, "Connection: close"));
      assert.ok([400, 404].includes(statuses[0]), text);
      assert.ok(!text.includes("known"), text);
      assert.deepEqual(await asked(running.sandbox), []);
    });
  }

  test("rule N: an absolute target is taken for the relay's own authority alone", async () => {
    for (const [target, status] of [
      ["https://shop.example/userkey/visitor", 200],
      ["http://shop.example/userkey/visitor", 200],
      ["https://evil.example/userkey/visitor", 421],
      ["https://shop.example@evil.example/userkey/visitor", 421],
      ["https://acme.user.com/api/public/users/1/", 421],
    ]) {
      const { statuses, text } = await raw(running.relay, head(`GET ${target} HTTP/1.1`, "Connection: close"));
      assert.deepEqual(statuses, [status], text);
    }
  });

  test("rule H: a query is refused, whatever it names", async () => {
    for (const query of ["?key=an0nym0us123", "?", "?id=1", "?_method=DELETE", "?url=https://evil.example"]) {
      isProblem(await safely(running.relay, { path: `/userkey/visitor${query}` }), 400, "bad_request");
    }
  });

  test("rule N: a method that a route does not take is told those that it does", async () => {
    for (const method of ["PUT", "DELETE", "POST", "TRACE", "PROPFIND"]) {
      const answer = await safely(running.relay, { method });
      isProblem(answer, 405, "method_not_allowed");
      assert.equal(answer.headers.allow, "GET, PATCH, OPTIONS");
    }
    isProblem(await safely(running.relay, { path: "/userkey/visitor/identify" }), 405, "method_not_allowed");
    const { statuses } = await raw(running.relay, head("CONNECT evil.example:443 HTTP/1.1"));
    assert.ok(statuses[0] >= 400, `${statuses}`);
  });

  test("rule H: no header makes another method of a GET", async () => {
    await asked(running.sandbox);
    const headers = { "x-http-method-override": "PATCH", "x-method-override": "DELETE", "x-http-method": "PUT" };
    assert.equal((await safely(running.relay, { headers })).status, 200);
    assert.deepEqual((await asked(running.sandbox)).filter((request) => !request.startsWith("GET")), []);
  });

  test("rule N: headers that name a URL, a host or an address lead nowhere else", async () => {
    await asked(running.sandbox);
    const headers = {
      "x-original-url": "/api/public/users/1/", "x-rewrite-url": "/api/public/users/1/", "x-forwarded-host": "evil.example",
      forwarded: "host=evil.example", "x-forwarded-for": "127.0.0.1", "x-sandbox-fault": "status=503", via: "1.1 evil",
    };
    const answer = await safely(running.relay, { headers: { ...headers, cookie: "__ca__chat=ctlfkj37dbag" } });
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(await asked(running.sandbox), ["GET /users/search/"]);
  });
});
