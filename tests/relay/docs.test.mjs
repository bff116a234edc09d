import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { before, test } from "node:test";
import { makeProject } from "../package/support/project.mjs";
import { JANE, startSandbox } from "../support/sandbox.mjs";
import { ADA, json, options, request, SECRET, snippets } from "./support/handler.mjs";
import { ask, start } from "./support/runtime.mjs";
import { options as played, play } from "./support/scenario.mjs";

const GUIDE = "docs/relay.md";
const USER = { id: "c-1", email: "ada@example.org", emailVerified: true, email_verified: true };

let project;
let createRelay;

before(async () => {
  project = await makeProject();
  ({ createRelay } = await project.import("userkey/relay"));
});

/** Gives the snippet that holds a text, the only one. */
function snippet(language, text) {
  const found = snippets(GUIDE, language).filter((code) => code.includes(text));
  assert.equal(found.length, 1, `${found.length} snippets of ${language} hold ${text}`);
  return found[0];
}

/** Whether the relay takes a token for the person's, and how it identifies them. */
async function check(token) {
  const asked = [];
  const fetch = async (url, { body }) => {
    asked.push([new URL(url).pathname, body]);
    return json({ ...ADA, user_id: "c-1" });
  };
  const relay = createRelay(options({ fetch }));
  const authorization = `Bearer ${token}`;
  assert.equal((await relay(request("GET", { authorization }))).status, 200);
  const identify = request("POST", { path: "/userkey/visitor/identify", body: "{}", authorization });
  assert.deepEqual(await (await relay(identify)).json(), {
    action: "updated",
    linked: true,
    user: { known: true, status: "visitor", name: "Ada" },
  });
  assert.deepEqual(asked.at(-1), ["/api/public/users/7/", '{"email":"ada@example.org"}']);
}

test("the snippet in JavaScript mints tokens that the relay takes", async () => {
  await project.write({ "mint.mjs": snippet("js", "// mint.mjs") });
  const { mint } = await import(pathToFileURL(join(project.root, "mint.mjs")));
  await check(mint(USER, SECRET));
  const late = mint(USER, SECRET, Math.floor(Date.now() / 1000) - 1000);
  const response = await createRelay(options())(request("GET", { authorization: `Bearer ${late}` }));
  assert.equal((await response.json()).code, "identity_expired");
});

/** Runs a program that mints a token for {@link USER}; null if the language isn't installed. */
function minted(program, code) {
  const { error, status, stdout, stderr } = spawnSync(program, { input: code, encoding: "utf8" });
  if (error) return null;
  assert.equal(status, 0, stderr);
  return stdout.trim();
}

test("the snippet in Python mints tokens that the relay takes", async (t) => {
  const code = `${snippet("python", "def mint")}\nprint(mint(json.loads(r'''${JSON.stringify(USER)}'''), "${SECRET}"))`;
  const token = minted("python3", code);
  return token ? check(token) : t.skip("there is no python3");
});

test("the snippet in PHP mints tokens that the relay takes", async (t) => {
  const code = `<?php\n${snippet("php", "function mint")}\necho mint(json_decode('${JSON.stringify(USER)}', true), '${SECRET}');`;
  const token = minted("php", code);
  return token ? check(token) : t.skip("there is no php");
});

test("the server for Node serves, and reaches no other path by tricks", async () => {
  const sandbox = await startSandbox();
  try {
    const options = JSON.stringify(played(sandbox));
    const code = snippet("js", "// server.mjs")
      .replace(/ {2}subdomain: .*\n {2}token: .*\n {2}publicOrigins: .*\n/, `  ...${options},\n`)
      .replace("server.listen(3000", "server.listen(0")
      .concat('\nserver.on("listening", () => console.log(JSON.stringify({ port: server.address().port })));');
    await project.write({ "server.mjs": code });
    const server = await start(process.execPath, ["server.mjs"], { cwd: project.root });
    try {
      await play(server.port, sandbox);
      for (const path of ["/x/../userkey/visitor", "//evil.example/userkey/visitor", "/userkey/./visitor", "/userkey\\visitor"]) {
        assert.equal((await ask(server.port, "GET", path, { cookie: `__ca__chat=${JANE}` })).status, 404, path);
      }
    } finally {
      await server.stop();
    }
  } finally {
    await sandbox.stop();
  }
});

test("the guide names every option, and no other default than the declarations", () => {
  const guide = readFileSync(new URL(`../../${GUIDE}`, import.meta.url), "utf8");
  const declarations = readFileSync(join(project.installed, "dist/esm/relay/options.d.ts"), "utf8");
  const [, tier, limits, , all] = declarations.split(/^export (?:interface|type) \w+/m).slice(1);
  const names = (text) => [...text.matchAll(/^ {4}(\w+)\??:/gm)].map(([, name]) => name);
  const named = [...names(tier), ...names(limits), ...names(all)];
  assert.ok(named.length > 25, `${named}`);
  for (const name of named) assert.ok(guide.includes(`\`${name}\``), name);
  for (const [, value, name] of declarations.matchAll(/@default (\S+?)\n[^/]*\*\/\s+(\w+)\?/g)) {
    const row = guide.split("\n").find((line) => line.startsWith("|") && line.split("|")[1].includes(`\`${name}\``));
    if (/^\d/.test(value)) assert.ok(row.split("|")[2].includes(`\`${value}\``), `${name}: ${row}`);
  }
});
