declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}
/** The glue as build.mjs wraps it: run when it is needed and not on import, for it uses globals that some runtimes lack. */
declare module "*/generated/userkey_bg.js" {
  export default function makeGlue(): import("./glue.js").Glue;
}

/** The same of the relay's module. */
declare module "*/generated-relay/relay_bg.js" {
  export default function makeGlue(): import("./relay/glue.js").Glue;
}
