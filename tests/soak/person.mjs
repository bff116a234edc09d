/** What must be true of one person, whatever went wrong. */
export class Person {
  /** How many of this person there may be. */
  least = 1;
  most = 1;
  /** Whether a write may still be carried out, so that no other can be told from it. */
  stale = false;
  #shows;
  #stamps;

  /**
   * `name` is this person's alone; `stamp` is what its creation writes, and every field of a write says the same:
   * `shows(user)` gives what they say, so that half a write shows.
   */
  constructor(name, stamp, shows) {
    this.name = name;
    this.#stamps = new Set([stamp]);
    this.#shows = shows;
  }

  /** Whether it is certain that the person is there, and that the next write is the last. */
  get settled() {
    return this.least === 1 && !this.stale;
  }

  /** Takes the end of a write. */
  wrote(stamp, { data, error }) {
    if (error) {
      this.mayHaveWritten(stamp);
      this.stale = error.kind === "timeout";
    } else {
      this.#stamps = new Set([stamp]);
      this.check(data);
    }
  }

  mayHaveWritten(stamp) {
    this.#stamps.add(stamp);
  }

  /** Takes the end of the creation. One that failed may have been carried out only if the error says so, or was a success. */
  made({ data, error }) {
    if (!error) return this.check(data);
    this.least = 0;
    this.most = error.code === "maybe_created" || error.kind === "decode" ? 1 : 0;
  }

  /** Takes the end of the deletion. */
  removed({ error }) {
    this.least = 0;
    this.most = error ? 1 : 0;
  }

  /** Complains unless a user shows the last write that was acknowledged, or one after it that may have been carried out. */
  check(user) {
    if (!user) throw new Error(`${this.name} is lost`);
    const stamps = new Set(this.#shows(user));
    if (stamps.size !== 1) throw new Error(`${this.name} shows half a write: ${[...stamps]}`);
    const [stamp] = stamps;
    if (!this.#stamps.has(stamp)) throw new Error(`${this.name} says ${stamp} instead of ${[...this.#stamps]}`);
  }

  /** Complains unless as many users as there may be are this person. */
  checkAll(users) {
    const { name, least, most } = this;
    if (users.length < least || users.length > most) throw new Error(`${name} is there ${users.length} times instead of ${least} to ${most}`);
    for (const user of users) this.check(user);
  }
}
