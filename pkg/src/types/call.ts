import type { HttpHeaders, Signal } from "./platform.js";

/**
 * A promise of a call's data, which also tells about the answer.
 *
 * @example
 * const { data, status, attempts } = await usercom.visitor().withResponse();
 */
export interface Call<T> extends Promise<T> {
  /** Gives the data together with what is known of the last answer. Nothing is sent again. */
  withResponse(): Promise<Answer<T>>;
}

/** The data of a call, and the last answer that brought it. */
export interface Answer<T> {
  data: T;
  /** The HTTP status; 0 if nothing was sent. */
  status: number;
  /** The answer's headers, as far as the page may read them; none if nothing was sent. */
  headers: HttpHeaders | undefined;
  /** How many requests were sent. */
  attempts: number;
  /** The service's name for the request, if it gave one. */
  requestId: string | undefined;
}

/** Options of a single call. They win over the client's. */
export interface CallOptions {
  /**
   * Ends the call with an `AbortError` whose `cause` is the signal's reason, wherever the call is.
   *
   * @example
   * await usercom.visitor({ signal: AbortSignal.timeout(2000) });
   */
  signal?: Signal | undefined;
  /**
   * Milliseconds that one attempt may take, its body included.
   *
   * @default 10000
   */
  timeout?: number | undefined;
  /**
   * Milliseconds that the call may take in all: loading, queueing, every attempt and the pauses between.
   *
   * @default 30000
   */
  totalTimeout?: number | undefined;
  /**
   * How often a failed attempt is repeated.
   *
   * @default 2
   */
  maxRetries?: number | undefined;
  /**
   * Headers to add to the request.
   *
   * @example
   * { headers: { "X-Request-Id": crypto.randomUUID() } }
   */
  headers?: Record<string, string> | undefined;
}

/** Options of a call that changes something. */
export interface WriteOptions extends CallOptions {
  /**
   * Lets the request outlive the page: for what is saved while the visitor leaves. At most 64 KB.
   *
   * @default false
   */
  keepalive?: boolean | undefined;
}
