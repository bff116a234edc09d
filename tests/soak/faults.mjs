/** What goes wrong with one request in five: some are carried out all the same, the client can't know which. */

const WAYS = [
  { status: 500 },
  { status: 500, after: true },
  { status: 502, answer: "html" },
  { status: 504, after: true },
  { status: 503, "retry-after": 0 },
  { status: 429, "retry-after": 0 },
  { status: 408 },
  { drop: "before-head" },
  { drop: "before-head", after: true },
  { drop: "in-body" },
  { stall: "before-head" },
  { stall: "in-body" },
  { answer: "truncated" },
  { answer: "malformed" },
  { latency: 100 },
];

const SHARE = 0.2;

/** The faults in the sandbox's form. Each has dice of its own, so each needs a little less than its part of the share. */
export function faults(seed) {
  const probability = 1 - (1 - SHARE) ** (1 / WAYS.length);
  return WAYS.map((way, i) => ({ ...way, probability, seed: seed + i, times: undefined }));
}
