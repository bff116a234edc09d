import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { FLAGS, program } from "./browser.mjs";
import { serve } from "./server.mjs";

/** How long the page may take for one thing, in milliseconds. */
const PATIENCE = 120_000;

/**
 * Opens the page of `files` as its visitor has it, without the developer tools that tests drive a browser by: they take
 * note of each request, which makes it a third longer. What is to be done is told to the page by its own server.
 */
export async function openPage(files) {
  const page = new EventEmitter();
  const pages = await serve(files, {
    "/next": async (request, response) => page.emit("next", JSON.parse(await text(request)), response),
  });
  const browser = openBrowser(`${pages.origin}/index.html`);
  const brought = async () => {
    const signal = AbortSignal.any([browser.ended, AbortSignal.timeout(PATIENCE)]);
    const [{ value, error }, response] = await once(page, "next", { signal });
    if (error) throw new Error(error);
    return { value, response };
  };
  const close = async () => {
    pages.stop();
    await browser.close();
  };
  try {
    let { response } = await brought();
    return {
      /** Calls a function of the page's `bench` and gives what it brings. */
      async call(name, ...args) {
        const next = brought();
        response.end(JSON.stringify({ name, args }));
        const answer = await next;
        response = answer.response;
        return answer.value;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Starts a browser with a profile of its own; both are gone at the latest when this process ends. */
function openBrowser(url) {
  const profile = mkdtempSync(join(tmpdir(), "userkey-bench-profile-"));
  const ended = new AbortController();
  const child = spawn(program(), ["--headless", ...FLAGS, "--disable-dev-shm-usage", `--user-data-dir=${profile}`, url], { stdio: "ignore" });
  for (const event of ["error", "exit"]) child.once(event, (why) => ended.abort(new Error(`the browser ended: ${why}`)));
  const abandon = () => {
    child.kill("SIGKILL");
    remove(profile);
  };
  process.once("exit", abandon);
  return {
    ended: ended.signal,
    async close() {
      const isOver = ended.signal.aborted || once(child, "exit");
      child.kill();
      await isOver;
      process.off("exit", abandon);
      // Processes of the browser may write for a moment after it has ended.
      for (let tries = 0; !remove(profile) && tries < 50; tries += 1) await setTimeout(100);
    },
  };
}

/** Removes a folder if nobody writes into it; says whether that is so. */
function remove(folder) {
  try {
    rmSync(folder, { recursive: true, force: true });
    return true;
  } catch {
    return false;
  }
}
