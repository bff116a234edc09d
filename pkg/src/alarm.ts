/** The times of a call that must not be missed. */

/** The longest time a timer can be set to, in milliseconds: beyond it `setTimeout` fires at once. */
export const LONGEST = 2 ** 31 - 1;

/** Rings at several times, with one timer: to set and clear one takes longer than most of what a call does. */
export class Alarm {
  /** When the call's time is over. */
  readonly deadline: number;
  /** What is to be called when, on the clock of `performance`. */
  readonly #rings = new Map<() => void, number>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When the timer fires. */
  #next = Infinity;

  constructor(deadline: number) {
    this.deadline = deadline;
  }

  /** Has `ring` called once at that time; it needs to be wound for that. */
  set(ring: () => void, time: number): void {
    this.#rings.set(ring, time);
  }

  /** Has it not called any more. */
  clear(ring: (() => void) | undefined): void {
    if (ring) this.#rings.delete(ring);
    if (this.#rings.size) return;
    clearTimeout(this.#timer);
    this.#next = Infinity;
  }

  /** Sets the timer to the first of the times, unless it fires before that. */
  wind(): void {
    const first = Math.min(...this.#rings.values());
    if (first >= this.#next) return;
    clearTimeout(this.#timer);
    this.#next = first;
    this.#timer = setTimeout(() => this.#fire(), Math.min(Math.max(0, Math.ceil(first - performance.now())), LONGEST));
  }

  #fire(): void {
    this.#next = Infinity;
    // A timer may fire a fraction of a millisecond early.
    const now = performance.now() + 1;
    for (const [ring, time] of this.#rings) {
      if (time >= now) continue;
      this.#rings.delete(ring);
      ring();
    }
    this.wind();
  }
}
