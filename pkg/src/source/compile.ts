/** Compiles what a server or a stream gives. */

/** Compiles an answer while it comes, which not every server's type allows, nor every runtime. */
export async function compile(answer: Response): Promise<WebAssembly.Module> {
  const canStream = answer instanceof Response && answer.headers.get("content-type") === "application/wasm";
  return canStream && WebAssembly.compileStreaming ? WebAssembly.compileStreaming(answer) : WebAssembly.compile(await answer.arrayBuffer());
}
