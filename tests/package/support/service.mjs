import { once } from "node:events";
import { createServer } from "node:http";

/** A user as the service answers one. */
export const JANE = { id: 19678376, key: "g3FaYocCy0U6", name: "Jane Doe", email: "jane@example.com" };

/**
 * Starts a service whose answers a test gives by `service.answer = (request) => ({ status, headers, body })`.
 * An answer that is `undefined` never comes. `service.requests` is what was asked, oldest first.
 */
export async function startService() {
  const service = { answer: () => ({ body: JANE }), requests: [] };
  const server = createServer(async (incoming, outgoing) => {
    const chunks = await incoming.toArray();
    const body = Buffer.concat(chunks).toString();
    const request = { method: incoming.method, path: incoming.url, headers: incoming.headers, body };
    service.requests.push(request);
    const answer = await service.answer(request);
    if (!answer) return;
    const { status = 200, headers = {}, body: data = "" } = answer;
    const text = typeof data === "string" || Buffer.isBuffer(data) ? data : JSON.stringify(data);
    outgoing.writeHead(status, { "content-type": "application/json", ...headers }).end(text);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  service.origin = `http://127.0.0.1:${server.address().port}`;
  service.baseUrl = `${service.origin}/api/public`;

  /** Forgets what was asked, and answers Jane again. */
  service.reset = () => {
    service.requests = [];
    service.answer = () => ({ body: JANE });
  };

  service.stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return service;
}
