/** Lists: pages asked for one after the other, as async iterables. */

import type { Answer } from "./types/call.js";
import type { Listing, Page, Pages } from "./types/list.js";

/** Walks through the pages, and gives of each answer what is wanted of it. */
export type Walk<T, K extends string> = <Wanted>(want: (answer: Answer<Page<T, K>>) => Wanted) => AsyncGenerator<Wanted>;

/** Makes a list of what `walk` walks through, anew each time. */
export function listing<T, K extends string>(key: K, walk: Walk<T, K>): Listing<T, K> {
  const pages = (): Pages<T, K> => ({
    [Symbol.asyncIterator]: () => walk(({ data }) => data),
    withResponse: () => walk((answer) => answer),
  });
  async function* records(): AsyncGenerator<T> {
    for await (const page of pages()) yield* page[key];
  }
  async function toArray({ limit = Infinity }: { limit?: number | undefined } = {}): Promise<T[]> {
    const all: T[] = [];
    if (limit > 0) {
      for await (const page of pages()) {
        all.push(...page[key]);
        if (all.length >= limit) break;
      }
    }
    return all.slice(0, limit);
  }
  return { [Symbol.asyncIterator]: records, pages, toArray };
}
