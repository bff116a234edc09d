/** Works with User.com, directly and through the relay. */

import { Person } from "./person.mjs";
import { pick } from "./random.mjs";
import { Worker } from "./worker.mjs";

const written = (stamp) => ({ city: stamp, region: stamp, country: stamp, attributes: { soak: stamp } });
const shows = ({ city, region, country, attributes }) => [city, region, country, attributes.find(({ name }) => name === "soak")?.value];

/** Who a user of either service is here. */
export const nameOf = ({ login, user_id, email }) => login ?? user_id ?? email;

export class UserComWorker extends Worker {
  deeds = [
    [30, () => this.read()],
    [8, () => this.readAtOnce()],
    [30, () => this.#update()],
    [8, () => this.#updateVisitor()],
    [10, () => this.create()],
    [4, () => this.#updateOrCreate()],
    [3, () => this.#delete()],
    [3, () => this.abort()],
    [2, () => this.#list()],
  ];
  #direct;
  #relay;
  #users;

  constructor(name, random, { direct, relay }) {
    super(name, random);
    this.#direct = direct;
    this.#relay = relay;
    this.#users = direct.users;
  }

  finding({ id, key, email, userId }) {
    const { signal } = this;
    return pick(this.random, [
      [1, () => this.#users.find(id, { signal })],
      [key ? 1 : 0, () => this.#users.findByKey(key, { signal })],
      [email ? 1 : 0, () => this.#users.findByEmail(email, { signal })],
      [userId ? 1 : 0, () => this.#users.findByUserId(userId, { signal })],
    ]);
  }

  writing({ id, userId }, stamp, signal) {
    return userId ? this.#users.updateByUserId(userId, written(stamp), { signal }) : this.#users.update(id, written(stamp), { signal });
  }

  async #update() {
    const [person, stamp] = [await this.someone(), this.stamp()];
    person.wrote(stamp, await this.end(this.writing(person, stamp, this.signal)));
  }

  async #updateVisitor() {
    const [person, stamp] = [await this.someone(), this.stamp()];
    if (!person.key) return this.#update();
    const client = this.random() < 0.5 ? this.#direct : this.#relay;
    const options = { cookie: `__ca__chat=${person.key}`, signal: this.signal };
    person.wrote(stamp, await this.end(client.updateVisitor(written(stamp), options)));
  }

  async create() {
    const stamp = this.stamp();
    const email = `${stamp}@example.com`;
    const person = new Person(email, stamp, shows);
    this.people.push(person);
    const end = await this.end(this.#users.create({ email, first_name: "Soak", last_name: "Test", ...written(stamp) }));
    person.made(end);
    Object.assign(person, { email, id: end.data?.id, key: end.data?.key });
  }

  /** Creates with an id of one's own. The answer doesn't show the user. */
  async #updateOrCreate() {
    const userId = this.stamp();
    const person = new Person(userId, userId, shows);
    this.people.push(person);
    const { data, error } = await this.end(this.#users.updateOrCreate(userId, written(userId)));
    if (error) return person.made({ error });
    if (!data.created) throw new Error(`${userId} was made before it was made`);
    Object.assign(person, { userId, id: data.id });
  }

  async #delete() {
    const person = await this.someone();
    const end = await this.end(this.#users.delete(person.id));
    person.removed(end);
    if (end.error) return;
    const { data } = await this.end(this.#users.find(person.id));
    if (data) throw new Error(`${person.name} was deleted, and found`);
  }

  async #list() {
    const { data, error } = await this.end(this.#users.list({}).toArray({ limit: 120 }));
    if (error) return;
    const ids = new Set(data.map(({ id }) => id));
    if (ids.size !== 120) throw new Error(`a list of 120 has ${ids.size} people`);
  }
}
