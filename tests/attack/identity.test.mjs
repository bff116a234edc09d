// Who a token says somebody is (rules I, J, L and M).
import assert from "node:assert/strict";
import { test } from "node:test";
import { bearer, claims, mint, SECRET } from "./support/token.mjs";
import { asked, heard, isProblem, safely, suite } from "./support/suite.mjs";

const now = Math.floor(Date.now() / 1000);
const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const JANE = claims({ sub: "customer-42" });
const [HEADER, PAYLOAD, SIGNATURE] = mint(JANE).split(".");

/** Tokens that nobody signed, or not for this. */
const FORGED = [
  ["another secret", mint(JANE, { secret: "9".repeat(32) })],
  ["no signature", `${HEADER}.${PAYLOAD}.`],
  ["two parts", `${HEADER}.${PAYLOAD}`],
  ["four parts", `${HEADER}.${PAYLOAD}.${SIGNATURE}.${SIGNATURE}`],
  ["another's claims under it", `${HEADER}.${part({ ...JANE, sub: "user@123" })}.${SIGNATURE}`],
  ["alg none", `${part({ alg: "none", typ: "userkey-identity+jwt" })}.${PAYLOAD}.`],
  ["alg none, signed", mint(JANE, { header: { alg: "none" } })],
  ["alg nOnE", mint(JANE, { header: { alg: "nOnE" } })],
  ["alg HS512", mint(JANE, { header: { alg: "HS512" }, hash: "sha512" })],
  ["alg RS256, signed by the secret", mint(JANE, { header: { alg: "RS256" } })],
  ["alg in lower case", mint(JANE, { header: { alg: "hs256" } })],
  ["no alg", mint(JANE, { header: { alg: undefined } })],
  ["an empty secret", `${HEADER}.${PAYLOAD}.${mint(JANE, { secret: "" }).split(".")[2]}`],
  ["the type of any token", mint(JANE, { header: { typ: "JWT" } })],
  ["no type", mint(JANE, { header: { typ: undefined } })],
  ["crit", mint(JANE, { header: { crit: ["exp"] } })],
  ["b64", mint(JANE, { header: { b64: false } })],
  ["jku", mint(JANE, { header: { jku: "https://evil.example/keys" } })],
  ["a key of its own", mint(JANE, { header: { jwk: { kty: "oct", k: part("x") } } })],
  ["x5u", mint(JANE, { header: { x5u: "https://evil.example/" } })],
  ["compression", mint(JANE, { header: { zip: "DEF" } })],
  ["a kid that is a path", mint(JANE, { header: { kid: "../../dev/null" }, secret: "" })],
  ["a kid beyond the secrets", mint(JANE, { header: { kid: "7" } })],
  ["padding", `${HEADER}=.${PAYLOAD}.${SIGNATURE}`],
  ["base64 that isn't url-safe", `${HEADER}.${PAYLOAD}.${SIGNATURE.slice(0, -1)}+`],
  ["a space", `${HEADER}.${PAYLOAD} .${SIGNATURE}`],
  ["a claim twice", mint(`{"sub":"customer-1","sub":"customer-42","aud":"https://shop.example","iat":${now},"exp":${now + 60}}`)],
  ["a header's member twice", mint(JANE, { header: '{"alg":"none","alg":"HS256","typ":"userkey-identity+jwt"}' })],
  ["no sub", mint(claims({ sub: undefined }))],
  ["an empty sub", mint(claims({ sub: "" }))],
  ["a sub that is a number", mint(claims({ sub: 42 }))],
  ["a sub of 256 characters", mint(claims({ sub: "s".repeat(256) }))],
  ["another audience", mint(claims({ aud: "https://evil.example" }))],
  ["no audience", mint(claims({ aud: undefined }))],
  ["an audience with a path", mint(claims({ aud: "https://shop.example/" }))],
  ["no exp", mint(claims({ exp: undefined }))],
  ["no iat", mint(claims({ iat: undefined }))],
  ["a life of a day", mint(claims({ exp: now + 86_400 }))],
  ["a time that is text", mint(claims({ exp: String(now + 60) }))],
  ["a time with a fraction", mint(claims({ exp: now + 60.5 }))],
  ["a time to come", mint(claims({ iat: now + 300, exp: now + 600 }))],
  ["not before later", mint(claims({ nbf: now + 300 }))],
  ["claims that are a list", mint([JANE])],
  ["more than 4 KiB", mint(claims({ sub: "customer-42", more: "x".repeat(5000) }))],
  ["nothing", ""],
];

/** Ids that would be another route of User.com's, or none. */
const UNUSABLE = [
  "search", "update_or_create", "merge", "mass_update_standard_attributes", "mass_update_custom_attributes", ".", "..", "undefined", "null",
  "a/b", "a\\b", "a%2fb", "a?b", "a#b", "a;b", "../search", "a\u0000b", "a\nb",
];

