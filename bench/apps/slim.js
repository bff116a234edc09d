import { preload, UserCom } from "userkey/slim";

preload("/userkey.wasm");
const visitor = await new UserCom(globalThis.config.usercom).visitor();
globalThis.greet(visitor?.name);
