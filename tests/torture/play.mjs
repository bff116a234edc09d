/** Plays a case where it is loaded, in Node or in a page, and tells what was seen as plain data. */

import { countedController, watch } from "./watch.mjs";
import { FETCHES } from "./fetches.mjs";

/** Plays one case of `cases.mjs` with an SDK; `drive` does what only the outside can, such as cutting the network. */
export async function play(scene, { sdk, drive }) {
  const stage = new Stage(scene, sdk, drive);
  try {
    for (const step of scene.steps) await stage.take(step);
    await stage.finish(scene);
    return stage.seen();
  } finally {
    stage.clear();
  }
}

class Stage {
  #scene;
  #sdk;
  #drive;
  #world;
  #clients = new Map();
  #calls = new Map();
  #settled = 0;

  constructor(scene, sdk, drive) {
    this.#scene = scene;
    this.#sdk = sdk;
    this.#drive = drive;
    this.#world = watch(scene);
  }

  /** Takes one step: its first name says which. */
  async take(step) {
    const world = this.#world;
    if (step.call) this.#call(step);
    else if (step.sent) await world.until(() => world.requests.length >= step.sent);
    else if (step.answered) await world.until(() => world.requests.filter(({ over }) => over).length >= step.answered);
    else if (step.settled) await this.#calls.get(step.settled).end;
    else if (step.pause) await world.pause(step.pause);
    else if (step.abort) abort(this.#calls.get(step.abort).controller, step.reason);
    else if (step.spoil) this.#calls.get(step.spoil).data.name = "spoilt";
    else if (step.close) this.#client().close();
    else if (step.forget) this.#clients.clear();
    else await this.#drive(step);
  }

  #client(name = "main") {
    if (!this.#clients.has(name)) this.#clients.set(name, this.#sdk.client(this.#options()));
    return this.#clients.get(name);
  }

  #options() {
    const { client = {}, cube, fetch, hooks = {} } = this.#scene;
    const options = { ...client, cube };
    if (fetch) options.fetch = FETCHES[fetch];
    for (const [hook, deed] of Object.entries(hooks)) options[hook] = () => void this.take(deed);
    return options;
  }

  #call({ call: [operation, ...args], as = "it", on, times = 1, options = {}, aborted, signalOf, timeoutSignal }) {
    for (let i = 0; i < times; i++) {
      const controller = signalOf ? this.#calls.get(signalOf).controller : countedController();
      const signal = timeoutSignal ? AbortSignal.timeout(timeoutSignal) : controller.signal;
      if (aborted) abort(controller, aborted.reason);
      const record = { at: performance.now(), controller };
      this.#calls.set(times > 1 ? `${as}${i}` : as, record);
      const end = this.#client(on).call(operation, args.map((arg) => this.#argument(arg, i)), { ...this.#asVisitor(), ...options, signal });
      record.end = end.then(
        (data) => this.#settle(record, { data }),
        (error) => this.#settle(record, { error }),
      );
    }
  }

  /** `#` is the number of the call, `me` the session's own user. */
  #argument(arg, i) {
    if (arg === "me") return this.#scene.cube.session.user_id;
    if (arg === "#") return i + 1;
    return typeof arg === "string" ? arg.replace("#", i) : arg;
  }

  /** The visitor of a call: in a page its cookie, elsewhere an option. */
  #asVisitor() {
    const { visitor } = this.#scene;
    if (!visitor) return {};
    const cookie = `__ca__chat=${visitor}`;
    if (!globalThis.document) return { cookie };
    document.cookie = cookie;
    return {};
  }

  #settle(record, outcome) {
    Object.assign(record, outcome, { ms: performance.now() - record.at, order: this.#settled++ });
    this.#world.touch();
  }

  /** Waits for every call, and then a while for what must not come. */
  async finish({ patience = 20_000, linger = 0 }) {
    const ends = [...this.#calls.values()].map(({ end }) => end);
    await Promise.race([Promise.all(ends), this.#world.pause(patience)]);
    await this.#world.pause(linger);
  }

  seen() {
    const calls = [...this.#calls].map(([name, record]) => [name, outcome(record)]);
    const values = [...this.#calls.values()].map(({ data, error }) => data ?? error);
    return {
      requests: this.#world.requests.map((request) => ({ ...request, aborted: request.aborted?.() ?? false })),
      peak: this.#world.peak(),
      calls: Object.fromEntries(calls),
      distinct: new Set(values).size === values.length,
      left: {
        timers: this.#world.timers(),
        listeners: [...this.#calls.values()].reduce((sum, { controller }) => sum + controller.listeners(), 0),
      },
    };
  }

  clear() {
    for (const { controller } of this.#calls.values()) controller.abort();
    for (const client of this.#clients.values()) client.close();
    this.#world.stop();
  }
}

function abort(controller, reason) {
  controller.abort(reason?.error ? new Error(reason.error) : reason);
}

/** How a call ended, as plain data. */
function outcome({ ms, order, data, error }) {
  if (error !== undefined) return { ms, order, error: described(error) };
  if (order === undefined) return { pending: true };
  const text = JSON.stringify(data) ?? "";
  return { ms, order, size: text.length, data: text.length < 5000 ? data : null };
}

function described(error) {
  const { name, kind, code, message, status, attempts, retryable, retryAfterMs, requestId, fieldErrors, body } = error;
  const cause = error.cause instanceof Object ? { name: error.cause.name, message: error.cause.message } : error.cause;
  const text = [message, error.stack, JSON.stringify(error), String(error.cause)].join("\n");
  const isError = error instanceof Error;
  const marked = error.isUserKeyError === true;
  return { name, kind, code, message, status, attempts, retryable, retryAfterMs, requestId, fieldErrors, body, cause, text, isError, marked };
}
