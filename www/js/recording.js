import { createRecorder } from "./recorder.js";
import { showCall } from "./wire.js";

const recorder = createRecorder(showCall);

/** Runs a call and shows it in the panel under the line of code that makes it. */
export const record = recorder.record;

/** Are the options that show what a client sends. */
export const watched = recorder.watched;
