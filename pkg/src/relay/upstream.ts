/** Asks User.com. */

import { readBody } from "./body.js";
import type { Failure } from "./glue.js";

const MAX_ANSWER = 2 ** 20;
const TIMEOUT_MS = 8000;

/** What came: an answer, or why there is none. */
export type Seen = { status: number; retryAfter?: string; date?: string; bytes: Uint8Array } | Failure;

/** Sends a question of the wasm's; never rejects. */
export async function ask([method, url, body, ...headers]: string[], send: typeof fetch): Promise<Seen> {
  // What this platform would make of the address must be what the wasm has checked.
  if (!method || !url || new URL(url).href !== url) return "broken";
  const controller = new AbortController();
  const started = Date.now();
  const timer = setTimeout(() => controller.abort(), TIMEOUT_MS);
  const init: RequestInit = {
    method,
    headers: [...pairs(headers), ["Accept-Encoding", "identity"]],
    redirect: "manual",
    signal: controller.signal,
    ...(body ? { body } : {}),
    // Next.js keeps answers of `fetch` unless told not to; some edge engines don't know the word.
    ...("cache" in Request.prototype ? { cache: "no-store" as const } : {}),
  };
  try {
    const response = await send(url, init).catch((error: unknown) => {
      // One more time if there was no connection: then nothing was carried out.
      if (!isConnect(error) || controller.signal.aborted) throw error;
      return send(url, init);
    });
    const read = await readBody(response.body, MAX_ANSWER, Math.max(0, started + TIMEOUT_MS - Date.now()));
    // Both clocks run out together, and the request's may be first.
    if (read.fault) return read.fault === "too_slow" || controller.signal.aborted ? "timeout" : read.fault;
    const [retryAfter, date] = [response.headers.get("retry-after"), response.headers.get("date")];
    return {
      status: response.status,
      bytes: read.bytes,
      ...(retryAfter === null ? {} : { retryAfter }),
      ...(date === null ? {} : { date }),
    };
  } catch (error) {
    return controller.signal.aborted ? "timeout" : isConnect(error) ? "connect" : "broken";
  } finally {
    clearTimeout(timer);
  }
}

/** Names and values, one after the other, by twos. */
export function pairs(list: string[]): [string, string][] {
  return Array.from({ length: list.length / 2 }, (_, at) => [list[2 * at] ?? "", list[2 * at + 1] ?? ""]);
}

/** Node says why in the error's cause; other platforms don't, and are taken as broken. */
function isConnect(error: unknown): boolean {
  const { code } = ((error as { cause?: { code?: unknown } } | null)?.cause ?? {}) as { code?: unknown };
  return ["ECONNREFUSED", "EAI_AGAIN", "ENOTFOUND", "EHOSTUNREACH", "UND_ERR_CONNECT_TIMEOUT"].includes(String(code));
}
