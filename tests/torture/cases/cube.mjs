/** What is different with ConnectyCube: sign-ups, sessions that end, deletions (design rules 1, 5 and 7). */

import { atOnce, times } from "./calls.mjs";

const ada = { data: { id: 1001, login: "ada" } };
const find = ["users.find", 1001];
const update = ["users.update", "me", { full_name: "New Name" }];
const SOMEONE = { login: "torture-#", password: "example-pass-9" };
const signUp = (login) => ["users.signUp", { ...SOMEONE, login }];

const application = { session: "application" };
const user = { session: "user" };
const over = { errors: { base: ["Required session does not exist"] } };
const expired = { kind: "auth", code: "session_expired", status: 401 };
const begins = { match: { method: "POST", path: "/session" } };

/** A sign-up of somebody new, whose answers go wrong so. */
const signUps = (name, fault, see, options) => ({ name: `ConnectyCube: a sign-up ${name}`, cube: application, faults: [fault], call: signUp(`torture ${name}`), options, random: 0, see });

const maybe = (error) => ({ requests: ["POST"], it: { error: { code: "maybe_created", ...error } } });

const transport = [
  ...[429, 500, 502, 503, 504].flatMap((status) => [
    { name: `ConnectyCube: a GET is sent three times in all after ${status}`, cube: application, faults: times(2, { status }), call: find, random: 0, see: { requests: 3, it: ada } },
    { name: `ConnectyCube: a PUT is sent three times in all after ${status}`, cube: user, faults: times(2, { status }), call: update, random: 0, see: { requests: 3, it: { data: { full_name: "New Name" } } } },
  ]),
  {
    name: "ConnectyCube: a Retry-After of days fails at once",
    cube: application,
    faults: [{ status: 429, "retry-after": 864_000 }],
    call: find,
    see: { requests: 1, it: { ms: atOnce, error: { kind: "rate_limit", retryAfterMs: 864_000_000 } } },
  },
  {
    name: "ConnectyCube: an answer that stalls in the body is given up and asked for again",
    cube: application,
    faults: [{ stall: "in-body" }],
    call: find,
    options: { timeout: 1000 },
    random: 0,
    see: { requests: 2, it: ada },
  },
  ...[["204", { status: 204 }], ["JSON that breaks off", { answer: "truncated" }], ["a list", { body: "[]" }]].map(([what, fault]) => ({
    name: `ConnectyCube: ${what} in an answer of success is malformed`,
    cube: application,
    faults: [fault],
    call: find,
    see: { requests: 1, it: { error: { kind: "decode", code: "malformed" } } },
  })),
  { name: "ConnectyCube: a byte order mark before JSON is no part of it", cube: application, faults: [{ answer: "bom" }], call: find, see: { requests: 1, it: ada } },
  { name: "ConnectyCube: an answer of 10 MB is read like others", cube: application, faults: [{ answer: "large" }], call: find, see: { requests: 1, it: ada } },
  ...[302, 308].map((status) => ({
    name: `ConnectyCube: a redirect to another origin (${status}) is followed by nobody, and no token goes along`,
    cube: user,
    faults: Array(2).fill({ status, redirect: "other-origin" }),
    call: find,
    linger: 50,
    see: { requests: [1, 2], served: [1, 2], it: { error: { kind: "config", code: "redirected" } } },
  })),
  { name: "ConnectyCube: a permanent redirect that the browser has kept isn't the end", cube: user, call: find, see: { requests: [1, 2], it: ada } },
  {
    name: "ConnectyCube: an answer that repeats the token doesn't bring it into the error",
    cube: user,
    faults: [{ answer: "echo-token" }],
    call: find,
    see: { requests: 1, it: { error: { kind: "auth", status: 401 } } },
  },
];

