/** One of many who work at once: does what the dice say, to people of its own, and notices what is wrong. */

import { countedController } from "../torture/watch.mjs";
import { Person, written } from "./person.mjs";
import { pick } from "./random.mjs";

/** How a call may fail when requests go wrong. */
const KINDS = ["network", "server", "rate_limit", "timeout", "decode"];

export class Worker {
  /** Everybody who was to be created, whatever came of it. */
  people = [];
  failures = {};
  #name;
  #clients;
  #random;
  #controller = countedController();
  #count = 0;
  #deeds = [
    [30, () => this.#read()],
    [8, () => this.#readAtOnce()],
    [30, () => this.#update()],
    [8, () => this.#updateVisitor()],
    [10, () => this.#create()],
    [4, () => this.#updateOrCreate()],
    [3, () => this.#delete()],
    [3, () => this.#abort()],
    [2, () => this.#list()],
  ];

  constructor(name, clients, random) {
    this.#name = name;
    this.#clients = clients;
    this.#random = random;
  }

  /** Does one thing. */
  async work() {
    await pick(this.#random, this.#deeds)();
  }

  /** The listeners that calls have left on the signal that all of them had. */
  listeners() {
    return this.#controller.listeners();
  }

  #stamp() {
    return `${this.#name}-${++this.#count}`;
  }

  /** A person of whom all is known; one is made if there is none. */
  async #someone() {
    for (;;) {
      const settled = this.people.filter((person) => person.settled && person.id);
      if (settled.length > 0) return settled[Math.floor(this.#random() * settled.length)];
      await this.#create();
    }
  }

  /** Awaits a call: `{ data }`, or `{ error }` if it failed as a call may. */
  async #end(call, ...kinds) {
    try {
      return { data: await call };
    } catch (error) {
      if (!error.isUserKeyError || ![...KINDS, ...kinds].includes(error.kind)) throw error;
      this.failures[`${error.kind}/${error.code}`] = (this.failures[`${error.kind}/${error.code}`] ?? 0) + 1;
      return { error };
    }
  }

  #finds({ id, key, email, userId }) {
    const { users } = this.#clients.direct;
    const { signal } = this.#controller;
    return pick(this.#random, [
      [1, () => users.find(id, { signal })],
      [key ? 1 : 0, () => users.findByKey(key, { signal })],
      [email ? 1 : 0, () => users.findByEmail(email, { signal })],
      [userId ? 1 : 0, () => users.findByUserId(userId, { signal })],
    ]);
  }

  async #read() {
    const person = await this.#someone();
    const { data, error } = await this.#end(this.#finds(person)());
    if (!error) person.check(data);
  }

  /** Reads three times at once, which is one request, and spoils the first answer. */
  async #readAtOnce() {
    const person = await this.#someone();
    const find = this.#finds(person);
    const [first, ...others] = await Promise.all([find(), find(), find()].map((call) => this.#end(call)));
    if (first.data) first.data.city = "spoilt";
    for (const { data, error } of others) if (!error) person.check(data);
  }

  async #update() {
    const person = await this.#someone();
    const stamp = this.#stamp();
    const { users } = this.#clients.direct;
    const { signal } = this.#controller;
    const update = person.userId ? users.updateByUserId(person.userId, written(stamp), { signal }) : users.update(person.id, written(stamp), { signal });
    this.#note(person, stamp, await this.#end(update));
  }

  async #updateVisitor() {
    const person = await this.#someone();
    if (!person.key) return this.#update();
    const stamp = this.#stamp();
    const client = this.#random() < 0.5 ? this.#clients.direct : this.#clients.relay;
    const options = { cookie: `__ca__chat=${person.key}`, signal: this.#controller.signal };
    this.#note(person, stamp, await this.#end(client.updateVisitor(written(stamp), options)));
  }

  #note(person, stamp, { data, error }) {
    if (error) {
      person.stale = error.kind === "timeout";
      return person.mayHaveWritten(stamp);
    }
    person.wrote(stamp);
    person.check(data);
  }

  async #create() {
    const stamp = this.#stamp();
    const person = new Person({ email: `${stamp}@example.com` }, stamp);
    this.people.push(person);
    const { data, error } = await this.#end(this.#clients.direct.users.create({ email: person.email, first_name: "Soak", last_name: this.#name, ...written(stamp) }));
    if (error) return this.#notMade(person, error);
    person.check(data);
    Object.assign(person, { id: data.id, key: data.key });
  }

  async #updateOrCreate() {
    const stamp = this.#stamp();
    const person = new Person({ userId: stamp }, stamp);
    this.people.push(person);
    const { data, error } = await this.#end(this.#clients.direct.users.updateOrCreate(person.userId, written(stamp)));
    if (error) return this.#notMade(person, error);
    if (!data.created) throw new Error(`${stamp} was made before it was made`);
    person.id = data.id;
  }

  /** A creation that failed may have been carried out only if the error says so, or was an answer of success. */
  #notMade(person, { code, kind }) {
    person.least = 0;
    person.most = code === "maybe_created" || kind === "decode" ? 1 : 0;
  }

  async #delete() {
    const person = await this.#someone();
    const { error } = await this.#end(this.#clients.direct.users.delete(person.id));
    person.least = 0;
    person.most = error ? 1 : 0;
    if (error) return;
    const after = await this.#end(this.#clients.direct.users.find(person.id));
    if (after.data) throw new Error(`${person.email ?? person.userId} was deleted, and found`);
  }

  /** Gives up on a write at any moment. Nobody writes to that person again: who knows when the write is carried out. */
  async #abort() {
    const person = await this.#someone();
    const stamp = this.#stamp();
    const controller = countedController();
    const call = this.#clients.direct.users.update(person.id, written(stamp), { signal: controller.signal });
    setTimeout(() => controller.abort("enough"), this.#random() * 10);
    person.mayHaveWritten(stamp);
    person.stale = true;
    await this.#end(call, "abort");
    if (controller.listeners() !== 0) throw new Error("a listener is left on a signal that was aborted");
  }

  async #list() {
    const { data, error } = await this.#end(this.#clients.direct.users.list({}).toArray({ limit: 120 }));
    if (error) return;
    const ids = new Set(data.map(({ id }) => id));
    if (ids.size !== 120) throw new Error(`a list of 120 has ${ids.size} people`);
  }
}
