// The relay that does https itself (rules G, H and S).
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:http2";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { PAGE, raw, head } from "./support/http.mjs";
import { suite } from "./support/suite.mjs";

const folder = mkdtempSync(join(tmpdir(), "userkey-tls-"));
const files = { cert: join(folder, "cert.pem"), key: join(folder, "key.pem") };
const certify = (name) =>
  execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", `/CN=${name}`, "-out", files.cert, "-keyout", files.key], { stdio: "ignore" });
certify("first.shop.example");
after(() => rmSync(folder, { recursive: true }));

suite("https", { native: true, flags: ["--tls-cert", files.cert, "--tls-key", files.key] }, (running) => {
  /** The status of a page's GET, and the name in the certificate. */
  const get = () =>
    new Promise((resolve, reject) => {
      const { host, port } = running.relay;
      const outgoing = request({ host, port, path: "/userkey/visitor", headers: PAGE, rejectUnauthorized: false, agent: false }, (response) => {
        resolve([response.statusCode, response.socket.getPeerCertificate().subject.CN]);
        response.resume();
      });
      outgoing.on("error", reject).end();
    });

  test("HTTP/1.1 and HTTP/2 are served, as the client wants it", async () => {
    assert.deepEqual(await get(), [200, "first.shop.example"]);
    const session = connect(`https://${running.relay.host}:${running.relay.port}`, { rejectUnauthorized: false });
    const { host, ...page } = PAGE;
    const [answer] = await once(session.request({ ":path": "/userkey/visitor", ":authority": host, ...page }), "response");
    assert.equal(answer[":status"], 200);
    assert.equal(session.alpnProtocol, "h2");
    session.close();
  });

  test("plain http gets no answer there", async () => {
    const { statuses, closed } = await raw(running.relay, head("GET /userkey/visitor HTTP/1.1"));
    assert.deepEqual([statuses, closed], [[], true]);
  });

  test("SIGHUP reads a new certificate, and one that can't be used leaves the old one in place", async () => {
    certify("second.shop.example");
    process.kill(running.relay.pid, "SIGHUP");
    while (!running.relay.log().includes("read anew")) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.deepEqual(await get(), [200, "second.shop.example"]);
    execFileSync("cp", [files.key, files.cert]);
    process.kill(running.relay.pid, "SIGHUP");
    while (!running.relay.log().includes("the old one stays")) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.deepEqual(await get(), [200, "second.shop.example"]);
  });
});
