/** Requests that are one, and requests that wait (design rule 6). */

import { jane, JANE, JANES_ID, read, times, write } from "./calls.mjs";

const gets = { match: { method: "GET" } };
const puts = { match: { method: "PUT" } };
const slow = { latency: 300 };
const aborted = { kind: "abort", code: "aborted" };

export const sharing = [
  {
    name: "1,000 calls at once: never more than 6 requests under way, and in the order of the calls",
    client: { timeout: 120_000, totalTimeout: 120_000 },
    steps: [{ call: ["users.findByKey", "key-#"], times: 1000 }],
    patience: 130_000,
    see: { requests: 1000, peak: [6, 6], inOrder: true, all: { data: null } },
  },
  {
    name: "maxConcurrent 1 is one after the other",
    client: { maxConcurrent: 1 },
    steps: [{ call: ["users.findByKey", "key-#"], times: 10 }],
    see: { requests: 10, peak: [1, 1], inOrder: true, all: { data: null } },
  },
  {
    name: "a call in its backoff takes no place",
    client: { maxConcurrent: 1 },
    faults: [{ status: 503, "retry-after": 1 }],
    steps: [{ call: read, as: "first" }, { answered: 1 }, { call: ["users.findByKey", "second"], as: "second" }],
    see: { requests: 3, first: jane, second: { data: null }, order: ["second", "first"] },
  },
  {
    name: "1,000 equal reads at once are one request, and each caller has data of its own",
    steps: [{ call: read, times: 1000, as: "r" }],
    see: { requests: 1, distinct: true, all: jane },
  },
  {
    name: "what one caller does to its data, the other doesn't see",
    steps: [{ call: read, as: "a" }, { call: read, as: "b" }, { settled: "b" }, { spoil: "a" }],
    see: { requests: 1, a: { data: { name: "spoilt" } }, b: { data: { name: "Jane Doe" } } },
  },
  {
    name: "a failure is told to all who wait for it, each with an error of its own",
    faults: times(3, { status: 503 }),
    steps: [{ call: read, as: "a" }, { call: read, as: "b" }],
    random: 0,
    see: { requests: 3, distinct: true, a: { error: { status: 503, attempts: 3 } }, b: { error: { status: 503, attempts: 3 } } },
  },
  {
    name: "who joins late and leaves, leaves the others alone",
    faults: [slow],
    steps: [{ call: read, as: "a" }, { sent: 1 }, { call: read, as: "b" }, { abort: "b", reason: "enough" }],
    see: { requests: 1, aborted: 0, a: jane, b: { error: { ...aborted, cause: "enough" } }, order: ["b", "a"] },
  },
  {
    name: "who came first and leaves, leaves the others alone",
    faults: [slow],
    steps: [{ call: read, as: "a" }, { sent: 1 }, { call: read, as: "b" }, { abort: "a" }],
    see: { requests: 1, aborted: 0, a: { error: aborted }, b: jane },
  },
  {
    name: "when the last leaves, the request is aborted",
    faults: [{ stall: "before-head" }],
    steps: [{ call: read, as: "a" }, { call: read, as: "b" }, { sent: 1 }, { abort: "a" }, { pause: 50 }, { abort: "b" }],
    see: { requests: 1, aborted: 1, a: { error: aborted }, b: { error: aborted } },
  },
  {
    name: "when the last leaves in the backoff, nothing more is sent",
    faults: [{ status: 503 }],
    steps: [{ call: read, as: "a" }, { call: read, as: "b" }, { answered: 1 }, { pause: 50 }, { abort: "a" }, { abort: "b" }],
    random: 0.99,
    linger: 500,
    see: { requests: 1, a: { error: aborted }, b: { error: aborted } },
  },
  {
    name: "a caller's total timeout ends its own wait only, and the request goes on for who came later",
    faults: [{ latency: 4000 }],
    client: { totalTimeout: 3000 },
    steps: [{ call: read, as: "a" }, { pause: 2000 }, { call: read, as: "b" }],
    see: { requests: 1, a: { error: { kind: "timeout", code: "total" } }, b: jane },
  },
  {
    name: "a caller with more patience waits longer than the others",
    faults: [{ latency: 1500 }, { latency: 1500 }],
    steps: [{ call: read, as: "a", options: { totalTimeout: 200 } }, { call: read, as: "b" }],
    see: { a: { error: { kind: "timeout", code: "total" } }, b: jane },
  },
  {
    name: "reads after one another are never shared: there is no cache",
    steps: [{ call: read, as: "a" }, { settled: "a" }, { call: read, as: "b" }],
    see: { requests: 2, a: jane, b: jane },
  },
  {
    name: "a read after the start of a write asks anew",
    faults: [slow, slow],
    steps: [{ call: read, as: "a" }, { sent: 1 }, { call: write, as: "w" }, { sent: 2 }, { call: read, as: "b" }],
    see: { requests: ["GET", "PUT", "GET"], a: jane, w: jane, b: jane },
  },
  {
    name: "a read after the end of a write asks anew, though another began during it",
    faults: [{ ...puts, latency: 200 }, { ...gets, latency: 600 }],
    steps: [{ call: write, as: "w" }, { sent: 1 }, { call: read, as: "a" }, { sent: 2 }, { settled: "w" }, { call: read, as: "b" }],
    see: { requests: ["PUT", "GET", "GET"], a: jane, w: jane, b: { data: { id: JANES_ID, city: "Warsaw" } } },
  },
  {
    name: "a write that fails empties the table, too",
    faults: [{ ...puts, status: 400, latency: 200 }, { ...gets, latency: 600 }],
    steps: [{ call: write, as: "w" }, { sent: 1 }, { call: read, as: "a" }, { sent: 2 }, { settled: "w" }, { call: read, as: "b" }],
    see: { requests: ["PUT", "GET", "GET"], w: { error: { kind: "validation" } }, a: jane, b: jane },
  },
  {
    name: "calls with headers of their own share nothing",
    faults: [slow, slow, slow],
    steps: [
      { call: read, as: "a", options: { headers: { "Accept-Language": "pl" } } },
      { call: read, as: "b", options: { headers: { "Accept-Language": "pl" } } },
      { call: read, as: "c" },
    ],
    see: { requests: 3, a: jane, b: jane, c: jane },
  },
  {
    name: "two clients share nothing",
    faults: [slow, slow],
    steps: [{ call: read, as: "a" }, { call: read, as: "b", on: "other" }],
    see: { requests: 2, a: jane, b: jane },
  },
  {
    name: "two writes are never one",
    faults: [slow, slow],
    steps: [{ call: write, as: "a" }, { call: write, as: "b" }],
    see: { requests: ["PUT", "PUT"], a: jane, b: jane },
  },
  {
    name: "different people are different requests",
    faults: [slow, slow],
    steps: [{ call: ["users.findByKey", JANE], as: "a" }, { call: ["users.findByKey", "nobody"], as: "b" }],
    see: { requests: 2, a: jane, b: { data: null } },
  },
];
