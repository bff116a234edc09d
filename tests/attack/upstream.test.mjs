// What comes of User.com's answers, whatever they are (rule R).
import assert from "node:assert/strict";
import { test } from "node:test";
import { OPEN, TOKEN } from "./support/relay.mjs";
import { asked, holdsNoToken, isProblem, mend, safely, spoil, suite } from "./support/suite.mjs";

/** Faults of a look-up, and what the page is told. */
const ANSWERS = [
  ["a redirect to another host", "redirect=other-origin", 502, "upstream_config", false],
  ["a redirect to the same host", "redirect=same-origin", 502, "upstream_config", false],
  ["a redirect to an address inside", "redirect=http://169.254.169.254/latest/meta-data/; status=307", 502, "upstream_config", false],
  ["a web page", "answer=html", 502, "upstream_config", false],
  ["a web page that says 404", "answer=html; status=404", 502, "upstream_config", false],
  ["a proxy's error page", "answer=html; status=502", 502, "upstream_error", true],
  ["a syntax error", "answer=malformed", 502, "upstream_config", false],
  ["half of the JSON", "answer=truncated", 502, "upstream_config", false],
  ["nothing", "answer=empty", 502, "upstream_config", false],
  ["ten megabytes", "answer=large", 502, "upstream_config", false],
  ["a list", "body=[]; status=200", 502, "upstream_config", false],
  ["a record without an id", "body={}; status=200", 502, "upstream_config", false],
  ["an id that is no integer", 'body={"id":"19678376"}; status=200', 502, "upstream_config", false],
  ["a failure", "status=500", 502, "upstream_error", true],
  ["a connection that breaks before the head", "drop=before-head", 502, "upstream_unreachable", true],
  ["a connection that breaks in the body", "drop=in-body", 502, "upstream_unreachable", true],
  ["the token, as a success", "answer=echo-token; status=200", 502, "upstream_config", false],
  ["the token, as a failure", "answer=echo-token; status=500", 502, "upstream_error", true],
];

suite("User.com's answers", { options: { limits: { ...OPEN, cache: 0 } } }, (running) => {
  for (const [name, fault, status, code, retryable] of ANSWERS) {
    test(`rule R: ${name}: ${code}, in the relay's own words`, async () => {
      await asked(running.sandbox);
      await spoil(running.sandbox, `${fault}; path=/users/search/`);
      const answer = await safely(running.relay, {});
      await mend(running.sandbox);
      isProblem(answer, status, code);
      assert.equal(answer.body.retryable, retryable, answer.text);
      assert.ok(!/jane|example@email|html|nginx|169\.254|Token/i.test(answer.text), answer.text);
      assert.deepEqual([...new Set(await asked(running.sandbox))], ["GET /users/search/"]);
    });
  }

  test("rule R: headers of User.com's are not passed on", async () => {
    const faults = ["Set-Cookie: sid=1", "ETag: 1", "Access-Control-Allow-Origin: *", `X-Token: ${TOKEN}`, "Cache-Control: public, max-age=9"];
    for (const header of faults) {
      await spoil(running.sandbox, `header=${header}; path=/users/search/`);
      const answer = await safely(running.relay, {});
      await mend(running.sandbox);
      assert.equal(answer.status, 200, answer.text);
      assert.deepEqual([answer.headers["set-cookie"], answer.headers.etag, answer.headers["access-control-allow-origin"], answer.headers["x-token"], answer.headers["cache-control"]], [undefined, undefined, undefined, undefined, "no-store"]);
    }
  });

  test("rule R: an answer that does not come is given up after eight seconds", { timeout: 60_000 }, async () => {
    const started = Date.now();
    await spoil(running.sandbox, "stall=in-body; path=/users/search/");
    const answer = await safely(running.relay, {});
    await mend(running.sandbox);
    isProblem(answer, 504, "upstream_timeout");
    assert.ok(Date.now() - started < 20_000);
  });

  test("rule R: a value that User.com refuses is 422, without its words", async () => {
    await spoil(running.sandbox, `status=400; method=PUT; body={"city":["No city of ${TOKEN}"]}`);
    const answer = await safely(running.relay, { method: "PATCH", body: { city: "Atlantis" } });
    await mend(running.sandbox);
    isProblem(answer, 422, "rejected");
    assert.ok(!answer.text.includes("No city"), answer.text);
  });

  test("rule R: an answer of success to a write that is of another record is none", async () => {
    await spoil(running.sandbox, 'status=200; method=PUT; body={"id":19678378,"key":"ctlfkj37dbag","name":"Amélie"}');
    const answer = await safely(running.relay, { method: "PATCH", body: { city: "Warsaw" } });
    await mend(running.sandbox);
    isProblem(answer, 502, "upstream_config");
  });

  test("rule B: what opened fields hold is shown as it is, and the token never", async () => {
    await spoil(running.sandbox, `status=200; path=/users/search/; body={"id":19678376,"key":"g3FaYocCy0U6","status":"user","name":"I am ${TOKEN}"}`);
    const answer = await safely(running.relay, {});
    await mend(running.sandbox);
    isProblem(answer, 502, "upstream_config");
  });
});

suite("a token that User.com refuses", {}, (running) => {
  test("rule R: nobody asks for a minute, and the page is told not to try again", async () => {
    await asked(running.sandbox);
    await spoil(running.sandbox, "answer=echo-token; path=/users/search/");
    const first = await safely(running.relay, {});
    await mend(running.sandbox);
    isProblem(first, 502, "upstream_auth");
    assert.equal(first.body.retryable, false);
    const second = await safely(running.relay, { headers: { cookie: "__ca__chat=an0nym0us123" } });
    isProblem(second, 503, "busy");
    assert.ok(Number(second.headers["retry-after"]) > 50, second.headers["retry-after"]);
    assert.deepEqual(await asked(running.sandbox), ["GET /users/search/"]);
    holdsNoToken(JSON.stringify(second), "an answer");
  });
});

suite("a User.com that is asked too often", {}, (running) => {
  test("rule R: its pause is passed on, and kept", async () => {
    await asked(running.sandbox);
    await spoil(running.sandbox, "status=429; retry-after=7; path=/users/search/");
    const first = await safely(running.relay, {});
    await mend(running.sandbox);
    isProblem(first, 503, "busy");
    assert.equal(first.headers["retry-after"], "7");
    const second = await safely(running.relay, { method: "PATCH", body: { city: "Warsaw" } });
    isProblem(second, 503, "busy");
    assert.match(second.headers["retry-after"], /^[1-7]$/);
    assert.deepEqual(await asked(running.sandbox), ["GET /users/search/"]);
  });
});
