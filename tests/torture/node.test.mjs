import { makeProject } from "../package/support/project.mjs";
import { play } from "./play.mjs";
import { userkey } from "./sdks.mjs";
import { suite } from "./suite.mjs";

suite("node", async ({ usercom, token, origin }) => {
  const module = await (await makeProject()).import("userkey");
  await module.preload();
  const sdk = userkey(module, { baseUrl: usercom, apiKey: token, relay: `${origin}/userkey` });
  return {
    play: (scene) => play(scene, { sdk }),
    has: (operation) => sdk.has(operation),
    close() {},
  };
});
