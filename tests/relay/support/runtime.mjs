import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const MODULES = fileURLToPath(new URL("../node_modules", import.meta.url));

/** The program that the packages of a scope bring for this machine: npm has installed one of them. */
export function program(scope, path) {
  const folder = readdirSync(join(MODULES, scope)).find((name) => name.includes(process.platform));
  return join(MODULES, scope, folder, path);
}

/** Starts a program that says its port on a line of a file descriptor of its own, and gives the port and a way to stop it. */
export async function start(command, args, { cwd, fd = 1 }) {
  const stdio = ["ignore", "pipe", "inherit", "pipe"];
  const child = spawn(command, args, { cwd, stdio, env: { ...process.env, NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" } });
  let said = "";
  const port = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${command} ended with code ${code} before it was ready\n${said}`)));
    child.stdio[fd].on("data", (text) => {
      said += text;
      const found = /"port": ?(\d+)/.exec(said);
      if (found) resolve(Number(found[1]));
    });
  });
  return {
    port,
    async stop() {
      const exited = once(child, "exit");
      child.kill("SIGKILL");
      await exited;
    },
  };
}

/** Asks a relay as a page of https://shop.example does, over a connection whose TLS has ended before it. */
export function ask(port, method, path, { body, ...headers } = {}) {
  return new Promise((resolve, reject) => {
    const usual = { host: "shop.example", "sec-fetch-site": "same-origin", origin: "https://shop.example", "x-userkey": "1" };
    const typed = body === undefined ? {} : { "content-type": "application/json" };
    const asked = request({ host: "127.0.0.1", port, method, path, headers: { ...usual, ...typed, ...headers } }, async (answer) => {
      let text = "";
      for await (const part of answer.setEncoding("utf8")) text += part;
      resolve({ status: answer.statusCode, headers: answer.headers, body: text && JSON.parse(text) });
    });
    asked.once("error", reject);
    asked.end(body);
  });
}
