/** With the declarations of Node: its own types fit. */

import { readFile } from "node:fs/promises";

import { UserCom } from "userkey";
import { preload } from "userkey/slim";

const client = new UserCom({ subdomain: "acme", apiKey: process.env["USERCOM_TOKEN"], fetch });

export async function server(controller: AbortController, request: Request): Promise<Headers | undefined> {
  await preload(await readFile("userkey.wasm"));
  const options = { signal: controller.signal, cookie: request.headers.get("cookie") ?? "" };
  return (await client.visitor(options).withResponse()).headers;
}
