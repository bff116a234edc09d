/** The times of a call that must not be missed. */

/** The longest time a timer can be set to, in milliseconds: beyond it `setTimeout` fires at once. */
export const LONGEST = 2 ** 31 - 1;

/** Rings at several times, with one timer: to set and clear one takes longer than most of what a call does. */
export class Alarm {
  /** When the call's time is over, on the clock of `performance`, as all times here. */
  readonly deadline: number;
  readonly #times = new Map<(() => void) | undefined, number>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When the timer fires. */
  #next = Infinity;

  constructor(deadline: number) {
    this.deadline = deadline;
  }

  /** Has `ring` called once, when it is time, unless it is cleared before; needs to be wound up. */
  set(ring: () => void, time: number): void {
    this.#times.set(ring, time);
  }

  clear(ring: (() => void) | undefined): void {
    this.#times.delete(ring);
    if (this.#times.size) return;
    clearTimeout(this.#timer);
    this.#next = Infinity;
  }

  /** Sets the timer to the first of the times, unless it fires before that. */
  wind(): void {
    const first = Math.min(...this.#times.values());
    if (first >= this.#next) return;
    clearTimeout(this.#timer);
    this.#next = first;
    this.#timer = setTimeout(() => this.#ring(), Math.min(first - performance.now(), LONGEST));
  }

  #ring(): void {
    this.#next = Infinity;
    for (const [ring, time] of this.#times) {
      if (time > performance.now()) continue;
      this.#times.delete(ring);
      ring?.();
    }
    // What has yet to come, and what a timer that fired early was too early for.
    this.wind();
  }
}
