/** What an app hears of its requests. */

import type { System } from "./glue.js";
import { report } from "./runtime.js";
import type { Hooks } from "./types/hooks.js";

/** Gives the options together with what the wasm tells of requests to, if the app has a hook. */
export function withNotify<T extends Hooks>(system: System, options: T): T {
  const { onRequest, onResponse, onRetry } = options;
  if (!onRequest && !onResponse && !onRetry) return options;
  // It is asynchronous so that neither a hook that throws nor one that rejects can disturb the call.
  const notify = async (
    hook: keyof Hooks,
    operation: string,
    method: string,
    path: string,
    attempt: number,
    status: number | undefined,
    time: number,
  ): Promise<void> => {
    const event = { system, operation, method, path, attempt };
    try {
      if (hook === "onRequest") await onRequest?.(event);
      else if (hook === "onResponse") await onResponse?.({ ...event, status, ms: time });
      else await onRetry?.({ ...event, status, waitMs: time });
    } catch (error) {
      report(error);
    }
  };
  return { ...options, notify };
}
