// Measures what the relay adds: `cargo xtask bench relay` builds both programs for speed, and brings wrk.

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { Agent, request } from "node:http";
import { availableParallelism, cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs, promisify } from "node:util";
import { quantile } from "./support/stats.mjs";

const TOKEN = "3f9c0a7be1d2458647a1b0c9d8e7f6a53f9c0a7be1d2458647a1b0c9d8e7f6a5";
const KEY = "g3FaYocCy0U6";
const { USERKEY_SANDBOX_BIN: SANDBOX, USERKEY_RELAY_BIN: RELAY, USERKEY_WRK: WRK } = process.env;
const { values } = parseArgs({ options: { rounds: { type: "string", default: "3000" }, seconds: { type: "string", default: "8" } } });

const DIRECT = { authorization: `Token ${TOKEN}` };
const PAGE = { Host: "shop.example", "x-userkey": "1", "sec-fetch-site": "same-origin", Cookie: `__ca__chat=${KEY}` };

const load = loadavg()[0];
const shared = load > availableParallelism() / 4 ? ": the machine is shared, and times are too long" : "";
console.log(`${cpus()[0].model.trim()}, ${availableParallelism()} cores, load ${load.toFixed(1)} before${shared}\n`);

const running = [];
const sandbox = await start(SANDBOX, ["--port", "0", "--json", "--token", TOKEN]);
const direct = { ...at(sandbox.ready.usercom), path: `/api/public/users/search/?key=${KEY}`, headers: DIRECT };
try {
  await latency();
  await throughput();
} finally {
  // All that a measurement which failed has left.
  for (const program of running) await program.stop();
}

/** What one request takes, one after the other on one connection, by turns with and without the relay. */
async function latency() {
  const fresh = await relay(0);
  const kept = await relay(5);
  const ways = { "User.com, directly": direct, "through the relay": fresh.page, "through the relay, read a moment ago": kept.page };
  const took = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  for (let round = -200; round < Number(values.rounds); round += 1) {
    for (const [name, way] of Object.entries(ways)) {
      const ms = await send(way);
      if (round >= 0) took[name].push(ms);
    }
  }
  console.log("one request, in milliseconds          p50     p99   added p50   added p99");
  const base = quantiles(took["User.com, directly"]);
  for (const [name, all] of Object.entries(took)) {
    const [p50, p99] = quantiles(all);
    const added = `${(p50 - base[0]).toFixed(2).padStart(12)}${(p99 - base[1]).toFixed(2).padStart(12)}`;
    console.log(`${name.padEnd(36)}${p50.toFixed(2).padStart(6)}${p99.toFixed(2).padStart(8)}${added}`);
  }
  console.log();
  await fresh.stop();
  await kept.stop();
}

/** How many requests a second wrk gets answered, and what memory that takes. */
async function throughput() {
  console.log("64 connections                      requests/s   p50 ms   p99 ms  CPU each   memory, peak");
  await push("User.com, directly", direct, sandbox.pid);
  const reads = [
    ["through the relay, one visitor", 5, [KEY]],
    ["through the relay, 100 visitors", 0, await everybody()],
  ];
  for (const [name, cache, keys] of reads) {
    const server = await relay(cache);
    await push(name, server.page, server.pid, keys);
    await server.stop();
  }
}

/** The keys of all visitors. */
async function everybody() {
  const response = await fetch(`${sandbox.ready.inspector}users?limit=100`);
  return (await response.json()).users.map(({ key }) => key).filter((key) => /^[\w-]{8,64}$/.test(key));
}

/** What wrk runs, so that each request is the next visitor's. */
function script(keys) {
  return `
local keys, at = { ${keys.map((key) => `"${key}"`).join(", ")} }, 0
request = function()
  at = at % #keys + 1
  wrk.headers["Cookie"] = "__ca__chat=" .. keys[at]
  return wrk.format()
end
`;
}

async function push(name, way, pid, keys) {
  const headers = Object.entries(way.headers).flatMap(([header, value]) => ["-H", `${header}: ${value}`]);
  const url = `http://${way.host}:${way.port}${way.path}`;
  const folder = await mkdtemp(join(tmpdir(), "userkey-wrk-"));
  const file = join(folder, "visitors.lua");
  await writeFile(file, keys ? script(keys) : "");
  const before = await cpuMs(pid);
  const { stdout } = await promisify(execFile)(WRK, ["-t1", "-c64", `-d${values.seconds}s`, "--latency", "-s", file, ...headers, url]);
  await rm(folder, { recursive: true });
  if (stdout.includes("Non-2xx")) throw new Error(`${name}: ${stdout}`);
  const [, requests] = stdout.match(/(\d+) requests in/);
  const cpu = ((await cpuMs(pid)) - before) / requests * 1000;
  const [, rate] = stdout.match(/Requests\/sec:\s+([\d.]+)/);
  const ms = (percent) => inMs(stdout.match(new RegExp(`${percent}%\\s+([\\d.]+)(us|ms|s)`)));
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const [, peak] = status.match(/VmHWM:\s+(\d+)/);
  console.log(`${name.padEnd(36)}${Math.round(rate).toLocaleString("en").padStart(10)}${ms(50).padStart(9)}${ms(99).padStart(9)}${cpu.toFixed(0).padStart(9)} µs${(peak / 1024).toFixed(1).padStart(11)} MB`);
}

/** What a process has computed for: other work on the machine doesn't change it. */
async function cpuMs(pid) {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  const [user, system] = stat.slice(stat.lastIndexOf(")") + 2).split(" ").slice(11, 13);
  // The kernel counts in hundredths of a second, whatever its own clock.
  return (Number(user) + Number(system)) * 10;
}

/** A relay before the sandbox, whose limits nobody meets, with its log in a file as it would have one. */
async function relay(cache) {
  const folder = await mkdtemp(join(tmpdir(), "userkey-bench-"));
  const config = join(folder, "relay.toml");
  const limits = ["key", "keyBurst", "address", "addressBurst", "unknownKeys", "upstream"].map((name) => `${name} = 100000`);
  await writeFile(config, ['publicOrigins = ["https://shop.example"]', `sandbox = "${sandbox.ready.usercom}"`, "[browser]", 'read = ["name"]', "[limits]", ...limits, `cache = ${cache}`].join("\n"));
  const program = await start(RELAY, ["--config", config, "--port", "0", "--admin", "127.0.0.1:0", "--json"]);
  const page = { ...at(program.ready.relay), path: "/userkey/visitor", headers: PAGE };
  const stop = async () => {
    await program.stop();
    await rm(folder, { recursive: true });
  };
  return { ...program, page, stop };
}

async function start(program, flags) {
  const child = spawn(program, flags, { env: { ...process.env, USERKEY_RELAY_TOKEN: TOKEN }, stdio: ["ignore", "pipe", "ignore"] });
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  const stop = async () => {
    child.kill();
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  };
  running.push({ stop });
  return { ready: JSON.parse(line), pid: child.pid, stop };
}

function at(url) {
  const { hostname, port } = new URL(url);
  return { host: hostname, port, agent: new Agent({ keepAlive: true, maxSockets: 1 }) };
}

function send({ path, headers, ...way }) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const outgoing = request({ ...way, path, headers }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${path}: ${response.statusCode}`));
      response.resume().on("end", () => resolve(performance.now() - started));
    });
    outgoing.on("error", reject).end();
  });
}

function quantiles(all) {
  return [quantile(all, 0.5), quantile(all, 0.99)];
}

function inMs([, number, unit]) {
  return (number * { us: 0.001, ms: 1, s: 1000 }[unit]).toFixed(2);
}
