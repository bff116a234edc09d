// What a page may write, and what no body opens (rules D, E, F and H).
import assert from "node:assert/strict";
import { test } from "node:test";
import { head, raw } from "./support/http.mjs";
import { asked, heard, isProblem, safely, suite } from "./support/suite.mjs";

const ANONYMOUS = { cookie: "__ca__chat=an0nym0us123" };

/** Bodies that are no object as the relay reads it. */
const MALFORMED = [
  ["nothing", ""],
  ["no JSON", "city=Warsaw"],
  ["an array", '[{"city":"Warsaw"}]'],
  ["a string", '"city"'],
  ["null", "null"],
  ["two objects", '{"city":"Warsaw"}{"city":"Rome"}'],
  ["a trailing comma", '{"city":"Warsaw",}'],
  ["a comment", '{"city":"Warsaw"/**/}'],
  ["a byte order mark", '\ufeff{"city":"Warsaw"}'],
  ["bytes that are no UTF-8", Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
  ["a lone surrogate", '{"city":"\\ud800"}'],
  ["a member twice", '{"city":"Warsaw","city":"Rome"}'],
  ["a member twice, once in escapes", '{"city":"Warsaw","c\\u0069ty":"Rome"}'],
  ["a member twice, deeper down", '{"attributes":{"topic":"a","topic":"b"}}'],
  ["five levels", '{"attributes":{"topic":{"a":{"b":{"c":1}}}}}'],
  ["a thousand levels", `{"attributes":${"[".repeat(1000)}${"]".repeat(1000)}}`],
  ["sixty-five members", JSON.stringify(Object.fromEntries(Array.from({ length: 65 }, (_, at) => [`m${at}`, 1])))],
  ["a number too large", '{"attributes":{"topic":9007199254740994}}'],
  ["a number in exponents", '{"attributes":{"topic":1e999}}'],
];

/** Members that this page may not write, in whatever disguise. */
const FORBIDDEN = [
  "id", "key", "user_key", "score", "status", "assigned_to", "company_id", "companies", "lists", "first_seen", "last_seen", "last_contacted",
  "page_views", "last_ip", "browser", "browser_language", "os_type", "resolution", "created_at", "updated_at", "web_push_subscription",
  "user_id", "custom_id", "email", "phone_number", "last_name", "region", "unsubscribed", "attribute", "value", "ids", "parent", "client",
  "__proto__", "constructor", "prototype", "toString", "City", "ci ty", "city ", "сity", "city\u0000", "attributes.topic", "topic", "",
];

/** Values that no field takes. */
const VALUES = [
  ["256 characters", "x".repeat(256)],
  ["a line break", "Warsaw\nRome"],
  ["a NUL", "Warsaw\u0000"],
  ["a control of C1", "Warsaw\u0085"],
  ["a character that turns the text around", "Warsaw\u202e"],
  ["a template", "{{ user.email }}"],
  ["a template's statement", "{% include 'x' %}"],
  ["an object", { $ne: null }],
  ["an array", ["Warsaw"]],
];

suite("what a page may write", {}, (running, host) => {
  const patch = (body, headers = {}) => safely(running.relay, { method: "PATCH", body, headers });
  const nothingWritten = async () => assert.deepEqual((await asked(running.sandbox)).filter((request) => !request.startsWith("GET")), []);

  for (const [name, body] of MALFORMED) {
    test(`rule H: ${name} is no body`, async () => {
      await asked(running.sandbox);
      const answer = await patch(body);
      assert.equal(answer.status, 400, answer.text);
      assert.equal(answer.headers["content-type"], "application/problem+json");
      await nothingWritten();
    });
  }

  test("rule H: a body of more than 16 KiB is refused, whether it says so or not", async () => {
    const long = JSON.stringify({ city: "x".repeat(17_000) });
    isProblem(await patch(long), 413, "too_large");
    const line = "PATCH /userkey/visitor HTTP/1.1";
    // How a connection ends is the fetch handler's platform's.
    if (host !== "native") return;
    const said = await raw(running.relay, head(line, "content-type: application/json\nContent-Length: 99999999999"), { quiet: 3_000 });
    assert.deepEqual([said.statuses, said.closed], [[413], true]);
    const chunk = `1000\r\n${" ".repeat(0x1000)}\r\n`;
    const chunked = head(line, "content-type: application/json\nTransfer-Encoding: chunked").replaceAll("\n", "\r\n") + chunk.repeat(5);
    const streamed = await raw(running.relay, chunked, { quiet: 3_000, verbatim: true });
    assert.deepEqual([streamed.statuses, streamed.closed], [[413], true]);
  });

  test("rule H: a compressed body is not unpacked", async () => {
    for (const coding of ["gzip", "br", "identity"]) {
      isProblem(await patch({ city: "Warsaw" }, { "content-encoding": coding }), 415, "unsupported_media_type");
    }
  });

  for (const name of FORBIDDEN) {
    test(`rule E: ${JSON.stringify(name)} is not a page's to write, and nothing else of its body is written`, async () => {
      await asked(running.sandbox);
      const answer = await patch(`{"city":"Warsaw",${JSON.stringify(name)}:"x"}`, ANONYMOUS);
      isProblem(answer, 400, "field_not_allowed");
      await nothingWritten();
    });
  }

  test("rule H: what is refused is shown short and harmless", async () => {
    const answer = await patch({ [`<script>\u202e${"x".repeat(500)}`]: 1 });
    isProblem(answer, 400, "field_not_allowed");
    assert.ok(answer.body.field.length < 200 && !/[<>\u202e]/.test(answer.text), answer.text);
  });

  for (const [name, value] of VALUES) {
    test(`rule D: ${name} is no value of a field`, async () => {
      await asked(running.sandbox);
      isProblem(await patch({ city: value }), 400, "field_not_allowed");
      await nothingWritten();
    });
  }

  test("rule D: an attribute is one of those listed, by exact name", async () => {
    for (const name of ["Topic", "topic ", "topics", "email", "user_id", "__proto__", "top\u200bic"]) {
      isProblem(await patch(`{"attributes":{${JSON.stringify(name)}:"x"}}`), 400, "field_not_allowed");
    }
    for (const attributes of ["topic", ["topic"], null, 1]) assert.equal((await patch({ attributes })).status, 400);
  });

  test("rule F: a tag is one of those listed, by exact name", async () => {
    for (const tags of [["vip"], ["Read-Guide"], ["read-guide", "vip"], ["read-guide*"], [["read-guide"]], [1], "read-guide", [null]]) {
      assert.equal((await patch({ tags })).status, 400, JSON.stringify(tags));
    }
  });

  test("rule D: a body is built, not passed on: the wire has the listed names and nothing else", async () => {
    const answer = await patch({ city: "Łódź", attributes: { topic: "bikes" }, tags: ["read-guide"] }, ANONYMOUS);
    assert.equal(answer.status, 200, answer.text);
    const requests = await heard(running.sandbox);
    const put = requests.filter(({ method }) => method === "PUT").at(-1);
    assert.equal(put.path, "/api/public/users/19678377/");
    const { tags, ...sent } = JSON.parse(put.request.body);
    assert.deepEqual(sent, { city: "Łódź", topic: "bikes" });
    assert.ok(JSON.stringify(tags).includes("read-guide"));
    const { cookie, origin, referer, "x-userkey": custom } = put.request.headers;
    assert.deepEqual([cookie, origin, referer, custom], [undefined, undefined, undefined, undefined]);
  });

  test("rule A: who is known by more than a cookie is not renamed by it", async () => {
    await asked(running.sandbox);
    isProblem(await patch({ first_name: "Mallory" }), 403, "identity_required");
    await nothingWritten();
    assert.equal((await patch({ first_name: "Ann" }, ANONYMOUS)).status, 200);
  });
});
