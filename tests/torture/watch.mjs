/**
 * Watches what goes through the platform while a case is played: requests, timers, listeners of signals.
 *
 * It stands below whatever client is played, so that all of them are measured alike.
 */
export function watch({ random } = {}) {
  const { fetch, setTimeout, clearTimeout } = globalThis;
  const { random: chance } = Math;
  const began = performance.now();
  const requests = [];
  const timers = new Set();
  let due;
  let underWay = 0;
  let peak = 0;
  let changed = () => {};

  globalThis.fetch = async (input, init) => {
    const { pathname, search } = new URL(input, globalThis.location?.href);
    // `due`: how long a timer was set for that sends this request, which doesn't depend on how fast the machine is.
    const request = { method: init.method, url: pathname + search, at: performance.now() - began, due };
    const { signal } = init;
    requests.push(request);
    peak = Math.max(peak, ++underWay);
    changed();
    try {
      const response = await fetch(input, init);
      request.status = response.status;
      return response;
    } catch (thrown) {
      request.failed = true;
      throw thrown;
    } finally {
      underWay -= 1;
      request.over = performance.now() - began;
      request.aborted = () => Boolean(signal?.aborted);
      changed();
    }
  };
  globalThis.setTimeout = (callback, ms, ...rest) => {
    const ring = () => {
      timers.delete(timer);
      due = ms;
      try {
        callback(...rest);
      } finally {
        due = undefined;
      }
    };
    const timer = setTimeout(ring, ms);
    timers.add(timer);
    return timer;
  };
  globalThis.clearTimeout = (timer) => {
    timers.delete(timer);
    clearTimeout(timer);
  };
  if (random !== undefined) Math.random = () => random;

  return {
    requests,
    peak: () => peak,

    /** The timers that nobody has ended; those that keep no process alive are the platform's own. */
    timers: () => [...timers].filter((timer) => timer.hasRef?.() ?? true).length,

    /** Waits without being seen. */
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),

    /** Waits until `condition` holds; it is asked when a request goes out, is answered, and at each `touch`. */
    until: (condition) =>
      new Promise((resolve) => {
        changed = () => condition() && resolve();
        changed();
      }),

    touch: () => changed(),

    stop() {
      Object.assign(globalThis, { fetch, setTimeout, clearTimeout });
      Math.random = chance;
    },
  };
}

/** A controller that knows how many listeners its signal has. */
export function countedController() {
  const controller = new AbortController();
  const { signal } = controller;
  const listeners = new Set();
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (type, listener, options) => (listeners.add(listener), add(type, listener, options));
  signal.removeEventListener = (type, listener, options) => (listeners.delete(listener), remove(type, listener, options));
  return Object.assign(controller, { listeners: () => listeners.size });
}
