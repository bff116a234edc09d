import { execFileSync } from "node:child_process";
import { availableParallelism, cpus, loadavg, platform, release, totalmem } from "node:os";

/** Says what is measured on, and how busy it is before anything is measured. */
export function machine() {
  const cores = availableParallelism();
  const load = loadavg()[0];
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores,
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    system: `${platform()} ${release()}`,
    browser: execFileSync(process.env.CHROME, ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim(),
    node: process.version,
    load,
    // What else runs takes part of the time: ratios stand that better than times.
    shared: load > cores / 4,
  };
}
