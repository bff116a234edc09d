/** A point in time: a `Date`, an ISO 8601 text, or a number of seconds since 1970. */
export type Moment = Date | number | string;

/** A span of time, its ends included; one of them may be left out. */
export type Span = { min: Moment; max?: Moment | undefined } | { min?: Moment | undefined; max: Moment };

/** How an attribute compares to a value; `i…` ignores case. */
export type Comparison =
  | "contains"
  | "endswith"
  | "gt"
  | "gte"
  | "icontains"
  | "iendswith"
  | "istartswith"
  | "lt"
  | "lte"
  | "startswith";

/** A value to be equal to, or to compare to. */
type Condition<T> = T | { [C in "contains" | "gt" | "gte" | "lt" | "lte"]?: T | undefined };

/** What the list of all users can be filtered by. All conditions must hold. */
export interface UserFilter {
  /** Only users who have an e-mail address. */
  with_email?: boolean | undefined;
  email?: Condition<string> | undefined;
  key?: Condition<string> | undefined;
  phone_number?: Condition<string> | undefined;
  user_id?: Condition<string> | undefined;
  first_seen?: Condition<Moment> | undefined;
  last_seen?: Condition<Moment> | undefined;
  last_contacted?: Condition<Moment> | undefined;
  updated_at?: Condition<Moment> | undefined;
}
