/** Works with ConnectyCube: in the application's session, and in one of each person's own. */

import { Person } from "./person.mjs";
import { pick } from "./random.mjs";
import { CIRCLE, Worker } from "./worker.mjs";

const PASSWORD = "example-pass-1";

const written = (stamp) => ({ full_name: stamp, phone: stamp, custom_data: stamp });
const shows = ({ full_name, phone, custom_data }) => [full_name, phone, custom_data];

export class CubeWorker extends Worker {
  deeds = [
    [30, () => this.read()],
    [8, () => this.readAtOnce()],
    [32, () => this.#update()],
    [12, () => this.create()],
    [4, () => this.#delete()],
    [6, () => this.#endSession()],
    [3, () => this.abort()],
    [3, () => this.#list()],
  ];
  #cube;
  #makeClient;
  #endsSession;

  /** `cube` is a client in the application's session, `makeClient` makes others, `endsSession` ends one by its token. */
  constructor(name, random, { cube, makeClient, endsSession }) {
    super(name, random);
    this.#cube = cube;
    this.#makeClient = makeClient;
    this.#endsSession = endsSession;
  }

  /**
   * A session that is renewed may be ended by another worker before the call is repeated in it, and the answer that says
   * so may be cut off.
   */
  end(call, ...codes) {
    return super.end(call, "session_expired", "unauthorized", ...codes);
  }

  async work() {
    await super.work();
    const circle = this.people.filter((person) => person.settled && person.own).slice(-CIRCLE);
    for (const person of this.people) if (!circle.includes(person)) this.#logOut(person);
  }

  #logOut(person) {
    person.own?.close();
    person.own = undefined;
  }

  close() {
    for (const person of this.people) this.#logOut(person);
  }

  finding({ id, name, email }) {
    const { signal } = this;
    const { users } = this.#cube;
    return pick(this.random, [
      [1, () => users.find(id, { signal })],
      [1, () => users.findByLogin(name, { signal })],
      [1, () => users.findByEmail(email, { signal })],
      [1, () => users.findOne({ login: name }, {}, { signal })],
    ]);
  }

  writing({ own, id }, stamp, signal) {
    return own.users.update(id, written(stamp), { signal });
  }

  /** A person who is logged in; renewing the session afterwards is the client's matter. */
  async someone() {
    for (;;) {
      const person = await super.someone();
      person.own ??= this.#makeClient({ renew: () => ({ login: person.name, password: PASSWORD }) });
      if (person.own.session) return person;
      await this.end(person.own.createSession({ login: person.name, password: PASSWORD }, { signal: this.signal }));
    }
  }

  async #update() {
    const [person, stamp] = [await this.someone(), this.stamp()];
    person.wrote(stamp, await this.end(this.writing(person, stamp, this.signal)));
  }

  async create() {
    const login = this.stamp();
    const email = `${login}@example.com`;
    const person = new Person(login, login, shows);
    this.people.push(person);
    const end = await this.end(this.#cube.users.signUp({ login, email, password: PASSWORD, ...written(login) }));
    person.made(end);
    Object.assign(person, { email, id: end.data?.id });
  }

  async #delete() {
    const person = await this.someone();
    // A repetition that finds the session over means that the account is gone, as long as the session was alive.
    const { error } = await this.end(person.own.getSession());
    if (error) return;
    const end = await this.end(person.own.users.delete(person.id));
    person.removed(end);
    if (end.error) return;
    // An answer that nobody is there, cut off, is nobody's answer.
    const { data } = await this.end(this.#cube.users.find(person.id), "wrong_address");
    if (data) throw new Error(`${person.name} was deleted, and found`);
  }

  /** Ends a session under whoever is in it. */
  async #endSession() {
    const client = this.random() < 0.5 ? this.#cube : (await this.someone()).own;
    if (client.session) await this.#endsSession(client.session.token);
  }

  async #list() {
    const person = await this.someone();
    const filter = { login: { start_with: person.name.slice(0, 4) } };
    const { data, error } = await this.end(this.#cube.users.list(filter).toArray({ limit: 12 }));
    if (error) return;
    const ids = new Set(data.map(({ id }) => id));
    if (ids.size !== data.length) throw new Error(`a list of ${data.length} has ${ids.size} people`);
  }
}
