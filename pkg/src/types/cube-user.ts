/**
 * A user of ConnectyCube. Every key but `id` may be missing or `null`; passwords are never told.
 * Timestamps are ISO 8601 in UTC: `"2024-01-02T03:04:05Z"`.
 */
export interface CubeUser {
  id: number;
  /** The id of a stored file, or an address. */
  avatar?: string | null;
  /** @deprecated Use `avatar`. */
  blob_id?: number | null;
  created_at?: string;
  /** Free text, often JSON. */
  custom_data?: string | null;
  email?: string | null;
  /** Your own id of the user. */
  external_id?: string | null;
  /** @deprecated Use `external_id`. */
  external_user_id?: number | null;
  facebook_id?: string | null;
  full_name?: string | null;
  /** Whether the user will be deleted when the session ends. */
  is_guest?: boolean | null;
  last_request_at?: string | null;
  login?: string | null;
  phone?: string | null;
  /** Minutes from UTC. */
  timezone?: number | null;
  twitter_id?: string | null;
  updated_at?: string;
  /** `tagsOf` reads them in every form. */
  user_tags?: string | string[] | null;
  website?: string | null;
}

/** What can be written into a user, the password apart. */
export interface CubeUserFields {
  /** The id of a stored file, or an address. */
  avatar?: string | null | undefined;
  /** @deprecated Use `avatar`. */
  blob_id?: number | null | undefined;
  /** Free text, often JSON. It can't be searched by. */
  custom_data?: string | null | undefined;
  /** Unique in the application, whatever its case. */
  email?: string | null | undefined;
  /** Your own id of the user, unique in the application. */
  external_id?: string | null | undefined;
  /** @deprecated Use `external_id`. */
  external_user_id?: number | null | undefined;
  /** Unique in the application. */
  facebook_id?: string | null | undefined;
  /** 1 to 200 characters. */
  full_name?: string | null | undefined;
  /** 3 to 70 characters, unique in the application. */
  login?: string | null | undefined;
  phone?: string | null | undefined;
  /** All tags of the user, at most 5; answers have them as `user_tags`. */
  tags?: readonly string[] | null | undefined;
  /** Minutes from UTC. */
  timezone?: number | null | undefined;
  /** Unique in the application. */
  twitter_id?: string | null | undefined;
  /** An address; without a scheme it gets `http://` in front. */
  website?: string | null | undefined;
}

/**
 * A user to sign up: a password, and a login, an e-mail address or both to log in with.
 *
 * @example
 * { login: "ada", password: "example-pass-1", full_name: "Ada Lovelace", tags: ["vip"] }
 */
export type SignUp = CubeUserFields & {
  /** 6 to 40 characters. */
  password: string;
} & ({ login: string } | { email: string });

/** A new password, and the one that it replaces. */
export interface Passwords {
  old_password: string;
  /** 6 to 40 characters. */
  password: string;
}

/**
 * Changes to a user. What is left out or `undefined` stays as it is, `null` clears a field. A new password needs the
 * old one.
 *
 * @example
 * { full_name: "Ada King", tags: ["vip", "analyst"], phone: null }
 */
export type CubeUserChanges = CubeUserFields & (Passwords | { old_password?: undefined; password?: undefined });
