import { execFile } from "node:child_process";
import { mkdir, mkdtemp, realpath, writeFile } from "node:fs/promises";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { required } from "../../support/paths.mjs";

const exec = promisify(execFile);
const at = (relative) => fileURLToPath(new URL(`../../../${relative}`, import.meta.url));

/** What would be published. */
export const TARBALL = required("USERKEY_TARBALL", "pkg/userkey-0.1.0.tgz");

/** The packages that the tests use. */
export const TOOLS = at("tests/node_modules");

/** The compiler that makes the declarations, and an older one that has to read them. */
export const NEWEST = at("pkg/node_modules/typescript");
export const OLD = join(TOOLS, "typescript");

/** Makes a project of its own in which the packed package is installed, and nothing else. */
export async function makeProject(files = {}) {
  const root = await realpath(await mkdtemp(join(tmpdir(), "userkey-")));
  process.once("exit", () => rmSync(root, { recursive: true, force: true }));
  const installed = join(root, "node_modules/userkey");
  await mkdir(installed, { recursive: true });
  await exec("tar", ["-xzf", TARBALL, "-C", installed, "--strip-components=1"]);

  const project = {
    root,
    installed,

    /** Writes files by their paths in the project. */
    async write(files) {
      for (const [path, text] of Object.entries(files)) {
        await mkdir(dirname(join(root, path)), { recursive: true });
        await writeFile(join(root, path), text);
      }
    },

    /** Imports a package as a module of the project would. */
    async import(specifier) {
      const name = `${specifier.replace(/\W/g, "-")}.mjs`;
      await project.write({ [name]: `export * from "${specifier}";\n` });
      return import(pathToFileURL(join(root, name)));
    },

    /** Runs Node in the project; gives what it prints, or fails with all that it printed. */
    node: (...args) => run(root, process.execPath, args),
  };
  await project.write({ "package.json": '{ "private": true, "type": "module" }\n', ...files });
  return project;
}

/** Runs a program in `folder`; gives what it prints, or fails with all that it printed. */
export async function run(folder, program, args) {
  try {
    const env = { ...process.env, NODE_TEST_CONTEXT: undefined, NO_COLOR: "1" };
    const { stdout } = await exec(program, args, { cwd: folder, env });
    return stdout;
  } catch (error) {
    throw new Error(`${error.message}\n${error.stdout}`);
  }
}
