// Refuses to pack what `cargo xtask build` hasn't built whole, and adds the licences.

import { copyFile, readdir, readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(fileURLToPath(import.meta.url));
const manifest = JSON.parse(await readFile(join(root, "package.json"), "utf8"));

if (manifest.name !== "userkey" || !manifest.exports) {
  refuse("package.json was overwritten, as wasm-pack build does: restore it");
}
for (const path of new Set(files([manifest.exports, manifest.main, manifest.module, manifest.types, manifest.unpkg]))) {
  await stat(join(root, path)).catch(() => refuse(`${path} is missing: run cargo xtask build`));
}
for (const name of await readdir(join(root, ".."))) {
  if (name.startsWith("LICENSE-")) await copyFile(join(root, "..", name), join(root, name));
}

/** Every path that the manifest promises. */
function files(value) {
  return typeof value === "string" ? [value] : Object.values(value).flatMap(files);
}

function refuse(reason) {
  console.error(`userkey: not packed, because ${reason}`);
  process.exit(1);
}
