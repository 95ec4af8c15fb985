/** The demonstration's swarm: who is there, whom to kill, and how the rest heals. */

import { call } from "./api.js";
import { byId, facts, h, options, say, table } from "./element.js";
import { brief, counted, moment } from "./format.js";
import { offerIds } from "./lookup.js";
import { showRing } from "./ring.js";

const FIRST = 1;

let swarm = null;
let chosen = 0;
let killed = null;

const nodeOf = (n) => swarm.nodes.find((node) => node.n === n);
const isGone = (n) => swarm.gone.some((node) => node.n === n);
const heldEntry = () => swarm.entries.find((entry) => `${entry.owner} ${entry.id}` === byId("held").value);
const believers = (n) => swarm.nodes.filter((node) => node.knows.includes(n)).length;

/** How far the swarm has come to terms with the last loss. */
function healing() {
  if (killed === null || !isGone(killed)) {
    return null;
  }
  const left = believers(killed);
  return left === 0
    ? `Node ${killed} is killed, and nobody believes in it any more.`
    : `Node ${killed} is killed. ${counted(left, "node still believes", "nodes still believe")} in it.`;
}

function choose(n) {
  chosen = n;
  byId("member").value = String(n);
  show();
}

function showMember() {
  const node = nodeOf(chosen);
  byId("kill").disabled = !node || chosen === FIRST;
  say(byId("kill"), node ? `Kill node ${chosen}` : "Kill");
  facts(byId("member-facts"), node ? [
    ["Id", h("span", { class: "mono" }, brief(node.id))],
    ["Address", h("span", { class: "mono" }, node.address)],
    ["Knows", counted(node.knows.length, "node", "nodes")],
    ["Known by", counted(believers(chosen), "node", "nodes")],
    ["Stores", counted(node.stored, "entry", "entries")],
    chosen === FIRST && ["Stays", "all others begin with it"],
  ] : []);
}

function showHeld() {
  const entry = heldEntry();
  byId("renew").disabled = !entry;
  const lost = entry ? entry.holder_numbers.filter(isGone) : [];
  facts(byId("held-facts"), entry ? [
    ["Owner", `node ${entry.owner}`],
    ["Held by", entry.holder_numbers.filter((n) => !isGone(n)).join(", ") || "nobody yet"],
    lost.length > 0 && ["Lost", `${lost.join(", ")}; the owner does not know yet`],
    ["Renewal", moment(entry.renew_at)],
  ] : [["", "Its owner is gone: nobody renews it."]].slice(swarm.entries.length > 0 ? 1 : 0));
}

function show() {
  if (!nodeOf(chosen)) {
    chosen = (swarm.nodes.find((node) => node.n > chosen && node.n !== FIRST) ?? swarm.nodes.at(-1)).n;
  }
  options(byId("member"), swarm.nodes.map((node) => [node.n, `Node ${node.n}`]));
  options(byId("held"), swarm.entries.map((entry) => [`${entry.owner} ${entry.id}`, `${brief(entry.id)} of node ${entry.owner}`]));
  byId("member").value = String(chosen);
  showMember();
  showHeld();
  showRing(swarm, chosen, heldEntry(), choose);
  const text = healing();
  if (text) {
    say(byId("swarm-status"), text);
  }
  table(byId("swarm-table"), "The nodes that live", [
    { name: "Node", number: true, cell: (node) => node.n },
    { name: "Id", cell: (node) => h("span", { class: "mono" }, brief(node.id)) },
    { name: "Address", cell: (node) => h("span", { class: "mono" }, node.address) },
    { name: "Stores", number: true, cell: (node) => node.stored },
    { name: "Knows", words: true, cell: (node) => node.knows.join(", ") },
  ], swarm.nodes);
}

/** Does what a button asks, with the button off meanwhile; a refusal is the status. */
async function attempt(button, work) {
  const focused = document.activeElement === button;
  button.disabled = true;
  try {
    await work();
  } catch (e) {
    say(byId("swarm-status"), e.message);
  } finally {
    button.disabled = false;
    if (focused) {
      button.focus();
    }
  }
}

byId("member").addEventListener("change", () => choose(Number(byId("member").value)));
byId("held").addEventListener("change", show);
byId("kill").addEventListener("click", (event) => attempt(event.currentTarget, async () => {
  const n = chosen;
  await call("DELETE", `/v1/swarm/${n}`);
  killed = n;
  say(byId("swarm-status"), `Node ${n} is killed.`);
}));
byId("start").addEventListener("click", (event) => attempt(event.currentTarget, async () => {
  const node = await call("POST", "/v1/swarm");
  killed = null;
  say(byId("swarm-status"), `Node ${node.n} has started, with a new id. It asks node 1 who is there.`);
}));
byId("renew").addEventListener("click", (event) => attempt(event.currentTarget, async () => {
  const entry = heldEntry();
  killed = null;
  say(byId("swarm-status"), `Node ${entry.owner} looks for the nodes closest to the id, and stores it there…`);
  const receipt = await call("PUT", `/v1/swarm/entries/${entry.id}`);
  say(byId("swarm-status"), `Renewed: ${counted(receipt.acknowledged, "node", "nodes")} acknowledged it, ${receipt.verified} gave it back.`);
}));

export function showSwarm(document_) {
  swarm = document_;
  if (chosen === 0) {
    chosen = swarm.nodes.find((node) => node.n !== FIRST)?.n ?? FIRST;
  }
  show();
  offerIds([...new Set(swarm.entries.map((entry) => entry.id))]);
  const field = byId("lookup-id");
  if (field.value === "" && !field.dataset.offered && swarm.entries.length > 0) {
    field.dataset.offered = "true";
    field.value = swarm.entries[0].id;
  }
}
