import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, request as ask } from "node:http";
import { extname, join, normalize } from "node:path";
import { PKG, WWW } from "./paths.mjs";

const TYPES = { ".css": "text/css", ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".mjs": "text/javascript", ".svg": "image/svg+xml", ".wasm": "application/wasm" };

/**
 * Serves the demo pages and the package from an origin that is not the sandbox's.
 *
 * `headers` go with every answer; a path in `routes` is answered by its function `(request, response)` or with its text,
 * a path below one of `folders` with the file there.
 */
export async function servePages({ headers = {}, routes = {}, folders = {} } = {}) {
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const { pathname } = new URL(request.url, "http://localhost");
    const route = routes[pathname];
    if (typeof route === "function") route(request, response);
    else answer(response, pathname, route ?? readFile(fileOf(pathname, { "/pkg/": PKG, ...folders })));
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

/** Gives the text of `js/desk/config.js` for a desk that asks another server, or with another key. */
export const configFor = (baseUrl, apiKey = "0".repeat(64)) => `export const config = ${JSON.stringify({ baseUrl, apiKey })};`;

/** Gives a route that another server answers. */
export const forward = (origin) => (request, response) => {
  const { method, url, headers } = request;
  request.pipe(ask(new URL(url, origin), { method, headers }, (answer) => answer.pipe(response.writeHead(answer.statusCode, answer.headers))));
};

function fileOf(pathname, folders) {
  const path = normalize(pathname === "/" ? "/index.html" : pathname);
  const [prefix, folder] = Object.entries(folders).find(([prefix]) => path.startsWith(prefix)) ?? ["/", WWW];
  return join(folder, path.slice(prefix.length));
}

async function answer(response, pathname, content) {
  try {
    const body = await content;
    response.writeHead(200, { "content-type": TYPES[extname(pathname)] ?? TYPES[".html"] }).end(body);
  } catch {
    response.writeHead(404).end();
  }
}
