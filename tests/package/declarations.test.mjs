import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { before, test } from "node:test";
import { makeProject } from "./support/project.mjs";

const GOLDEN = new URL("golden/userkey.d.ts", import.meta.url);

let project;

before(async () => {
  project = await makeProject();
});

/** Gives every declaration published for a module system, in one text. */
async function published(system) {
  const root = join(project.installed, "dist", system);
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter(({ name }) => name.endsWith(".d.ts")).map(({ path, name }) => join(path, name));
  const texts = files.sort().map(async (file) => `// ${relative(root, file)}\n\n${await readFile(file, "utf8")}`);
  return (await Promise.all(texts)).join("\n");
}

test("the declarations are the ones that were agreed on", async () => {
  const declarations = await published("esm");
  if (process.env.UPDATE_GOLDEN) await writeFile(GOLDEN, declarations);
  // A change of the types that others compile against is meant: UPDATE_GOLDEN=1 writes it down.
  assert.equal(declarations, await readFile(GOLDEN, "utf8"));
});

test("both module systems have the same declarations", async () => {
  assert.equal(await published("cjs"), await published("esm"));
});

test("no declaration gives up on a type, or holds what an older compiler can't read", async () => {
  const declarations = (await published("esm")).replace(/\/\*[^]*?\*\/|\/\/.*/g, "");
  assert.doesNotMatch(declarations, /\bany\b/);
  assert.doesNotMatch(declarations, /Symbol\.dispose/);
});

test("every option that has a default says which", async () => {
  const options = await readFile(join(project.installed, "dist/esm/types/options.d.ts"), "utf8");
  const documented = [...options.matchAll(/@default (?:(?!\*\/)[^])*\*\/\s+(\w+)\?/g)].map(([, name]) => name);
  const client = ["fetch", "timeout", "totalTimeout", "maxRetries", "maxRetryAfter", "maxConcurrent"];
  assert.deepEqual(documented, [...client, "dangerouslyAllowBrowser", "apiVersion", "waitForCookie"]);
});
