import type { Call, CallOptions, WriteOptions } from "./call.js";
import type { UserChanges } from "./changes.js";
import type { Comparison, Span, UserFilter } from "./filter.js";
import type { EmailRecord, EventRecord, PingHit, ProductEventRecord, Segment, TimelineEntry } from "./history.js";
import type { Listing, ListOptions } from "./list.js";
import type { Tag, User } from "./user.js";

/** A user: a number is the id at User.com, a string the id of your own (`user_id`, in version 2 `custom_id`). */
export type UserReference = number | string;

/** A value of a custom attribute. */
export type AttributeValue = boolean | number | string | Date | readonly string[] | null | Record<string, unknown>;

/** The operations on users. */
export interface Users<A = Record<string, unknown>, V extends 1 | 2 = 1> {
  /**
   * Finds the user with that id, which User.com gave; `null` if there is none.
   *
   * @example
   * const user = await usercom.users.find(19678376);
   */
  find(id: number, options?: CallOptions): Call<User<A, V> | null>;

  /**
   * Finds the user with that id of your own (`user_id`, in version 2 `custom_id`); `null` if there is none.
   *
   * @example
   * const user = await usercom.users.findByUserId("customer-42");
   */
  findByUserId(userId: string, options?: CallOptions): Call<User<A, V> | null>;

  /**
   * Finds the user with that key, the value of a visitor's `__ca__chat` cookie; `null` if nobody has it.
   *
   * @example
   * const user = await usercom.users.findByKey("g3FaYocCy0U6");
   */
  findByKey(key: string, options?: CallOptions): Call<User<A, V> | null>;

  /**
   * Finds a user with that e-mail address, whatever its case; `null` if nobody has it. Addresses aren't unique, and
   * which of several users comes is the service's choice: `findAllByEmail` gives them all.
   */
  findByEmail(email: string, options?: CallOptions): Call<User<A, V> | null>;

  /** Finds every user with that e-mail address. */
  findAllByEmail(email: string, options?: CallOptions): Call<User<A, V>[]>;

  /** Finds the users with that phone number. */
  findByPhone(phoneNumber: string, options?: CallOptions): Call<User<A, V>[]>;

  /**
   * Lists the users whose custom attribute is `value`, or compares to it as `match` says. Values compare as texts.
   *
   * @example
   * for await (const user of usercom.users.findByAttribute("topic", "bike", { match: "startswith" })) greet(user);
   */
  findByAttribute(
    name: keyof A & string,
    value: boolean | number | string,
    options?: ListOptions & { match?: Comparison | undefined },
  ): Listing<User<A, V>>;

  /**
   * Lists users, all of them without a filter.
   *
   * @example
   * for await (const user of usercom.users.list({ with_email: true }, { limit: 1000 })) export_(user);
   */
  list(filter?: UserFilter, options?: ListOptions): Listing<User<A, V>>;

  /**
   * Lists the users whose `field` is in a span of time, its ends included.
   *
   * @example
   * usercom.users.listByDate("last_seen", { min: new Date("2026-01-01") })
   */
  listByDate(
    field: "first_seen" | "last_contacted" | "last_seen" | "updated_at",
    span: Span,
    options?: ListOptions,
  ): Listing<User<A, V>>;

  /** Lists the users with the tag of that id. */
  listByTag(tagId: number, options?: ListOptions): Listing<User<A, V>>;

  /** Lists the users in the segment of that id. */
  listBySegment(segmentId: number, options?: ListOptions): Listing<User<A, V>>;

  /**
   * Creates a user. Version 1 requires `email`, `first_name` and `last_name`. The same address can be created twice: if
   * no answer came (`maybe_created`), look before you try again.
   */
  create(user: UserChanges<A>, options?: WriteOptions): Call<User<A, V>>;

  /**
   * Changes the user with that id, which User.com gave.
   *
   * @example
   * await usercom.users.update(19678376, { city: "Warsaw" });
   */
  update(id: number, changes: UserChanges<A>, options?: WriteOptions): Call<User<A, V>>;

