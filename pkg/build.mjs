// Builds dist/ from src/ and generated/: JavaScript by esbuild, declarations by tsc.
// `cargo xtask build` makes generated/ first; it is the only way to build the package.

import { execFileSync } from "node:child_process";
import { copyFile, cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const root = dirname(fileURLToPath(import.meta.url));
process.chdir(root);

/** The oldest runtimes supported. */
const target = ["chrome97", "firefox113", "safari16.4", "node20"];

/** What is built: the entry, the place of the wasm, the file and its form. */
const outputs = [
  { entry: "index", source: "inline", file: "esm/index.js", format: "esm" },
  { entry: "index", source: "inline", file: "cjs/index.js", format: "cjs" },
  { entry: "index", source: "workerd", file: "esm/workerd.js", format: "esm", external: ["*.wasm"] },
  { entry: "slim", source: "slim", file: "esm/slim.js", format: "esm" },
  { entry: "slim", source: "slim", file: "cjs/slim.js", format: "cjs" },
  { entry: "relay/index", source: "inline", file: "esm/relay/index.js", format: "esm" },
  { entry: "relay/index", source: "inline", file: "cjs/relay/index.js", format: "cjs" },
  { entry: "relay/index", source: "workerd", file: "esm/relay/workerd.js", format: "esm", external: ["*.wasm"] },
  { entry: "script", source: "inline", file: "userkey.js", format: "iife", minify: true },
  { entry: "stub", source: "inline", file: "stub.js", minify: true },
];

/**
 * Makes wasm-bindgen's glue a function that gives its exports: the glue uses globals that some runtimes lack, so it must
 * not run on import. What esbuild itself makes of `await import()` is longer, and no other bundler could leave it out.
 */
const lazyGlue = {
  name: "lazy-glue",
  setup({ onLoad }) {
    onLoad({ filter: /_bg\.js$/ }, async ({ path }) => {
      const names = [];
      const body = (await readFile(path, "utf8")).replace(/^export (class|function) (\w+)/gm, (_, keyword, name) => {
        names.push(name);
        return `${keyword} ${name}`;
      });
      if (/^(export|import)\b/m.test(body)) throw new Error("the glue has an export or import of another form");
      return { contents: `export default () => {\n${body}\nreturn { ${names} };\n};` };
    });
  },
};

await rm("dist", { recursive: true, force: true });
execFileSync(process.execPath, [resolve("node_modules/typescript/bin/tsc"), "-p", "."], { stdio: "inherit" });
await Promise.all(outputs.map(bundle));
await declarations("index", "slim", "relay/index");
await mkdir("dist/cjs", { recursive: true });
await writeFile("dist/cjs/package.json", '{ "type": "commonjs" }\n');
await copyFile("generated/userkey_bg.wasm", "dist/userkey.wasm");
await copyFile("generated-relay/relay_bg.wasm", "dist/relay.wasm");

/** Bundles an entry. What applications bundle is left to be read: in a stack trace, in a debugger. */
function bundle({ entry, source, file, format, external = [], minify = false }) {
  return build({
    alias: { "#source": `./src/source/${source}.ts`, "#relay-source": `./src/relay/source/${source}.ts` },
    bundle: true,
    charset: "utf8",
    entryPoints: [`./src/${entry}`],
    external,
    format,
    legalComments: "none",
    logLevel: "warning",
    minify,
    outfile: `dist/${file}`,
    platform: "neutral",
    plugins: [lazyGlue],
    target,
  });
}

/** Publishes the declarations that the entries reach, for both module systems, and no others. */
async function declarations(...entries) {
  const reached = new Set();
  for (const entry of entries) await reach(`dist/types/src/${entry}.d.ts`, reached);
  for (const file of reached) {
    const name = relative("dist/types/src", file);
    for (const system of ["esm", "cjs"]) await cp(file, join("dist", system, name), { recursive: true });
  }
  await rm("dist/types", { recursive: true });
}

async function reach(file, reached) {
  if (reached.has(file)) return;
  reached.add(file);
  const text = await readFile(file, "utf8");
  for (const [, path] of text.matchAll(/(?:from|import\() ?"(\.[^"]+)\.js"/g)) {
    await reach(join(dirname(file), `${path}.d.ts`), reached);
  }
}
