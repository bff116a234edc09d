declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}
/** The relay's glue as build.mjs wraps it: run when it is needed and not on import, for it uses globals that some runtimes lack. */
declare module "*/generated-relay/relay_bg.js" {
  export default function makeGlue(): import("./relay/glue.js").Glue;
}
