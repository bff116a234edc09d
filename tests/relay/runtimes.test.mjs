import { after, before, beforeEach, test } from "node:test";
import { makeProject } from "../package/support/project.mjs";
import { startSandbox } from "../support/sandbox.mjs";
import { program, start } from "./support/runtime.mjs";
import { options, play } from "./support/scenario.mjs";

let sandbox;

before(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset());
after(() => sandbox.stop());

/** Plays the scenario against a server that a runtime starts in a project of its own. */
async function against(files, command, args, more) {
  const project = await makeProject(files(JSON.stringify(options(sandbox))));
  const server = await start(command, args, { cwd: project.root, ...more });
  try {
    await play(server.port, sandbox);
  } finally {
    await server.stop();
  }
}

/** An application that ends TLS elsewhere. */
const application = (serve) => (options) => ({
  "app.mjs": `
    import { createRelay } from "userkey/relay";
    const addresses = new WeakMap();
    const clientAddress = (request) => {
      if (addresses.get(request) !== "127.0.0.1") throw new Error(\`the address is \${addresses.get(request)}\`);
      return addresses.get(request);
    };
    const relay = createRelay({ ...${options}, clientAddress, secure: () => true });
    ${serve}`,
});

test("in Deno the fetch handler serves", async () => {
  const files = application(`
    const said = { hostname: "127.0.0.1", port: 0, onListen: ({ port }) => console.log(JSON.stringify({ port })) };
    Deno.serve(said, (request, { remoteAddr }) => (addresses.set(request, remoteAddr.hostname), relay(request)));`);
  await against(files, program("@deno", "deno"), ["run", "--no-lock", "--allow-net", "--allow-read", "app.mjs"]);
});

test("in Bun the fetch handler serves", async () => {
  const files = application(`
    const fetch = (request, server) => (addresses.set(request, server.requestIP(request)?.address), relay(request));
    const { port } = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch });
    console.log(JSON.stringify({ port }));`);
  await against(files, program("@oven", "bin/bun"), ["app.mjs"]);
});

/** A worker of these modules, and an outside world that is this machine. */
const CONFIG = `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [
        (name = "worker.mjs", esModule = embed "worker.mjs"),
        (name = "dist/esm/relay/workerd.js", esModule = embed "node_modules/userkey/dist/esm/relay/workerd.js"),
        (name = "dist/relay.wasm", wasm = embed "node_modules/userkey/dist/relay.wasm"),
      ],
      compatibilityDate = "2026-01-01",
      globalOutbound = "near",
    )),
    (name = "near", network = (allow = ["private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`;

test("in workerd the fetch handler serves, made when the worker starts", async () => {
  const files = (options) => ({
    "config.capnp": CONFIG,
    "worker.mjs": `
      import { createRelay } from "./dist/esm/relay/workerd.js";
      const relay = createRelay({ ...${options}, secure: () => true, warn: () => {} });
      export default { fetch: (request) => relay(request) };`,
  });
  await against(files, program("@cloudflare", "bin/workerd"), ["serve", "config.capnp", "--control-fd=3"], { fd: 3 });
});

test("in workerd it may be made by the first request, of its bindings, and serve all others", async () => {
  const files = (options) => ({
    "config.capnp": CONFIG,
    "worker.mjs": `
      import { createRelay } from "./dist/esm/relay/workerd.js";
      let relay;
      export default { fetch: (request) => (relay ??= createRelay({ ...${options}, secure: () => true, warn: () => {} }))(request) };`,
  });
  await against(files, program("@cloudflare", "bin/workerd"), ["serve", "config.capnp", "--control-fd=3"], { fd: 3 });
});
