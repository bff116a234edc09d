import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { once } from "node:events";

const pem = readFileSync(new URL("../fixtures/tls/localhost.pem", import.meta.url));

/** Serves what is at an address over TLS on a free loopback port; this process trusts its certificate. */
export async function serveOverTls(base) {
  https.globalAgent.options.ca = pem;
  const server = https.createServer({ key: pem, cert: pem }, (request, response) => {
    const { method, headers, url } = request;
    const onward = http.request(base + url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    host: `127.0.0.1:${server.address().port}`,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
