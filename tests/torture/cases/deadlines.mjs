/** Timeouts, of an attempt and in total (design rule 4). */

import { jane, JANE, read, times } from "./calls.mjs";

const never = { stall: "before-head" };

export const deadlines = [
  ...["before-head", "after-head", "in-body"].flatMap((stall) => [
    {
      name: `an answer that stalls ${stall} is given up and asked for again`,
      faults: [{ stall }],
      call: read,
      options: { timeout: 1000 },
      random: 0,
      see: { requests: 2, it: { ...jane, ms: [1000, 9000] } },
    },
    {
      name: `an answer that always stalls ${stall} is a timeout of the attempt`,
      faults: [{ times: 99, stall }],
      call: read,
      options: { timeout: 150 },
      random: 0,
      see: { requests: 3, aborted: 3, it: { ms: [450, 9000], error: { kind: "timeout", code: "attempt", attempts: 3, retryable: true } } },
    },
  ]),
  {
    name: "the total timeout ends a call whose answer stalls in the body",
    faults: [{ stall: "in-body" }],
    call: read,
    options: { totalTimeout: 200 },
    linger: 400,
    see: { requests: 1, aborted: 1, it: { ms: [200, 9000], error: { kind: "timeout", code: "total", attempts: 1 } } },
  },
  {
    name: "the total timeout runs in the queue, too",
    client: { maxConcurrent: 1 },
    faults: [never],
    steps: [
      { call: read, as: "first" },
      { call: ["users.findByKey", "second"], as: "second", options: { totalTimeout: 200 } },
      { settled: "second" },
      { abort: "first" },
    ],
    linger: 100,
    see: {
      requests: 1,
      first: { error: { kind: "abort" } },
      second: { ms: [200, 9000], error: { kind: "timeout", code: "total", attempts: 0 } },
    },
  },
  {
    name: "a backoff that would pass the total deadline isn't begun: the call tells what it has seen",
    faults: times(9, { status: 502 }),
    call: read,
    client: { maxRetries: 9 },
    options: { totalTimeout: 2000 },
    random: 0.99,
    // After 297 and 594 ms, 1,188 would be due.
    see: { requests: [2, 3], it: { ms: [0, 1999], error: { kind: "server", status: 502 } } },
  },
  {
    name: "the total timeout spans every attempt",
    faults: times(9, never),
    call: read,
    options: { timeout: 200, totalTimeout: 500, maxRetries: 9 },
    random: 0,
    see: { requests: [2, 3], it: { ms: [500, 9000], error: { kind: "timeout", code: "total" } } },
  },
  {
    name: "a call's timeouts win over the client's",
    client: { timeout: 60_000, totalTimeout: 60_000 },
    faults: [never],
    call: read,
    options: { timeout: 150, maxRetries: 0 },
    see: { requests: 1, it: { ms: [150, 9000], error: { kind: "timeout", code: "attempt" } } },
  },
  {
    name: "a late answer is an answer, if it comes in time",
    faults: [{ latency: 400 }],
    call: ["users.findByKey", JANE],
    options: { timeout: 9000 },
    see: { requests: 1, it: { ...jane, ms: [400, 9000] } },
  },
];