const creation = [
  ...[500, 502, 503, 504, 408].map((status) => signUps(`isn't sent again after ${status}`, { status }, maybe({ status }))),
  signUps("isn't sent again after a broken connection", { drop: "before-head" }, maybe({ kind: "network" })),
  signUps("isn't sent again after a timeout", { stall: "before-head" }, maybe({ kind: "timeout" }), { timeout: 150 }),
  signUps("is sent again after 429", { status: 429 }, { requests: ["POST", "POST"], it: { data: {} } }),
  signUps("is sent again after 503 with Retry-After", { status: 503, "retry-after": 0 }, { requests: ["POST", "POST"], it: { data: {} } }),
  {
    name: "ConnectyCube: a sign-up whose answer was lost may have been carried out, as the next one hears",
    cube: application,
    faults: [{ status: 502, after: true }],
    steps: [{ call: signUp("torture lost"), as: "a" }, { settled: "a" }, { call: signUp("torture lost"), as: "b" }],
    see: { requests: 2, a: { error: { code: "maybe_created" } }, b: { error: { kind: "conflict", code: "not_unique", status: 422, fieldErrors: { login: ["must be unique"] } } } },
  },
  {
    name: "ConnectyCube: a guest's session, which makes a user, isn't asked for twice",
    cube: {},
    faults: [{ status: 502, after: true }],
    call: ["createSession", { guest: true }],
    see: { requests: ["POST"], it: { error: { status: 502 } } },
  },
];

const sessions = [
  {
    name: "ConnectyCube: the application's session renews itself, once for 20 calls at once",
    cube: { ...application, over: true },
    steps: [{ call: ["users.find", "#"], times: 20 }],
    see: { requests: 41, all: { data: null } },
  },
  {
    name: "ConnectyCube: a renewal is sent again like other calls that weren't carried out",
    cube: { ...application, over: true },
    faults: [{ ...begins, status: 503, "retry-after": 0 }],
    call: find,
    random: 0,
    see: { requests: ["GET", "POST", "POST", "GET"], it: ada },
  },
  {
    name: "ConnectyCube: a user's session is renewed with what the caller gives, and the call repeated once",
    cube: { ...user, over: true, renews: true },
    call: update,
    see: { requests: ["PUT", "POST", "PUT"], it: { data: { full_name: "New Name" } } },
  },
  {
    name: "ConnectyCube: a session that is over again after its renewal is told, not renewed for ever",
    cube: { ...user, renews: true },
    faults: times(2, { status: 401, body: over, match: { path: "/users/" } }),
    call: update,
    see: { requests: ["PUT", "POST", "PUT"], it: { error: expired } },
  },
  { name: "ConnectyCube: a user's session that is over is told where nobody renews it", cube: { ...user, over: true }, call: update, see: { requests: ["PUT"], it: { error: expired } } },
  ...[
    ["a log-in", ["login", { login: "ada", password: "example-pass-1" }], ["POST"]],
    ["a deletion", ["users.delete", "me"], ["DELETE"]],
  ].map(([what, call, requests]) => ({
    name: `ConnectyCube: no session is renewed for ${what}, which would mean somebody else`,
    cube: { ...user, over: true, renews: true },
    call,
    see: { requests, it: { error: expired } },
  })),
  {
    name: "ConnectyCube: a deletion whose answer was lost counts as done when it is repeated",
    cube: user,
    faults: [{ status: 502, after: true }],
    call: ["users.delete", "me"],
    random: 0,
    see: { requests: ["DELETE", "DELETE"], it: {} },
  },
  {
    name: "ConnectyCube: who gives up during a renewal leaves the others alone",
    cube: { ...application, over: true },
    faults: [{ ...begins, latency: 500 }],
    steps: [{ call: find, as: "a" }, { call: ["users.find", 1002], as: "b" }, { sent: 3 }, { abort: "a", reason: "enough" }],
    see: { requests: ["GET", "GET", "POST", "GET"], a: { error: { kind: "abort", cause: "enough" } }, b: { data: { id: 1002 } }, order: ["a", "b"] },
  },
  {
    name: "ConnectyCube: a client that is closed during a renewal ends all that wait, and sends nothing more",
    cube: { ...application, over: true },
    faults: [{ ...begins, stall: "before-head" }],
    steps: [{ call: find, as: "a" }, { call: ["users.find", 1002], as: "b" }, { sent: 3 }, { close: true }],
    linger: 100,
    see: { requests: 3, a: { error: { code: "client_closed" } }, b: { error: { code: "client_closed" } } },
  },
];

export const cube = [...transport, ...creation, ...sessions];
