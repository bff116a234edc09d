import assert from "node:assert/strict";
import { cp, symlink } from "node:fs/promises";
import { join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { makeProject, NEWEST, OLD, run, TOOLS } from "./support/project.mjs";

/** What an application may have told its compiler of the world around it. */
const WORLDS = {
  "of browsers": { lib: ["es2022", "dom"], types: [], files: ["usage.ts", "cube.ts", "page.ts"] },
  "of Node": { lib: ["es2022"], types: ["node"], files: ["usage.ts", "cube.ts", "server.ts"] },
  "of the language alone": { lib: ["es2022"], types: [], files: ["usage.ts"] },
  "of the newest language": { lib: ["esnext", "dom"], types: [], files: ["usage.ts", "using.ts"] },
};

const MODULES = {
  "an ES module": { module: "nodenext", type: "module" },
  "a CommonJS module": { module: "nodenext", type: "commonjs" },
  "a bundler's module": { module: "esnext", moduleResolution: "bundler", type: "module" },
};

let project;

before(async () => {
  project = await makeProject();
  await cp(fileURLToPath(new URL("types", import.meta.url)), project.root, { recursive: true });
  await symlink(join(TOOLS, "@types"), join(project.root, "node_modules/@types"));
});

/** Compiles the files of a world as modules of a kind, in a project of its own. */
async function compile(compiler, world, kind) {
  const { lib, types, files } = WORLDS[world];
  const { type, ...modules } = MODULES[kind];
  const compilerOptions = {
    ...modules,
    exactOptionalPropertyTypes: true,
    lib,
    noEmit: true,
    noPropertyAccessFromIndexSignature: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    strict: true,
    target: "es2022",
    types,
  };
  await project.write({
    "package.json": JSON.stringify({ private: true, type }),
    "tsconfig.json": JSON.stringify({ compilerOptions, files }),
  });
  await run(project.root, process.execPath, [join(compiler, "bin/tsc")]);
}

for (const world of Object.keys(WORLDS)) {
  for (const kind of Object.keys(MODULES)) {
    test(`${kind} with the declarations ${world} compiles`, () => compile(NEWEST, world, kind));
  }
}

// The old compiler takes its time, so it sees each kind and each of the great worlds once.
test("an old compiler knows the declarations, too", async () => {
  await compile(OLD, "of browsers", "a bundler's module");
  await compile(OLD, "of Node", "a CommonJS module");
});

test("the compilers tried are an old one and the newest", async () => {
  const version = (compiler) => run(project.root, process.execPath, [join(compiler, "bin/tsc"), "--version"]);
  assert.match(await version(NEWEST), /Version 7\./);
  assert.match(await version(OLD), /Version 5\./);
});
