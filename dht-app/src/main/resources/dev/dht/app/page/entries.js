/** What this node entered: pages of receipts, and entering and deleting. */

import { call } from "./api.js";
import { byId, h, say } from "./element.js";
import { brief, count, counted, plainId } from "./format.js";
import { lookUp } from "./lookup.js";
import { entry } from "./receipt.js";

const LATER_MS = 10_000;
/** As many as the stream tells of. */
const ON_A_PAGE = 10;

/** The first page comes with the stream; the others are asked for. Each is where it begins. */
let first = null;
let page = null;
const trail = [];
const open = new Set();
/** An entry that was taken back, to have the focus when it is here again. */
let takenBack = null;

const status = (text, undo) => {
  const place = byId("entries-status");
  place.replaceChildren(text, ...(undo ? [" ", h("button", { type: "button", class: "link", onclick: undo }, "Undo")] : []));
};

function show() {
  const shown = trail.length === 0 ? first : page;
  if (!shown) {
    return;
  }
  const focused = document.activeElement?.dataset?.key;
  byId("entry-list").replaceChildren(...shown.entries.map((receipt) =>
    entry(receipt, open.has(receipt.id), (what) => act(what, receipt))));
  if (shown.entries.length === 0) {
    byId("entry-list").append(h("p", { class: "none" }, "Nothing is entered at this node."));
  }
  if (focused) {
    document.querySelector(`[data-key="${focused}"]`)?.focus();
  } else if (takenBack && document.activeElement === document.body) {
    const back = document.querySelector(`[data-key="open-${takenBack}"]`);
    if (back) {
      takenBack = null;
      back.focus();
    }
  }
  byId("pager").hidden = trail.length === 0 && !shown.next;
  turnable("previous", "next", trail.length > 0);
  turnable("next", "previous", Boolean(shown.next));
  say(byId("pager-text"), `page ${trail.length + 1}, ${counted(shown.entries_total, "entry", "entries")} in all`);
}

/** A button that leads nowhere is off, and hands the focus to the other. */
function turnable(button, other, leads) {
  const focused = document.activeElement === byId(button);
  byId(button).disabled = !leads;
  if (!leads && focused) {
    byId(other).disabled = false;
    byId(other).focus();
  }
}

async function turn() {
  if (trail.length > 0) {
    try {
      page = await call("GET", trail.at(-1));
    } catch (e) {
      status(e.message);
      return;
    }
  }
  show();
}

async function act(what, receipt) {
  if (what === "open") {
    if (!open.delete(receipt.id)) {
      open.add(receipt.id);
    }
    show();
  } else if (what === "lookup") {
    lookUp(receipt.id);
  } else if (what === "renew") {
    await enter(receipt.id, receipt.port);
  } else {
    await remove(receipt);
  }
}

async function remove(receipt) {
  try {
    await call("DELETE", `/v1/entries/${receipt.id}`);
    status(`Deleted ${brief(receipt.id)}. The network forgets it within the hour.`, () => {
      takenBack = receipt.id;
      return enter(receipt.id, receipt.port);
    });
    drop(receipt.id);
    await turn();
    byId("entries-status").querySelector("button")?.focus();
  } catch (e) {
    status(e.message);
  }
}

function drop(id) {
  for (const each of [first, page]) {
    if (each) {
      const rest = each.entries.filter((receipt) => receipt.id !== id);
      each.entries_total -= each.entries.length - rest.length;
      each.entries = rest;
    }
  }
}

/** Puts what was just entered where it belongs, if that is on the first page: the stream tells only what it has not told. */
export function keep(receipt, shown) {
  const at = shown.entries.findIndex((other) => other.id >= receipt.id);
  if (at >= 0 && shown.entries[at].id === receipt.id) {
    shown.entries[at] = receipt;
  } else if (at >= 0 || !shown.next) {
    shown.entries.splice(at < 0 ? shown.entries.length : at, 0, receipt);
    shown.entries_total += 1;
    if (shown.entries.length > ON_A_PAGE) {
      shown.entries.length = ON_A_PAGE;
      shown.next = `/v1/entries?limit=${ON_A_PAGE}&after=${shown.entries.at(-1).id}`;
    }
  }
}

/** Enters, or enters again; false if the node refuses. */
async function enter(id, port) {
  status(`Publishing ${brief(id)}…`);
  try {
    const receipt = await call("PUT", `/v1/entries/${encodeURIComponent(id)}`, { port });
    status(`${brief(receipt.id)}: ${counted(receipt.acknowledged, "node", "nodes")} acknowledged it, `
      + `${count(receipt.verified)} gave it back.`);
    if (first) {
      keep(receipt, first);
    }
    await turn();
    return true;
  } catch (e) {
    status("");
    wrong(e.message, e.status === 400 ? "id" : "");
    return false;
  }
}

function wrong(text, field) {
  say(byId("enter-error"), text);
  for (const name of ["id", "port"]) {
    byId(`enter-${name}`).setAttribute("aria-invalid", String(text !== "" && name === field));
  }
}

byId("enter-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const id = plainId(byId("enter-id").value);
  const port = byId("enter-port").value.trim();
  wrong("", "");
  if (id === "") {
    wrong("An id is missing. The id of a file is its SHA-256: dht id FILE prints it.", "id");
    byId("enter-id").focus();
  } else if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65535) {
    wrong("A port is a whole number from 1 to 65535: where the bytes can be fetched from this machine.", "port");
    byId("enter-port").focus();
  } else if (await enter(id, Number(port))) {
    byId("enter-id").value = "";
  }
});
byId("next").addEventListener("click", () => {
  trail.push((trail.length === 0 ? first : page).next);
  turn();
});
byId("previous").addEventListener("click", () => {
  trail.pop();
  turn();
});
setInterval(() => {
  if (!document.hidden) {
    turn();
  }
}, LATER_MS);

export function showEntries(document) {
  first = document;
  if (trail.length === 0) {
    show();
  }
}
