/** A tag of a user. */
export interface Tag {
  id: number;
  name: string;
}

/** A list that a user is on. */
export interface List {
  id: number;
  name: string;
  description?: string;
}

/** A company that a user belongs to. */
export interface Company {
  id: number;
  name: string;
  /** ISO 8601, UTC. */
  member_since: string;
}

/** A custom attribute as version 1 of the API writes it. */
export type Attribute<A = Record<string, unknown>> = {
  [K in keyof A]: {
    id: number;
    /** The name as it was given: `"Favourite topic"`. */
    name: string;
    /** The name in lower case, with `_` for spaces: `"favourite_topic"`. */
    name_std: K;
    value: A[K] | null;
    description?: string | null;
    value_type?: number | string;
  };
}[keyof A];

/** How a user's gender is spelt in answers and changes. */
export type Gender = "female" | "male" | "unknown";

/** Whether a user is a mere visitor or a user of the application. */
export type Status = "user" | "visitor";

/**
 * What both versions of the API tell about a user. Any key may be missing.
 * Timestamps are ISO 8601 in UTC with up to six fraction digits: `"2017-06-07T09:41:13.466897Z"`.
 */
export interface UserFields {
  /** The id of the agent who looks after this user. */
  assigned_to?: number | null;
  browser?: string | null;
  browser_language?: string | null;
  city?: string | null;
  companies?: Company[];
  country?: string | null;
  created_at?: string;
  /** Not unique: several users may share an address. */
  email?: string | null;
  facebook_url?: string | null;
  first_seen?: string | null;
  gender?: Gender;
  google_url?: string | null;
  gravatar_url?: string | null;
  last_contacted?: string | null;
  last_ip?: string | null;
  last_seen?: string | null;
  linkedin_url?: string | null;
  lists?: List[];
  /** First and last name. */
  name?: string | null;
  notifications?: boolean;
  os_type?: string | null;
  page_views?: number;
  phone_number?: string | null;
  region?: string | null;
  resolution?: string | null;
  score?: number;
  status?: Status;
  tags?: Tag[];
  timezone?: string | null;
  twitter_url?: string | null;
  unsubscribed?: boolean;
  updated_at?: string;
  web_push_subscription?: boolean;
}

/** A user as version 1 of the API answers. */
export interface UserV1<A = Record<string, unknown>> extends UserFields {
  id: number;
  /** The value of the visitor's `__ca__chat` cookie. */
  key: string;
  /** Your own id of the user. */
  user_id?: string | null;
  /** Custom attributes; `attributesOf` reads them in every form. */
  attributes?: Attribute<A>[];
  /** @deprecated A constant text. */
  chat_id?: string;
}

/** A user as version 2 of the API answers: custom attributes stand beside the other fields. */
export type UserV2<A = Record<string, unknown>> = Partial<A> & UserV2Fields;

/** The fields of version 2 that every application has. */
export interface UserV2Fields extends UserFields {
  id: number;
  /** The value of the visitor's `__ca__chat` cookie. */
  user_key: string;
  /** Your own id of the user. */
  custom_id?: string | null;
  most_active_time?: string | null;
}

/** A user as the API version `V` answers. */
export type User<A = Record<string, unknown>, V extends 1 | 2 = 1> = V extends 2 ? UserV2<A> : UserV1<A>;

/** The visitor of the page: a user of version 1, of whom a relay shows only what its configuration allows. */
export interface Visitor<A = Record<string, unknown>> extends Partial<UserV1<A>> {
  /** Whether the record has a custom id, an e-mail address or a phone number. Relays tell this. */
  known?: boolean;
}
