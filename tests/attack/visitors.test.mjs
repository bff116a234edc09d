// Whose record a request is about, and what of it is shown (rules A, B and C).
import assert from "node:assert/strict";
import { test } from "node:test";
import { asked, isProblem, safely, suite } from "./support/suite.mjs";

const cookie = (value) => ({ cookie: value });

suite("whose record it is", {}, (running) => {
  const read = (headers) => safely(running.relay, { headers });

  for (const [name, headers] of [
    ["no cookie", cookie(null)],
    ["another cookie", cookie("__ca__chatt=g3FaYocCy0U6")],
    ["the cookie's name in upper case", cookie("__CA__CHAT=g3FaYocCy0U6")],
    ["an empty key", cookie("__ca__chat=")],
    ["a key of nobody", cookie("__ca__chat=nobody_has_this")],
    ["a key that is too short", cookie("__ca__chat=g3FaYoc")],
    ["a key that is too long", cookie(`__ca__chat=${"g".repeat(65)}`)],
    ["a key that climbs", cookie("__ca__chat=../../users/1")],
    ["a key with a query", cookie("__ca__chat=g3FaYocCy0U6&email=a@b.c")],
    ["a key in percent-encoding", cookie("__ca__chat=g3FaYocCy0%55")],
    ["the key in a header of its own", { cookie: null, "x-userkey-key": "g3FaYocCy0U6", "x-user-key": "g3FaYocCy0U6" }],
    ["the service's own authorization", { cookie: null, authorization: "Token g3FaYocCy0U6" }],
  ]) {
    test(`rule C: ${name} is nobody, in the same words`, async () => {
      const answer = await read(headers);
      isProblem(answer, 404, "no_visitor");
      assert.equal(answer.body.detail, "Nobody is known by this request's cookie.");
    });
  }

  test("rule C: a key in the body changes nobody's record", async () => {
    for (const body of [{ key: "an0nym0us123", city: "Warsaw" }, { user_key: "an0nym0us123", city: "Warsaw" }, { id: 19678377, city: "Warsaw" }]) {
      isProblem(await safely(running.relay, { method: "PATCH", body }), 400, "field_not_allowed");
    }
  });

  test("rule C: a planted cookie makes nobody another: several keys need the one that the page saw", async () => {
    const both = { cookie: "__ca__chat=an0nym0us123; a=1; __ca__chat=g3FaYocCy0U6" };
    await asked(running.sandbox);
    isProblem(await read(both), 409, "ambiguous_cookie");
    isProblem(await safely(running.relay, { method: "PATCH", headers: both, body: { city: "Warsaw" } }), 409, "ambiguous_cookie");
    isProblem(await read({ ...both, "x-userkey-expect": "ctlfkj37dbag" }), 409, "visitor_changed");
    assert.deepEqual(await asked(running.sandbox), []);
    assert.equal((await read({ ...both, "x-userkey-expect": "g3FaYocCy0U6" })).body.name, "Jane Doe");
  });

  test("rule C: the expected key is a condition, never a source", async () => {
    await asked(running.sandbox);
    isProblem(await read({ cookie: null, "x-userkey-expect": "g3FaYocCy0U6" }), 409, "cookie_missing");
    isProblem(await read({ cookie: "__ca__chat=an0nym0us123", "x-userkey-expect": "g3FaYocCy0U6" }), 409, "visitor_changed");
    assert.deepEqual(await asked(running.sandbox), []);
  });

  test("rule C: a record with another key than the one asked for is not shown", async () => {
    const answer = await running.sandbox.userByKey("ctlfkj37dbag");
    await fetch(`${running.sandbox.inspector}faults`, {
      method: "POST",
      body: JSON.stringify({ status: 200, body: answer, match: { path: "/users/search/" }, times: 1 }),
    });
    isProblem(await read(cookie("__ca__chat=t4rget_k3y_")), 404, "no_visitor");
  });

  test("rule B: what is shown is what was opened, of whichever record", async () => {
    const jane = await read({});
    assert.deepEqual(jane.body, { known: true, status: "visitor", name: "Jane Doe", tags: [], attributes: [] });
    const amelie = await read(cookie("__ca__chat=ctlfkj37dbag"));
    assert.deepEqual(Object.keys(amelie.body), ["known", "status", "name", "tags", "attributes"]);
    assert.ok(!/amelie|447700|vip@|last_ip|192\.0|19678378|user@123|newsletter/.test(amelie.text), amelie.text);
  });

  test("rule B: a write shows the same", async () => {
    const headers = cookie("__ca__chat=ctlfkj37dbag");
    const written = await safely(running.relay, { method: "PATCH", headers, body: { city: "Gdańsk" } });
    assert.deepEqual(written.body, (await read(headers)).body);
  });
});

suite("the safe defaults", { options: { browser: null, person: null, corsOrigins: null } }, (running) => {
  test("rule A: without options a visitor learns that it is known, and writes nothing", async () => {
    assert.deepEqual((await safely(running.relay, {})).body, { known: true, status: "visitor" });
    for (const body of [{ city: "a" }, { tags: ["tag"] }, { attributes: { topic: "a" } }]) {
      isProblem(await safely(running.relay, { method: "PATCH", body }), 400, "field_not_allowed");
    }
  });
});
