import assert from "node:assert/strict";
import { JANE } from "../../support/sandbox.mjs";
import { ask } from "./runtime.mjs";

/** The options of a relay that {@link play} plays with. */
export const options = ({ usercom, token }) => ({
  sandbox: usercom,
  token,
  publicOrigins: ["https://shop.example"],
  limits: { upstream: 200 },
  browser: { read: ["name", "key"], readAttributes: ["topic"], write: ["city"], writeAttributes: ["topic"] },
});

/** What a relay has to do in whatever runtime serves it on `port`. */
export async function play(port, sandbox) {
  const cookie = `a=1; __ca__chat=${JANE}`;
  const read = await ask(port, "GET", "/userkey/visitor", { cookie });
  assert.equal(read.status, 200);
  assert.deepEqual(read.body, { known: true, status: "visitor", name: "Jane Doe", key: JANE, attributes: [] });
  assert.equal(read.headers["cache-control"], "no-store");
  assert.match(read.headers["x-request-id"], /^[\w-]{36}$/);

  const change = JSON.stringify({ city: "Rome", attributes: { topic: "bikes" } });
  const written = await ask(port, "PATCH", "/userkey/visitor", { cookie, body: change });
  assert.deepEqual([written.status, written.body.attributes[0]?.value], [200, "bikes"]);
  assert.equal((await sandbox.userByKey(JANE)).city, "Rome");

  for (const [method, path, more, status, code] of [
    ["GET", "/userkey/visitor", {}, 404, "no_visitor"],
    ["GET", "/userkey/visitor", { cookie: "__ca__chat=nobodyhere" }, 404, "no_visitor"],
    ["GET", "/userkey/visitor", { cookie, "x-userkey": "0" }, 403, "forbidden"],
    ["GET", "/userkey/visitor", { cookie, origin: "https://evil.example" }, 403, "forbidden"],
    ["GET", "/userkey/visitor", { cookie, host: "evil.example" }, 421, "misdirected"],
    ["GET", `/userkey/visitor?key=${JANE}`, { cookie }, 400, "bad_request"],
    ["GET", "/userkey/users/1/", { cookie }, 404, "not_found"],
    ["DELETE", "/userkey/visitor", { cookie }, 405, "method_not_allowed"],
    ["PATCH", "/userkey/visitor", { cookie, body: '{"email":"a@b.c"}' }, 400, "field_not_allowed"],
    ["PATCH", "/userkey/visitor", { cookie, body: `{"city":"${"x".repeat(17_000)}"}` }, 413, "too_large"],
    ["GET", "/userkey/visitor", { cookie, authorization: "Bearer a.b.c" }, 401, "identity_invalid"],
  ]) {
    const { status: was, body } = await ask(port, method, path, more);
    assert.deepEqual([was, body.code], [status, code], `${method} ${path} ${JSON.stringify(more).slice(0, 80)}`);
  }
  await atOnce(port, sandbox);
}

/** Many visitors at once are each told of themselves. */
async function atOnce(port, sandbox) {
  const authorization = `Token ${sandbox.token}`;
  const { results } = await (await fetch(`${sandbox.usercom}/users/`, { headers: { authorization } })).json();
  const keys = results.map(({ key }) => key).filter((key) => /^[\w-]{8,64}$/.test(key)).slice(0, 12);
  assert.equal(keys.length, 12);
  const answers = await Promise.all(keys.map((key) => ask(port, "GET", "/userkey/visitor", { cookie: `__ca__chat=${key}` })));
  for (const [at, { status, body }] of answers.entries()) assert.deepEqual([status, body.key], [200, keys[at]]);
}
