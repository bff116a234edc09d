/** How long a client lives, and what ends with it. */
export class Lifetime {
  /** Whether the client was closed. */
  over = false;
  readonly #ends = new Set<() => void>();

  /** Calls `end` when the client is closed, or now if it is, unless the function that this gives is called before. */
  onEnd(end: () => void): () => void {
    if (this.over) end();
    else this.#ends.add(end);
    return () => void this.#ends.delete(end);
  }

  /** Ends everything. */
  end(): void {
    this.over = true;
    for (const end of this.#ends) end();
    this.#ends.clear();
  }
}

/** Makes a client end with the block that it is used in, where the language knows how. */
export function endWithBlock(client: { close(): void }): void {
  const { dispose } = Symbol as { dispose?: symbol };
  if (dispose) Object.defineProperty(client, dispose, { value: () => client.close() });
}
