/** One attempt: a request sent, its answer read. */

import { How, type Wanted } from "./core.js";
import { looks } from "./data.js";
import type { FetchAnswer, FetchInit, HttpHeaders, Signal } from "./types/platform.js";

/** A `fetch`. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchAnswer>;

/** What was seen of an attempt. */
export interface Sight {
  how: How;
  status?: number;
  /** The headers that the wasm reads, a line each; then the body if it is an error's, of data its `detail`. */
  text?: string;
  headers?: FetchAnswer["headers"];
  requestId?: string;
  /** The body with data, from which each caller gets a copy. */
  body?: string;
  data?: unknown;
  /** Why there was no answer. */
  cause?: unknown;
}

/** Sends a request and reads the answer to its end. */
export async function exchange(send: Fetch, { url, headers, init }: Wanted, signal: Signal): Promise<Sight> {
  const ask = (cache: Pick<FetchInit, "cache">) => send(url, { ...init, ...cache, headers: headersOf(headers), signal });
  try {
    let answer = await ask({});
    // A browser keeps a permanent redirect for good, and may have answered by itself: it is asked once more without. Not
    // from the start, since it would then ask for leave (CORS preflight) before each request.
    if (answer?.type === "opaqueredirect" && init.method === "GET" && !init.cache) answer = await ask({ cache: "reload" });
    return isResponse(answer) ? read(answer, await answer.text()) : { how: How.Unusable };
  } catch (cause) {
    return { how: How.Failed, cause };
  }
}

/** Makes `Headers` of names and values by turns: to make them of all at once takes three times as long. */
function headersOf(lines: readonly string[]): HttpHeaders {
  const headers = new Headers();
  for (let at = 0; at < lines.length; at += 2) headers.append(lines[at]!, lines[at + 1]!);
  return headers as HttpHeaders;
}

/** Tells whether what `fetch` gave can be used, of whichever realm or library. */
function isResponse(answer: Partial<FetchAnswer> | null | undefined): boolean {
  return typeof answer?.status === "number" && typeof answer.text === "function" && typeof answer.headers?.get === "function";
}

function read({ status, headers }: FetchAnswer, body: string): Sight {
  let data: unknown;
  let how = How.Text;
  try {
    data = JSON.parse(body);
    if (status >= 200 && status < 300) how = looks(data);
    else {
      // Written anew, it is JSON as the wasm reads it.
      body = JSON.stringify(data);
      how = How.Json;
    }
  } catch {
    // No JSON, or nothing at all: the wasm knows what that means.
  }
  const requestId = header(headers, "x-request-id");
  if (how < How.Data) {
    const head = [requestId, ...["content-type", "retry-after", "date"].map((name) => header(headers, name))];
    return { how, status, headers, requestId, text: [...head, body].join("\n") };
  }
  // Beside data only the request's name is of interest, and each header has its price.
  const detail = how & How.Detail ? (data as { detail: string }).detail : "";
  return { how, status, headers, requestId, text: requestId || detail ? `${requestId}\n\n\n\n${detail}` : "", body, data };
}

/** Gives a header on one line; what can't be read is absent. */
export function header(headers: FetchAnswer["headers"] | undefined, name: string): string {
  try {
    return String(headers?.get(name) ?? "").replace(/\n/g, " ");
  } catch {
    return "";
  }
}
