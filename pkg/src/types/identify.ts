import type { UpdateVisitorOptions } from "./options.js";
import type { User } from "./user.js";

/**
 * Who signs in, by the id of your own, by e-mail address, or by both; through a relay by neither, since the identity token
 * says it. And options of the call.
 */
export type IdentifyOptions = UpdateVisitorOptions &
  (
    | {
        /** The id of your own: `user_id`, in version 2 `custom_id`. It decides alone who is meant. */
        userId: string;
        email?: string | undefined;
      }
    | {
        userId?: string | undefined;
        /** The e-mail address, whatever its case. */
        email: string;
      }
    | { userId?: undefined; email?: undefined }
  );

/** What became of a visitor who signed in. */
export interface Identified<A = Record<string, unknown>, V extends 1 | 2 = 1> {
  /** Whether a record was changed, changed and merged with the visitor's, or made. */
  action: "created" | "merged" | "updated";
  /** The user; through a relay the part of it that the relay shows. */
  user: User<A, V>;
  /** Another person's record is in this browser's cookie: call `UE.resetAuth` or set `civchat.user_id`. */
  advice?: "reset_widget";
}
