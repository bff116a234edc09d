/** Makes a test of each case: arms the sandbox, has the case played, judges what was seen. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startSandbox } from "../support/sandbox.mjs";
import { cases, scene } from "./cases.mjs";
import { complaints, violations } from "./judge.mjs";

/** Plays all cases on a platform; `open(addresses)` gives `{ play(scene), close() }` there. */
export function suite(platform, open) {
  let sandbox;
  let player;

  before(async () => {
    // Browsers send by themselves again what a connection that was used before has lost.
    sandbox = await startSandbox("--keep-alive", "off");
    const { usercom, token, connectycube, appId, authKey, origin } = sandbox;
    player = await open({ usercom, token, connectycube, appId, authKey, origin });
  });

  after(async () => {
    await player?.close();
    await sandbox?.stop();
  });

  for (const one of cases) {
    const elsewhere = one.only && one.only !== platform;
    test(one.name, { timeout: 150_000, skip: elsewhere && `only ${one.only} has it` }, async () => {
      const cube = one.cube && { ...one.cube, ...(await sandbox.cube(one.cube)) };
      await sandbox.order(one.faults);
      const seen = await player.play({ ...scene(one), cube });
      seen.served = await sandbox.served();
      const found = [...complaints(seen, one.see), ...violations(seen, [sandbox.token, cube?.session?.token, cube?.login.password])];
      assert.equal(found.join("\n"), "");
    });
  }
}
