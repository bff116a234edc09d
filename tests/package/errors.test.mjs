import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { inspect } from "node:util";
import { runInNewContext } from "node:vm";
import { makeProject } from "./support/project.mjs";
import { startService } from "./support/service.mjs";

const TOKEN = `secret${"0".repeat(58)}`;

let service;
let userkey;
let client;
let project;

before(async () => {
  service = await startService();
  project = await makeProject();
  userkey = await project.import("userkey");
  client = new userkey.UserCom({ baseUrl: service.baseUrl, apiKey: TOKEN, maxRetries: 0 });
});

after(() => service.stop());

/** Makes a call fail by an answer of the service, and gives the error. */
async function failure(answer, call = () => client.users.update(7, { email: "jane@example.com" })) {
  service.answer = () => answer;
  const error = await call().then(() => assert.fail("the call succeeded"), (error) => error);
  assert.ok(error instanceof Error && error instanceof userkey.UserKeyError);
  return error;
}

const html = { "content-type": "text/html" };

test("each answer becomes the error of its kind", async () => {
  for (const [answer, name, kind, code] of [
    [{ status: 301, headers: { location: "/elsewhere/" } }, "ConfigError", "config", "redirected"],
    [{ status: 404, headers: html, body: "<h1>Not Found</h1>" }, "ConfigError", "config", "wrong_address"],
    [{ status: 405 }, "ConfigError", "config", "wrong_address"],
    [{ status: 406 }, "ConfigError", "config", "unsupported_version"],
    [{ status: 200, headers: html, body: "<p>Hello</p>" }, "ConfigError", "config", "wrong_address"],
    [{ status: 400, body: { email: ["Enter a valid email address."] } }, "ValidationError", "validation", "rejected"],
    [{ status: 422, body: {} }, "ValidationError", "validation", "rejected"],
    [{ status: 409 }, "ConflictError", "conflict", "not_unique"],
    [{ status: 401, body: { detail: "Invalid token." } }, "AuthError", "auth", "unauthorized"],
    [{ status: 403 }, "ForbiddenError", "forbidden", "forbidden"],
    [{ status: 404, body: { detail: "Not found." } }, "NotFoundError", "not_found", "not_found"],
    [{ status: 429 }, "RateLimitError", "rate_limit", "rate_limited"],
    [{ status: 500 }, "ServerError", "server", "server_error"],
    [{ status: 200, body: "{" }, "DecodeError", "decode", "malformed"],
  ]) {
    const error = await failure(answer);
    assert.deepEqual([error.name, error.kind, error.code, error.status], [name, kind, code, answer.status]);
    assert.ok(error instanceof userkey[name]);
    assert.equal(error.constructor.name, name);
  }
});

test("the account's state has codes of its own", async () => {
  const unpaid = await failure({ status: 403, body: { detail: "You didn't pay... please pay for app..." } });
  assert.deepEqual([unpaid.kind, unpaid.code], ["forbidden", "account_unpaid"]);
  const inactive = await failure({ status: 403, body: { detail: "Application is not active." } });
  assert.deepEqual([inactive.kind, inactive.code], ["forbidden", "account_inactive"]);
});

