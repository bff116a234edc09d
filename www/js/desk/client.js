import { UserCom } from "/pkg/esm/index.js";
import { watched } from "../recording.js";
import { config } from "./config.js";

/** Is the client of this page, in the direct form: only a sandbox may be asked so from a page. */
export const usercom = new UserCom({ ...config, ...watched });
