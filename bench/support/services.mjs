import { JANE, startSandbox } from "../../tests/support/sandbox.mjs";
import { TAGS } from "./harness.mjs";

/** Starts the sandbox and gives what a client has to know of its services. */
export async function openServices() {
  const sandbox = await startSandbox();
  const usercom = { baseUrl: sandbox.usercom, apiKey: sandbox.token, key: JANE };
  const cube = sandbox.connectycube ? await openCube(sandbox) : undefined;
  return { usercom, cube, stop: () => sandbox.stop() };
}

/** Begins a session and finds somebody there. */
async function openCube({ connectycube: baseUrl, appId, authKey }) {
  const body = JSON.stringify({ application_id: appId, auth_key: authKey });
  const json = { "content-type": "application/json" };
  const { session } = await ask(`${baseUrl}/session`, { method: "POST", headers: json, body });
  const headers = { "cb-token": session.token };
  const { items } = await ask(`${baseUrl}/users/v2?user_tags=${TAGS[0]}`, { headers });
  return { baseUrl, appId, authKey, token: session.token, id: items[0].id, tags: TAGS };
}

async function ask(url, init) {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url} answers ${response.status}: ${await response.text()}`);
  return response.json();
}
