import { ConnectyCube } from "/pkg/esm/index.js";
import { watched } from "../recording.js";
import { config } from "./config.js";

/** Is the client of this page. */
export const cube = new ConnectyCube({ ...config, ...watched });
