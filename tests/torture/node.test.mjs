import v8 from "node:v8";
import vm from "node:vm";
import { makeProject } from "../package/support/project.mjs";
import { play } from "./play.mjs";
import { userkey } from "./sdks.mjs";
import { suite } from "./suite.mjs";

v8.setFlagsFromString("--expose-gc");
const collect = vm.runInNewContext("gc");

suite("node", async (addresses) => {
  const module = await (await makeProject()).import("userkey");
  await module.preload();
  const sdk = userkey(module, { ...addresses, relay: `${addresses.origin}/userkey` });
  return {
    play: (scene) => play(scene, { sdk, drive: async () => collect() }),
    close() {},
  };
});
