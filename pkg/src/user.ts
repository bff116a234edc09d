/** Reads what a user holds, whichever form it came in. */

import type { Tag, UserV1, UserV2Fields, Visitor } from "./types/user.js";

/** The standard fields of both versions, and what a relay adds: what else stands beside them is a custom attribute. */
const STANDARD: Record<keyof UserV1 | keyof UserV2Fields | keyof Visitor, 1> = {
  assigned_to: 1,
  attributes: 1,
  browser: 1,
  browser_language: 1,
  chat_id: 1,
  city: 1,
  companies: 1,
  country: 1,
  created_at: 1,
  custom_id: 1,
  email: 1,
  facebook_url: 1,
  first_seen: 1,
  gender: 1,
  google_url: 1,
  gravatar_url: 1,
  id: 1,
  key: 1,
  known: 1,
  last_contacted: 1,
  last_ip: 1,
  last_seen: 1,
  linkedin_url: 1,
  lists: 1,
  most_active_time: 1,
  name: 1,
  notifications: 1,
  os_type: 1,
  page_views: 1,
  phone_number: 1,
  region: 1,
  resolution: 1,
  score: 1,
  status: 1,
  tags: 1,
  timezone: 1,
  twitter_url: 1,
  unsubscribed: 1,
  updated_at: 1,
  user_id: 1,
  user_key: 1,
  web_push_subscription: 1,
};

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
  const beside = Object.entries(user).filter(([name]) => !Object.hasOwn(STANDARD, name));
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
