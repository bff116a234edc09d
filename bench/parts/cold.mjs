import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openProfile } from "../support/browser.mjs";
import { bundle, wasm } from "../support/bundle.mjs";
import { stubbedServices } from "../support/harness.mjs";
import { serve } from "../support/server.mjs";
import { summarize } from "../support/stats.mjs";

/** The apps that greet whoever is there, the one without a library first. */
const APPS = ["raw", "userkey", "slim", "connectycube"];

/** How the pages are opened. */
const WEATHERS = [
  { cache: "warm", slowdown: 1 },
  { cache: "warm", slowdown: 4 },
  { cache: "cold", slowdown: 1 },
  { cache: "cold", slowdown: 4 },
];

/** How often a page is opened until the browser has kept all that it keeps, compiled code too. */
const VISITS = 4;

/** Measures the time from navigation until the visitor is greeted. Each page has a process of its own. */
export async function cold({ rounds: wanted, answers, progress }) {
  const rounds = Math.ceil(wanted / 4);
  const pages = await serve(await files(), { "/users/search/": answers.user, "/users/v2": answers.cubeUser });
  const profile = mkdtempSync(join(tmpdir(), "userkey-bench-profile-"));
  const browser = await openProfile(profile);
  try {
    await browser.addCookies([{ name: "__ca__chat", value: "g3FaYocCy0U6", url: pages.origin }]);
    const results = [];
    for (const weather of WEATHERS) {
      const title = `from navigation to the first visitor, ${weather.cache} cache${weather.slowdown > 1 ? `, CPU ${weather.slowdown} times slower` : ""}`;
      const say = (round) => progress(`${title}: round ${round + 1} of ${rounds}`);
      const rows = summarize(await visits(browser, pages.origin, { rounds, say, ...weather }));
      results.push({ form: "times", title, ...weather, rounds, unit: "ms", rows });
    }
    return results;
  } finally {
    await browser.close();
    pages.stop();
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function visits(browser, origin, { rounds, say, cache, slowdown }) {
  const warmUps = cache === "warm" && rounds > 1 ? VISITS : 1;
  const times = [];
  for (let round = -warmUps; round < rounds; round += 1) {
    say(Math.max(round, 0));
    const visited = Object.fromEntries(APPS.map((app) => [app, 0]));
    for (const index of APPS.keys()) {
      const app = APPS[(index + round + warmUps) % APPS.length];
      visited[app] = await visit(browser, `${origin}/${app}.html`, { cache, slowdown });
    }
    if (round >= 0) times.push(visited);
  }
  return times;
}

async function visit(browser, url, { cache, slowdown }) {
  const page = await browser.newPage();
  try {
    const devtools = await browser.newCDPSession(page);
    if (cache === "cold") await devtools.send("Network.clearBrowserCache");
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
    await page.goto(url, { waitUntil: "commit" });
    return await page.evaluate(() => globalThis.greeted);
  } finally {
    await page.close();
  }
}

async function files() {
  const { usercom, cube } = stubbedServices();
  const { baseUrl: _, key: __, ...keys } = usercom;
  const config = `{ usercom: { ...${JSON.stringify(keys)}, baseUrl: location.origin + "/api/public" }, cube: { ...${JSON.stringify(cube)}, baseUrl: location.origin } }`;
  const html = (app) => `<!doctype html><title>${app}</title><h1></h1><script>
  globalThis.config = ${config};
  globalThis.greeted = new Promise((resolve, reject) => {
    globalThis.greet = (name) => {
      document.querySelector("h1").textContent = name;
      resolve(performance.now());
    };
    globalThis.onunhandledrejection = ({ reason }) => reject(new Error(String(reason?.message ?? JSON.stringify(reason))));
    globalThis.onerror = (message) => reject(new Error(message));
  });
</script><script type="module" src="/apps/${app}.js"></script>`;
  const files = { "/userkey.wasm": await wasm() };
  for (const app of APPS) {
    files[`/${app}.html`] = html(app);
    files[`/apps/${app}.js`] = await bundle(`apps/${app}.js`);
  }
  return files;
}
