/**
 * Where the desk asks and with which key: the sandbox that serves this page, and the key that opens only a sandbox.
 *
 * A page on the web holds no key. It asks its own relay: `new UserCom({ relay: "/userkey" })`, as the shop does.
 */
export const config = {
  baseUrl: `${location.origin}/api/public`,
  apiKey: "0".repeat(64),
};
