import { ask, follow, post } from "./api.js";
import { curl } from "./curl.js";
import { $, copy, markCurrent, toast } from "./dom.js";
import { enableFaults, loadFaults } from "./faults.js";
import { addRequest, chooseRequest, enableRequests, loadRequests } from "./requests.js";
import { chooseUser, enableUsers, loadUsers } from "./users.js";

const FIRST = { method: "GET", path: "/api/public/users/search/", query: "key=g3FaYocCy0U6" };
const STATES = { connecting: "Connecting", live: "Live", lost: "Not running" };

/** Shows the view and the line that the address names: `#/requests/12`, `#/users/19678376`. */
async function route() {
  const [, view, id] = location.hash.split("/");
  const name = ["users", "faults"].includes(view) ? view : "requests";
  for (const link of document.querySelectorAll("[data-view]")) {
    markCurrent(link, link.dataset.view === name);
    $(`#${link.dataset.view}`).hidden = link.dataset.view !== name;
  }
  $("#detail").hidden = name === "faults";
  if (name === "faults") return loadFaults();
  const number = id === undefined ? undefined : Number(id);
  const chosen = name === "users" ? await chooseUser(number) : chooseRequest(number);
  showDetail(chosen, number !== undefined);
}

function showDetail(nodes, asked) {
  $("#detail-body").replaceChildren(...(nodes ?? []).filter(Boolean));
  $("#detail-none").hidden = nodes !== null;
  $("#detail").classList.toggle("open", nodes !== null);
  if (nodes === null && asked) toast("That line is gone");
}

async function refresh() {
  const status = await ask("status");
  $("#user-count").textContent = status.users;
  const authorization = `Token ${status.token ?? "<token>"}`;
  const first = curl({ ...FIRST, request: { headers: { authorization }, body: "" } });
  $("#first-curl").textContent = first;
  $("#first-copy").onclick = () => copy(first, "Command");
  $("#first-send").hidden = status.token === null;
  $("#first-send").onclick = () => fetch(`${FIRST.path}?${FIRST.query}`, { headers: { authorization } });
}

async function reload() {
  await Promise.all([loadRequests(), loadUsers(), loadFaults(), refresh()]);
  await route();
}

function enableActions() {
  $("#reset").addEventListener("click", () => $("#reset-dialog").showModal());
  $("#reset-dialog").addEventListener("close", async () => {
    if ($("#reset-dialog").returnValue !== "reset") return;
    await post("reset");
    location.hash = location.hash.split("/").slice(0, 2).join("/");
    await reload();
    toast("The seed is back");
  });
  $("#import").addEventListener("change", async ({ target }) => {
    const [file] = target.files;
    try {
      const { users } = await post("import", await file.text());
      await reload();
      toast(`${users} users imported`);
    } catch (error) {
      toast(error.message);
    }
    target.value = "";
  });
}

function enableKeys() {
  addEventListener("keydown", (event) => {
    const typing = event.target.matches("input, select, textarea");
    if (event.key === "/" && !typing) {
      event.preventDefault();
      $("section:not([hidden]) input").focus();
    }
    if (event.key === "Escape" && !event.target.closest("dialog")) {
      const row = $("section.list:not([hidden]) .row[aria-current]");
      location.hash = location.hash.split("/").slice(0, 2).join("/");
      row?.focus();
    }
  });
}

/** Makes a function that does something once for a burst of calls. */
function soon(work) {
  let pending;
  return () => {
    clearTimeout(pending);
    pending = setTimeout(work, 200);
  };
}

const usersChanged = soon(async () => {
  await Promise.all([loadUsers(), refresh()]);
  if (location.hash.startsWith("#/users/")) await route();
});
const faultsChanged = soon(loadFaults);

enableRequests();
enableUsers();
enableFaults();
enableActions();
enableKeys();
addEventListener("hashchange", async () => {
  await route();
  $("#detail").scrollTop = 0;
  // Where the detail covers the list, it takes the focus along.
  if (matchMedia("(max-width: 52rem)").matches && $("#detail").matches(".open")) $("#detail").focus();
});
await reload();
let lost = false;
follow(
  (entry) => {
    addRequest(entry);
    if (entry.changed.length > 0) usersChanged();
    if (entry.fault !== null) faultsChanged();
  },
  (state) => {
    $("#live").dataset.state = state;
    $("#live").textContent = STATES[state];
    // What happened while the line was down isn't sent again.
    if (state === "live" && lost) reload();
    lost = state === "lost";
  },
);
