/** One entry and its receipt. */

import { h, table } from "./element.js";
import { address, brief, counted, moment } from "./format.js";

/** A moment that reads as a distance from now, and is told exactly on pointing. */
const when = (iso) => h("time", { datetime: iso, title: iso }, moment(iso));

/** The same of what is to come; where it should have come, that it was due. */
const due = (iso) => [Date.parse(iso) < Date.now() - 1_000 ? "was due " : null, when(iso)];

function held(receipt) {
  const gave = receipt.holders.filter((holder) => holder.verified_at !== null).length;
  const marks = [];
  for (let i = 0; i < Math.max(receipt.wanted, receipt.acknowledged); i++) {
    marks.push(h("i", { class: i < gave ? "gave" : i < receipt.acknowledged ? "said" : null }));
  }
  return h("p", null,
    h("span", { class: "held", "aria-hidden": "true" }, marks),
    h("span", null, `${receipt.acknowledged} of ${receipt.wanted} hold it`),
    h("br"),
    h("span", { class: "quiet" }, `${gave} gave it back when asked`));
}

function holders(receipt) {
  const element = h("table", null);
  table(element, "Who holds it", [
    { name: "Node", cell: (holder) => h("span", { class: "mono" }, brief(holder.id)) },
    { name: "Address", cell: (holder) => h("span", { class: "mono" }, address(holder)) },
    { name: "Acknowledged", cell: (holder) => when(holder.acknowledged_at) },
    { name: "Gave it back", cell: (holder) => (holder.verified_at ? when(holder.verified_at) : "not so far") },
  ], receipt.holders);
  return element;
}

function failures(receipt) {
  const element = h("table", null);
  table(element, "Who should and does not", [
    { name: "Node", cell: (failure) => h("span", { class: "mono" }, brief(failure.id)) },
    { name: "Address", cell: (failure) => h("span", { class: "mono" }, address(failure)) },
    { name: "Why", words: true, cell: (failure) => failure.reason },
  ], receipt.failures);
  return element;
}

/** What a stranger found of it. */
function audit(seen) {
  return h("p", { class: "audit quiet" },
    `A stranger found it at ${counted(seen.found, "node", "nodes")} `, when(seen.at), "; the next look ", due(seen.next_at), ".");
}

/** What an entry is when it is opened. */
function more(receipt) {
  return [
    h("p", { class: "identity mono" }, receipt.id),
    receipt.audit ? audit(receipt.audit) : null,
    receipt.holders.length > 0
      ? h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": `Holders of ${brief(receipt.id)}`,
        "data-key": `holders-${receipt.id}` }, holders(receipt))
      : h("p", { class: "none" }, "Nobody has acknowledged it so far."),
    receipt.failures.length > 0
      ? h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": `Failures of ${brief(receipt.id)}`,
        "data-key": `failures-${receipt.id}` }, failures(receipt))
      : null,
  ].filter(Boolean);
}

/**
 * An entry.
 *
 * @param open whether all of its receipt is shown
 * @param act called with "lookup", "renew", "delete" or "open"
 */
export function entry(receipt, open, act) {
  const name = brief(receipt.id);
  const id = `entry-${receipt.id}`;
  return h("div", { class: "entry" },
    h("div", { class: "entry-head" },
      h("p", null,
        h("button", { type: "button", class: "link mono", "aria-expanded": String(open), "aria-controls": id,
          "aria-label": `Receipt of ${name}`, "data-key": `open-${receipt.id}`, onclick: () => act("open") }, name),
        h("br"),
        h("span", { class: "quiet" }, `port ${receipt.port}`)),
      held(receipt),
      h("p", { class: "quiet" },
        receipt.published_at ? ["published ", when(receipt.published_at)] : "not published yet",
        h("br"),
        receipt.renew_at ? ["renewal ", ...due(receipt.renew_at)] : ""),
      h("div", { class: "entry-buttons" },
        [["lookup", "Look up"], ["renew", "Renew"], ["delete", "Delete"]].map(([what, text]) =>
          h("button", { type: "button", class: "small", "aria-label": `${text} ${name}`, "data-key": `${what}-${receipt.id}`,
            onclick: () => act(what) }, text)))),
    h("div", { id, class: "entry-more", hidden: !open }, open ? more(receipt) : null));
}
