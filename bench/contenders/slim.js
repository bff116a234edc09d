/** The package, with the wasm as a file of its own. */

import { ConnectyCube, preload, UserCom } from "userkey/slim";
import { calls } from "./calls.js";

export async function open(setup) {
  await preload(setup.wasm);
  return calls(new UserCom(setup.usercomOptions), new ConnectyCube(setup.cubeOptions), setup);
}
