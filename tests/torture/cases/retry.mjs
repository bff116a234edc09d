/** Which failures are sent again, how often, and when (design rules 1 and 2). */

import { create, jane, JANE, ofEach, read, times, write } from "./calls.mjs";

const RETRIED = [408, 425, 429, 500, 502, 503, 504];
const FINAL = [400, 401, 403, 405, 406, 409, 415, 422, 501];

export const retry = [
  ...RETRIED.flatMap((status) => [
    { name: `a GET is sent three times in all after ${status}`, faults: times(2, { status }), call: read, random: 0, see: { requests: 3, it: jane } },
    { name: `a PUT is sent three times in all after ${status}`, faults: times(2, { status }), call: write, random: 0, see: { requests: 3, it: jane } },
  ]),
  ...FINAL.map((status) => ({
    name: `a GET is sent once after ${status}`,
    faults: [{ status }],
    call: read,
    see: { requests: 1, it: { error: { status, retryable: false } } },
  })),
  {
    name: "a failure that lasts is told with its status and the number of attempts",
    faults: times(3, { status: 503 }),
    call: read,
    random: 0,
    see: { requests: 3, it: { error: { kind: "server", code: "server_error", status: 503, attempts: 3, retryable: true } } },
  },
  {
    name: "a PATCH through the relay is sent again",
    client: { throughRelay: true },
    visitor: JANE,
    faults: times(2, { status: 503 }),
    call: ["updateVisitor", { city: "Warsaw" }],
    random: 0,
    see: { requests: ["PATCH", "PATCH", "PATCH"], it: { data: { city: "Warsaw" } } },
  },
  {
    name: "a connection that breaks before the answer is a failure like others",
    faults: times(2, { drop: "before-head" }),
    call: write,
    random: 0,
    see: { requests: 3, it: jane },
  },
  {
    name: "a connection that breaks in the body is a failure like others",
    faults: times(2, { drop: "in-body" }),
    call: read,
    random: 0,
    see: { requests: 3, it: jane },
  },
  {
    name: "a connection that always breaks is a network error",
    faults: times(3, { drop: "in-body" }),
    call: read,
    random: 0,
    see: { requests: 3, it: { error: { kind: "network", code: "no_answer", attempts: 3, retryable: true, status: undefined } } },
  },
  {
    name: "a call's maxRetries 0 wins over the client's",
    client: { maxRetries: 5 },
    faults: times(2, { status: 503 }),
    call: read,
    options: { maxRetries: 0 },
    see: { requests: 1, it: { error: { attempts: 1, retryable: true } } },
  },
  {
    name: "an answer that says retryable: false is obeyed",
    faults: [{ status: 503, body: { retryable: false, detail: "Closed." } }],
    call: read,
    see: { requests: 1, it: { error: { kind: "server", retryable: false } } },
  },
  {
    name: "the backoff doubles with each attempt",
    client: { maxRetries: 4 },
    faults: times(4, { status: 500 }),
    call: read,
    random: 0.1,
    see: { requests: 5, waits: [30, 60, 120, 240], it: jane },
  },
  {
    name: "the backoff jitters fully: between nothing and 300 ms the first time, and not alike",
    client: { maxConcurrent: 30 },
    // The retry budget is enough for 35.
    faults: ofEach(30, { status: 500 }),
    steps: [{ call: ["users.find", "#"], times: 30 }],
    see: { requests: 60, firstWaits: { each: [0, 299], least: [0, 99], most: [200, 299] } },
  },
  {
    name: "the retry budget ends retries when most calls fail, long before each had its two",
    client: { maxConcurrent: 30 },
    faults: [{ times: 100, status: 500 }],
    steps: [{ call: ["users.findByKey", "key-#"], times: 30 }],
    random: 0,
    // 500 tokens, 14 a retry: 35 retries beside the 30 first attempts.
    see: { requests: 65 },
  },
  {
    name: "the retry budget goes further when the service asks for patience",
    client: { maxConcurrent: 60 },
    faults: [{ times: 200, status: 429 }],
    steps: [{ call: ["users.findByKey", "key-#"], times: 60 }],
    random: 0,
    // 5 a retry: 100 retries beside the 60 first attempts.
    see: { requests: 160 },
  },
  ...[500, 502, 503, 504, 408].map((status) => ({
    name: `a POST is never sent again after ${status}, and says that it may have been carried out`,
    faults: [{ status }],
    call: create,
    see: { requests: 1, it: { error: { status, code: "maybe_created" } } },
  })),
  {
    name: "a POST is never sent again after a broken connection",
    faults: [{ drop: "before-head" }],
    call: create,
    see: { requests: 1, it: { error: { kind: "network", code: "maybe_created" } } },
  },
  {
    name: "a POST is never sent again after a timeout",
    faults: [{ stall: "before-head" }],
    call: create,
    options: { timeout: 150 },
    see: { requests: 1, it: { error: { kind: "timeout", code: "maybe_created" } } },
  },
  ...[{ status: 429 }, { status: 503, "retry-after": 0 }].map((fault) => ({
    name: `a POST is sent again after ${fault.status}, which says that it wasn't carried out`,
    faults: [fault],
    call: create,
    random: 0,
    see: { requests: 2 },
  })),
];
