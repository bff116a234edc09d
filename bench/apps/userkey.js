import { UserCom } from "userkey";

const visitor = await new UserCom(globalThis.config.usercom).visitor();
globalThis.greet(visitor?.name);
