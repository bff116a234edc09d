import type { Call, CallOptions, WriteOptions } from "./call.js";
import type { Moment } from "./filter.js";
import type { Listing, ListOptions } from "./list.js";
import type { List, Tag } from "./user.js";
import type { UserReference, Users } from "./users.js";

/** What a client of User.com has. Needs a key to User.com: a relay refuses all of it. */
export interface UserComResources<A = Record<string, unknown>, V extends 1 | 2 = 1> {
  /** Finds, lists, creates, changes, merges and deletes users. */
  readonly users: Users<A, V>;
  /** Notes events of users. */
  readonly events: Events;
  /** Notes what users do with products. */
  readonly products: Products;
  /** Notes that visitors saw a page. */
  readonly siteViews: SiteViews;
  /** Writes to users. */
  readonly conversations: Conversations;
  /** Makes users members of companies. */
  readonly companies: Companies;
  /** The tags of the application. */
  readonly tags: Tags;
  /** The lists of the application. */
  readonly lists: Lists;
  /** The custom attributes of the application. */
  readonly attributes: Attributes;
}

/** What was noted. */
export interface Noted {
  id: number;
  /** Whether the application didn't know an event of that name before. */
  created?: boolean;
}

/** The operations on events. */
export interface Events {
  /**
   * Notes an event of a user. Prefer the number for users made elsewhere: an unknown id of your own is `not_found`.
   *
   * @example
   * await usercom.events.create("customer-42", { name: "ordered", data: { total: 99 } });
   */
  create(
    user: UserReference,
    event: { name: string; data?: Record<string, unknown> | undefined; timestamp?: Moment | undefined },
    options?: WriteOptions,
  ): Call<Noted>;
}

/** What a user can do with a product, as the vendor's own plugins name it; other words are possible. */
export type ProductEventType =
  | "add"
  | "add to cart"
  | "add to observation"
  | "checkout"
  | "checkout option"
  | "click"
  | "detail"
  | "liking"
  | "order"
  | "promo click"
  | "purchase"
  | "refund"
  | "remove"
  | "reservation"
  | "return"
  | "view"
  | (string & {});

/** The operations on products. */
export interface Products {
  /** Notes what a user did with a product: a number is its id at User.com, a string the id of your own. */
  createEvent(
    product: number | string,
    user: UserReference,
    event: { event_type: ProductEventType; data?: Record<string, unknown> | undefined; timestamp?: Moment | undefined },
    options?: WriteOptions,
  ): Call<Noted>;
}

/** The operations on page views. */
export interface SiteViews {
  /** Notes that the visitor with that key saw a page. */
  create(
    key: string,
    view: { page_domain: string; page_path: string; timestamp: Moment },
    options?: WriteOptions,
  ): Call<unknown>;
}

/** The operations on conversations. */
export interface Conversations {
  /** Begins a conversation with the user of that id. */
  create(id: number, content: string, options?: WriteOptions): Call<unknown>;
}

/** The operations on companies. */
export interface Companies {
  /** Makes a user a member of the company with that id. */
  addMember(companyId: number, user: UserReference, options?: WriteOptions): Call<unknown>;
  /** Takes a user out of the company with that id. */
  removeMember(companyId: number, user: UserReference, options?: WriteOptions): Call<unknown>;
}

/** The operations on tags. */
export interface Tags {
  /** Lists all tags. */
  list(options?: ListOptions): Listing<Tag, "items">;
  /** Makes a tag. */
  create(tag: { name: string }, options?: WriteOptions): Call<Tag>;
  /** Renames a tag. */
  update(id: number, tag: { name: string }, options?: WriteOptions): Call<Tag>;
  /** Deletes a tag for good. */
  delete(id: number, options?: WriteOptions): Call<unknown>;
}

/** The operations on lists. */
export interface Lists {
  /** Lists all lists. */
  list(options?: ListOptions): Listing<List, "items">;
  /** Makes a list. */
  create(list: { name: string; description?: string | undefined }, options?: WriteOptions): Call<List>;
  /** Changes a list. */
  update(
    id: number,
    list: { name?: string | undefined; description?: string | undefined },
    options?: WriteOptions,
  ): Call<List>;
  /** Deletes a list for good. */
  delete(id: number, options?: WriteOptions): Call<unknown>;
}

/** The types of custom attributes. */
export type AttributeType = "boolean" | "date" | "datetime" | "fixed" | "float" | "integer" | "json" | "string";

/** A custom attribute of the application. */
export interface AttributeRecord {
  id: number;
  name: string;
  name_std: string;
  value_type: AttributeType;
  content_type?: string;
}

/** The operations on custom attributes. */
export interface Attributes {
  /** Lists all custom attributes. */
  list(options?: ListOptions): Listing<AttributeRecord, "items">;
  /** Finds the custom attribute with that id; `null` if there is none. */
  find(id: number, options?: CallOptions): Call<AttributeRecord | null>;
  /** Finds the type of the attribute with that name in lower case, with `_` for spaces; `null` if there is none. */
  findType(name: string, options?: CallOptions): Call<{ value_type: AttributeType } | null>;
  /** Makes a custom attribute of users. */
  create(attribute: { name: string; value_type: AttributeType }, options?: WriteOptions): Call<AttributeRecord>;
  /** Deletes a custom attribute for good, and its values with it. */
  delete(id: number, options?: WriteOptions): Call<unknown>;
}
