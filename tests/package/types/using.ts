/** With the declarations of the newest language: a client ends with its block. */

import { UserCom } from "userkey";

export async function answer(): Promise<string | null> {
  using client = new UserCom({ relay: "https://shop.example/userkey" });
  return await client.visitorKey({ cookie: "" });
}
