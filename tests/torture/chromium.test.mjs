import { setTimeout as sleep } from "node:timers/promises";
import { makeProject } from "../package/support/project.mjs";
import { openBrowser, openPage } from "../support/browser.mjs";
import { forward, servePages } from "../support/pages.mjs";
import { suite } from "./suite.mjs";

// The page is of another origin than the service, as pages are.
suite("chromium", async (addresses) => {
  const { installed } = await makeProject();
  const pages = await servePages({
    folders: { "/sdk/": `${installed}/dist/esm`, "/torture/": import.meta.dirname },
    routes: { "/userkey/visitor": forward(addresses.origin) },
  });
  const browser = await openBrowser();
  const page = await openPage(browser, pages.origin, { path: "/icon.svg" });
  await page.exposeFunction("drive", driver(page));
  await page.evaluate(
    async (addresses) => {
      const [module, { play }, { userkey }] = await Promise.all(["/sdk/index.js", "/torture/play.mjs", "/torture/sdks.mjs"].map((path) => import(path)));
      await module.preload();
      const sdk = userkey(module, { ...addresses, relay: "/userkey" });
      Object.assign(globalThis, { sdk, playScene: (scene) => play(scene, { sdk, drive: globalThis.drive }) });
    },
    addresses,
  );
  return {
    play: (scene) => page.evaluate((scene) => globalThis.playScene(scene), scene),
    async close() {
      await browser.close();
      pages.stop();
    },
  };
});

/** Does to a page what a user or the browser does. */
function driver(page) {
  const session = page.context().newCDPSession(page);
  const lifecycle = async (state) => (await session).send("Page.setWebLifecycleState", { state });
  return async ({ offline, visible, frozen, collect }) => {
    if (offline !== undefined) await page.context().setOffline(offline);
    if (visible !== undefined) await show(await session, visible);
    if (collect) await (await session).send("HeapProfiler.collectGarbage");
    if (frozen !== undefined) {
      await lifecycle("frozen");
      await sleep(frozen);
      await lifecycle("active");
    }
  };
}

/** Hides a page by making its window small, and shows it again. */
async function show(session, visible) {
  const { windowId } = await session.send("Browser.getWindowForTarget");
  const bounds = { windowState: visible ? "normal" : "minimized" };
  await session.send("Browser.setWindowBounds", { windowId, bounds });
}
