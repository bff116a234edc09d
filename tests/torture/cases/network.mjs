/** What happens to a page: it goes offline, is hidden, is frozen. */

import { jane, read, write } from "./calls.mjs";

const only = "chromium";

export const network = [
  {
    name: "a page that goes offline has network errors",
    only,
    steps: [{ offline: true }, { call: write }, { settled: "it" }, { offline: false }],
    random: 0,
    see: { requests: 3, it: { error: { kind: "network", code: "no_answer", attempts: 3, retryable: true } } },
  },
  {
    name: "a page that is back before the last attempt gets its answer",
    only,
    steps: [{ offline: true }, { call: read }, { answered: 1 }, { offline: false }],
    client: { maxRetries: 5 },
    random: 0.99,
    see: { requests: [2, 6], it: jane },
  },
  {
    name: "a page that goes offline while an answer is on its way asks again",
    only,
    faults: [{ stall: "in-body" }],
    steps: [{ call: read }, { answered: 1 }, { offline: true }, { pause: 50 }, { offline: false }],
    client: { maxRetries: 5, timeout: 1000 },
    random: 0.99,
    see: { requests: [2, 6], it: jane },
  },
  {
    name: "a page that is hidden goes on waiting and gets its answer",
    only,
    faults: [{ status: 503, "retry-after": 1 }],
    steps: [{ call: read }, { answered: 1 }, { visible: false }, { settled: "it" }, { visible: true }],
    see: { requests: 2, waits: [1000], it: jane },
  },
  {
    name: "a page that is frozen past a call's deadline ends the call when it is back",
    only,
    faults: [{ status: 503, "retry-after": 1 }, { stall: "before-head" }],
    steps: [{ call: read, options: { totalTimeout: 2000 } }, { answered: 1 }, { frozen: 3000 }],
    see: { requests: [1, 2], it: { ms: [2000, 9000], error: { kind: "timeout", code: "total" } } },
  },
];
