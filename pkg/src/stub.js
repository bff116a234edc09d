// Stands in for `window.userkey` until the script of that name has loaded: what is called before waits for it.
// A page holds the minified form, dist/stub.js, inline and before the script's tag.

window.userkey ||= (() => {
  let settle;
  const ready = new Promise((resolve, reject) => (settle = { resolve, reject }));
  const later = (name) => (...args) => ready.then((userkey) => userkey[name](...args));
  const onVisitorChange = (listener) => {
    let stop = () => (stop = undefined);
    ready.then((userkey) => stop && (stop = userkey.onVisitorChange(listener)), () => {});
    return () => stop?.();
  };
  // A tag whose script can't be loaded is told so, and on the way down to it everybody who listens here.
  addEventListener("error", ({ target }) => target.dataset?.relay && settle.reject(Error("userkey: no " + target.src)), true);
  return {
    ready: Object.assign(ready, settle),
    visitor: later("visitor"),
    visitorKey: later("visitorKey"),
    updateVisitor: later("updateVisitor"),
    onVisitorChange,
  };
})();
