import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { makeProject, TARBALL, TOOLS } from "./support/project.mjs";

let project;

before(async () => {
  project = await makeProject();
});

test("publint finds nothing to better", async () => {
  await project.node(join(TOOLS, "publint/src/cli.js"), "run", TARBALL, "--strict", "--level=suggestion");
});

test("the types fit the code in every way of resolving them", async () => {
  // A file of bytes has no types.
  const attw = join(TOOLS, "@arethetypeswrong/cli/dist/index.js");
  await project.node(attw, TARBALL, "--profile=strict", "--exclude-entrypoints=./userkey.wasm");
});

test("an application that makes no client bundles no wasm", async () => {
  await project.write({ "app.js": 'export { attributesOf, isUserKeyError, keyOf, tagsOf } from "userkey";\n' });
  const { build } = await import(pathToFileURL(join(TOOLS, "vite/dist/node/index.js")));
  const lib = { entry: join(project.root, "app.js"), formats: ["es"] };
  const [{ output }] = await build({ root: project.root, logLevel: "error", build: { lib, minify: true, write: false } });
  assert.ok(output[0].code.length < 2000, `${output[0].code.length} bytes`);
});

test("what a CDN serves by name is one script that needs nothing", async () => {
  const { jsdelivr, unpkg } = JSON.parse(await readFile(join(project.installed, "package.json"), "utf8"));
  assert.equal(unpkg, jsdelivr);
  const text = await readFile(join(project.installed, unpkg), "utf8");
  assert.doesNotMatch(text, /^(import|export)\b|\brequire\(|import\(/m);
});

test("the package names no path of the machine it was built on", async () => {
  for (const file of ["esm/index.js", "esm/slim.js", "esm/workerd.js", "cjs/index.js", "esm/relay/workerd.js", "relay.wasm", "userkey.js", "userkey.wasm"]) {
    const bytes = await readFile(join(project.installed, "dist", file), "latin1");
    assert.doesNotMatch(bytes, /\/(home|root|Users|work|tmp)\//, file);
  }
});

test("the package carries its licences and its guide", async () => {
  for (const file of ["LICENSE-APACHE", "LICENSE-MIT", "README.md"]) {
    assert.ok((await readFile(join(project.installed, file), "utf8")).length > 500, file);
  }
});
