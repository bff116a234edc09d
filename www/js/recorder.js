import { nameOf } from "./dom.js";

const MASK = "••••••••";
const SECRET = /("(?:old_password|password|token)"\s*:\s*)"(?:\\.|[^"\\])*"/g;

/**
 * Records what the page asks of the SDK and what the SDK sends for it.
 *
 * A call is `{ id, code, requests, state, outcome, message }`; a request is
 * `{ method, path, headers, body, state, status, answer, ms, failure }`. `changed(call)` hears of every step.
 */
export function createRecorder(changed) {
  const pending = new Set();
  let lastId = 0;
  let sending;

  /** Runs a call and records it under the line of code that makes it. */
  async function record(code, call) {
    const entry = { id: ++lastId, code, requests: [], state: "pending" };
    pending.add(entry);
    changed(entry);
    try {
      const result = await call();
      Object.assign(entry, { state: "done", outcome: result === null ? "null" : summary(result) });
      return result;
    } catch (error) {
      Object.assign(entry, { state: "failed", outcome: nameOf(error), message: error.message });
      throw error;
    } finally {
      pending.delete(entry);
      changed(entry);
    }
  }

  /** Is the hook that says which operation is about to send. */
  const onRequest = ({ operation }) => void (sending = operation);

  /** Gives the call that a request belongs to: the last one of the operation that sends, else the last one at all. */
  function currentCall() {
    const calls = [...pending].reverse();
    return calls.find(({ code }) => code.includes(`.${sending}(`)) ?? calls[0];
  }

  /** Is the `fetch` given to the SDK. */
  async function recordingFetch(url, init) {
    const call = currentCall();
    const request = outgoing(url, init);
    call?.requests.push(request);
    const step = (change) => {
      Object.assign(request, change);
      if (call) changed(call);
    };
    const started = performance.now();
    const ms = () => Math.round(performance.now() - started);
    step({});
    try {
      const response = await fetch(url, init);
      step({ status: response.status });
      // The copy is read to its end first: the SDK ends the request as soon as it has what it needs.
      const answer = await response.clone().text();
      step({ state: "done", answer: withoutSecrets(answer), ms: ms() });
      return response;
    } catch (error) {
      step({ state: "failed", failure: error.name === "AbortError" ? "stopped before the answer was complete" : "no answer", ms: ms() });
      throw error;
    }
  }

  return { record, watched: { fetch: recordingFetch, onRequest } };
}

function summary(result) {
  if (Array.isArray(result)) return `${result.length} found`;
  if (typeof result !== "object") return String(result ?? "done");
  if (result.users) return `${result.users.length} of ${result.total}`;
  if (result.user?.full_name) return result.user.full_name;
  return result.action ?? result.name ?? result.full_name ?? result.email ?? result.login ?? result.key ?? "done";
}

function outgoing(url, init) {
  const { pathname, search } = new URL(url, location.href);
  const headers = [...new Headers(init.headers)].map(masked);
  return { method: init.method ?? "GET", path: pathname + search, headers, body: withoutSecrets(init.body), state: "pending" };
}

/** Hides keys, tokens and passwords whatever they are: what is on the screen ends up in screenshots. */
function masked([name, value]) {
  if (name === "authorization") return [name, `${value.split(" ")[0]} ${MASK}`];
  return name === "cb-token" ? [name, MASK] : [name, value];
}

const withoutSecrets = (json) => json?.replace(SECRET, `$1"${MASK}"`);
