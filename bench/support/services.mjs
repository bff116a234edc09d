import { JANE, startSandbox } from "../../tests/support/sandbox.mjs";

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
  const headers = { "content-type": "application/json" };
  const { session } = await (await fetch(`${baseUrl}/session`, { method: "POST", headers, body })).json();
  return { baseUrl, appId, authKey, token: session.token };
}
