import { fileURLToPath } from "node:url";

const at = (relative) => fileURLToPath(new URL(`../../${relative}`, import.meta.url));

/** The demo pages. */
export const WWW = at("www");

/** The built package, as it is published. */
export const PKG = at("pkg/dist");

/** Reads a variable of the environment that a test cannot do without. */
export function required(name, example) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run \`cargo xtask test\`, or set it, for example ${name}=${example}`);
  return value;
}
