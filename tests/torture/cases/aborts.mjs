/** The caller's signal and the end of the client, at every moment (design rule 4). */

import { atOnce, jane, JANE, read, write } from "./calls.mjs";

const aborted = { kind: "abort", code: "aborted" };
const closed = { kind: "abort", code: "client_closed" };
const stalled = (stall = "before-head") => [{ stall }];

/** Every kind of thing that signals are aborted with; the error's cause is it. */
const REASONS = [
  ["a text", "enough", "enough"],
  ["a number", 0, 0],
  ["null", null, null],
  ["an object", { why: "enough" }, {}],
  ["an error", { error: "enough" }, { name: "Error", message: "enough" }],
];

/** Aborts within a hook, where the client is in the middle of its work. */
const inHook = (hook, deed) => ({ hooks: { [hook]: deed }, random: 0.5 });

export const aborts = [
  ...REASONS.flatMap(([kind, reason, cause]) => [
    {
      name: `a signal that is aborted with ${kind} ends the wait for an answer`,
      faults: stalled(),
      steps: [{ call: read }, { sent: 1 }, { abort: "it", reason }],
      see: { requests: 1, aborted: 1, it: { error: { ...aborted, cause, attempts: 1, retryable: false } } },
    },
    {
      name: `a signal that is aborted with ${kind} before the start sends nothing`,
      steps: [{ call: read, aborted: { reason } }],
      see: { requests: 0, it: { error: { ...aborted, cause, attempts: 0 } } },
    },
  ]),
  {
    name: "a signal that is aborted without a reason has the platform's for a cause",
    faults: stalled(),
    steps: [{ call: read }, { sent: 1 }, { abort: "it" }],
    see: { requests: 1, it: { error: { ...aborted, cause: { name: "AbortError" } } } },
  },
  {
    name: "AbortSignal.timeout is the caller's own signal, not a timeout of the SDK",
    faults: stalled(),
    steps: [{ call: read, timeoutSignal: 200 }],
    see: { requests: 1, it: { ms: [200, 6000], error: { ...aborted, cause: { name: "TimeoutError" } } } },
  },
  {
    name: "an abort in the backoff ends the call at once, and nothing more is sent",
    faults: [{ status: 503 }],
    steps: [{ call: read }, { answered: 1 }, { pause: 50 }, { abort: "it", reason: "enough" }],
    random: 0.99,
    linger: 500,
    see: { requests: 1, it: { error: { ...aborted, cause: "enough", attempts: 1 } } },
  },
  {
    name: "an abort in the wait that Retry-After asks for ends the call at once",
    faults: [{ status: 503, "retry-after": 20 }],
    steps: [{ call: write }, { answered: 1 }, { pause: 50 }, { abort: "it" }],
    see: { requests: 1, it: { ms: atOnce, error: { ...aborted, attempts: 1 } } },
  },
  ...["after-head", "in-body"].map((stall) => ({
    name: `an abort while the answer stalls ${stall} ends the call at once`,
    faults: stalled(stall),
    steps: [{ call: read }, { answered: 1 }, { pause: 50 }, { abort: "it" }],
    see: { requests: 1, aborted: 1, it: { ms: atOnce, error: aborted } },
  })),
  {
    name: "an abort in the queue ends that call alone, and it is never sent",
    client: { maxConcurrent: 1 },
    faults: [{ latency: 400 }],
    steps: [
      { call: read, as: "first" },
      { call: ["users.findByKey", "waiting"], as: "waiting" },
      { sent: 1 },
      { abort: "waiting" },
    ],
    linger: 200,
    see: { requests: 1, first: jane, waiting: { error: { ...aborted, attempts: 0 } }, order: ["waiting", "first"] },
  },
  {
    name: "an abort after the end changes nothing",
    steps: [{ call: read }, { settled: "it" }, { abort: "it", reason: "too late" }],
    see: { requests: 1, aborted: 0, it: jane },
  },
  {
    name: "one signal ends each of its calls",
    faults: [...stalled(), ...stalled()],
    steps: [{ call: read, as: "a" }, { call: write, as: "b", signalOf: "a" }, { sent: 2 }, { abort: "a", reason: "enough" }],
    see: { requests: 2, aborted: 2, a: { error: { ...aborted, cause: "enough" } }, b: { error: { ...aborted, cause: "enough" } } },
  },
  {
    name: "a client that is closed ends calls in the queue, under way, in the body and in the backoff",
    client: { maxConcurrent: 3 },
    faults: [{ status: 503 }, ...stalled(), ...stalled("in-body")],
    steps: [
      { call: ["users.findByKey", "in the backoff"], as: "backoff" },
      { answered: 1 },
      { pause: 30 },
      { call: ["users.findByKey", "under way"], as: "underWay" },
      { sent: 2 },
      { call: ["users.findByKey", "in the body"], as: "body" },
      { answered: 2 },
      { call: ["users.findByKey", "third"], as: "third" },
      { call: ["users.findByKey", "in the queue"], as: "queue", times: 50 },
      { close: true },
    ],
    random: 0.99,
    linger: 500,
    see: { requests: [3, 4], backoff: { error: closed }, underWay: { error: closed }, body: { error: closed }, queue0: { error: closed }, queue49: { error: closed } },
  },
  {
    name: "a call of a closed client sends nothing",
    steps: [{ call: read, as: "first" }, { settled: "first" }, { close: true }, { call: read, as: "late" }],
    see: { requests: 1, first: jane, late: { ms: atOnce, error: { ...closed, attempts: 0 } } },
  },
  {
    name: "a client that nobody holds any more ends its calls as it should",
    faults: [{ status: 503 }, { latency: 500 }],
    steps: [{ call: read }, { answered: 1 }, { forget: true }, { collect: true }, { pause: 50 }, { collect: true }],
    random: 0.5,
    see: { requests: 2, it: jane },
  },
  {
    name: "a call made in the tick of the close sends nothing",
    steps: [{ call: ["users.findByKey", JANE], as: "a" }, { close: true }],
    linger: 100,
    see: { requests: [0, 1], a: { error: closed } },
  },
  ...[
    [{ abort: "it", reason: "enough" }, aborted],
    [{ close: true }, closed],
  ].flatMap(([deed, error]) => [
    {
      name: `a hook that hears of the request and ends the call (${error.code}) keeps it from being sent`,
      ...inHook("onRequest", deed),
      call: read,
      linger: 100,
      see: { served: 0, it: { ms: atOnce, error } },
    },
    ...["onResponse", "onRetry"].map((hook) => ({
      name: `a hook (${hook}) that hears of a failed answer and ends the call (${error.code}) keeps it from being sent again`,
      ...inHook(hook, deed),
      faults: [{ status: 503 }],
      call: read,
      linger: 400,
      see: { requests: 1, it: { ms: atOnce, error } },
    })),
    {
      name: `a call that a hook ends (${error.code}) before a long wait leaves no timer behind`,
      ...inHook("onRetry", deed),
      faults: [{ status: 503, "retry-after": 20 }],
      call: read,
      see: { requests: 1, it: { ms: atOnce, error } },
    },
  ]),
];
