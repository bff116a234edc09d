import { createHmac } from "node:crypto";

/** What the suite's relay signs with; it stands for a random one. */
export const SECRET = "Zk3v0pQ8sW1xT6yR9bN2mC5dF7gH4jL0";

const part = (value) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

/** Claims that are good now, changed as told; `undefined` leaves one out. */
export function claims(changes = {}) {
  const now = Math.floor(Date.now() / 1000);
  return { sub: "customer-1", aud: "https://shop.example", iat: now, exp: now + 300, ...changes };
}

/** Signs an identity token; header, secret and hash can be wrong on purpose, and claims a text of JSON. */
export function mint(payload = claims(), { header = {}, secret = SECRET, hash = "sha256" } = {}) {
  const full = typeof header === "string" ? header : { alg: "HS256", typ: "userkey-identity+jwt", ...header };
  const signed = `${part(full)}.${part(payload)}`;
  return `${signed}.${createHmac(hash, secret).update(signed).digest("base64url")}`;
}

/** The header that carries a token. */
export const bearer = (token) => ({ authorization: `Bearer ${token}` });
