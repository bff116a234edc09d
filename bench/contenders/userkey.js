/** The package, with the wasm inlined. */

import { ConnectyCube, UserCom } from "userkey";
import { calls } from "./calls.js";

export const open = (setup) => calls(new UserCom(setup.usercomOptions), new ConnectyCube(setup.cubeOptions), setup);
