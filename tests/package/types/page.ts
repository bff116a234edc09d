/** With the declarations of browsers: their own types fit. */

import { UserCom } from "userkey";
import { preload } from "userkey/slim";

const client = new UserCom({ relay: "/userkey", fetch });
export const custom = new UserCom({ subdomain: "acme", fetch: (url, init) => fetch(url, { ...init, priority: "high" }) });

export async function page(controller: AbortController): Promise<Headers | undefined> {
  const { headers } = await client.visitor({ signal: controller.signal }).withResponse();
  await preload(new URL("/userkey.wasm", location.href));
  await preload(fetch("/userkey.wasm"));
  await preload(await WebAssembly.compile(new Uint8Array(8)));
  return headers;
}