suite("who a token says somebody is", {}, (running) => {
  const read = (headers) => safely(running.relay, { headers });

  for (const [name, token] of FORGED) {
    test(`rule I: ${name}: refused, without a way back to the cookie`, async () => {
      await asked(running.sandbox);
      const answer = await read(bearer(token));
      isProblem(answer, 401, "identity_invalid");
      assert.match(answer.headers["www-authenticate"], /^Bearer/);
      assert.deepEqual(await asked(running.sandbox), []);
      isProblem(await safely(running.relay, { method: "PATCH", headers: bearer(token), body: { city: "a" } }), 401, "identity_invalid");
    });
  }

  test("rule I: a token that was good is expired", async () => {
    const expired = mint(claims({ iat: now - 600, exp: now - 300 }));
    const answer = await read(bearer(expired));
    isProblem(answer, 401, "identity_expired");
    assert.match(answer.headers["www-authenticate"], /^Bearer/);
  });

  test("rule J: a good token is its person, whatever the cookie says", async () => {
    const headers = { ...bearer(mint(JANE)), cookie: "__ca__chat=ctlfkj37dbag" };
    const { body } = await read(headers);
    assert.deepEqual([body.name, body.email], ["Jane Doe", "example@email.com"]);
    await asked(running.sandbox);
    assert.equal((await safely(running.relay, { method: "PATCH", headers, body: { city: "Sopot" } })).status, 200);
    assert.deepEqual((await asked(running.sandbox)).filter((request) => request.startsWith("PUT")), ["PUT /users/19678376/"]);
  });

  test("rule J: the token travels as a bearer or in its cookie, not both, and in nothing else", async () => {
    const token = mint(JANE);
    const inCookie = { cookie: `__Host-Http-userkey-identity=${token}` };
    assert.equal((await read(inCookie)).body.email, "example@email.com");
    isProblem(await read({ ...bearer(token), ...inCookie }), 400, "bad_request");
    for (const headers of [{ "x-identity": token }, { "x-userkey-identity": token }, { cookie: `userkey-identity=${token}` }, { authorization: `Basic ${token}` }, { authorization: `Token ${token}` }]) {
      isProblem(await read({ cookie: null, ...headers }), 404, "no_visitor");
    }
    isProblem(await safely(running.relay, { path: `/userkey/visitor?identity=${token}` }), 400, "bad_request");
  });

  test("rule J: an identity token isn't sent on, and stands in no log", async () => {
    const token = mint(JANE);
    await read({ ...bearer(token), cookie: null });
    const sent = JSON.stringify(await heard(running.sandbox));
    assert.ok(!sent.includes(token.slice(-20)));
    for (const secret of [token.slice(-20), SECRET, "g3FaYocCy0U6", "customer-42"]) assert.ok(!running.relay.log().includes(secret), secret);
  });

  for (const sub of UNUSABLE) {
    test(`rule M: ${JSON.stringify(sub)} is nobody's id`, async () => {
      await asked(running.sandbox);
      for (const request of [{}, { method: "PATCH", body: { city: "a" } }, { method: "POST", path: "/userkey/visitor/identify", body: {} }]) {
        isProblem(await safely(running.relay, { ...request, headers: bearer(mint(claims({ sub }))) }), 403, "identity_unusable");
      }
      assert.deepEqual(await asked(running.sandbox), []);
    });
  }

  test("rule L: only who has a token identifies", async () => {
    isProblem(await safely(running.relay, { method: "POST", path: "/userkey/visitor/identify", body: {} }), 403, "identity_required");
  });

  test("rule L: another's record is not taken over by its cookie", async () => {
    const headers = { ...bearer(mint(claims({ sub: "mallory-1", email: "mallory@evil.example", email_verified: true }))), cookie: "__ca__chat=ctlfkj37dbag" };
    const answer = await safely(running.relay, { method: "POST", path: "/userkey/visitor/identify", headers, body: {} });
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.body.linked, false);
    const amelie = await running.sandbox.userByKey("ctlfkj37dbag");
    assert.deepEqual([amelie.user_id, amelie.email], ["user@123", "amelie@example.com"]);
  });

  test("rule L: an address that nobody verified is not written", async () => {
    const headers = { ...bearer(mint(claims({ sub: "ann-1", email: "ann@evil.example" }))), cookie: null };
    const answer = await safely(running.relay, { method: "POST", path: "/userkey/visitor/identify", headers, body: {} });
    assert.equal(answer.status, 200, answer.text);
    const requests = await heard(running.sandbox);
    const sent = requests.map(({ request }) => request.body).join();
    assert.ok(!sent.includes("ann@evil.example"), sent);
  });

  test("rule L: a claim that names another browser than the cookie is refused", async () => {
    const token = mint(claims({ key: "an0nym0us123" }));
    isProblem(await safely(running.relay, { method: "POST", path: "/userkey/visitor/identify", headers: bearer(token), body: {} }), 409, "visitor_changed");
  });
});
