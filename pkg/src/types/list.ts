import type { Answer, CallOptions } from "./call.js";

/** A part of a list, with its records under the name `K`. */
export type Page<T, K extends string = "users"> = {
  [P in K]: T[];
} & {
  /** How many records the whole list has, if the service says. */
  total: number | undefined;
};

/**
 * A list that is fetched page by page while it is walked through. Nothing is sent before.
 *
 * @example
 * for await (const user of usercom.users.list()) console.log(user.name);
 */
export interface Listing<T, K extends string = "users"> extends AsyncIterable<T> {
  /**
   * Walks through the list by its pages.
   *
   * @example
   * for await (const { users, total } of usercom.users.list().pages()) console.log(users.length, "of", total);
   */
  pages(): Pages<T, K>;

  /**
   * Gives the whole list, or its first `limit` records.
   *
   * @example
   * const first = await usercom.users.list().toArray({ limit: 500 });
   */
  toArray(options?: { limit?: number | undefined }): Promise<T[]>;
}

/** The pages of a list. */
export interface Pages<T, K extends string = "users"> extends AsyncIterable<Page<T, K>> {
  /** Walks through the pages together with what is known of the answers that brought them. */
  withResponse(): AsyncIterable<Answer<Page<T, K>>>;
}

/** Options of a list: those of a call hold for each of its pages. */
export interface ListOptions extends CallOptions {
  /**
   * How many records are wanted in all.
   *
   * @default no limit
   */
  limit?: number | undefined;
}
