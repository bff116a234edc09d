import assert from "node:assert/strict";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import { makeProject } from "./support/project.mjs";

const PKG = fileURLToPath(new URL("../../pkg", import.meta.url));

let project;
let folder;

/** A checkout in which the package was built. */
beforeEach(async () => {
  project = await makeProject({ "LICENSE-MIT": "MIT" });
  folder = join(project.root, "pkg");
  await mkdir(folder);
  await cp(join(project.installed, "dist"), join(folder, "dist"), { recursive: true });
  for (const file of ["package.json", "prepack.mjs"]) await cp(join(PKG, file), join(folder, file));
});

const prepack = () => project.node("pkg/prepack.mjs");

test("what was built whole is packed, with the licences", async () => {
  await prepack();
  assert.equal(await readFile(join(folder, "LICENSE-MIT"), "utf8"), "MIT");
});

test("what wasn't built whole isn't packed", async () => {
  const manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  manifest.exports["./more"] = "./dist/more.js";
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  await assert.rejects(prepack(), { message: /dist\/more\.js is missing: run cargo xtask build/ });
});

test("a package.json that wasm-pack has overwritten isn't packed", async () => {
  await writeFile(join(folder, "package.json"), '{ "name": "userkey", "main": "userkey.js" }');
  await assert.rejects(prepack(), { message: /overwritten, as wasm-pack build does/ });
});
