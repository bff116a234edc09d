/** Lists: pages asked for one after the other, as async iterables. */

import type { Answer } from "./types/call.js";
import type { Listing, Page, Pages } from "./types/list.js";

/** A page with the answer that brought it, as the client asks for it; `undefined` after the last. */
export type Walk<T, K extends string> = () => AsyncIterable<Answer<Page<T, K>>>;

/** Makes a list of what `walk` walks through, anew each time. */
export function listing<T, K extends string>(key: K, walk: Walk<T, K>): Listing<T, K> {
  const pages = (): Pages<T, K> => ({
    [Symbol.asyncIterator]: () => dataOf(walk()),
    withResponse: walk,
  });
  async function* records(): AsyncGenerator<T> {
    for await (const { data } of walk()) yield* data[key];
  }
  async function toArray({ limit = Infinity }: { limit?: number | undefined } = {}): Promise<T[]> {
    const all: T[] = [];
    if (limit > 0) {
      for await (const { data } of walk()) {
        all.push(...data[key]);
        if (all.length >= limit) break;
      }
    }
    return all.slice(0, limit);
  }
  return { [Symbol.asyncIterator]: records, pages, toArray };
}

async function* dataOf<T>(answers: AsyncIterable<Answer<T>>): AsyncGenerator<T> {
  for await (const { data } of answers) yield data;
}
