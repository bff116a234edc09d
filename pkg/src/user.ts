/** Reads what a user holds, whichever form it came in. */

import type { Same } from "./methods.js";
import type { Tag, UserV1, UserV2Fields, Visitor } from "./types/user.js";

/** What isn't a custom attribute: the standard fields of both versions, and what a relay adds. */
const FIELDS = `assigned_to attributes browser browser_language chat_id city companies country created_at custom_id
email facebook_url first_seen gender google_url gravatar_url id key known last_contacted last_ip last_seen linkedin_url
lists most_active_time name notifications os_type page_views phone_number region resolution score status tags timezone
twitter_url unsubscribed updated_at user_id user_key web_push_subscription`;

/** Splits the list; it doesn't compile unless the types have the same fields. */
function standard(): readonly Same<Words<typeof FIELDS>, keyof UserV1 | keyof UserV2Fields | keyof Visitor>[] {
  return words(FIELDS);
}

/** The custom attributes that a user of type `U` may have. */
export type AttributesOf<U> = U extends { user_key: string }
  ? Omit<U, keyof UserV2Fields>
  : U extends { attributes?: (infer T extends { name_std: PropertyKey; value: unknown })[] }
    ? { [E in T as E["name_std"]]?: E["value"] }
    : Record<string, unknown>;

/**
 * Gives the custom attributes of a user by their `name_std`, from version 1, version 2 or a relay.
 *
 * @example
 * const { topic } = attributesOf(visitor);
 */
export function attributesOf<U extends object>(user: U): AttributesOf<U> {
  const { attributes } = user as { attributes?: { name: string; name_std?: string; value: unknown }[] | null };
  const known: readonly string[] = standard();
  const beside = Object.entries(user).filter(([name]) => !known.includes(name));
  const listed = (attributes ?? []).map(({ name, name_std, value }) => [name_std ?? name, value]);
  return Object.fromEntries([...beside, ...listed]) as AttributesOf<U>;
}

/** Gives the key of a user, the value of the visitor's `__ca__chat` cookie, from either version; `null` if it is kept back. */
export function keyOf(user: { key?: string; user_key?: string }): string | null {
  return user.user_key ?? user.key ?? null;
}

/** Gives the names of a user's tags, of User.com or ConnectyCube, from a list or from text with commas. */
export function tagsOf(user: { tags?: Tags; user_tags?: Tags }): string[] {
  const tags = user.tags ?? user.user_tags ?? [];
  const list = typeof tags === "string" ? tags.split(",").map((tag) => tag.trim()) : tags;
  return list.map((tag) => (typeof tag === "string" ? tag : tag.name)).filter(Boolean);
}

type Tags = readonly (Tag | string)[] | string | null | undefined;

type Words<List> = List extends `${infer Line}\n${infer Lines}` ? Words<Line> | Words<Lines> : Spaced<List>;
type Spaced<List> = List extends `${infer Word} ${infer Rest}` ? Word | Spaced<Rest> : List;

/** Splits a list that takes less room as a text. */
function words<List extends string>(list: List): readonly Words<List>[] {
  return list.split(/\s/) as Words<List>[];
}
