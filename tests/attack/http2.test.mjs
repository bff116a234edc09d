// The same rules where the protocol has no lines to split (rules C and H).
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:http2";
import { createConnection } from "node:net";
import { test } from "node:test";
import { ask, PAGE } from "./support/http.mjs";
import { suite } from "./support/suite.mjs";

suite("HTTP/2", { native: true }, (running) => {
  const open = async () => {
    const session = connect(`http://${running.relay.host}:${running.relay.port}`);
    session.on("error", () => {});
    await once(session, "remoteSettings");
    return session;
  };
  const get = async (session, headers) => {
    const { host, ...page } = PAGE;
    const stream = session.request({ ":path": "/userkey/visitor", ":authority": host, ...page, ...headers });
    const [answer] = await once(stream, "response");
    let text = "";
    for await (const chunk of stream.setEncoding("utf8")) text += chunk;
    return { status: answer[":status"], headers: answer, text };
  };

  test("rule H: it is served alike, and allows a hundred streams", async () => {
    const session = await open();
    assert.equal(session.remoteSettings.maxConcurrentStreams, 100);
    assert.equal((await get(session)).status, 200);
    assert.equal((await get(session, { ":authority": "evil.example" })).status, 421);
    assert.equal((await get(session, { host: "evil.example" })).status, 400);
    assert.equal((await get(session, { ":path": "/userkey/../visitor" })).status, 404);
    session.close();
  });

  test("rule C: a cookie that comes in crumbs is one cookie", async () => {
    const session = await open();
    assert.equal((await get(session, { cookie: ["a=1", "__ca__chat=g3FaYocCy0U6", "b=2"] })).status, 200);
    assert.equal((await get(session, { cookie: ["__ca__chat=g3FaYocCy0U6", "__ca__chat=an0nym0us123"] })).status, 409);
    session.close();
  });

  test("rule H: who resets streams by the hundred is shut out, and others are served", async () => {
    const socket = createConnection(running.relay.port, running.relay.host);
    socket.on("error", () => {});
    let got = Buffer.alloc(0);
    socket.on("data", (chunk) => (got = Buffer.concat([got, chunk])));
    const preface = [Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), frame(SETTINGS, 0, 0, Buffer.alloc(0))];
    const begun = (id) => [frame(HEADERS, 0x5, id, REQUEST), frame(RST_STREAM, 0, id, Buffer.from([0, 0, 0, 8]))];
    socket.write(Buffer.concat([...preface, ...Array.from({ length: 2_000 }, (_, at) => begun(2 * at + 1)).flat()]));
    await once(socket, "close");
    assert.deepEqual(types(got).slice(-1), [GOAWAY]);
    assert.equal((await ask(running.relay, {})).status, 200);
  });
});

const [HEADERS, RST_STREAM, SETTINGS, GOAWAY] = [1, 3, 4, 7];

/** `GET /userkey/visitor` at `shop.example`, as HPACK writes it without a table. */
const REQUEST = Buffer.concat([Buffer.from([0x82, 0x86]), literal(4, "/userkey/visitor"), literal(1, "shop.example")]);

function literal(name, value) {
  return Buffer.concat([Buffer.from([name, value.length]), Buffer.from(value)]);
}

function frame(type, flags, stream, payload) {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** The types of the frames that came. */
function types(bytes) {
  const found = [];
  for (let at = 0; at + 9 <= bytes.length; at += 9 + bytes.readUIntBE(at, 3)) found.push(bytes[at + 3]);
  return found;
}
