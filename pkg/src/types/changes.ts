import type { Gender, Status } from "./user.js";

/**
 * Changes to a user. What is left out or `undefined` stays as it is, `null` clears a field.
 *
 * Both versions' names are understood, the right one is sent.
 *
 * @example
 * { city: "Warsaw", tags: ["read-guide"], attributes: { topic: "bikes" } }
 */
export interface UserChanges<A = Record<string, unknown>> {
  /** The id of the agent who looks after this user. */
  assigned_to?: number | null | undefined;
  /** Custom attributes by name. */
  attributes?: { [K in keyof A]?: A[K] | null | undefined } | undefined;
  /** At most 64 characters. */
  city?: string | null | undefined;
  /** Your own id of the company to join, as version 2 calls it. */
  company_custom_id?: string | null | undefined;
  /** Your own id of the company to join, as version 1 calls it. */
  company_id?: string | null | undefined;
  country?: string | null | undefined;
  /** Your own id of the user, as version 2 calls it: at most 255 characters. */
  custom_id?: string | null | undefined;
  email?: string | null | undefined;
  facebook_url?: string | null | undefined;
  /** At most 40 characters. */
  first_name?: string | null | undefined;
  gender?: Gender | undefined;
  google_url?: string | null | undefined;
  gravatar_url?: string | null | undefined;
  /** At most 40 characters. */
  last_name?: string | null | undefined;
  linkedin_url?: string | null | undefined;
  notifications?: boolean | undefined;
  /** At most 64 characters; best in the form `+48123456789`. */
  phone_number?: string | null | undefined;
  region?: string | null | undefined;
  score?: number | undefined;
  status?: Status | undefined;
  /** Names of tags to add; tags that aren't named stay. */
  tags?: readonly string[] | undefined;
  timezone?: string | null | undefined;
  twitter_url?: string | null | undefined;
  unsubscribed?: boolean | undefined;
  /** Your own id of the user, as version 1 calls it: at most 255 characters. */
  user_id?: string | null | undefined;
}
