/** Reads bodies, no further than they may go. */

/** What a body held, or why it isn't there: in the words of the wasm. */
export interface Read {
  bytes: Uint8Array;
  fault: "" | "broken" | "too_long" | "too_slow";
}

const NOTHING = new Uint8Array();
const fault = (fault: Read["fault"]): Read => ({ bytes: NOTHING, fault });

/** Reads at most `limit` bytes within `ms` milliseconds. */
export async function readBody(body: ReadableStream<Uint8Array> | null, limit: number, ms: number): Promise<Read> {
  if (!body) return { bytes: NOTHING, fault: "" };
  let late = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    const reader = body.getReader();
    const stop = () => void reader.cancel().catch(() => {});
    timer = setTimeout(() => ((late = true), stop()), ms);
    const chunks: Uint8Array[] = [];
    let length = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (late) return fault("too_slow");
      if (done) return { bytes: concat(chunks, length), fault: "" };
      length += value.length;
      if (length > limit) {
        stop();
        return fault("too_long");
      }
      chunks.push(value);
    }
  } catch {
    return fault(late ? "too_slow" : "broken");
  } finally {
    clearTimeout(timer);
  }
}

function concat(chunks: Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
