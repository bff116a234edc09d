import type { Moment } from "./filter.js";

/** The fields of a user that hold a text, and `user_tags`, which hold what is sought if one of the tags does. */
type TextField =
  | "email"
  | "external_id"
  | "facebook_id"
  | "full_name"
  | "login"
  | "phone"
  | "twitter_id"
  | "user_tags";

type TimeField = "created_at" | "last_request_at" | "updated_at";

/** What users can be searched and sorted by. */
export type CubeField = "id" | TextField | TimeField;

/** The operators of every field. */
interface Operators<T> {
  /** Is this. */
  eq?: T | undefined;
  /** Is one of these. */
  in?: readonly T[] | undefined;
  /** Is none of these. */
  nin?: readonly T[] | undefined;
}

interface TextOperators extends Operators<string> {
  /** Begins with this text of 4 characters or more, whatever its case. Pages have 5 users at most then. */
  start_with?: string | undefined;
}

interface TimeOperators extends Operators<Moment> {
  /** Is later. */
  gt?: Moment | undefined;
  /** Is this or later. */
  gte?: Moment | undefined;
  /** Is earlier. */
  lt?: Moment | undefined;
  /** Is this or earlier. */
  lte?: Moment | undefined;
}

/** A value, a list of which one will do, or operators that must all hold. */
type Condition<T, O> = T | readonly T[] | O | undefined;

/** The conditions that find users by themselves; all others only narrow a search. */
type FindingId = number | readonly number[] | { eq: number } | { in: readonly number[] };
type FindingText = string | readonly string[] | { eq: string } | { in: readonly string[] } | { start_with: string };
type Finding = { [F in TextField]: { [P in F]: FindingText } }[TextField] | { id: FindingId };

/**
 * What users are searched by. All conditions must hold, and one of them must be `eq`, `in` or `start_with` on a field
 * that isn't a time: times and `nin` only narrow a search, and there is none for all users.
 *
 * @example
 * { full_name: { start_with: "hunter" }, id: { nin: [68647] }, created_at: { gte: new Date("2026-01-01") } }
 */
export type CubeFilter = { id?: Condition<number, Operators<number>> } & {
  [F in TextField]?: Condition<string, TextOperators>;
} & { [F in TimeField]?: Condition<Moment, TimeOperators> } & Finding;

/** One field, upwards or downwards. */
export type CubeSort<Field> = { asc: Field; desc?: undefined } | { asc?: undefined; desc: Field };

/** A day, like `"2024-01-02"`, or a point in time as ISO 8601 text or a `Date`. */
type Day = Date | string;

/** The fields that only the old list knows. */
type OldField = "avatar" | "blob_id" | "external_user_id" | "timezone" | "website";

/** What the old list can be filtered and sorted by. */
export type CubeFieldV1 = CubeField | OldField;

type ValueV1<F> = F extends TimeField ? Day : F extends "blob_id" | "external_user_id" | "id" | "timezone" ? number : string;

interface OperatorsV1<T> {
  eq?: T | undefined;
  ne?: T | undefined;
  gt?: T | undefined;
  ge?: T | undefined;
  lt?: T | undefined;
  le?: T | undefined;
  /** Is within these limits, or one of them. */
  between?: readonly [T, T] | undefined;
  in?: readonly T[] | undefined;
}

/**
 * What the old list is filtered by; all conditions must hold, and none is needed.
 *
 * @example
 * { id: { between: [51941, 51959] }, created_at: { gt: "2024-01-02" } }
 */
export type CubeFilterV1 = { [F in CubeFieldV1]?: Condition<ValueV1<F>, OperatorsV1<ValueV1<F>>> };
