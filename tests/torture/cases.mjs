/**
 * The torture suite as a table: what goes wrong, what is called, and what must be seen.
 *
 * A case has a `name`, and
 * - `faults`: what the sandbox does to its requests, one after the other, in the sandbox's own form; after them it answers
 *   as it should;
 * - `call` and its `options`, or `steps` where more happens than one call: `call` (with the names `as`, `on` a client,
 *   `times`), `sent`, `answered`, `settled`, `pause`, `abort`, `close`, `spoil`, `forget` the clients, `collect` garbage, and
 *   what only a page can: `offline`, `visible`, `frozen`;
 * - `cube`: that it is ConnectyCube's, in which `session` (the `application`'s, a new `user`'s or none), whether that is
 *   `over`, and whether the client `renews` it;
 * - `client`: options of the client; `fetch`: one of `fetches.mjs`; `hooks`: a step for each hook; `visitor`: a cookie;
 * - `random`: what the jitter gets, 0 where nothing should be waited for; `linger`: how long to look for what must not come;
 * - `only`: the platform it needs;
 * - `see`: `requests` (their number or methods), `served` (as the sandbox counted), `aborted`, `waits` between them, `peak`
 *   of those under way, and for each call by its name its `data`, `error`, `ms`, `size`. Pairs of numbers are bounds.
 */

import { aborts } from "./cases/aborts.mjs";
import { answers } from "./cases/answers.mjs";
import { cube } from "./cases/cube.mjs";
import { deadlines } from "./cases/deadlines.mjs";
import { network } from "./cases/network.mjs";
import { retry } from "./cases/retry.mjs";
import { retryAfter } from "./cases/retry-after.mjs";
import { sharing } from "./cases/sharing.mjs";

export const cases = [...retry, ...retryAfter, ...deadlines, ...aborts, ...answers, ...sharing, ...network, ...cube];

/** The part of a case that is played. */
export function scene({ call, options, steps = [{ call, options }], ...rest }) {
  const { name, faults, see, only, ...played } = rest;
  return { ...played, steps };
}
