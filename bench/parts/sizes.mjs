import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { bundle, wasm } from "../support/bundle.mjs";

/** The app, which greets whoever is there, by the package that it is written with. */
const APPS = {
  userkey: "userkey",
  slim: "userkey/slim",
  connectycube: "connectycube",
  "@supabase/auth-js": "supabase",
  ky: "ky",
  "posthog-js": "posthog",
  openai: "openai",
};

/** Measures what a page downloads for the same small app: what esbuild makes of it, and the wasm where it is a file. */
export async function sizes({ progress }) {
  const rows = [];
  for (const [name, app] of Object.entries(APPS)) {
    progress(`bundle the app with ${name}`);
    const files = [await bundle(`apps/${name === "slim" ? name : app}.js`)];
    if (name === "slim") files.push(await wasm());
    const total = (pack) => files.reduce((sum, file) => sum + pack(file).length, 0);
    rows.push({ name, raw: total((file) => file), gzip: total(gzip), brotli: total(brotli) });
  }
  return [{ form: "sizes", title: "what a page downloads for a small app", unit: "KB", rows }];
}

const gzip = (bytes) => gzipSync(bytes, { level: 9 });

const brotli = (bytes) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
