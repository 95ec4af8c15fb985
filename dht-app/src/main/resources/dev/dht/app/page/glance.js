/** The node at a glance. */

import { byId, facts, h, say } from "./element.js";
import { address, count, duration, rate } from "./format.js";

function figure(term, value, unit, more) {
  return h("div", null,
    h("dt", null, term),
    h("dd", { class: "figure" }, value, unit ? h("small", null, ` ${unit}`) : null),
    h("dd", { class: "more" }, more));
}

function contacts(table) {
  const parts = [`${count(table.good)} good`];
  if (table.questionable > 0) {
    parts.push(`${count(table.questionable)} questionable`);
  }
  if (table.bad > 0) {
    parts.push(`${count(table.bad)} bad`);
  }
  return parts.join(", ");
}

const VERDICTS = {
  reachable: "Strangers can reach this node",
  local: "Only its own network reaches this node",
  unreachable: "Strangers cannot reach this node",
  unknown: "Whether strangers can reach this node is not known yet",
};

const verdict = (known) => (known.verdict === "reachable" && known.strangers_from === "local"
  ? "Strangers within its own network can reach this node"
  : VERDICTS[known.verdict] ?? known.verdict);

function reachability(known) {
  const place = byId("reachability");
  place.hidden = !known;
  if (known) {
    const heading = verdict(known);
    const text = heading + known.advice;
    if (place.dataset.said !== text) {
      place.dataset.said = text;
      place.dataset.verdict = known.verdict;
      place.replaceChildren(h("strong", null, heading), h("span", null, known.advice));
    }
  }
}

/**
 * Shows it.
 *
 * @param served queries of others a second, null while not known
 */
export function showGlance(node, served) {
  say(byId("node-id"), node.id);
  reachability(node.reachability);
  const few = node.under_replicated;
  const late = node.behind_seconds;
  byId("figures").replaceChildren(
    figure("Contacts", count(node.table.contacts), null, contacts(node.table)),
    figure("Serving", served === null ? "–" : rate(served), "queries/s", "for others, mean of 10 s"),
    figure("Stored for others", count(node.store.entries), node.store.entries === 1 ? "entry" : "entries",
      `room for ${count(node.store.capacity)}`),
    figure("Entered here", count(node.entered), node.entered === 1 ? "entry" : "entries",
      late > 0 ? `renewals ${duration(late)} behind` : few > 0 ? `${count(few)} held by too few` : node.entered > 0 ? "held by as many as wanted" : "nothing published"),
    figure("Up", duration(node.uptime_seconds), null, node.alone ? "knows nobody yet" : "and connected"),
  );
  const told = node.address_source === "others";
  facts(byId("facts"), [
    node.bound && ["Listens on", h("span", { class: "mono" }, `${address(node.bound)} UDP`)],
    node.address && [told ? "Others see it at" : "Its address", h("span", { class: "mono" }, address(node.address)),
      node.address_source === "interface" ? " of its network interface; nobody has told it yet" : ""],
    ["Look-ups", `${count(node.lookups_running)} running, ${count(node.lookups_waiting)} waiting`],
  ]);
}
