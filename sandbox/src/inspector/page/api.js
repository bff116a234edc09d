/** Reads JSON from the sandbox; a refusal rejects with its reason. */
export async function ask(path, options) {
  const response = await fetch(path, options);
  const answer = response.status === 204 ? null : await response.json();
  if (!response.ok) throw new Error(answer?.detail ?? `The sandbox answered ${response.status}`);
  return answer;
}

/** Sends JSON, or nothing, to the sandbox. */
export function post(path, text) {
  return ask(path, { method: "POST", headers: { "content-type": "application/json" }, body: text });
}

/** Follows the request log: `onEntry` for each request, `onState` with `live` or `lost`. */
export function follow(onEntry, onState) {
  const events = new EventSource("requests/stream");
  events.onmessage = (event) => onEntry(JSON.parse(event.data));
  events.onopen = () => onState("live");
  events.onerror = () => onState("lost");
}
