/** What an app can hear of a client's requests. */
export interface Hooks {
  /**
   * Is told of each request when it is sent. What a hook throws is reported, and changes nothing for the call.
   *
   * @example
   * new UserCom({ relay: "/userkey", onRequest: ({ method, path }) => console.debug(method, path) })
   */
  onRequest?: ((event: RequestEvent) => void) | undefined;
  /** Is told of each request when its answer has been read, or when none came. */
  onResponse?: ((event: ResponseEvent) => void) | undefined;
  /** Is told of each request that will be sent again, after the `onResponse` of the one that failed. */
  onRetry?: ((event: RetryEvent) => void) | undefined;
}

/** A request: what is in its query, headers and body is never told. */
export interface RequestEvent {
  /** The system that is asked. */
  system: "connectycube" | "usercom";
  /** What the call is named in the API: `"users.findByKey"`, `"updateVisitor"`. */
  operation: string;
  /** The HTTP method. */
  method: string;
  /** The path of the URL. */
  path: string;
  /** Which request of its call this is, from 1. */
  attempt: number;
}

/** A request that is over. */
export interface ResponseEvent extends RequestEvent {
  /** The HTTP status; none if no answer came. */
  status: number | undefined;
  /** How long it took, its body included, in milliseconds. */
  ms: number;
}

/** A request that will be sent again. */
export interface RetryEvent extends RequestEvent {
  /** The HTTP status; none if no answer came. */
  status: number | undefined;
  /** How long the client waits before, in milliseconds. */
  waitMs: number;
}
