import { makeProject } from "../../package/support/project.mjs";
import { serveRelay } from "../../support/relay.mjs";
import { OPTIONS, TOKEN } from "./relay.mjs";
import { SECRET } from "./token.mjs";

/** What the proxy that a deployment trusts wrote last; the client may have sent the rest. */
const lastHop = (request) => request.headers.get("x-forwarded-for")?.split(",").at(-1).trim() ?? "127.0.0.1";

/** Starts the fetch handler of the package in Node's own server, before a sandbox: `options` replace members of `OPTIONS`. */
export async function startFetch(sandbox, options = {}) {
  const { createRelay } = await (await makeProject()).import("userkey/relay");
  const lines = [];
  const { behindProxy, ...given } = { ...OPTIONS, sandbox: sandbox.usercom, ...options };
  const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
  const server = await serveRelay(createRelay, {
    ...known,
    token: TOKEN,
    identitySecrets: SECRET,
    onAnswer: (event) => lines.push(event),
    warn: (message) => lines.push(message),
    ...(behindProxy && { clientAddress: lastHop }),
  });
  const { hostname, port } = new URL(server.origin);
  return {
    name: "fetch",
    host: hostname,
    port: Number(port),

    /** All that its hooks were told. */
    log: () => JSON.stringify(lines),

    /** It counts nothing. */
    metrics: async () => "",
    stop: async () => server.stop(),
  };
}
