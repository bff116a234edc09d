/** Measures what a process has taken, to see that it comes back. */

const memories = [];
const instantiate = WebAssembly.instantiate;

// Has to be loaded before the SDK.
WebAssembly.instantiate = async (...given) => {
  const result = await instantiate(...given);
  memories.push((result.instance ?? result).exports.memory);
  return result;
};

/** The pages of 64 KiB that WebAssembly has taken. */
export const wasmPages = () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength / 65536, 0);

/** How many timers and sockets keep the process alive. */
export function resources() {
  const all = process.getActiveResourcesInfo();
  const count = (name) => all.filter((resource) => resource === name).length;
  return { timers: count("Timeout"), sockets: count("TCPSocketWrap") };
}
