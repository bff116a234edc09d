import type { Call, CallOptions, WriteOptions } from "./call.js";
import type { CubeField, CubeFieldV1, CubeFilter, CubeFilterV1, CubeSort } from "./cube-filter.js";
import type { CubeUser, CubeUserChanges, Passwords, SignUp } from "./cube-user.js";
import type { Listing, ListOptions } from "./list.js";

/** Options of a search for one user. */
export interface FindOptions extends CallOptions {
  /** Which of several users is the first. */
  sort?: CubeSort<CubeField> | undefined;
  /**
   * How many users to skip.
   *
   * @default 0
   */
  offset?: number | undefined;
}

/** Options of every list. */
export interface CubeListOptions extends ListOptions {
  /**
   * How many users come with one answer: 1 to 100, with `start_with` 1 to 5.
   *
   * @default as many as possible
   */
  pageSize?: number | undefined;
}

/** Options of a list that begins after some users. */
export interface OffsetOptions extends CubeListOptions {
  /**
   * How many users to skip.
   *
   * @default 0
   */
  offset?: number | undefined;
}

/** Options of a list that begins with some page. */
export interface PageOptions extends CubeListOptions {
  /**
   * The page to begin with.
   *
   * @default 1
   */
  page?: number | undefined;
}

/** Options of `list`. */
export interface CubeUserListOptions extends OffsetOptions {
  /**
   * The order of the users.
   *
   * @default by id
   * @example
   * { sort: { desc: "created_at" } }
   */
  sort?: CubeSort<CubeField> | undefined;
}

/** Options of `listV1`. */
export interface CubeUserListV1Options extends PageOptions {
  /** The order of the users. */
  sort?: CubeSort<CubeFieldV1> | undefined;
}

/** The operations on users. All but `signUp` need a session; users change and delete nobody but themselves. */
export interface CubeUsers {
  /**
   * Makes a user. It doesn't log in: `createSession` does. Needs no session.
   *
   * Rejects with `conflict` / `not_unique` if the login or the e-mail address is in use. If no answer came
   * (`maybe_created`), look before you try again.
   *
   * @example
   * const user = await cube.users.signUp({ login: "ada", password: "example-pass-1", full_name: "Ada Lovelace" });
   */
  signUp(user: SignUp, options?: WriteOptions): Call<CubeUser>;

  /**
   * Lists the users that `filter` describes.
   *
   * @example
   * const filter = { full_name: { start_with: "hunter" }, id: { nin: [68647] } };
   * for await (const user of cube.users.list(filter, { sort: { desc: "created_at" } })) greet(user);
   */
  list(filter: CubeFilter, options?: CubeUserListOptions): Listing<CubeUser>;

  /**
   * Lists users, all of them without a filter.
   *
   * @deprecated Use `list`. This one is `forbidden` unless the application allows it: it is off by default, and a
   * setting of the admin panel (Overview, Permissions) turns it on.
   */
  listV1(filter?: CubeFilterV1, options?: CubeUserListV1Options): Listing<CubeUser>;

  /** Lists the users who are online. */
  listOnline(options?: OffsetOptions): Listing<CubeUser>;

  /** Counts the users who are online. */
  countOnline(options?: CallOptions): Call<{ count: number }>;

  /**
   * Finds the first of the users that `filter` describes; `null` if there is none.
   *
   * @example
   * const ada = await cube.users.findOne({ login: "ada" });
   */
  findOne(filter: CubeFilter, options?: FindOptions): Call<CubeUser | null>;

  /** Finds the first user with that phone number; `null` if there is none. */
  findByPhone(phone: string, options?: CallOptions): Call<CubeUser | null>;

  /**
   * Finds the user with that id; `null` if there is none.
   *
   * @deprecated Use `findOne({ id })`.
   */
  find(id: number, options?: CallOptions): Call<CubeUser | null>;

  /**
   * Finds the user with that login; `null` if there is none.
   *
   * @deprecated Use `findOne({ login })`.
   */
  findByLogin(login: string, options?: CallOptions): Call<CubeUser | null>;

  /**
   * Finds the user with that e-mail address; `null` if there is none.
   *
   * @deprecated Use `findOne({ email })`.
   */
  findByEmail(email: string, options?: CallOptions): Call<CubeUser | null>;

  /**
   * Lists the users with that full name, whatever its case.
   *
   * @deprecated Use `list({ full_name })`.
   */
  findByFullName(fullName: string, options?: PageOptions): Listing<CubeUser>;

  /**
   * Lists the users with at least one of those tags.
   *
   * @deprecated Use `list({ user_tags })`.
   */
  findByTags(tags: readonly string[], options?: PageOptions): Listing<CubeUser>;

  /**
   * Finds the user with that id at Facebook; `null` if there is none.
   *
   * @deprecated Use `findOne({ facebook_id })`.
   */
  findByFacebookId(facebookId: string, options?: CallOptions): Call<CubeUser | null>;

  /**
   * Finds the user with that id at Twitter; `null` if there is none.
   *
   * @deprecated Use `findOne({ twitter_id })`.
   */
  findByTwitterId(twitterId: string, options?: CallOptions): Call<CubeUser | null>;

  /**
   * Finds the user with that `external_user_id`; `null` if there is none.
   *
   * @deprecated Give users an `external_id`, and use `findOne({ external_id })`.
   */
  findByExternalUserId(externalUserId: number, options?: CallOptions): Call<CubeUser | null>;

  /**
   * Changes the user with that id, who must be the session's own.
   *
   * @example
   * await cube.users.update(user.id, { full_name: "Ada King", tags: ["vip", "analyst"] });
   */
  update(id: number, changes: CubeUserChanges, options?: WriteOptions): Call<CubeUser>;

  /** Gives the user with that id, who must be the session's own, a new password. */
  changePassword(id: number, passwords: Passwords, options?: WriteOptions): Call<CubeUser>;

  /** Deletes the user with that id, who must be the session's own, for good; the session ends with it. */
  delete(id: number, options?: WriteOptions): Call<void>;

  /** Deletes the user with that `external_user_id`, who must be the session's own, for good; the session ends with it. */
  deleteByExternalUserId(externalUserId: number, options?: WriteOptions): Call<void>;

  /** Has a link to a new password sent to that e-mail address. */
  resetPassword(email: string, options?: WriteOptions): Call<void>;
}
