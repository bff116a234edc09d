import { chromium } from "playwright-core";
import { required } from "../../tests/support/paths.mjs";

/** What keeps a browser from doing anything else meanwhile. */
export const FLAGS = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  // A round begins with an empty nursery, and nothing that is compiled is thrown away between two rounds.
  "--js-flags=--expose-gc --no-flush-bytecode",
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];

/** The browser that `CHROME` names. */
export const program = () => required("CHROME", "/usr/bin/chromium");

const options = () => ({ executablePath: program(), args: FLAGS });

/** Starts the browser that `CHROME` names. */
export const openBrowser = () => chromium.launch(options());

/** Starts it with a profile in `folder`, whose caches it keeps on disk. */
export const openProfile = (folder) => chromium.launchPersistentContext(folder, options());

/** Runs `work` with a new page, which fails the run with what it has thrown. */
export async function withPage(context, url, work) {
  const page = await context.newPage();
  try {
    const failed = new Promise((_, reject) => page.on("pageerror", reject));
    failed.catch(() => {});
    await page.goto(url, { waitUntil: "load" });
    return await Promise.race([work(page), failed]);
  } finally {
    await page.close();
  }
}
