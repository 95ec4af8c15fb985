/** The id space: the routing table as the spine of the tree of all ids. */

import { byId, cross, diamond, dot, drawing, h, legend, picture, s, table } from "./element.js";
import { address, bit, bits, brief, counted, fraction } from "./format.js";

const HEAD = 44;
const ROW = 36;
const BUCKET = 8;

let shown = null;

/** The bits with which all ids of a bucket begin: those of this node as far as it is alike, then the other one. */
function begin(bucket) {
  const shared = bits(shown.id, bucket.prefix);
  return bucket === shown.buckets.at(-1) ? shared : shared + (1 - bit(shown.id, bucket.prefix));
}

/** How many of all ids begin with so many given bits. */
const share = (given) => (given === 0 ? "all" : given <= 10 ? `1/${2 ** given}` : `2^−${given}`);

/** The first bits where they fit, else how many are given: which they are, the forks say. */
const brieflyBegin = (first, most) => (first === "" ? "any" : first.length <= most ? `${first}…` : `${first.length} bits`);

function mark(x, y, contact) {
  const title = `${brief(contact.id)} at ${address(contact)}, ${words(contact)}`;
  if (contact.state === "bad") {
    return cross(x, y, 4, title);
  }
  return s("g", null,
    contact.proven ? dot(x, y, 8, "halo") : null,
    dot(x, y, 5, contact.state === "good" ? "dot" : "dot open", title));
}

const words = (contact) => `${contact.state}${contact.proven ? ", known to let strangers in" : ""}`;

function row(index, last, width) {
  const bucket = shown.buckets[index];
  const narrow = width < 500;
  const step = Math.min(narrow ? 6 : 14, (width * 0.22) / shown.buckets.length);
  const left = narrow ? 62 : 132;
  const at = (i) => left + i * step;
  const y = HEAD + index * ROW;
  const from = at(index) + (narrow ? 20 : 34);
  const to = width - (narrow ? 34 : 92);
  const first = begin(bucket);
  const place = (id) => from + 10 + (to - from - 20) * fraction(id, first.length);
  return s("g", { "data-begin": first },
    s("title", null, `${first === "" ? "all ids" : `ids that begin with ${first}, ${share(first.length)} of all`}: `
      + `${counted(bucket.contacts.length, "node", "nodes")} of at most ${BUCKET}`),
    s("text", { x: 0, y: narrow ? y - 3 : y + 4, class: "bits" }, brieflyBegin(first, narrow ? 5 : 7)),
    s("text", { x: narrow ? 0 : 76, y: narrow ? y + 13 : y + 4 }, share(first.length)),
    last
      ? s("path", { class: "stroke", d: `M${at(index)} ${y}H${from}` })
      : s("path", { class: "stroke", d: `M${from} ${y}H${at(index)}L${at(index + 1)} ${y + ROW}` }),
    last ? null : s("text", { x: at(index) - 4, y: y + ROW / 2 + 6, "text-anchor": "end" }, bit(shown.id, index)),
    dot(at(index), y, 2.5, "self"),
    s("rect", { class: "bar", x: from, y: y - 11, width: Math.max(0, to - from), height: 22, rx: 11 }),
    [...bucket.contacts].sort((a, b) => (a.state === "bad") - (b.state === "bad")).map((contact) => mark(place(contact.id), y, contact)),
    last ? diamond(place(shown.id), y, 6, "self", "this node") : null,
    s("text", { x: width, y: y + 4, "text-anchor": "end" },
      narrow ? `${bucket.contacts.length}/${BUCKET}` : `${bucket.contacts.length} of ${BUCKET}`));
}

function draw(width) {
  if (!shown) {
    return null;
  }
  const all = shown.buckets.flatMap((bucket) => bucket.contacts);
  const height = HEAD + (shown.buckets.length - 1) * ROW + 20;
  return picture(width, height,
    `The routing table: ${counted(all.length, "contact", "contacts")} in ${counted(shown.buckets.length, "bucket", "buckets")}. `
      + "The table below says the same.",
    s("text", { x: 0, y: 12 }, "first bits"),
    width < 500 ? null : s("text", { x: 76, y: 12 }, "of all ids"),
    s("text", { x: width, y: 12, "text-anchor": "end" }, "known"),
    shown.buckets.map((bucket, index) => row(index, index === shown.buckets.length - 1, width)));
}

const again = drawing(byId("spine"), draw);

legend(byId("spine-legend"), [
  [[dot(9, 9, 5, "dot")], "good: heard from within 15 minutes"],
  [[dot(9, 9, 5, "dot open")], "questionable: silent for longer"],
  [[cross(9, 9, 4)], "bad: gave no answer twice"],
  [[dot(9, 9, 8, "halo"), dot(9, 9, 5, "dot")], "ring: lets strangers in, as it answered after 5 minutes of silence (without: not known yet)"],
  [[diamond(9, 9, 6, "self")], "this node"],
]);

export function showTable(document) {
  shown = document;
  again();
  const rows = shown.buckets.flatMap((bucket) => bucket.contacts.map((contact) => ({ bucket, contact })));
  table(byId("contacts"), "Known nodes, by the first bits of their ids", [
    { name: "First bits", cell: (r) => h("span", { class: "mono" }, brieflyBegin(begin(r.bucket), Infinity)) },
    { name: "Id", cell: (r) => h("span", { class: "mono" }, r.contact.id.slice(0, 16) + "…") },
    { name: "Address", cell: (r) => h("span", { class: "mono" }, address(r.contact)) },
    { name: "State", cell: (r) => r.contact.state },
    { name: "Lets strangers in", cell: (r) => (r.contact.proven ? "yes" : "not known yet") },
  ], rows);
}
