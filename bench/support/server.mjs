import { once } from "node:events";
import { createServer } from "node:http";
import { extname } from "node:path";
import { gzipSync } from "node:zlib";

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".wasm": "application/wasm" };

/** Pages that are isolated from other origins get clocks that are exact to 5 µs. */
const ISOLATED = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };

/**
 * Serves `files`, compressed, to be kept by the browser for good, and `answers` to calls, by a part of their paths,
 * which nobody keeps; or functions that answer.
 */
export async function serve(files, answers = {}) {
  const packed = new Map(Object.entries(files).map(([path, body]) => [path, gzipSync(body)]));
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const file = packed.get(pathname);
    const answer = Object.entries(answers).find(([part]) => pathname.includes(part))?.[1];
    if (file) response.writeHead(200, { ...ISOLATED, ...kept(pathname), "content-encoding": "gzip" }).end(file);
    else if (typeof answer === "function") answer(request, response);
    else if (answer) response.writeHead(200, { "content-type": "application/json", "cache-control": "no-store" }).end(answer);
    else response.writeHead(404).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function kept(pathname) {
  const extension = extname(pathname);
  const control = extension === ".html" ? "no-cache" : "public, max-age=31536000, immutable";
  return { "content-type": TYPES[extension], "cache-control": control };
}
