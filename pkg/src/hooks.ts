/** What an app hears of its requests. */

import type { System } from "./glue.js";
import { report } from "./runtime.js";
import type { Hooks } from "./types/hooks.js";

/** Tells the app's hooks of a request: which, the call's name, method, path, the attempt, the status, a time. */
export type Notify = (
  hook: keyof Hooks,
  operation: string,
  method: string,
  path: string,
  attempt: number,
  status: number | undefined,
  ms: number,
) => Promise<void>;

/** Gives what tells the app, if it has a hook. */
export function notifier(system: System, { onRequest, onResponse, onRetry }: Hooks): Notify | undefined {
  if (!onRequest && !onResponse && !onRetry) return undefined;
  // It is asynchronous so that neither a hook that throws nor one that rejects can disturb the call.
  return async (hook, operation, method, path, attempt, status, ms) => {
    const event = { system, operation: operation.replace(/#.*/, ""), method, path, attempt };
    try {
      if (hook === "onRequest") await onRequest?.(event);
      else if (hook === "onResponse") await onResponse?.({ ...event, status, ms });
      else await onRetry?.({ ...event, status, waitMs: ms });
    } catch (error) {
      report(error);
    }
  };
}
