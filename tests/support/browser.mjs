import { chromium } from "playwright-core";
import { required } from "./paths.mjs";

const FLAGS = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];

/** Starts the browser that `CHROME` names; it talks to loopback alone. */
export function openBrowser() {
  const root = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath: required("CHROME", "/usr/bin/chromium"), args: [...FLAGS, ...root] });
}

/**
 * Opens a page in a profile of its own, with the cookie of `key` if one is given.
 *
 * `page.problems` collects what a user would never see: exceptions nobody caught, and warnings.
 */
export async function openPage(browser, origin, { path = "/", key, prepare, ...context } = {}) {
  const profile = await browser.newContext(context);
  if (key) await profile.addCookies([{ name: "__ca__chat", value: key, url: origin }]);
  const page = await profile.newPage();
  page.setDefaultTimeout(20_000);
  page.problems = [];
  page.on("pageerror", (error) => page.problems.push(error.message));
  page.on("console", (message) => message.type() === "warning" && page.problems.push(message.text()));
  await prepare?.(page);
  await page.goto(origin + path, { waitUntil: "domcontentloaded" });
  return page;
}

/** Waits until an element says this, and gives its text. */
export async function says(page, selector, text) {
  const element = page.locator(selector, { hasText: text });
  await element.waitFor();
  return element.textContent();
}
