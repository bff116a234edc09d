import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { required } from "../../support/paths.mjs";
import { SECRET } from "./token.mjs";

/** A token that could be real: what no answer, log or metric may hold. */
export const TOKEN = "3f9c0a7be1d2458647a1b0c9d8e7f6a53f9c0a7be1d2458647a1b0c9d8e7f6a5";

/** Limits that only their own tests meet. */
export const OPEN = { key: 100_000, keyBurst: 100_000, address: 100_000, addressBurst: 100_000, upstream: 100_000, unknownKeys: 100_000 };

/** What the suite's shop opens beyond the safe defaults. */
export const OPTIONS = {
  publicOrigins: ["https://shop.example"],
  corsOrigins: ["https://www.shop.example", "https://partner.test"],
  browser: {
    read: ["name"],
    write: ["city", "first_name"],
    readTags: ["vip"],
    writeTags: ["read-guide"],
    readAttributes: ["topic"],
    writeAttributes: ["topic"],
  },
  person: { read: ["name", "email"], write: ["city", "first_name"], writeAttributes: ["topic"] },
  limits: OPEN,
};

/** Starts the native relay before a sandbox: `options` replace members of `OPTIONS`, `flags` go on the command line. */
export async function startNative(sandbox, options = {}, flags = []) {
  const folder = await mkdtemp(join(tmpdir(), "userkey-attack-"));
  const config = join(folder, "relay.toml");
  await writeFile(config, toml({ ...OPTIONS, sandbox: sandbox.usercom, ...options }));
  const binary = required("USERKEY_RELAY_BIN", "target/debug/userkey-relay");
  const standard = ["--config", config, "--port", "0", "--admin", "127.0.0.1:0", "--json", "--log", "trace"];
  const env = { PATH: process.env.PATH, RUST_BACKTRACE: "1", USERKEY_RELAY_TOKEN: TOKEN, USERKEY_RELAY_IDENTITY_SECRET: SECRET };
  const child = spawn(binary, [...standard, ...flags], { env, stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (chunk) => (log += chunk));
  const ready = await readyLine(child, () => log);
  const { hostname, port } = new URL(ready.relay);
  return {
    name: "native",
    host: hostname,
    port: Number(port),
    pid: child.pid,

    /** All that the relay has logged. */
    log: () => log,

    /** What it has counted. */
    metrics: async () => (await fetch(`${ready.admin}/metrics`)).text(),

    admin: ready.admin,

    /** Stops this relay, and only this one. */
    async stop(signal = "SIGTERM") {
      const exited = child.exitCode === null && child.signalCode === null ? once(child, "exit") : undefined;
      child.kill(signal);
      await exited;
      await rm(folder, { recursive: true, force: true });
      return child.exitCode;
    },
  };
}

async function readyLine(child, log) {
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, "exit").then(([code]) => new Error(`the relay ended with code ${code}: ${log()}`));
  const first = await Promise.race([once(lines, "line"), ended]);
  if (first instanceof Error) throw first;
  return JSON.parse(first[0]);
}

/** Writes options as TOML: JSON's scalars and arrays are TOML's too. */
function toml(options) {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined && value !== null);
  const isTable = ([, value]) => typeof value === "object" && !Array.isArray(value);
  const lines = (members) => members.map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  const tables = entries.filter(isTable).map(([name, table]) => [`[${name}]`, ...lines(Object.entries(table))].join("\n"));
  return [...lines(entries.filter((entry) => !isTable(entry))), ...tables, ""].join("\n");
}
