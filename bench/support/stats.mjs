/** Gives the value that a share `at` of all values is below of, between two of them in proportion. */
export function quantile(values, at) {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * at;
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low + (high - low) * (place - Math.floor(place));
}

export const median = (values) => quantile(values, 0.5);

/**
 * Sums up rounds of `{ contender: time }`: for each contender the median and the quartiles, and beside the first one of
 * the same round, which saw the same weather, the ratio and the difference.
 */
export function summarize(rounds) {
  const [first, ...others] = Object.keys(rounds[0]);
  return [first, ...others].map((name) => {
    const times = rounds.map((round) => round[name]);
    return {
      name,
      median: median(times),
      low: quantile(times, 0.25),
      high: quantile(times, 0.75),
      ratio: median(rounds.map((round) => round[name] / round[first])),
      extra: median(rounds.map((round) => round[name] - round[first])),
    };
  });
}
