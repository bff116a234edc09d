import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { PKG, WWW } from "./paths.mjs";

const TYPES = { ".css": "text/css", ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".svg": "image/svg+xml", ".wasm": "application/wasm" };

/**
 * Serves the demo pages and the package from an origin that is not the sandbox's.
 *
 * `headers` go with every answer; a path in `routes` is answered by its function `(request, response)` or with its text.
 */
export async function servePages({ headers = {}, routes = {} } = {}) {
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const { pathname } = new URL(request.url, "http://localhost");
    const route = routes[pathname];
    if (typeof route === "function") route(request, response);
    else answer(response, pathname, route ?? readFile(fileOf(pathname)));
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

/** Gives the text of `js/config.js` for a page that asks another server, or with another key. */
export const configFor = (baseUrl, apiKey = "0".repeat(64)) => `export const config = ${JSON.stringify({ baseUrl, apiKey })};`;

function fileOf(pathname) {
  const path = normalize(pathname === "/" ? "/index.html" : pathname);
  return path.startsWith("/pkg/") ? join(PKG, path.slice("/pkg".length)) : join(WWW, path);
}

async function answer(response, pathname, content) {
  try {
    const body = await content;
    response.writeHead(200, { "content-type": TYPES[extname(pathname)] ?? TYPES[".html"] }).end(body);
  } catch {
    response.writeHead(404).end();
  }
}
