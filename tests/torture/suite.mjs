/** Makes a test of each case: arms the sandbox, has the case played, judges what was seen. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startSandbox } from "../support/sandbox.mjs";
import { cases, scene } from "./cases.mjs";
import { complaints, violations } from "./judge.mjs";

/** Plays all cases on a platform; `open(sandbox)` gives `{ play(scene), has(operation), close() }` there. */
export function suite(platform, open) {
  let sandbox;
  let player;

  before(async () => {
    // Browsers send by themselves again what a connection that was used before has lost.
    sandbox = await startSandbox("--keep-alive", "off");
    player = await open(sandbox);
  });

  after(async () => {
    await player?.close();
    await sandbox?.stop();
  });

  for (const one of cases) {
    const elsewhere = one.only && one.only !== platform;
    test(one.name, { timeout: 90_000, skip: elsewhere && `only ${one.only} has it` }, async (t) => {
      if (one.needs && !(await player.has(one.needs))) return t.skip(`not run: the SDK has no ${one.needs} yet`);
      await sandbox.order(one.faults);
      const seen = await player.play(scene(one));
      seen.served = await sandbox.served();
      const found = [...complaints(seen, one.see), ...violations(seen, { secret: sandbox.token })];
      assert.equal(found.join("\n"), "");
    });
  }
}
