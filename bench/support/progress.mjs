/** How often a log, where no line can be redrawn, is told what is going on. */
const LOG_EVERY = 15_000;

/** Shows what is going on, on standard error: in a line that is redrawn in a terminal, now and then in a log. */
export function createProgress({ stderr } = process) {
  let logged = Date.now();
  return {
    show(text) {
      if (stderr.isTTY) stderr.write(`\r\x1b[2K  … ${text.slice(0, 74)}`);
      else if (Date.now() - logged >= LOG_EVERY) {
        logged = Date.now();
        stderr.write(`  … ${text}\n`);
      }
    },
    clear: () => stderr.isTTY && stderr.write("\r\x1b[2K"),
  };
}
