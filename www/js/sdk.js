import { UserCom } from "/pkg/esm/index.js";
import { config } from "./config.js";
import { createRecorder } from "./recorder.js";
import { showCall } from "./wire.js";

export { attributesOf, keyOf, tagsOf } from "/pkg/esm/index.js";

const recorder = createRecorder(showCall);

/** Runs a call and shows it in the panel under the line of code that makes it. */
export const record = recorder.record;

/** Is the client of this page, in the direct form: only a sandbox may be asked so from a page. */
export const usercom = new UserCom({ ...config, fetch: recorder.fetch });
