import { countedController } from "../torture/watch.mjs";
import { pick } from "./random.mjs";

/** How a call may fail when requests go wrong. */
const KINDS = ["network", "server", "rate_limit", "timeout", "decode"];

/** How many people a worker has to do with at once. */
export const CIRCLE = 5;

/** One of many who work at once: does what the dice say, to people of its own, and notices what is wrong. */
export class Worker {
  /** Everybody who was to be created, whatever came of it. */
  people = [];
  /** How many calls failed, by kind and code. */
  failures = {};
  #name;
  #count = 0;
  #controller = countedController();

  constructor(name, random) {
    this.#name = name;
    this.random = random;
  }

  /** Does one of `deeds`, entries `[weight, deed]`. */
  async work() {
    await pick(this.random, this.deeds)();
  }

  /** The signal that every call has. */
  get signal() {
    return this.#controller.signal;
  }

  /** The listeners that calls have left on the signal. */
  listeners() {
    return this.#controller.listeners();
  }

  /** What one write writes. */
  stamp() {
    return `${this.#name}-${++this.#count}`;
  }

  /** A person of whom all is known; one is made if there is none. */
  async someone() {
    for (;;) {
      const circle = this.people.filter((person) => person.settled && person.id).slice(-CIRCLE);
      if (circle.length > 0) return circle[Math.floor(this.random() * circle.length)];
      await this.create();
    }
  }

  /** Awaits a call: `{ data }`, or `{ error }` if it failed as a call may. */
  async end(call, ...codes) {
    try {
      return { data: await call };
    } catch (error) {
      if (!error.isUserKeyError || !(KINDS.includes(error.kind) || codes.includes(error.code))) throw error;
      const how = `${error.kind}/${error.code}`;
      this.failures[how] = (this.failures[how] ?? 0) + 1;
      return { error };
    }
  }

  async read() {
    const person = await this.someone();
    const { data, error } = await this.end(this.finding(person)());
    if (!error) person.check(data);
  }

  /** Reads three times at once, which is one request, and spoils the first answer. */
  async readAtOnce() {
    const person = await this.someone();
    const find = this.finding(person);
    const [first, ...others] = await Promise.all([find(), find(), find()].map((call) => this.end(call)));
    if (first.data) for (const name of Object.keys(first.data)) first.data[name] = "spoilt";
    for (const { data, error } of others) if (!error) person.check(data);
  }

  /** Gives up on a write at any moment. Nobody writes to that person again: who knows when the write is carried out. */
  async abort() {
    const person = await this.someone();
    const stamp = this.stamp();
    const controller = countedController();
    setTimeout(() => controller.abort("enough"), this.random() * 10);
    person.mayHaveWritten(stamp);
    person.stale = true;
    await this.end(this.writing(person, stamp, controller.signal), "aborted");
    if (controller.listeners() !== 0) throw new Error("a listener is left on a signal that was aborted");
  }
}
