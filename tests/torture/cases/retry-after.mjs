/** What a service can say about when to come back (design rules 3 and 8). */

import { atOnce, jane, read, times, write } from "./calls.mjs";

const AGES = 10 * 24 * 3600;

export const retryAfter = [
  ...[429, 503].map((status) => ({
    name: `Retry-After in seconds is waited for after ${status}`,
    faults: [{ status, "retry-after": 1 }],
    call: read,
    see: { requests: 2, waits: [1000], it: jane },
  })),
  {
    name: "Retry-After as a date is waited for, in each of the three forms",
    faults: ["date:3", "rfc850:3", "asctime:3"].map((form) => ({ status: 503, "retry-after": form })),
    steps: [{ call: ["users.findByKey", "key-#"], times: 3 }],
    // A date has whole seconds, and a page compares it with its own clock.
    see: { requests: 6, firstWaits: { each: [1000, 4000] } },
  },
  {
    name: "Retry-After never shortens the backoff",
    faults: [{ status: 503, "retry-after": 0 }],
    call: read,
    random: 0.5,
    see: { requests: 2, waits: [150], it: jane },
  },
  {
    name: "a date in the past is no wait, but for the backoff",
    faults: [{ status: 503, "retry-after": "date:-100" }],
    call: read,
    random: 0.5,
    see: { requests: 2, waits: [150], it: jane },
  },
  {
    name: "a Retry-After that makes no sense counts as absent",
    faults: ["soon", "-5", "1.5", "1e3", ""].map((text) => ({ status: 503, "retry-after": text })),
    steps: [{ call: ["users.findByKey", "key-#"], times: 5 }],
    random: 0.5,
    see: { requests: 10, firstWaits: { each: 150 } },
  },
  {
    name: "a Retry-After of days fails at once, and says how long",
    faults: [{ status: 429, "retry-after": AGES }],
    call: write,
    see: { requests: 1, it: { ms: atOnce, error: { kind: "rate_limit", code: "rate_limited", status: 429, retryAfterMs: AGES * 1000, retryable: true } } },
  },
  {
    name: "a Retry-After beyond all numbers fails at once",
    faults: [{ status: 503, "retry-after": "9".repeat(40) }],
    call: read,
    see: { requests: 1, it: { ms: atOnce, error: { kind: "rate_limit", status: 503 } } },
  },
  {
    name: "a date in a far future fails at once",
    faults: [{ status: 503, "retry-after": "Fri, 31 Dec 9999 23:59:59 GMT" }],
    call: read,
    see: { requests: 1, it: { ms: atOnce, error: { kind: "rate_limit", status: 503 } } },
  },
  {
    name: "maxRetryAfter says from where on a call fails at once",
    client: { maxRetryAfter: 500 },
    faults: [{ status: 503, "retry-after": 1 }],
    call: read,
    see: { requests: 1, it: { ms: atOnce, error: { kind: "rate_limit", retryAfterMs: 1000 } } },
  },
  {
    name: "a Retry-After that would pass the total deadline isn't begun",
    faults: [{ status: 429, "retry-after": 20 }],
    call: read,
    options: { totalTimeout: 4000 },
    see: { requests: 1, it: { ms: [0, 3000], error: { kind: "rate_limit", retryAfterMs: 20_000, attempts: 1 } } },
  },
  {
    name: "a Retry-After that a page may not read counts as absent, not as zero",
    only: "chromium",
    faults: times(3, { status: 503, "retry-after": 1, cors: "hidden" }),
    call: read,
    random: 0.5,
    see: { requests: 3, waits: [150, 300], it: { error: { kind: "server", retryAfterMs: undefined } } },
  },
];
