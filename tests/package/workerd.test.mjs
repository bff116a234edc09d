import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { makeProject } from "./support/project.mjs";

/** Makes Node import `*.wasm` as an edge engine does: as a compiled module. */
const HOOKS = `
  export async function load(url, context, next) {
    if (!url.endsWith(".wasm")) return next(url, context);
    const read = "process.getBuiltinModule('node:fs').readFileSync(new URL(import.meta.url))";
    return { format: "module", source: "export default new WebAssembly.Module(" + read + ")", shortCircuit: true };
  }
`;

test("in workerd the wasm is a static module, and no bytes are compiled", async () => {
  const project = await makeProject({
    "hooks.mjs": HOOKS,
    "register.mjs": 'import { register } from "node:module"; register("./hooks.mjs", import.meta.url);',
    "worker.mjs": `
      const refuse = () => { throw new WebAssembly.CompileError("Wasm code generation disallowed by embedder"); };
      const { instantiate } = WebAssembly;
      await new Response("").text();
      Object.assign(WebAssembly, {
        compile: refuse,
        compileStreaming: refuse,
        instantiate: (module, imports) => (module instanceof WebAssembly.Module ? instantiate(module, imports) : refuse()),
      });
      const { UserCom } = await import("userkey");
      const fetch = async () => new Response('{"id":1}');
      console.log((await new UserCom({ subdomain: "acme", fetch }).users.findByKey("k")).id);
    `,
  });
  const options = ["--no-warnings", "--import=./register.mjs", "--conditions=workerd"];
  assert.equal(await project.node(...options, "worker.mjs"), "1\n");
});

test("the build for workerd names its wasm by a relative path", async () => {
  const { installed } = await makeProject();
  const code = await readFile(join(installed, "dist/esm/workerd.js"), "utf8");
  assert.deepEqual(code.match(/\bfrom "[^"]+"/g), ['from "../userkey.wasm"']);
});
