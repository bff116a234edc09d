import assert from "node:assert/strict";
import { test } from "node:test";
import * as official from "connectycube";
import { inspector, throughOfficial, throughUserkey, timeless } from "../support/connectycube.mjs";
import { startSandbox } from "../support/sandbox.mjs";
import { makeProject } from "./support/project.mjs";

test("a scenario gives the same data as through the official client", async () => {
  const sandbox = await startSandbox();
  try {
    const expected = timeless(await throughOfficial(official, sandbox, inspector(sandbox)));
    await sandbox.reset();
    const userkey = await (await makeProject()).import("userkey");
    const told = timeless(await throughUserkey(userkey, sandbox, inspector(sandbox)));
    assert.deepEqual(told, expected);
    assert.deepEqual([told.login.id, told.found.length, told.isNewSession, told.deleted], [1001, 7, true, null]);
  } finally {
    await sandbox.stop();
  }
});
