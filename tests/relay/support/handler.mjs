import { readFileSync } from "node:fs";

export const ORIGIN = "https://shop.example";
export const TOKEN = "3f9c0a7be1d2458647a1b0c9d8e7f6a53f9c0a7be1d2458647a1b0c9d8e7f6a5";
export const SECRET = "Zk3v0pQ8sW1xT6yR9bN2mC5dF7gH4jL0";
export const KEY = "g3FaYocCy0U6";
export const ADA = { id: 7, key: KEY, user_id: null, email: null, name: "Ada", status: "visitor", city: "Rome" };

/** The options of a relay whose User.com is a function. */
export const options = (more) => ({
  token: TOKEN,
  subdomain: "acme",
  publicOrigins: [ORIGIN],
  identitySecrets: SECRET,
  browser: { read: ["name"], write: ["city"] },
  clientAddress: () => "192.0.2.1",
  warn: () => {},
  ...more,
});

/** A request as a page of the shop sends it. */
export function request(method = "GET", { path = "/userkey/visitor", body, ...headers } = {}) {
  const usual = { host: "shop.example", cookie: `__ca__chat=${KEY}`, origin: ORIGIN, "sec-fetch-site": "same-origin", "x-userkey": "1" };
  const typed = body === undefined ? {} : { "content-type": "application/json" };
  const init = { method, headers: { ...usual, ...typed, ...headers }, duplex: "half" };
  return new Request(ORIGIN + path, body === undefined ? init : { ...init, body });
}

/** An answer of User.com's. */
export const json = (value, init) => new Response(JSON.stringify(value), { headers: { "content-type": "application/json" }, ...init });

/** The code blocks of a language in a file of documentation. */
export function snippets(file, language) {
  const text = readFileSync(new URL(`../../../${file}`, import.meta.url), "utf8");
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, "gm"))].map(([, code]) => code);
}
