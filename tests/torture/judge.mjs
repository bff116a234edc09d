/** Compares what was seen of a case with what must be seen. */

/** How much earlier than asked for a timer may fire, in milliseconds. */
const EARLY = 3;

/** The name of each kind's error. */
const NAMES = {
  abort: "AbortError",
  auth: "AuthError",
  config: "ConfigError",
  conflict: "ConflictError",
  decode: "DecodeError",
  forbidden: "ForbiddenError",
  input: "InputError",
  network: "NetworkError",
  not_found: "NotFoundError",
  rate_limit: "RateLimitError",
  server: "ServerError",
  timeout: "TimeoutError",
  validation: "ValidationError",
  wasm: "WasmError",
};

/** Lists what differs from `see`, a sentence each; none if all is as it must be. */
export function complaints(seen, see) {
  const found = [];
  for (const [what, wanted] of Object.entries(see)) {
    if (what in CHECKS) CHECKS[what](seen, wanted, (...said) => found.push(said.join(" ")));
    else compareCall(what, seen.calls[what], wanted, found);
  }
  return found;
}

/** Lists what no case of ours may ever show: calls without an end, leftovers, errors of another's, secrets. */
export function violations({ calls, left }, secrets) {
  const found = [];
  for (const [name, { pending, error }] of Object.entries(calls)) {
    if (pending) found.push(`${name} never ended`);
    if (!error) continue;
    if (!error.isError || !error.marked) found.push(`${name} failed with what is no error of ours: ${error.name}`);
    if (error.name !== NAMES[error.kind]) found.push(`${name} failed with kind ${error.kind}, but name ${error.name}`);
    if (secrets.some((secret) => secret && error.text.includes(secret))) found.push(`${name} failed with a secret in its error`);
  }
  for (const [what, count] of Object.entries(left)) if (count !== 0) found.push(`${count} ${what} are left`);
  return found;
}

const CHECKS = {
  requests({ requests }, wanted, complain) {
    const methods = requests.map(({ method }) => method);
    const fits = typeof wanted[0] === "string" ? `${methods}` === `${wanted}` : within(methods.length, wanted);
    if (!fits) complain(`requests: ${methods.length} [${methods}] instead of`, show(wanted));
  },
  served({ served }, wanted, complain) {
    if (!within(served, wanted)) complain(`the sandbox served ${served} requests instead of`, show(wanted));
  },
  aborted({ requests }, wanted, complain) {
    const count = requests.filter(({ aborted }) => aborted).length;
    if (count !== wanted) complain(`${count} requests were aborted instead of ${wanted}`);
  },
  waits({ requests }, wanted, complain) {
    const waits = requests.slice(1).map((request, i) => waited(requests[i], request));
    if (waits.length !== wanted.length || !waits.every((wait, i) => fits(wait, wanted[i]))) complain("waits:", show(waits), "instead of", show(wanted));
  },
  firstWaits({ requests }, { each, least = each, most = each }, complain) {
    const waits = Object.values(byUrl(requests)).map(([first, second]) => waited(first, second)).sort((a, b) => a.asked - b.asked);
    const fit = waits.every((wait) => fits(wait, each)) && fits(waits[0], least) && fits(waits.at(-1), most);
    if (!fit) complain("first waits:", show(waits), "instead of", show({ each, least, most }));
  },
  order({ calls }, wanted, complain) {
    const order = wanted.toSorted((a, b) => calls[a].order - calls[b].order);
    if (`${order}` !== `${wanted}`) complain(`the calls ended in the order ${order} instead of ${wanted}`);
  },
  peak({ peak }, wanted, complain) {
    if (!within(peak, wanted)) complain(`${peak} requests were under way at once instead of ${show(wanted)}`);
  },
  inOrder({ requests }, _, complain) {
    const numbers = requests.map(({ url }) => Number(url.match(/\d+$/)));
    const wrong = numbers.findIndex((number, i) => number !== i);
    if (wrong >= 0) complain(`request ${wrong} was that of call ${numbers[wrong]}`);
  },
  distinct(seen, wanted, complain) {
    if (seen.distinct !== wanted) complain("callers got the same object");
  },
  all({ calls }, wanted, complain) {
    const found = [];
    for (const [name, call] of Object.entries(calls)) compareCall(name, call, wanted, found);
    if (found.length > 0) complain(`${found.length} calls: ${found[0]}, …`);
  },
};

function byUrl(requests) {
  const groups = {};
  for (const request of requests) (groups[request.url] ??= []).push(request);
  return groups;
}

function compareCall(name, call, { data, error, ms, size }, found) {
  const complain = (what, is, wanted) => found.push(`${name}: ${what} ${show(is)} instead of ${show(wanted)}`);
  if (!call || call.pending) return found.push(`${name} never ended`);
  if (ms && !lasts(call.ms, ms)) complain("took", call.ms, ms);
  if (size && !within(call.size, size)) complain("size", call.size, size);
  if (error && !call.error) return complain("ended with", call.data, error);
  if (data !== undefined && call.error) return complain("ended with", brief(call.error), data);
  differences(error ? call.error : call.data, error ?? data, (path, is, wanted) => complain(path || "data", is, wanted));
}

/** Tells where `is` lacks what `wanted` has; what more it has doesn't matter. */
function differences(is, wanted, tell, path = "") {
  if (wanted instanceof RegExp) {
    if (!wanted.test(is)) tell(path, is, wanted);
  } else if (wanted instanceof Object) {
    if (!(is instanceof Object)) tell(path, is, wanted);
    else for (const [name, part] of Object.entries(wanted)) differences(is[name], part, tell, path ? `${path}.${name}` : name);
  } else if (is !== wanted && !(wanted === undefined && path === "")) {
    tell(path, is, wanted);
  }
}

const brief = ({ kind, code, message, cause }) => ({ kind, code, message, cause });

/** The wait before a request: what a timer was asked for, and how long it was. */
const waited = (before, { at, due }) => ({ asked: due, lasted: at - before.over });

/** Whether a wait was asked for within the bounds and not cut short; how much longer it took is the machine's matter. */
const fits = ({ asked, lasted }, bounds) => within(asked, bounds) && lasted >= asked - EARLY;

/** Whether a count is the one wanted, or within the pair of bounds. */
const within = (count, wanted) => (Array.isArray(wanted) ? count >= wanted[0] && count <= wanted[1] : count === wanted);

const lasts = (ms, [least, most]) => ms >= least - EARLY && ms <= most;

const show = (value) =>
  JSON.stringify(value, (_, part) => (part instanceof RegExp ? String(part) : typeof part === "number" ? Math.round(part * 10) / 10 : part));
