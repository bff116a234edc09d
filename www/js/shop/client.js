import { UserCom } from "/pkg/esm/index.js";
import { watched } from "../recording.js";
import { identity } from "./account.js";

/** Is the client of this page: it asks the relay of this site, and holds no key. */
export const usercom = new UserCom({ relay: "/userkey", identity, ...watched });
