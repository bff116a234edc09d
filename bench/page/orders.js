/** Runs in the page: does what it is told with each answer to what it has brought before. */

const failure = (error) => ({ error: String(error?.stack ?? JSON.stringify(error)) });

let brought = {};
try {
  await import("/harness.js");
} catch (error) {
  brought = failure(error);
}
for (;;) {
  globalThis.answer = undefined;
  const response = await fetch("/next", { method: "POST", body: JSON.stringify(brought) });
  const { name, args } = await response.json();
  try {
    brought = { value: await globalThis.bench[name](...args) };
  } catch (error) {
    brought = failure(error);
  }
}
