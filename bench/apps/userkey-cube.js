import { ConnectyCube } from "userkey";

const { token, id, ...options } = globalThis.config.cube;
const cube = new ConnectyCube(options);
await cube.setSession({ token });
const user = await cube.users.findOne({ id });
globalThis.greet(user?.full_name);
