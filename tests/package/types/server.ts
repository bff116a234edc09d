/** With the declarations of Node: its own types fit. */

import { readFile } from "node:fs/promises";

import { UserCom } from "userkey";
import { createRelay, type RelayHandler } from "userkey/relay";
import { preload } from "userkey/slim";

const client = new UserCom({ subdomain: "acme", apiKey: process.env["USERCOM_TOKEN"], fetch });

export async function server(controller: AbortController, request: Request): Promise<Headers | undefined> {
  await preload(await readFile("userkey.wasm"));
  const options = { signal: controller.signal, cookie: request.headers.get("cookie") ?? "" };
  return (await client.visitor(options).withResponse()).headers;
}

/** A relay is a route handler of its own, whatever hands it requests. */
const relay: RelayHandler = createRelay({
  subdomain: "acme",
  token: process.env["USERCOM_TOKEN"] ?? "",
  publicOrigins: ["https://shop.example"],
  identitySecrets: process.env["USERKEY_IDENTITY_SECRET"] ?? [],
  browser: { read: ["name"], write: ["city"], writeTags: ["read-guide"] },
  person: { read: ["email"], write: ["first_name"] },
  clientAddress: (request) => request.headers.get("cf-connecting-ip"),
  secure: undefined,
  onAnswer: ({ route, code, status, ms }) => console.log(route, code, status, ms),
});
export const GET: (request: Request) => Promise<Response> = relay;

// @ts-expect-error: with the cookie alone nobody's address is shown.
createRelay({ token: "", publicOrigins: [], browser: { read: ["email"] } });
// @ts-expect-error: an address comes from signed claims alone.
createRelay({ token: "", publicOrigins: [], person: { write: ["email"] } });
// @ts-expect-error: pages must be named.
createRelay({ token: "" });
