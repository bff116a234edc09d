import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { makeProject } from "./support/project.mjs";
import { startService } from "./support/service.mjs";

const WASM = { "content-type": "application/wasm" };

let project;
let service;
let bytes;

before(async () => {
  project = await makeProject();
  bytes = await readFile(join(project.installed, "dist/userkey.wasm"));
  service = await startService();
  service.answer = ({ path }) => (path === "/userkey.wasm" ? { body: bytes } : { status: 404 });
});

afterEach(() => delete globalThis.document);

after(() => service.stop());

let copies = 0;

/** Imports a copy of its own, in which nothing is loaded yet. */
async function fresh() {
  const { href } = pathToFileURL(join(project.installed, "dist/esm/slim.js"));
  return import(`${href}?${copies++}`);
}

/** Whether the wasm runs: it reads a cookie. */
async function runs({ UserCom }) {
  const key = await new UserCom({ subdomain: "acme" }).visitorKey({ cookie: "__ca__chat=k" });
  return key === "k";
}

test("before preload, calls fail with what to do", async () => {
  const { UserCom } = await fresh();
  const error = { name: "WasmError", kind: "wasm", code: "not_loaded", message: /preload\(source\)/ };
  await assert.rejects(new UserCom({ subdomain: "acme" }).users.findByKey("k"), error);
});

for (const [kind, source] of Object.entries({
  "a text": () => `${service.origin}/userkey.wasm`,
  "a URL": () => new URL("/userkey.wasm", service.origin),
  "a Response": () => fetch(`${service.origin}/userkey.wasm`),
  "a Response of the right type, which is compiled while it comes": () => new Response(bytes, { headers: WASM }),
  "another library's answer": () => ({ ok: true, headers: new Headers(WASM), arrayBuffer: async () => Uint8Array.from(bytes).buffer }),
  "a view of bytes": () => bytes,
  "a buffer of bytes": () => Uint8Array.from(bytes).buffer,
  "a module": () => WebAssembly.compile(bytes),
})) {
  test(`the wasm is taken from ${kind}`, async () => {
    const slim = await fresh();
    await slim.preload(await source());
    assert.ok(await runs(slim));
  });
}

test("what is fetched needn't be awaited", async () => {
  const slim = await fresh();
  await slim.preload(fetch(`${service.origin}/userkey.wasm`));
  assert.ok(await runs(slim));
});

test("calls made while the wasm is on its way wait for it", async () => {
  const slim = await fresh();
  slim.preload(new Promise((resolve) => setTimeout(resolve, 20, bytes)));
  assert.ok(await runs(slim));
});

test("a client of a page that was made before preload doesn't spoil it", async () => {
  globalThis.document = { cookie: "__ca__chat=k" };
  const { UserCom, preload } = await fresh();
  const client = new UserCom({ subdomain: "acme" });
  await preload(bytes);
  assert.equal(await client.visitorKey(), "k");
});

test("a source that is no wasm fails, and the next one counts", async () => {
  const slim = await fresh();
  for (const source of [`${service.origin}/missing.wasm`, new Uint8Array([1, 2, 3]), "http://127.0.0.1:1/"]) {
    await assert.rejects(slim.preload(source), { kind: "wasm", code: "load_failed" });
  }
  await assert.rejects(slim.preload(`${service.origin}/missing.wasm`), { message: /404.*missing\.wasm/ });
  await slim.preload(bytes);
  await slim.preload("http://127.0.0.1:1/");
  assert.ok(await runs(slim));
});

test("the wasm's own file is exported", async () => {
  const path = "console.log(import.meta.resolve('userkey/userkey.wasm'))";
  await project.write({ "where.mjs": path });
  assert.equal((await project.node("where.mjs")).trim(), pathToFileURL(join(project.installed, "dist/userkey.wasm")).href);
});
