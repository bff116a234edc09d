import { $, el } from "../dom.js";

/** Shows the lists that the visitor is on and the companies that they belong to. */
export function showMemberships({ user }) {
  fill($("#lists"), $("#lists-none"), user?.lists ?? [], list);
  fill($("#companies"), $("#companies-none"), user?.companies ?? [], company);
}

function fill(list, none, records, draw) {
  list.replaceChildren(...records.map(draw));
  none.hidden = records.length > 0;
}

const list = ({ name, description }) => el("li", {}, el("strong", {}, name), description ? el("span", {}, description) : null);

const company = ({ name, member_since: since }) => el("li", {}, el("strong", {}, name), el("span", {}, `Since ${day(since)}`));

const day = (time) => new Date(time).toLocaleDateString(undefined, { dateStyle: "medium" });
