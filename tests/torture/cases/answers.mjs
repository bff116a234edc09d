/** What comes back: data, errors of every shape, and neither (design rule 5). */

import { jane, JANE, read, write } from "./calls.mjs";
import { FETCHES } from "../fetches.mjs";

const malformed = { kind: "decode", code: "malformed", retryable: false };
const misdirected = { kind: "config", code: "wrong_address" };
const noAnswer = { kind: "network", code: "no_answer", attempts: 3 };
const unusable = { kind: "config", code: "invalid_option", attempts: 1 };

/** How each `fetch` of `fetches.mjs` has to end. */
const ENDS = {
  "throws a text": { error: { ...noAnswer, cause: "no network today" } },
  "rejects with nothing": { error: { ...noAnswer, cause: undefined } },
  "rejects with an object": { error: noAnswer },
  "answers nothing": { error: unusable },
  "answers a text": { error: unusable },
  "answers data": { error: unusable },
  "answers at once": { data: { id: 1 } },
  "answers a look-alike": { data: { id: 1 } },
  "answers a status that is no number": { error: unusable },
  "answers a body that isn't text": { error: {} },
  "answers a body that breaks off": { error: { ...noAnswer, cause: "broken off" } },
  "answers a body that throws": { error: {} },
  "answers a body that never ends": { error: { kind: "timeout", code: "attempt", attempts: 3 } },
  "answers headers that throw": { data: { id: 1 } },
  "answers 10 MB of data": { size: [10_000_000, 10_000_100] },
  "answers 10 MB of an error": { error: { kind: "validation", message: /^[^]{10,500}$/ } },
  "never answers, whatever the signal says": { error: { kind: "timeout", code: "attempt", attempts: 3 } },
};

const MALFORMED = [
  ["JSON that breaks off", { answer: "truncated" }],
  ["JSON with an error", { answer: "malformed" }],
  ["nothing", { answer: "empty" }],
  ["204", { status: 204 }],
  ["null", { body: "null" }],
  ["a list", { body: "[]" }],
  ["a text", { body: '"ok"' }],
  ["a number", { body: "7" }],
  ["an object without an id", { body: {} }],
  ["an id that is no number", { body: { id: "7" } }],
];

const ERRORS = [
  ["a detail", { detail: "Not today." }, undefined, /Not today\./],
  ["a list of errors", { errors: ["Not today.", "Nor tomorrow."] }, undefined, /Not today\..*Nor tomorrow\./],
  ["errors by field", { errors: { email: ["is invalid"] } }, { email: ["is invalid"] }, /email.*is invalid/],
  ["fields of their own", { email: ["Enter a valid email address."] }, { email: ["Enter a valid email address."] }, /email.*valid/],
  ["a text", "Not today.", undefined, /Not today\./],
  ["a page", "<html><h1>Bad Request</h1></html>", undefined, /400/],
  ["an empty list", [], undefined, /400/],
  ["a number", 7, undefined, /400/],
  ["null", "null", undefined, /400/],
];

export const answers = [
  ...MALFORMED.map(([what, fault]) => ({
    name: `${what} in an answer of success is malformed`,
    faults: [fault],
    call: read,
    see: { requests: 1, it: { error: malformed } },
  })),
  { name: "a page in an answer of success is a wrong address", faults: [{ answer: "html" }], call: read, see: { requests: 1, it: { error: misdirected } } },
  { name: "a byte order mark before JSON is no part of it", faults: [{ answer: "bom" }], call: read, see: { requests: 1, it: jane } },
  { name: "an answer of 10 MB is read like others", faults: [{ answer: "large" }], call: read, see: { requests: 1, it: jane } },
  {
    name: "an answer that can't be unpacked is a network error",
    faults: Array(3).fill({ status: 200, headers: { "content-encoding": "gzip" }, body: '{"id":1}' }),
    call: read,
    random: 0,
    see: { requests: 3, it: { error: noAnswer } },
  },
  {
    name: "an error disguised as a success is an error",
    faults: [{ status: 200, body: { detail: "You didn't pay... please pay for app..." } }],
    call: read,
    see: { requests: 1, it: { error: { kind: "forbidden", code: "account_unpaid", message: /You didn't pay/ } } },
  },
  { name: "an empty 404 is nobody", faults: [{ status: 404, body: "" }], call: read, see: { requests: 1, it: { data: null } } },
  { name: "a 404 that says something is a wrong address", faults: [{ status: 404 }], call: read, see: { requests: 1, it: { error: misdirected } } },
  ...ERRORS.map(([what, body, fieldErrors, message]) => ({
    name: `an error with ${what} for a body becomes one clear message`,
    faults: [{ status: 400, body }],
    call: write,
    see: { requests: 1, it: { error: { kind: "validation", code: "rejected", status: 400, fieldErrors, message } } },
  })),
  ...["must be unique", "has already been taken"].map((words) => ({
    name: `422 that says "${words}" is a conflict`,
    faults: [{ status: 422, body: { errors: { login: [words] } } }],
    call: write,
    see: { requests: 1, it: { error: { kind: "conflict", code: "not_unique", fieldErrors: { login: [words] } } } },
  })),
  ...[301, 302, 303, 307, 308].flatMap((status) =>
    ["same-origin", "other-origin"].map((redirect) => ({
      name: `a redirect (${status}, ${redirect}) is followed by nobody, and no token goes along`,
      // A browser is asked once more, past its cache.
      faults: Array(2).fill({ status, redirect }),
      call: read,
      linger: 50,
      see: { requests: [1, 2], served: [1, 2], it: { error: { kind: "config", code: "redirected" } } },
    })),
  ),
  {
    name: "a permanent redirect that the browser has kept isn't the end",
    call: read,
    see: { requests: [1, 2], it: jane },
  },
  {
    name: "an answer that repeats the token doesn't bring it into the error",
    faults: [{ answer: "echo-token" }],
    call: read,
    see: { requests: 1, it: { error: { kind: "auth", code: "unauthorized", status: 401 } } },
  },
  {
    name: "an answer without CORS headers is a network error that names CORS",
    only: "chromium",
    faults: Array(3).fill({ latency: 1, cors: "missing" }),
    call: ["users.findByKey", JANE],
    random: 0,
    see: { requests: 3, it: { error: { ...noAnswer, message: /CORS/ } } },
  },
  ...Object.keys(FETCHES).map((fetch) => ({
    name: `a fetch that ${fetch} ends the call as it should`,
    fetch,
    call: read,
    options: { timeout: 150 },
    random: 0,
    see: { requests: 0, it: ENDS[fetch] },
  })),
];
