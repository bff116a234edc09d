// How often one may call, and who else is served meanwhile (rules P and Q).
import assert from "node:assert/strict";
import { test } from "node:test";
import { OPEN } from "./support/relay.mjs";
import { asked, isProblem, mend, safely, spoil, suite } from "./support/suite.mjs";

/** A visitor behind the proxy that this relay trusts. */
const from = (address, key = "g3FaYocCy0U6") => ({ "x-forwarded-for": address, "x-forwarded-proto": "https", cookie: `__ca__chat=${key}` });
const together = (count, make) => Promise.all(Array.from({ length: count }, (_, at) => make(at)));
const counted = (answers) => Object.fromEntries([...new Set(answers.map(({ status }) => status))].sort().map((status) => [status, answers.filter((one) => one.status === status).length]));
/** The defaults, under which the other suites don't run. */
const usual = { options: { limits: null, behindProxy: ["127.0.0.1"] } };

suite("a flood from one visitor", usual, (running) => {
  test("rule Q: it is held back, in whole seconds, and another visitor is served meanwhile", async () => {
    const flood = together(200, () => safely(running.relay, { headers: from("192.0.2.1") }));
    const other = await safely(running.relay, { headers: from("192.0.2.2", "an0nym0us123") });
    assert.equal(other.status, 200, other.text);
    const answers = await flood;
    const held = answers.filter(({ status }) => status === 429);
    assert.ok(held.length >= 150, JSON.stringify(counted(answers)));
    for (const answer of held) {
      isProblem(answer, 429, "too_many_requests");
      assert.match(answer.headers["retry-after"], /^[1-9]\d*$/);
    }
  });

  test("rule Q: more X-Forwarded-For makes nobody another: the last untrusted hop counts", async () => {
    const answers = await together(40, (at) => safely(running.relay, { headers: from(`198.51.100.${at}, 192.0.2.9`) }));
    assert.ok(counted(answers)[429] >= 20, JSON.stringify(counted(answers)));
  });

  test("rule Q: an IPv6 address counts by its /64", async () => {
    const answers = await together(40, (at) => safely(running.relay, { headers: from(`2001:db8:1:2::${at}`) }));
    assert.ok(counted(answers)[429] >= 20, JSON.stringify(counted(answers)));
  });
});

const guessing = { limits: { ...OPEN, unknownKeys: 20 }, behindProxy: ["127.0.0.1"] };

suite("guessing keys", { options: guessing }, (running) => {
  test("rule Q: an address that names unknown keys is shut out, who is known there is not, and nobody elsewhere", async () => {
    assert.equal((await safely(running.relay, { headers: from("192.0.2.1") })).status, 200);
    const guess = (at) => safely(running.relay, { headers: from("192.0.2.1", `guess${String(at).padStart(6, "0")}`) });
    const answers = [];
    for (let at = 0; at < 20; at += 1) answers.push(await guess(at));
    // Half of the keys at once, the other half over ten minutes.
    assert.deepEqual(counted(answers), { 404: 10, 429: 10 });
    assert.ok(Number(answers.at(-1).headers["retry-after"]) > 30);
    assert.equal((await safely(running.relay, { headers: from("192.0.2.1") })).status, 200);
    assert.equal((await safely(running.relay, { headers: from("192.0.2.2", "an0nym0us123") })).status, 200);
  });
});

suite("early refusals", usual, (running) => {
  test("rule Q: what is refused for its form costs nobody's budget", async () => {
    await asked(running.sandbox);
    const headers = from("192.0.2.1");
    await together(150, () => safely(running.relay, { headers: { ...headers, "x-userkey": null } }));
    await together(150, () => safely(running.relay, { headers, path: "/nowhere" }));
    assert.deepEqual(await asked(running.sandbox), []);
    assert.equal((await safely(running.relay, { headers })).status, 200);
  });
});

suite("reads that ask the same", { options: { limits: { ...OPEN, cache: 5 } } }, (running, host) => {
  // Where requests may not share promises, as in workerd, they ask each for itself.
  test("rule P: they share one question to User.com where they can, and nobody gets another's answer", async () => {
    await asked(running.sandbox);
    await spoil(running.sandbox, "latency=300; path=/users/search/");
    const keys = ["g3FaYocCy0U6", "ctlfkj37dbag"];
    const answers = await together(40, (at) => safely(running.relay, { headers: { cookie: `__ca__chat=${keys[at % 2]}` } }));
    await mend(running.sandbox);
    for (const [at, { body }] of answers.entries()) assert.equal(body.name, ["Jane Doe", "Amélie O’Connor-Nguyễn"][at % 2]);
    // Those who come once an answer is there are told it again, in both.
    const count = (await asked(running.sandbox)).length;
    assert.ok(host === "native" ? count === 2 : count >= 2 && count <= 40, `${count} questions`);
  });

  test("rule P: who read waits for nobody's write, and who reads after a write sees it", async () => {
    const headers = { cookie: "__ca__chat=an0nym0us123" };
    await safely(running.relay, { headers });
    await asked(running.sandbox);
    assert.equal((await safely(running.relay, { method: "PATCH", headers, body: { attributes: { topic: "boats" } } })).status, 200);
    const { body } = await safely(running.relay, { headers });
    assert.ok(JSON.stringify(body.attributes).includes("boats"), JSON.stringify(body));
    assert.equal((await asked(running.sandbox)).at(-1), "GET /users/search/");
  });

  test("rule P: an answer is kept for the key, and shown by the rules of each request", async () => {
    const headers = { cookie: "__ca__chat=g3FaYocCy0U6" };
    await safely(running.relay, { headers });
    await asked(running.sandbox);
    isProblem(await safely(running.relay, { headers: { ...headers, "x-userkey": null } }), 403, "forbidden");
    isProblem(await safely(running.relay, { headers: { ...headers, "sec-fetch-site": "cross-site", origin: "https://evil.example" } }), 403, "forbidden");
    assert.equal((await safely(running.relay, { headers })).status, 200);
    assert.deepEqual(await asked(running.sandbox), []);
  });

  test("rule P: a failure is told to those who waited for it, and forgotten", async () => {
    const headers = { cookie: "__ca__chat=xqkT7Yw2_-aB" };
    await spoil(running.sandbox, "status=500; path=/users/search/; times=1");
    isProblem(await safely(running.relay, { headers }), 502, "upstream_error");
    assert.notEqual((await safely(running.relay, { headers })).status, 502);
    await mend(running.sandbox);
  });
});
