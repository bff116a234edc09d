import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { PKG, required, WWW } from "./paths.mjs";

/** The key of Jane Doe, whom the documentation of User.com uses as its example. */
export const JANE = "g3FaYocCy0U6";

/** Starts a sandbox of its own on a free loopback port, serving the demo pages, the package and the stand-in for the relay. */
export async function startSandbox(...flags) {
  const binary = required("USERKEY_SANDBOX_BIN", "target/debug/userkey-sandbox");
  const standard = ["--port", "0", "--json", "--www", WWW, "--pkg", PKG];
  if (!flags.includes("--relay-program")) standard.push("--relay-stub");
  const child = spawn(binary, [...standard, ...flags], { stdio: ["ignore", "pipe", "inherit"] });
  const ready = await readyLine(child);
  const api = new URL(`${ready.usercom}/`);
  const authorization = `Token ${ready.token}`;

  return {
    ...ready,
    origin: api.origin,

    /** Gives the user with this key as the service answers it, or null. */
    async userByKey(key) {
      const response = await fetch(new URL(`users/search/?key=${key}`, api), { headers: { authorization } });
      return response.status === 404 ? null : response.json();
    },

    /** Gives the requests that the sandbox has answered, oldest first, those of the tests themselves left out. */
    async requests() {
      const response = await fetch(`${ready.inspector}requests`);
      const { requests } = await response.json();
      return requests.filter((entry) => !String(entry.request.headers["user-agent"]).startsWith("node"));
    },

    /** Does these faults to the next requests, one after the other, each once if it doesn't say more. */
    async order(faults = []) {
      await fetch(`${ready.inspector}faults`, { method: "DELETE" });
      await fetch(`${ready.inspector}requests`, { method: "DELETE" });
      for (const fault of faults) {
        const response = await fetch(`${ready.inspector}faults`, { method: "POST", body: JSON.stringify({ times: 1, ...fault }) });
        if (!response.ok) throw new Error(await response.text());
      }
    },

    /** Begins a session of ConnectyCube, the `application`'s or a new `user`'s, and ends it if it should be `over`. */
    async cube({ session: whose, over }) {
      const ask = (method, path, headers, body) => fetch(ready.connectycube + path, { method, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) });
      const login = { login: `user-${randomUUID()}`, password: `pass-${randomUUID().slice(0, 20)}` };
      if (whose === "user") await ask("POST", "/users", { "cb-authkey": ready.authKey }, { user: login });
      if (!whose) return { login };
      const body = { application_id: ready.appId, auth_key: ready.authKey, user: whose === "user" ? login : undefined };
      const { session } = await (await ask("POST", "/session", {}, body)).json();
      if (over) await ask("DELETE", "/session", { "cb-token": session.token });
      return { login, session };
    },

    /** Ends a session of ConnectyCube. */
    endSession: (token) => fetch(`${ready.inspector}connectycube/sessions/${token}`, { method: "DELETE" }),

    /** Counts the requests that came since the last order, those that are held back included. */
    async served() {
      const { requests } = await (await fetch(`${ready.inspector}requests`)).json();
      return requests.filter(({ method }) => method !== "OPTIONS").length;
    },

    /** Counts the requests that came since the start, and those that the faults of the last order hit. */
    async tally() {
      const get = async (path) => (await fetch(`${ready.inspector}${path}`)).json();
      const [{ requests }, { faults }] = [await get("requests"), await get("faults")];
      return { requests: requests.at(-1)?.id ?? 0, hit: faults.reduce((sum, { hits }) => sum + hits, 0) };
    },

    /** Gives everybody there is on User.com, or below another address of the inspector. */
    async people(below = "") {
      const people = [];
      for (;;) {
        const response = await fetch(`${ready.inspector}${below}users?limit=100&offset=${people.length}`);
        const { total, users } = await response.json();
        people.push(...users);
        if (people.length >= total || users.length === 0) return people;
      }
    },

    /** Puts the people of the seed back. */
    reset: () => fetch(`${ready.inspector}reset`, { method: "POST" }),

    /** Moves the sandbox's clock ahead by so many milliseconds. */
    advance: (ms) => post(`${ready.inspector}clock`, { ms }),

    /** Stops this sandbox, and only this one. */
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, "exit");
      child.kill();
      await exited;
    },
  };
}

function post(url, body) {
  return fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
}

/** Starts a sandbox with the relay in front of it, as `cargo xtask demo` does. */
export function startShop(...flags) {
  const relay = required("USERKEY_RELAY_BIN", "target/debug/userkey-relay");
  return startSandbox("--relay-program", relay, "--relay-config", join(WWW, "relay.toml"), ...flags);
}

async function readyLine(child) {
  const lines = createInterface({ input: child.stdout });
  const failed = Promise.race([
    once(child, "error").then(([error]) => error),
    once(child, "exit").then(([code]) => new Error(`the sandbox ended with code ${code} before it was ready`)),
  ]);
  const first = await Promise.race([once(lines, "line"), failed]);
  if (first instanceof Error) throw first;
  return JSON.parse(first[0]);
}
