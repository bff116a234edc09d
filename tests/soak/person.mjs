/** What must be true of one person, whatever went wrong. */

/** Everything that a write writes says the same, so that half a write shows. */
export const written = (stamp) => ({ city: stamp, region: stamp, country: stamp, attributes: { soak: stamp } });

/** The stamp of the last write that a user shows; complains about half a write. */
function stampOf({ city, region, country, attributes }) {
  const soak = attributes.find(({ name }) => name === "soak")?.value;
  const stamps = new Set([city, region, country, soak]);
  if (stamps.size !== 1) throw new Error(`half a write: ${[...stamps]}`);
  return city;
}

export class Person {
  /** How many of this person there may be. */
  least = 1;
  most = 1;
  /** Whether a write may still be carried out, so that no other can be told from it. */
  stale = false;
  #stamps;

  /** `email` or `userId` is this person's alone; `stamp` is what its creation writes. */
  constructor(names, stamp) {
    Object.assign(this, names);
    this.#stamps = new Set([stamp]);
  }

  /** Whether it is certain that the person is there, and that the next write is the last. */
  get settled() {
    return this.least === 1 && !this.stale;
  }

  wrote(stamp) {
    this.#stamps = new Set([stamp]);
  }

  mayHaveWritten(stamp) {
    this.#stamps.add(stamp);
  }

  /** Complains unless a user shows the last write that was acknowledged, or one after it that may have been carried out. */
  check(user) {
    if (!user) throw new Error(`${this.email ?? this.userId} is lost`);
    const stamp = stampOf(user);
    if (!this.#stamps.has(stamp)) throw new Error(`${this.email ?? this.userId} says ${stamp} instead of ${[...this.#stamps]}`);
  }

  /** Complains unless as many users as there may be are this person. */
  checkAll(users) {
    const [least, most] = [this.least, this.most];
    if (users.length < least || users.length > most) {
      throw new Error(`${this.email ?? this.userId} is there ${users.length} times instead of ${least} to ${most}`);
    }
    for (const user of users) this.check(user);
  }
}
