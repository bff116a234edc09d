import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { serve } from "./server.mjs";
import { FLAGS, program } from "./browser.mjs";

/**
 * Opens the page of `files` as its visitor has it, without the developer tools that tests drive a browser by: they take
 * note of each request, which makes it a third longer. What is to be done is told to the page by its own server.
 */
export async function openPage(files) {
  const page = new EventEmitter();
  const pages = await serve(files, {
    "/next": async (request, response) => page.emit("next", JSON.parse(await text(request)), response),
  });
  const profile = mkdtempSync(join(tmpdir(), "userkey-bench-profile-"));
  const ended = new AbortController();
  const browser = spawn(program(), ["--headless", ...FLAGS, `--user-data-dir=${profile}`, `${pages.origin}/index.html`], { stdio: "ignore" });
  for (const event of ["error", "exit"]) browser.once(event, (why) => ended.abort(new Error(`the browser ended: ${why}`)));
  const brought = () => once(page, "next", { signal: ended.signal });
  let [, response] = await brought();
  return {
    /** Calls a function of the page's `bench` and gives what it brings. */
    async call(name, ...args) {
      const next = brought();
      response.end(JSON.stringify({ name, args }));
      let result;
      [result, response] = await next;
      if (result.error) throw new Error(result.error);
      return result.value;
    },
    async close() {
      pages.stop();
      const isOver = ended.signal.aborted || once(browser, "exit");
      browser.kill();
      await isOver;
      rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
