import assert from "node:assert/strict";
import { afterEach, before, mock, test } from "node:test";
import { makeProject } from "./support/project.mjs";

const KEY = "0".repeat(64);

let ConfigError;
let UserCom;

before(async () => {
  ({ ConfigError, UserCom } = await (await makeProject()).import("userkey"));
});

afterEach(() => {
  mock.restoreAll();
  delete globalThis.document;
  delete globalThis.WorkerGlobalScope;
});

/** Makes the constructor throw, and gives the error. */
function refused(options) {
  let error;
  assert.throws(() => new UserCom(options), (thrown) => (error = thrown) instanceof ConfigError);
  assert.equal(error.kind, "config");
  return error;
}

/** Where a script of a page may run. */
const pages = {
  "a page": () => (globalThis.document = { cookie: "" }),
  "a worker": () => {
    // What globalThis is in a worker of a page: an instance of this class.
    globalThis.WorkerGlobalScope = class {
      static [Symbol.hasInstance] = (value) => value === globalThis;
    };
  },
};

test("exactly one address must be given", () => {
  const message = (count) => `give exactly one of relay, subdomain, baseUrl, not ${count}`;
  assert.equal(refused({}).message, message(0));
  assert.equal(refused({ relay: undefined }).message, message(0));
  assert.equal(refused({ relay: "/a", subdomain: "b" }).message, message(2));
  assert.equal(refused({ relay: "/a", subdomain: "b", baseUrl: "http://c" }).message, message(3));
  assert.equal(refused({}).code, "invalid_option");
  for (const address of [{ relay: "/a" }, { subdomain: "b" }, { baseUrl: "http://c" }]) new UserCom(address);
});

test("an unknown option is named, with the one that was meant", () => {
  for (const [wrong, right] of [
    ["apikey", "apiKey"],
    ["api_key", "apiKey"],
    ["key", "apiKey"],
    ["token", "identity"],
    ["baseURL", "baseUrl"],
    ["url", "baseUrl"],
    ["subDomian", "subdomain"],
    ["retries", "maxRetries"],
    ["concurrency", "maxConcurrent"],
    ["time_out", "timeout"],
    ["timeoutTotal", "totalTimeout"],
    ["version", "apiVersion"],
    ["relayUrl", "relay"],
    ["allowBrowser", "dangerouslyAllowBrowser"],
    ["constructor", "onRetry"],
    ["onretry", "onRetry"],
  ]) {
    const error = refused({ relay: "/userkey", [wrong]: "x" });
    assert.equal(error.message, `${wrong} is no option: did you mean ${right}?`);
    assert.equal(error.code, "invalid_option");
  }
});

test("an option of the wrong type is named, with the right type", () => {
  for (const [name, value, type] of [
    ["relay", 1, "string"],
    ["subdomain", null, "string"],
    ["baseUrl", new URL("http://a"), "string"],
    ["apiKey", {}, "string"],
    ["apiVersion", "2", "number"],
    ["dangerouslyAllowBrowser", "yes", "boolean"],
    ["fetch", {}, "function"],
    ["onRequest", {}, "function"],
    ["onResponse", "log", "function"],
    ["onRetry", null, "function"],
    ["maxConcurrent", "6", "number"],
    ["maxRetries", true, "number"],
    ["maxRetryAfter", null, "number"],
    ["timeout", "10s", "number"],
    ["totalTimeout", [], "number"],
  ]) {
    assert.equal(refused({ subdomain: "acme", [name]: value }).message, `${name} must be a ${type}`);
  }
});

test("a version that isn't there is refused", () => {
  for (const apiVersion of [0, 1.5, 3, NaN]) {
    assert.equal(refused({ subdomain: "acme", apiVersion }).message, "apiVersion must be 1 or 2");
  }
  for (const apiVersion of [undefined, 1, 2]) new UserCom({ subdomain: "acme", apiVersion });
});

test("options that are undefined count as left out", () => {
  new UserCom({ relay: "/userkey", apiKey: undefined, timeout: undefined });
});

test("options that are no object are refused", () => {
  assert.match(refused(undefined).message, /^give exactly one of/);
  assert.match(refused(null).message, /^give exactly one of/);
  assert.match(refused("acme").message, /^0 is no option/);
});

test("options that are changed later stay as they were", async () => {
  const asked = [];
  const options = { baseUrl: "http://first", fetch: async (url) => asked.push(url) };
  const client = new UserCom(options);
  options.baseUrl = "http://second";
  await client.users.findByKey("k").catch(() => {});
  assert.deepEqual(asked, ["http://first/users/search/?key=k"]);
});

for (const [place, enter] of Object.entries(pages)) {
  test(`a key in ${place} is refused, with the way out`, () => {
    enter();
    for (const address of [
      { subdomain: "acme" },
      { baseUrl: "https://acme.user.com/api/public" },
      { baseUrl: "https://127.0.0.1.example.com" },
      { baseUrl: "https://localhost.example.com" },
      { baseUrl: "https://notlocalhost" },
      { baseUrl: "https://user:localhost@example.com" },
      { baseUrl: "/api" },
      { baseUrl: "//localhost" },
      { relay: "/userkey" },
    ]) {
      const error = refused({ ...address, apiKey: KEY });
      assert.equal(error.code, "secret_key_in_browser", JSON.stringify(address));
      assert.match(error.message, /relay.*dangerouslyAllowBrowser/);
      assert.ok(!error.stack.includes(KEY));
    }
  });

  test(`a key in ${place} is taken if the API itself is on this machine`, () => {
    enter();
    for (const host of ["localhost", "shop.localhost:8080", "127.0.0.1:8080", "127.1", "127.8.9.10", "[::1]:1"]) {
      new UserCom({ baseUrl: `http://${host}/api/public`, apiKey: KEY });
    }
  });

  test(`a key in ${place} is taken, with a warning, if that is wanted`, () => {
    enter();
    const warn = mock.method(console, "warn", () => {});
    new UserCom({ subdomain: "acme", apiKey: KEY, dangerouslyAllowBrowser: true });
    assert.equal(warn.mock.callCount(), 1);
    assert.ok(!warn.mock.calls[0].arguments.join().includes(KEY));
    refused({ subdomain: "acme", apiKey: KEY, dangerouslyAllowBrowser: false });
  });

  test(`no key is needed in ${place}`, () => {
    enter();
    for (const address of [{ relay: "/userkey" }, { subdomain: "acme" }, { baseUrl: "/api" }]) new UserCom(address);
  });
}

test("on a server a key is what it takes", () => {
  new UserCom({ subdomain: "acme", apiKey: KEY });
});