  /**
   * Changes the user with that id of your own (`user_id`, in version 2 `custom_id`).
   *
   * @example
   * await usercom.users.updateByUserId("customer-42", { email: "john@example.org", tags: ["verified"] });
   */
  updateByUserId(userId: string, changes: UserChanges<A>, options?: WriteOptions): Call<User<A, V>>;

  /** Changes the user with that id of your own, or creates one. Matches by that id only, never by e-mail. */
  updateOrCreate(userId: string, changes: UserChanges<A>, options?: WriteOptions): Call<{ created: boolean; id: number }>;

  /**
   * Merges the users `children` into `parent`, which keeps its id and key; the children are gone then. A value comes
   * from the parent if it has one, else from the child with the lowest id.
   */
  merge(parent: number, children: readonly number[], options?: WriteOptions): Call<{ success: boolean }>;

  /** Deletes the user with that id for good. */
  delete(id: number, options?: WriteOptions): Call<unknown>;

  /** Deletes the user with that id of your own for good. */
  deleteByUserId(userId: string, options?: WriteOptions): Call<unknown>;

  /** Adds a tag, making it if need be. */
  addTag(user: UserReference, name: string, options?: WriteOptions): Call<{ created: boolean; tag: Partial<Tag> }>;

  /** Adds several tags. */
  addTags(user: UserReference, names: readonly string[], options?: WriteOptions): Call<unknown>;

  /** Takes a tag off. */
  removeTag(user: UserReference, name: string, options?: WriteOptions): Call<unknown>;

  /** Puts the user on a list. */
  addToList(user: UserReference, listId: number, options?: WriteOptions): Call<unknown>;

  /** Takes the user off a list. */
  removeFromList(user: UserReference, listId: number, options?: WriteOptions): Call<unknown>;

  /** Sets a custom attribute. */
  setAttribute(user: UserReference, name: keyof A & string, value: AttributeValue, options?: WriteOptions): Call<unknown>;

  /** Sets several custom attributes. */
  setAttributes(user: UserReference, attributes: { [K in keyof A]?: A[K] | null | undefined }, options?: WriteOptions): Call<unknown>;

  /** Removes a custom attribute from the user. */
  removeAttribute(user: UserReference, name: keyof A & string, options?: WriteOptions): Call<unknown>;

  /**
   * Gives many users the same value of a standard field. Ids that nobody has are skipped.
   *
   * @example
   * await usercom.users.updateMany([1, 2, 3], "country", "Poland");
   */
  updateMany<K extends Exclude<keyof UserChanges<A>, "attributes" | "tags">>(
    ids: readonly number[] | readonly string[],
    field: K,
    value: UserChanges<A>[K],
    options?: WriteOptions,
  ): Call<unknown>;

  /** Gives many users the same value of a custom attribute. Ids that nobody has are skipped. */
  setAttributeOfMany(
    ids: readonly number[] | readonly string[],
    name: keyof A & string,
    value: AttributeValue,
    options?: WriteOptions,
  ): Call<unknown>;

  /** Lists a user's events. */
  listEvents(user: UserReference, options?: ListOptions): Listing<EventRecord, "items">;

  /** Lists the e-mails a user was sent. */
  listEmails(user: UserReference, options?: ListOptions): Listing<EmailRecord, "items">;

  /** Lists the pages a user has seen. */
  listPingHits(user: UserReference, options?: ListOptions): Listing<PingHit, "items">;

  /** Lists what happened to a user, newest and oldest. */
  listTimeline(user: UserReference, options?: ListOptions): Listing<TimelineEntry, "items">;

  /** Lists what a user did with products. */
  listProductEvents(user: UserReference, options?: ListOptions): Listing<ProductEventRecord, "items">;

  /** Lists the segments a user is in. */
  listSegments(user: UserReference, options?: ListOptions): Listing<Segment, "items">;
}
