/** The id space: the routing table as the spine of the tree of all ids. */

import { byId, cross, diamond, dot, drawing, h, legend, picture, s, table } from "./element.js";
import { address, bit, brief, counted, fraction } from "./format.js";

const ROW = 36;
const BUCKET = 8;

let shown = null;

const share = (bits) => (bits === 0 ? "all ids" : bits <= 10 ? `1/${2 ** bits}` : `2^−${bits}`);

function mark(x, y, contact) {
  const title = `${brief(contact.id)} at ${address(contact)}, ${words(contact)}`;
  if (contact.state === "bad") {
    return cross(x, y, 4, title);
  }
  return s("g", null,
    contact.proven ? dot(x, y, 8, "halo") : null,
    dot(x, y, 5, contact.state === "good" ? "dot" : "dot open", title));
}

const words = (contact) => `${contact.state}${contact.proven ? ", reachable by strangers" : ""}`;

function row(index, last, width) {
  const bucket = shown.buckets[index];
  const narrow = width < 500;
  const step = Math.min(narrow ? 6 : 14, (width * 0.22) / shown.buckets.length);
  const left = narrow ? 46 : 64;
  const at = (i) => left + i * step;
  const y = 24 + index * ROW;
  const from = at(index) + (narrow ? 20 : 34);
  const to = width - (narrow ? 34 : 92);
  const skip = last ? bucket.prefix : bucket.prefix + 1;
  const place = (id) => from + 10 + (to - from - 20) * fraction(id, skip);
  return s("g", null,
    s("text", { x: 0, y: y + 4 }, share(skip)),
    last
      ? s("path", { class: "stroke", d: `M${at(index)} ${y}H${from}` })
      : s("path", { class: "stroke", d: `M${from} ${y}H${at(index)}L${at(index + 1)} ${y + ROW}` }),
    last ? null : s("text", { x: at(index) - 4, y: y + ROW / 2 + 6, "text-anchor": "end" }, bit(shown.id, index)),
    dot(at(index), y, 2.5, "self"),
    s("rect", { class: "bar", x: from, y: y - 11, width: Math.max(0, to - from), height: 22, rx: 11 }),
    bucket.contacts.map((contact) => mark(place(contact.id), y, contact)),
    last ? diamond(place(shown.id), y, 6, "self", "this node") : null,
    s("text", { x: width, y: y + 4, "text-anchor": "end" },
      narrow ? `${bucket.contacts.length}/${BUCKET}` : `${bucket.contacts.length} of ${BUCKET}`));
}

function draw(width) {
  if (!shown) {
    return null;
  }
  const all = shown.buckets.flatMap((bucket) => bucket.contacts);
  const height = 24 + (shown.buckets.length - 1) * ROW + 20;
  return picture(width, height,
    `The routing table: ${counted(all.length, "contact", "contacts")} in ${counted(shown.buckets.length, "bucket", "buckets")}. `
      + "The table below says the same.",
    shown.buckets.map((bucket, index) => row(index, index === shown.buckets.length - 1, width)));
}

const again = drawing(byId("spine"), draw);

legend(byId("spine-legend"), [
  [[dot(9, 9, 5, "dot")], "good: heard from within 15 minutes"],
  [[dot(9, 9, 5, "dot open")], "questionable: silent for longer"],
  [[cross(9, 9, 4)], "bad: gave no answer twice"],
  [[dot(9, 9, 8, "halo"), dot(9, 9, 5, "dot")], "ring: strangers can reach it"],
  [[diamond(9, 9, 6, "self")], "this node"],
]);

export function showTable(document) {
  shown = document;
  again();
  const rows = shown.buckets.flatMap((bucket) => bucket.contacts.map((contact) => ({ bucket, contact })));
  table(byId("contacts"), "Known nodes, by the first bits that they share with this one", [
    { name: "Shared bits", number: true, cell: (r) => r.bucket.prefix },
    { name: "Id", cell: (r) => h("span", { class: "mono" }, r.contact.id.slice(0, 16) + "…") },
    { name: "Address", cell: (r) => h("span", { class: "mono" }, address(r.contact)) },
    { name: "State", cell: (r) => r.contact.state },
    { name: "Strangers reach it", cell: (r) => (r.contact.proven ? "yes" : "not shown yet") },
  ], rows);
}
