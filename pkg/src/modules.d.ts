declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}
declare module "*/generated/userkey_bg.js" {
  export const Client: import("./glue.js").Glue["Client"];
  export const visitorKey: import("./glue.js").Glue["visitorKey"];
  export const __wbg_set_wasm: import("./glue.js").Glue["__wbg_set_wasm"];
}
