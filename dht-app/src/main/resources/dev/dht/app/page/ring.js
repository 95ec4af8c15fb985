/** The swarm on the ring of all ids. */

import { byId, cross, diamond, dot, drawing, legend, picture, s } from "./element.js";
import { brief, counted, fraction } from "./format.js";

const LABELLED = 64;

/** More lines than these are drawn fainter, or the ring is full of them. */
const DENSE = 150;

/** How far outside the ring the numbers stand, and how often two of them are moved apart at most. */
const OUTSIDE = 22;
const ROUNDS = 100;

let swarm = null;
let chosen = 0;
let entry = null;
let onChoose = () => {};

/** An angle on the ring, from its top on clockwise. */
const angleOf = (id) => 2 * Math.PI * fraction(id, 0) - Math.PI / 2;

/** The angle at which each number stands. */
function labelAngles(nodes, radius) {
  const digits = String(Math.max(0, ...nodes.map((node) => node.n))).length;
  return spread(nodes, (7 * digits + 7) / radius);
}

/** An angle for each node: that of its id, or as near to it as its neighbours let it. */
function spread(nodes, wanted) {
  const sorted = [...nodes].sort((a, b) => (a.id < b.id ? -1 : 1));
  const angles = sorted.map((node) => angleOf(node.id));
  const apart = Math.min(wanted, (0.95 * 2 * Math.PI) / nodes.length);
  let moved = true;
  for (let round = 0; moved && round < ROUNDS; round++) {
    moved = false;
    for (let i = 0; i < angles.length; i++) {
      const next = (i + 1) % angles.length;
      const lack = apart - (angles[next] - angles[i] + (next === 0 ? 2 * Math.PI : 0));
      if (lack > 0.001) {
        angles[i] -= lack / 2;
        angles[next] += lack / 2;
        moved = true;
      }
    }
  }
  return new Map(sorted.map((node, i) => [node.n, angles[i]]));
}

function draw(width) {
  if (!swarm) {
    return null;
  }
  const size = Math.min(width, 600);
  const centre = size / 2;
  const radius = centre - 36;
  const r = swarm.nodes.length > LABELLED ? 3.5 : 7;
  const point = (angle, by) => [centre + by * Math.cos(angle), centre + by * Math.sin(angle)];
  const all = new Map([...swarm.gone, ...swarm.nodes].map((node) => [node.n, node]));
  // A few are moved apart, so that each can be seen and pointed at; many have no room for that.
  const places = all.size <= LABELLED ? spread([...all.values()], (2 * r + 2) / radius) : new Map();
  const placeOf = (node) => places.get(node.n) ?? angleOf(node.id);
  const at = (node) => point(placeOf(node), radius);
  const gone = new Set(swarm.gone.map((node) => node.n));
  const holders = new Set(entry?.holder_numbers ?? []);
  const chord = (a, b, name) => {
    const [[x1, y1], [x2, y2]] = [at(a), at(b)];
    const [cx, cy] = [centre + ((x1 + x2) / 2 - centre) * 0.35, centre + ((y1 + y2) / 2 - centre) * 0.35];
    return s("path", { class: name, d: `M${x1.toFixed(1)} ${y1.toFixed(1)}Q${cx.toFixed(1)} ${cy.toFixed(1)} ${x2.toFixed(1)} ${y2.toFixed(1)}` });
  };

  const chords = [[], [], []];
  for (const node of swarm.nodes) {
    for (const n of node.knows) {
      const other = all.get(n);
      const mine = node.n === chosen;
      // Of two who know each other, one line.
      const twice = !mine && n < node.n && all.get(n)?.knows?.includes(node.n);
      if (other && !twice) {
        chords[gone.has(n) ? 1 : mine ? 2 : 0].push(chord(node, other, gone.has(n) ? "lost" : mine ? "chord chosen" : "chord"));
      }
    }
  }

  const angles = all.size <= LABELLED ? labelAngles([...all.values()], radius + OUTSIDE) : new Map();
  const label = (node, name) => {
    if (!angles.has(node.n)) {
      return null;
    }
    const [x, y] = point(angles.get(node.n), radius + OUTSIDE);
    return s("text", { class: name, x, y: y + 4, "text-anchor": "middle" }, node.n);
  };
  // Where a number had to give way, a line says whose it is.
  const leaders = [...all.values()].filter((node) => Math.abs((angles.get(node.n) ?? placeOf(node)) - placeOf(node)) * radius > r / 2)
    .map((node) => {
      const [[x1, y1], [x2, y2]] = [at(node), point(angles.get(node.n), radius + OUTSIDE - 9)];
      return s("path", { class: "leader", d: `M${x1} ${y1}L${x2} ${y2}` });
    });
  const living = swarm.nodes.map((node) => {
    const [x, y] = at(node);
    return s("g", { class: "target", "data-node": node.n, onclick: () => onChoose(node.n) },
      node.n === chosen ? dot(x, y, r + 4.5, "halo") : null,
      dot(x, y, r, holders.has(node.n) ? "dot" : "dot plain", `node ${node.n}, ${brief(node.id)}, knows ${node.knows.length}`),
      label(node, node.n === chosen ? "label" : null));
  });
  const dead = swarm.gone.map((node) => {
    const [x, y] = at(node);
    return s("g", null, cross(x, y, r * 0.65, `node ${node.n}, killed`), label(node, null));
  });
  const entryMarks = [];
  if (entry) {
    const [x, y] = point(angleOf(entry.id), radius - 26);
    for (const n of holders) {
      if (all.has(n)) {
        const [x2, y2] = at(all.get(n));
        entryMarks.push(s("path", { class: gone.has(n) ? "lost" : "holds", d: `M${x} ${y}L${x2} ${y2}` }));
      }
    }
    entryMarks.push(diamond(x, y, 7, "self", `the entry ${brief(entry.id)}`));
  }
  const svg = picture(size, size,
    `${counted(swarm.nodes.length, "node", "nodes")} on the ring of ids, ${swarm.gone.length} killed. The table below says the same.`,
    dot(centre, centre, radius, "faint"),
    s("g", { "stroke-opacity": Math.max(0.2, Math.min(1, DENSE / chords[0].length)) }, chords[0]),
    chords[1], chords[2], entryMarks, leaders, living, dead);
  svg.style.maxWidth = `${size}px`;
  svg.style.margin = "0 auto";
  return svg;
}

const again = drawing(byId("ring"), draw);
const line = (name) => s("path", { class: name, d: "M0 9H18" });

legend(byId("ring-legend"), [
  [[dot(9, 9, 6, "dot plain")], "a node"],
  [[dot(9, 9, 8, "halo"), dot(9, 9, 4.5, "dot plain")], "the chosen node"],
  [[cross(9, 9, 4.5)], "killed"],
  [[line("chord")], "one knows the other"],
  [[line("chord chosen")], "the chosen node knows it"],
  [[line("lost")], "still believes in one that is killed"],
  [[diamond(9, 9, 6, "self")], "the entry’s id"],
  [[line("holds")], "from the entry to who holds it"],
  [[dot(9, 9, 6, "dot")], "holds the entry"],
]);

/** Shows a swarm with one node and one entry chosen; choosing another node is told. */
export function showRing(document, node, held, choose) {
  [swarm, chosen, entry, onChoose] = [document, node, held, choose];
  again();
}
