/** The relay as a fetch handler: what a page may do with its visitor's record, while the token stays on your server. */

import { readBody, type Read } from "./body.js";
import { startEngine } from "./engine.js";
import type { WasmExchange, WasmRelay } from "./glue.js";
import type { AnswerEvent, RelayOptions } from "./options.js";
import { type Settings, settingsOf } from "./settings.js";
import { ask, pairs } from "./upstream.js";
import type { WebRequest, WebResponse } from "../types/platform.js";

export type { AnswerEvent, LimitOptions, RelayOptions, TierOptions, WritableField } from "./options.js";

/** Answers a request; never rejects. */
export type RelayHandler = (request: WebRequest) => Promise<WebResponse>;

const MAX_BODY = 16 * 1024;
const BODY_MS = 5000;

/**
 * Makes a relay.
 *
 * It serves `GET` and `PATCH {path}/visitor` and `POST {path}/visitor/identify`, and nothing else. Limits and the cache
 * are this instance's own. Options that could be unsafe throw a `ConfigError` at once.
 *
 * @example
 * const relay = createRelay({
 *   subdomain: "acme",
 *   token: process.env.USERCOM_TOKEN,
 *   publicOrigins: ["https://shop.example"],
 *   browser: { read: ["name"], write: ["city"], writeAttributes: ["topic"] },
 * });
 * export { relay as GET, relay as PATCH, relay as POST, relay as OPTIONS };
 */
export function createRelay(options: RelayOptions): RelayHandler {
  const settings = settingsOf(options);
  let engine: WasmRelay | undefined = startEngine(settings);
  const warn = settings.warn ?? ((message: string) => console.warn(`userkey/relay: ${message}`));
  for (const warning of engine.warnings()) warn(warning);
  if (!settings.clientAddress) warn("clientAddress isn't given: limits count by visitor alone, and anybody can name many keys");

  const serve = async (request: Request, requestId: string): Promise<Served> => {
    let current: WasmRelay | undefined;
    try {
      const { bytes, fault } = await bodyOf(request);
      const { head, secure } = describe(settings, request, requestId);
      current = engine ??= startEngine(settings);
      return await drive(current.begin(head, bytes, fault, secure, Date.now()), settings);
    } catch {
      // A wasm that trapped can't be trusted any more: the next request gets a new one.
      if (current && engine === current) engine = undefined;
      return failed(requestId);
    }
  };

  return async (request) => {
    const started = Date.now();
    const requestId = crypto.randomUUID();
    const [response, route, code] = await serve(request as Request, requestId);
    try {
      settings.onAnswer?.({ requestId, route, code, status: response.status, ms: Date.now() - started });
    } catch {
      // The request is answered whatever a hook does.
    }
    return response as WebResponse;
  };
}

type Served = [Response, AnswerEvent["route"], string];

/** Asks what is to be asked, until there is an answer. */
async function drive(exchange: WasmExchange, settings: Settings): Promise<Served> {
  for (let question = exchange.question(); question; question = exchange.question()) {
    const wait = exchange.wait();
    if (wait) await new Promise((resolve) => setTimeout(resolve, wait));
    const seen = await ask(question, settings.fetch ?? fetch);
    if (typeof seen === "string") exchange.fail(seen, Date.now());
    else exchange.resume(seen.status, seen.retryAfter, seen.date, seen.bytes, Date.now());
  }
  const answer = exchange.answer();
  exchange.free();
  const [status = "500", body = "", route, code = "", ...headers] = answer;
  // How a connection ends is the platform's.
  const kept = pairs(headers).filter(([name]) => name !== "Connection");
  return [new Response(body || null, { status: Number(status), headers: kept }), route as AnswerEvent["route"], code];
}

async function bodyOf(request: Request): Promise<Read> {
  if (request.bodyUsed) return { bytes: new Uint8Array(), fault: "broken" };
  if (Number(request.headers.get("content-length")) > MAX_BODY) return { bytes: new Uint8Array(), fault: "too_long" };
  return readBody(request.body, MAX_BODY, BODY_MS);
}

/** The request as the wasm reads it: method, target, id, address, then the headers. */
function describe(settings: Settings, request: Request, requestId: string): { head: string[]; secure: boolean } {
  const { protocol, host } = new URL(request.url);
  const path = request.url.indexOf("/", protocol.length + 2);
  const head = [request.method, path < 0 ? "/" : request.url.slice(path), requestId];
  head.push(settings.clientAddress?.(request as WebRequest) ?? "");
  request.headers.forEach((value, name) => head.push(name, value));
  if (!request.headers.has("host")) head.push("host", host);
  return { head, secure: settings.secure?.(request as WebRequest) ?? protocol === "https:" };
}

/** The answer when the wasm has trapped, or the application's own function has thrown. */
function failed(requestId: string): Served {
  const problem = { type: "about:blank", title: "Internal Server Error", status: 500, code: "internal", detail: "The relay failed." };
  const headers = { "Cache-Control": "no-store", "Content-Type": "application/problem+json", "X-Request-Id": requestId };
  return [new Response(JSON.stringify(problem), { status: 500, headers }), "none", "internal"];
}