test("what is refused before it is sent is an input error", async () => {
  const before = service.requests.length;
  for (const [call, code, message] of [
    [() => client.users.findByKey(""), "invalid_input", /^key must be a string/],
    [() => client.users.update("7", { city: "a" }), "invalid_input", /^id must be the record's id/],
    [() => client.users.update(7), "invalid_input", /^changes must be an object/],
    [() => client.users.update(7, {}), "no_changes", /name at least one field/],
    [() => client.users.update(7, { firstName: "a" }), "unknown_field", /did you mean first_name/],
    [() => client.users.update(7, { city: "a".repeat(65) }), "too_long", /^city /],
    [() => client.users.update(7, { attributes: { email: "a" } }), "invalid_input", /^attributes\.email /],
    [() => client.users.updateByUserId("..", { city: "a" }), "invalid_input", /^userId /],
    [() => client.users.findByKey("k", { timeOut: 5 }), "invalid_input", /timeOut/],
    [() => client.users.findByKey("k", 5), "invalid_input", /options/],
  ]) {
    const error = await failure({}, call);
    assert.deepEqual([error.name, error.kind, error.code], ["InputError", "input", code], error.message);
    assert.match(error.message, message);
  }
  assert.equal(service.requests.length, before);
});

test("no answer is a network error, and can be tried again", async () => {
  const nowhere = new userkey.UserCom({ baseUrl: "http://127.0.0.1:1", maxRetries: 0 });
  const error = await failure({}, () => nowhere.users.findByKey("k"));
  assert.deepEqual([error.name, error.code, error.retryable, error.attempts], ["NetworkError", "no_answer", true, 1]);
  assert.ok(error.cause instanceof TypeError);
});

test("an error says all that is known", async () => {
  const body = { email: ["Enter a valid email address."] };
  const error = await failure({ status: 400, body, headers: { "x-request-id": "r1" } });
  assert.deepEqual({ ...error }, {
    attempts: 1,
    code: "rejected",
    fieldErrors: body,
    kind: "validation",
    requestId: "r1",
    retryable: false,
    status: 400,
  });
  assert.deepEqual(error.body, body);
  assert.match(error.message, /Enter a valid email address\./);
});

test("a pause that the service asks for is told", async () => {
  const error = await failure({ status: 429, headers: { "retry-after": "40" } });
  assert.deepEqual([error.retryAfterMs, error.retryable], [40_000, true]);
});

test("JSON holds what is safe to log, in full, and nothing else", async () => {
  const error = await failure({ status: 404, body: { detail: "Not found.", name: "Jane Doe" } });
  const json = JSON.parse(JSON.stringify(error));
  const { name, kind, code, message, status, attempts, retryable } = error;
  assert.deepEqual(json, { name, kind, code, message, status, attempts, retryable });
});

test("neither token nor cookie is in an error, whoever put it there", async () => {
  const cookie = "__ca__chat=g3FaYocCy0U6; session=hidden-session";
  const answers = [
    { status: 401, body: { detail: `Invalid token ${TOKEN}` } },
    { status: 400, body: { token: [TOKEN] } },
    { status: 500, headers: html, body: `<pre>Authorization: Token ${TOKEN}</pre>` },
    { status: 200, body: `{"id":1,"token":"${TOKEN}"` },
    { status: 302, headers: { location: `/?token=${TOKEN}` } },
  ];
  for (const answer of answers) {
    for (const call of [() => client.users.update(7, { city: "a" }), () => client.visitor({ cookie })]) {
      const error = await failure(answer, call);
      for (const text of [error.message, error.stack, JSON.stringify(error), String(error.cause), inspect(error)]) {
        assert.ok(!text.includes(TOKEN), text);
        assert.ok(!text.includes("hidden-session"), text);
      }
    }
  }
});

test("the stack leads to the caller", async () => {
  async function theCaller() {
    await client.users.findByKey("");
  }
  const { stack } = await theCaller().catch((error) => error);
  assert.match(stack, /^InputError: key must be/);
  assert.match(stack, /at async theCaller/);
});

test("what Node shows of an error that nobody catches fits a screen", async () => {
  for (const [entry, make] of [["userkey", "new userkey.UserCom({})"], ["userkey/relay", "userkey.createRelay({})"]]) {
    await project.write({ "uncaught.mjs": `import * as userkey from "${entry}";\n${make};\n` });
    const { message } = await project.node("uncaught.mjs").catch((error) => error);
    assert.match(message, /^ConfigError: /m);
    assert.ok(message.length < 4000, `${entry}: ${message.length} characters`);
  }
});

test("the guard knows errors of other copies and realms, and nothing else", async () => {
  const { isUserKeyError } = userkey;
  const other = await (await makeProject()).import("userkey/slim");
  const error = await new other.UserCom({ subdomain: "acme" }).users.findByKey("k").catch((error) => error);
  assert.ok(!(error instanceof userkey.UserKeyError));
  assert.ok(isUserKeyError(error));
  assert.ok(isUserKeyError(runInNewContext("Object.create(error)", { error })));
  for (const value of [undefined, null, 0, "", "UserKeyError", {}, new Error("a"), new TypeError("b")]) {
    assert.ok(!isUserKeyError(value));
  }
});

test("errors can be made in an application's tests", () => {
  const error = new userkey.NotFoundError({ kind: "not_found", code: "no_visitor", message: "nobody" });
  assert.deepEqual([error.name, error.attempts, error.retryable, `${error}`], ["NotFoundError", 0, false, "NotFoundError: nobody"]);
});
