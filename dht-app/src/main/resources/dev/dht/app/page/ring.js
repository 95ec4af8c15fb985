/** The swarm on the ring of all ids. */

import { byId, cross, diamond, dot, drawing, legend, picture, s } from "./element.js";
import { brief, counted, fraction } from "./format.js";

const LABELLED = 64;

let swarm = null;
let chosen = 0;
let entry = null;
let onChoose = () => {};

/** How far outside the ring each number stands: neighbours that are too close take turns. */
function labelRadii(nodes, radius) {
  const radii = new Map();
  let before = -1;
  let turn = 0;
  for (const node of nodes.sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const place = 2 * Math.PI * radius * fraction(node.id, 0);
    turn = before >= 0 && place - before < 24 ? (turn + 1) % 3 : 0;
    radii.set(node.n, 18 + turn * 15);
    before = place;
  }
  return radii;
}

function draw(width) {
  if (!swarm) {
    return null;
  }
  const size = Math.min(width, 600);
  const centre = size / 2;
  const radius = centre - 48;
  const r = swarm.nodes.length > LABELLED ? 3.5 : 7;
  const at = (id, by = radius) => {
    const angle = 2 * Math.PI * fraction(id, 0) - Math.PI / 2;
    return [centre + by * Math.cos(angle), centre + by * Math.sin(angle)];
  };
  const all = new Map([...swarm.gone, ...swarm.nodes].map((node) => [node.n, node]));
  const gone = new Set(swarm.gone.map((node) => node.n));
  const holders = new Set(entry?.holder_numbers ?? []);
  const chord = (a, b, name) => {
    const [[x1, y1], [x2, y2]] = [at(a.id), at(b.id)];
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

  const outward = labelRadii([...all.values()], radius);
  const label = (node, name) => {
    const [x, y] = at(node.id, radius + outward.get(node.n));
    return all.size <= LABELLED ? s("text", { class: name, x, y: y + 4, "text-anchor": "middle" }, node.n) : null;
  };
  const living = swarm.nodes.map((node) => {
    const [x, y] = at(node.id);
    return s("g", { class: "target", "data-node": node.n, onclick: () => onChoose(node.n) },
      node.n === chosen ? dot(x, y, r + 4.5, "halo") : null,
      dot(x, y, r, holders.has(node.n) ? "dot" : "dot plain", `node ${node.n}, ${brief(node.id)}, knows ${node.knows.length}`),
      label(node, node.n === chosen ? "label" : null));
  });
  const dead = swarm.gone.map((node) => {
    const [x, y] = at(node.id);
    return s("g", null, cross(x, y, r * 0.65, `node ${node.n}, killed`), label(node, null));
  });
  const entryMarks = [];
  if (entry) {
    const [x, y] = at(entry.id, radius - 26);
    for (const n of holders) {
      if (all.has(n)) {
        const [x2, y2] = at(all.get(n).id);
        entryMarks.push(s("path", { class: "holds", d: `M${x} ${y}L${x2} ${y2}` }));
      }
    }
    entryMarks.push(diamond(x, y, 7, "self", `the entry ${brief(entry.id)}`));
  }
  const svg = picture(size, size,
    `${counted(swarm.nodes.length, "node", "nodes")} on the ring of ids, ${swarm.gone.length} killed. The table below says the same.`,
    dot(centre, centre, radius, "faint"), chords.flat(), entryMarks, dead, living);
  svg.style.maxWidth = `${size}px`;
  svg.style.margin = "0 auto";
  return svg;
}

const again = drawing(byId("ring"), draw);

legend(byId("ring-legend"), [
  [[dot(9, 9, 6, "dot plain")], "a node"],
  [[dot(9, 9, 6, "dot")], "holds the entry"],
  [[diamond(9, 9, 6, "self")], "the entry’s place"],
  [[cross(9, 9, 4.5)], "killed"],
  [[s("path", { class: "lost", d: "M0 9H18" })], "still believed in"],
]);

/** Shows a swarm with one node and one entry chosen; choosing another node is told. */
export function showRing(document, node, held, choose) {
  [swarm, chosen, entry, onChoose] = [document, node, held, choose];
  again();
}
