/** The page of a node: told by one stream what is new, it shows each part where it belongs. */

import "./theme.js";
import { follow } from "./api.js";
import { byId, say } from "./element.js";
import { showEntries } from "./entries.js";
import { brief } from "./format.js";
import { showGlance } from "./glance.js";
import { showTable } from "./spine.js";
import { showSwarm } from "./swarm.js";
import { addTraffic } from "./traffic.js";

function demo() {
  document.querySelectorAll("[data-demo][hidden]").forEach((element) => {
    element.hidden = false;
  });
}

const PARTS = {
  node: (node) => {
    document.title = `dht node ${brief(node.id)}`;
    showGlance(node, addTraffic(node));
  },
  table: showTable,
  entries: showEntries,
  swarm: (swarm) => {
    demo();
    showSwarm(swarm);
  },
};

let heard = null;

/** What is shown is no longer so: that and since when is said above it. */
function stale(lost) {
  const place = byId("stale");
  place.hidden = !lost;
  if (lost) {
    say(place, heard ? `What is shown is what the node said last, at ${heard.toLocaleTimeString()}.` : "The node has said nothing so far.");
  }
}

follow("/v1/events", (name, document_) => {
  heard = new Date();
  PARTS[name]?.(document_);
}, (state, text) => {
  const place = byId("connection");
  place.dataset.state = state;
  say(place, text);
  stale(state === "lost");
});
