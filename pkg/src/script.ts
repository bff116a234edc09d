/** The build for a script tag: `window.userkey` from the tag's attributes. */
import { UserCom, isUserKeyError } from "./api.js";
Object.assign(globalThis, { userkey: { UserCom, isUserKeyError } });
