import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { makeProject, TOOLS } from "./support/project.mjs";

/** A test of an application that uses the package, in an environment that has a document but little else. */
const APPLICATION = `
  test("an application's test imports userkey, reads a user and makes a client", async () => {
    expect(typeof document).toBe("object");
    expect(attributesOf({ attributes: [{ name: "A", name_std: "a", value: 1 }] })).toEqual({ a: 1 });
    const client = new UserCom({ relay: "/userkey" });
    client.onVisitorChange(() => {});
    await new Promise((resolve) => setTimeout(resolve, 50));
    client.close();
  });
`;

test("jest with jsdom runs an application's test", async () => {
  const project = await makeProject({
    "package.json": "{}",
    "app.test.js": `const { attributesOf, UserCom } = require("userkey");\n${APPLICATION}`,
  });
  const environment = join(TOOLS, "jest-environment-jsdom");
  await project.node(join(TOOLS, "jest/bin/jest.js"), `--env=${environment}`, "--watchman=false", "--ci");
});

test("vitest with jsdom runs an application's test", async () => {
  const project = await makeProject({
    "app.test.js": `
      import { expect, test } from "vitest";
      import { attributesOf, UserCom } from "userkey";
      ${APPLICATION}`,
  });
  for (const tool of ["jsdom", "vitest"]) await symlink(join(TOOLS, tool), join(project.root, "node_modules", tool));
  await project.node(join(TOOLS, "vitest/vitest.mjs"), "run", "--environment=jsdom");
});
