import type { Call, CallOptions, WriteOptions } from "./call.js";
import type { UserChanges } from "./changes.js";
import type { User } from "./user.js";

/** The operations on users. */
export interface Users<A = Record<string, unknown>, V extends 1 | 2 = 1> {
  /**
   * Finds the user with that key, the value of a visitor's `__ca__chat` cookie; `null` if nobody has it.
   *
   * @example
   * const user = await usercom.users.findByKey("g3FaYocCy0U6");
   */
  findByKey(key: string, options?: CallOptions): Call<User<A, V> | null>;

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
}
