import { Agent, request } from "node:http";
import { connect } from "node:net";

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** What the suite's own page sends with every request. */
export const PAGE = {
  host: "shop.example",
  origin: "https://shop.example",
  "sec-fetch-site": "same-origin",
  "x-userkey": "1",
  cookie: "__ca__chat=g3FaYocCy0U6",
};

/**
 * Sends one request as a page of the shop would, changed as told, and gives `{ status, headers, text, body }`.
 *
 * A header that is `null` is left out; an array sends it repeatedly. A `body` that is no string is sent as JSON.
 */
export function ask(relay, { method = "GET", path = "/userkey/visitor", headers = {}, body } = {}) {
  const json = body === undefined ? {} : { "content-type": "application/json" };
  const all = Object.entries({ ...PAGE, ...json, ...headers }).filter(([, value]) => value !== null);
  const payload = body === undefined || typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body);
  if (payload !== undefined) all.push(["content-length", String(Buffer.byteLength(payload))]);
  const lines = all.flatMap(([name, value]) => [value].flat().map((one) => [name, one])).flat();
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: relay.host, port: relay.port, method, path, headers: lines, agent, setHost: false }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => resolve(read(response, Buffer.concat(chunks).toString())));
    });
    outgoing.on("error", reject);
    outgoing.end(payload);
  });
}

function read(response, text) {
  let body = null;
  try {
    body = JSON.parse(text);
  } catch {
    // Not JSON: the text is what there is to look at.
  }
  return { status: response.statusCode, headers: response.headers, text, body };
}

/**
 * Writes bytes as they are and gives all that comes back until the relay closes, or says nothing for `quiet` ms after an
 * answer. Line breaks of `text` are written as CR LF.
 */
export function raw(relay, text, { quiet = 300, verbatim = false } = {}) {
  const bytes = verbatim ? text : text.replaceAll("\n", "\r\n");
  return new Promise((resolve, reject) => {
    const socket = connect(relay.port, relay.host, () => socket.write(bytes, "latin1"));
    let got = "";
    const done = (closed) => {
      socket.destroy();
      resolve({ text: got, closed, statuses: [...got.matchAll(/HTTP\/1\.[01] (\d{3}) /g)].map(([, status]) => Number(status)) });
    };
    socket.setEncoding("latin1");
    socket.on("data", (chunk) => {
      got += chunk;
      socket.setTimeout(quiet);
    });
    socket.on("timeout", () => done(false));
    socket.on("end", () => done(true));
    socket.on("error", (error) => (error.code === "ECONNRESET" || error.code === "EPIPE" ? done(true) : reject(error)));
  });
}

/** The head of a page's request, for `raw`: a line of the request, then headers, each replaced by its namesake in `more`. */
export function head(line, more = "") {
  const named = new Set(more.split("\n").map((header) => header.split(":")[0].trim().toLowerCase()));
  const standard = Object.entries(PAGE).filter(([name]) => !named.has(name));
  const lines = standard.map(([name, value]) => `${name}: ${value}`);
  return [line, ...lines, ...(more ? [more] : []), "", ""].join("\n");
}
