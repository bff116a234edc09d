import { once } from "node:events";
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";

/** Who is at the other end of a request's connection: the fetch handler's `clientAddress` asks here. */
const peers = new WeakMap();

/** Gives the address that a request came from. */
export const peerOf = (request) => peers.get(request);

/**
 * Makes a listener for `http.createServer` of a fetch handler that is served at `origin`; docs/relay.md has the same.
 *
 * A path that the platform would rewrite (`..`, `//`, a backslash) reaches no route, and the host is the one that was asked for.
 */
export const listener = (handler, origin) => async (incoming, outgoing) => {
  let response = new Response(null, { status: 404 });
  try {
    const url = new URL(origin + incoming.url);
    if (url.href === origin + incoming.url) {
      const { method, rawHeaders } = incoming;
      const headers = new Headers();
      for (let i = 0; i < rawHeaders.length; i += 2) headers.append(rawHeaders[i], rawHeaders[i + 1]);
      const body = method === "GET" || method === "HEAD" ? undefined : ReadableStream.from(incoming);
      const request = new Request(url, { method, headers, body, duplex: "half" });
      peers.set(request, incoming.socket.remoteAddress);
      response = await handler(request);
    }
  } catch {
    response = new Response(null, { status: 400 });
  }
  outgoing.writeHead(response.status, [...response.headers].flat());
  outgoing.end(new Uint8Array(await response.arrayBuffer()));
};

/**
 * Serves the fetch handler of the package `installed` on a free loopback port, or on `port`.
 *
 * `options` go to `createRelay`; `publicOrigins` is the server's own origin unless they name others.
 */
export async function serveRelay(createRelay, { port = 0, ...options }) {
  const server = createServer((incoming, outgoing) => answer(incoming, outgoing));
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${server.address().port}`;
  const relay = createRelay({ publicOrigins: [origin], clientAddress: peerOf, warn: () => {}, ...options });
  const answer = listener(relay, origin);
  return {
    origin,
    address: `${origin}${options.path ?? "/userkey"}`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/**
 * As a program: `node relay.mjs OPTIONS.json [MODULE]` serves a relay and prints one line of JSON when it is ready.
 * `MODULE` is the package's module, `pkg/dist/esm/relay/index.js` unless it is given.
 */
if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { readFile } = await import("node:fs/promises");
  const [, , options, module = new URL("../../pkg/dist/esm/relay/index.js", import.meta.url)] = process.argv;
  const { createRelay } = await import(module instanceof URL ? module : pathToFileURL(module));
  const { origin, address } = await serveRelay(createRelay, JSON.parse(await readFile(options, "utf8")));
  console.log(JSON.stringify({ origin, address }));
}
