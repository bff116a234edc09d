import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

import { required } from "../../tests/support/paths.mjs";

const HOME = fileURLToPath(new URL("..", import.meta.url));
const modules = unpack();

/** Bundles a file of this folder as a page would, with the packed package as it would be published. */
export async function bundle(path) {
  const { outputFiles } = await build({
    absWorkingDir: HOME,
    bundle: true,
    entryPoints: [path],
    format: "esm",
    legalComments: "none",
    logLevel: "error",
    minify: true,
    nodePaths: [modules],
    platform: "browser",
    target: "es2022",
    write: false,
  });
  return Buffer.from(outputFiles[0].contents);
}

/** The wasm of the packed package. */
export const wasm = () => readFile(join(modules, "userkey/dist/userkey.wasm"));

/** Gives the version of a package that is measured. */
export async function versionOf(name) {
  const home = name === "userkey" ? modules : join(HOME, "node_modules");
  return JSON.parse(await readFile(join(home, name, "package.json"), "utf8")).version;
}

function unpack() {
  const root = mkdtempSync(join(tmpdir(), "userkey-bench-"));
  process.once("exit", () => rmSync(root, { recursive: true, force: true }));
  const installed = join(root, "userkey");
  mkdirSync(installed);
  const tarball = required("USERKEY_TARBALL", "target/xtask/packed/userkey-0.1.0.tgz");
  execFileSync("tar", ["-xzf", tarball, "-C", installed, "--strip-components=1"]);
  return root;
}
