/**
 * Where the shop asks and with which key: the sandbox that serves this page, and the key that opens only a sandbox.
 *
 * A real page holds no key. It asks its own relay: `new UserCom({ relay: "/userkey" })`, as `script-tag.html` does.
 */
export const config = {
  baseUrl: `${location.origin}/api/public`,
  apiKey: "0".repeat(64),
};
