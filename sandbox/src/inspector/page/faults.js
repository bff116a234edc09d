import { ask, post } from "./api.js";
import { $, button, el, toast } from "./dom.js";

/** Faults that are asked for often, by what they are called. */
const PRESETS = {
  "Away for a moment": "status=503; retry-after=1; times=2",
  "Too many requests, until a date": "status=429; retry-after=date:2; times=1",
  "Two seconds late": "latency=2000",
  "Done, but the answer is lost": "drop=before-head; after; times=1",
  "Connection closed in the body": "drop=in-body; times=1",
  "Stalls in the body": "stall=in-body; times=1",
  "Half of the JSON": "answer=truncated; times=1",
  "A page of HTML instead of JSON": "answer=html; times=1",
  "Not readable by pages": "cors=missing; times=1",
  "One request in five fails": "status=500; probability=0.2; seed=1",
};

/** Shows the faults that are on. */
export async function loadFaults() {
  const { faults } = await ask("faults");
  $("#fault-rows").replaceChildren(...faults.map(rowOf));
  $("#fault-count").textContent = faults.filter(({ remaining }) => remaining !== 0).length;
  $("#fault-none").hidden = faults.length > 0;
  $("#fault-clear").hidden = faults.length === 0;
}

/** Wires the form and the removal of all faults. */
export function enableFaults() {
  const form = $("#fault-form");
  form.preset.append(...Object.keys(PRESETS).map((name) => el("option", {}, name)));
  form.preset.addEventListener("change", () => { form.fault.value = PRESETS[form.preset.value] ?? ""; });
  form.addEventListener("input", () => { $("#fault-error").textContent = ""; });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    add(form);
  });
  $("#fault-clear").addEventListener("click", () => remove("faults", "All faults removed"));
}

async function add(form) {
  const narrow = ["system", "method", "path"].filter((name) => form[name].value !== "");
  const parts = [form.fault.value, ...narrow.map((name) => `${name}=${form[name].value}`)];
  try {
    await post("faults", parts.join("; "));
    form.reset();
    await loadFaults();
  } catch (error) {
    $("#fault-error").textContent = error.message;
  }
}

async function remove(path, done) {
  try {
    await ask(path, { method: "DELETE" });
    toast(done);
  } catch (error) {
    toast(error.message);
  }
  await loadFaults();
}

function rowOf({ id, does, remaining, hits }) {
  const left = remaining === null ? "every time" : remaining === 0 ? "used up" : `${remaining} more`;
  return el("li", { className: remaining === 0 ? "fault used" : "fault" },
    el("code", {}, does),
    el("small", {}, el("span", {}, `#${id}`), el("span", {}, left), el("span", {}, hits === 1 ? "hit once" : `hit ${hits} times`)),
    button("Remove", () => remove(`faults/${id}`, "Fault removed")));
}
