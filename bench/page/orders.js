/** Runs in the page: does what it is told with each answer to what it has brought before. */

await globalThis.isReady;
for (let brought = {}; ; ) {
  globalThis.answer = undefined;
  const response = await fetch("/next", { method: "POST", body: JSON.stringify(brought) });
  const { name, args } = await response.json();
  try {
    brought = { value: await globalThis.bench[name](...args) };
  } catch ({ stack }) {
    brought = { error: stack };
  }
}
