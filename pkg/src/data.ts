/** Looks at the data of answers, which stays in JavaScript: the wasm is only told what it looks like. */

import { How } from "./core.js";

/** An object of which nothing is known. */
type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields => typeof value === "object" && value !== null;

/** The members of data, none if it is no object. */
export const fields = (data: unknown): Fields => (isObject(data) ? data : {});

/** The records of a page, wherever the service puts them. */
const pageOf = ({ results, items, users }: Fields): unknown[] | undefined =>
  [results, items, users].find(Array.isArray) as unknown[] | undefined;

/** Gives the number of what data looks like. */
export function looks(data: unknown): How {
  if (Array.isArray(data)) return How.Data + How.List;
  if (!isObject(data)) return How.Data;
  let how = How.Data + How.Object;
  if (typeof data["id"] === "number") how += How.Id;
  if (typeof data["detail"] === "string") how += How.Detail;
  if (pageOf(data)) how += How.Page;
  return how;
}

/** Gives the records in an answer, be it a page, an array, a single one or `null`. */
export function recordsOf(data: unknown): unknown[] {
  return Array.isArray(data) ? data : isObject(data) ? pageOf(data) ?? [data] : [];
}

/** Gives the records of a page; out of their wrapping, where a list has each user as `{ user }`. */
export function usersOf(data: unknown): unknown[] {
  const records = recordsOf(data);
  return isObject(fields(records[0])["user"]) ? records.map((record) => fields(record)["user"]) : records;
}

/** Takes the user or the session out of its wrapping; of a page that was asked for one user, the first. */
export function unwrapped(data: unknown): unknown {
  const { user, session } = fields(data);
  const inner = [user, session].find(isObject);
  if (inner) return inner;
  const page = pageOf(fields(data));
  return page ? page[0] ?? null : data;
}
