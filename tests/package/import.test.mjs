import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { before, test } from "node:test";
import { makeProject, run, TARBALL } from "./support/project.mjs";

/** Node 20 has `require` for CommonJS only; newer ones can be told to. */
const COMMONJS_ONLY = process.allowedNodeEnvironmentFlags.has("--experimental-require-module")
  ? ["--no-experimental-require-module"]
  : [];

const ALL = [
  ..."AbortError AuthError ConfigError ConflictError ConnectyCube DecodeError ForbiddenError InputError NetworkError".split(" "),
  ..."NotFoundError RateLimitError ServerError TimeoutError UserCom UserKeyError ValidationError WasmError".split(" "),
  ..."attributesOf isUserKeyError keyOf preload tagsOf".split(" "),
];

let project;

before(async () => {
  project = await makeProject();
});

test("npm installs the tarball, with nothing else and without the network", async () => {
  const empty = await makeProject({ "package.json": "{}" });
  await run(empty.root, "npm", ["install", "--offline", "--no-audit", "--no-fund", TARBALL]);
  const { packages } = JSON.parse(await readFile(join(empty.root, "package-lock.json"), "utf8"));
  assert.deepEqual(Object.keys(packages), ["", "node_modules/userkey"]);
});

for (const entry of ["userkey", "userkey/slim"]) {
  test(`${entry} is an ES module`, async () => {
    assert.deepEqual(Object.keys(await project.import(entry)).sort(), ALL);
  });

  test(`${entry} is a CommonJS module, too`, async () => {
    const names = `Object.keys(require("${entry}")).sort().join()`;
    assert.equal(await project.node(...COMMONJS_ONLY, "--input-type=commonjs", "-p", names), `${ALL}\n`);
  });

  test(`importing ${entry} needs nothing but the language, and leaves nothing behind`, async () => {
    await project.write({
      "bare.mjs": `
        import { runInNewContext } from "node:vm";
        const print = (value) => stdout.write(JSON.stringify(value));
        const { stdout } = process;
        const language = new Set(runInNewContext("Reflect.ownKeys(globalThis)"));
        language.delete("WebAssembly");
        for (const name of Reflect.ownKeys(globalThis)) if (!language.has(name)) delete globalThis[name];
        const before = Reflect.ownKeys(globalThis);
        await import("${entry}");
        print(Reflect.ownKeys(globalThis).filter((name) => !before.includes(name)));
      `,
    });
    assert.equal(await project.node("bare.mjs"), "[]");
  });
}

test("both module systems answer calls", async () => {
  const script = (load) => `
    const { UserCom } = ${load};
    const fetch = async () => new Response('{"id":1}');
    new UserCom({ subdomain: "acme", fetch }).users.findByKey("k").then(({ id }) => console.log(id));
  `;
  await project.write({
    "call.mjs": script('await import("userkey")'),
    "call.cjs": script('require("userkey")'),
  });
  assert.equal(await project.node("call.mjs"), "1\n");
  assert.equal(await project.node(...COMMONJS_ONLY, "call.cjs"), "1\n");
});

test("a runtime without a global that is needed is told which one", async () => {
  await project.write({
    "lacking.mjs": `
      const name = process.argv[2];
      delete globalThis[name];
      const { UserCom } = await import("userkey");
      const { users } = new UserCom({ subdomain: "acme", maxRetries: 0 });
      await users.findByKey("k").catch(() => {});
      const { kind, code, message } = await users.findByKey("k").catch((error) => error);
      console.log(kind, code, message);
    `,
  });
  for (const name of ["WebAssembly", "TextDecoder", "TextEncoder", "AbortController", "Headers", "fetch"]) {
    const line = `wasm unsupported_runtime this runtime lacks ${name}, which userkey needs\n`;
    assert.equal(await project.node("lacking.mjs", name), line);
  }
});

test("Node unpacks the wasm where the web's way is missing", async () => {
  await project.write({
    "unpack.mjs": `
      delete globalThis.DecompressionStream;
      const { preload } = await import("userkey");
      await preload();
    `,
  });
  await project.node("unpack.mjs");
});
