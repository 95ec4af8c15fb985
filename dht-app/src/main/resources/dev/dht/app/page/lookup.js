/** A look-up that one runs and watches converge. */

import { Refused, stream } from "./api.js";
import { draw, mark, outcome } from "./convergence.js";
import { byId, drawing, h, legend, s, say, table } from "./element.js";
import { address, brief, counted, milliseconds, plainId } from "./format.js";

/** A look-up that was over sooner is shown slowly once more: nobody sees two milliseconds. */
const SLOW_MS = 3_000;
const ENOUGH_MS = 1_000;

let running = null;
let steps = new Map();
let target = "";
let over = false;
/** Milliseconds that it took; 0 while it runs. */
let took = 0;
let shownUntil = Infinity;
let playing = 0;

const explanation = () => ({ target, over, steps: [...steps.values()].sort((a, b) => a.n - b.n) });
const span = () => Math.max(took, ...[...steps.values()].map((step) => step.answered_ms ?? step.asked_ms));
const again = drawing(byId("convergence"), (width) => (steps.size === 0 ? null : draw(explanation(), width, shownUntil, span())));

const explainMarks = () => legend(byId("convergence-legend"), [
  [[mark({ outcome: "answered", endpoints: 1 }, 9, 9)], "gave endpoints (the closest of these is asked again, for nodes)"],
  [[mark({ outcome: "answered", endpoints: 0 }, 9, 9)], "named nodes"],
  [[mark({ outcome: "late" }, 9, 9)], over ? "no answer by the end" : "no answer so far"],
  [[mark({ outcome: "silent" }, 9, 9)], "silent, or of no use"],
  [[s("path", { class: "stroke", d: "M2 5v8M2 9H18" })], "known from the own table"],
  [[s("path", { class: "arrow", d: "M0 9H13" }), s("path", { class: "arrowhead", d: "M12 6L18 9L12 12Z" })], "named by another, then asked"],
]);

function show() {
  byId("lookup-result").hidden = steps.size === 0;
  again();
}

function tabulate() {
  table(byId("steps"), "Each query in the order in which they were sent", [
    { name: "No.", number: true, cell: (step) => step.n },
    { name: "Asked", cell: (step) => h("span", { class: "mono" }, address(step)) },
    { name: "Id", cell: (step) => (step.id ? h("span", { class: "mono" }, brief(step.id)) : "not known") },
    { name: "Bits away", number: true, cell: (step) => step.distance_bits ?? "–" },
    { name: "Named by", cell: (step) => (step.named_by.length === 0 ? "own table" : step.named_by.join(", ")) },
    { name: "At", number: true, cell: (step) => milliseconds(step.asked_ms) },
    { name: "Round trip", number: true, cell: (step) => (step.rtt_ms === null ? "–" : milliseconds(step.rtt_ms)) },
    { name: "What came", words: true, cell: (step) => outcome(step, over) + onlyNodes(step) + rejected(step) },
  ], explanation().steps);
}

/** Who gave endpoints named nobody, and is asked once more. */
const onlyNodes = (step) => (step.asks === "find_node" ? "; asked again, for nodes alone: who gives endpoints names none" : "");

const rejected = (step) =>
  step.rejected?.length > 0 ? `; not used: ${step.rejected.map((r) => `${address(r)} (${r.reason})`).join(", ")}` : "";

/** Shows the look-up from its beginning, slowed down; whole at once where motion is not wanted. */
function replay() {
  cancelAnimationFrame(playing);
  const whole = span();
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
    shownUntil = Infinity;
    again();
    return;
  }
  const began = performance.now();
  const frame = () => {
    const part = (performance.now() - began) / SLOW_MS;
    shownUntil = part < 1 ? whole * part : Infinity;
    again();
    if (part < 1) {
      playing = requestAnimationFrame(frame);
    }
  };
  frame();
}

function reset(id) {
  cancelAnimationFrame(playing);
  shownUntil = Infinity;
  steps = new Map();
  target = id;
  over = false;
  took = 0;
  explainMarks();
  byId("endpoints").replaceChildren();
  show();
}

function found(endpoint) {
  const text = address(endpoint);
  const list = byId("endpoints");
  if (![...list.children].some((item) => item.textContent === text)) {
    list.append(h("li", null, text));
  }
}

function ended(report) {
  target = report.id;
  over = true;
  took = report.elapsed_ms;
  explainMarks();
  for (const step of report.explanation?.steps ?? []) {
    steps.set(step.n, step);
  }
  report.endpoints.forEach(found);
  const where = report.endpoints.length === 0
    ? "Nobody that was asked knows this id."
    : `Found at ${counted(report.endpoints.length, "endpoint", "endpoints")}.`;
  const why = report.explanation ? ` It ended because ${lowered(report.explanation.ended)}.` : "";
  say(byId("lookup-status"), `${where} ${counted(report.queries, "query", "queries")}, `
    + `${counted(report.hops, "hop", "hops")}, ${milliseconds(report.elapsed_ms)}.${why}`);
  show();
  tabulate();
  if (steps.size > 0 && span() < ENOUGH_MS) {
    replay();
  }
}

const lowered = (text) => text.replace(/\.$/, "").replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase());

async function listen(id, explain, signal) {
  await stream(`/v1/lookup/${encodeURIComponent(id)}${explain ? "?explain=true" : ""}`, (name, document) => {
    if (name === "endpoint") {
      found(document);
    } else if (name === "step" || name === "asked" || name === "answered") {
      steps.set(document.n, document);
      show();
    } else if (name === "done") {
      ended(document);
    } else if (name === "failed") {
      throw new Refused(document.status, document.detail);
    }
  }, signal);
}

async function run(text) {
  running?.abort();
  const mine = new AbortController();
  running = mine;
  const id = plainId(text);
  reset(id);
  wrong("", false);
  say(byId("lookup-status"), "Looking it up…");
  try {
    try {
      await listen(id, true, mine.signal);
    } catch (e) {
      // A node that cannot explain still looks up; where the id itself is wrong, it says so again.
      if (e.status !== 400) {
        throw e;
      }
      await listen(id, false, mine.signal);
    }
  } catch (e) {
    if (!mine.signal.aborted) {
      over = true;
      explainMarks();
      show();
      say(byId("lookup-status"), "");
      wrong(e.message, e.status === 400);
    }
  }
}

/** Says what went wrong, and whether that is the id. */
function wrong(text, isId) {
  say(byId("lookup-error"), text);
  byId("lookup-id").setAttribute("aria-invalid", String(isId));
}

byId("lookup-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = byId("lookup-id").value;
  if (text.trim() === "") {
    wrong("An id is missing. The id of a file is its SHA-256: dht id FILE prints it.", true);
    byId("lookup-id").focus();
    return;
  }
  run(text);
});
byId("replay").addEventListener("click", replay);

/** Offers ids that are known to be had. */
export function offerIds(ids) {
  const list = byId("known-ids");
  const wanted = ids.join(" ");
  if (list.dataset.ids !== wanted) {
    list.dataset.ids = wanted;
    list.replaceChildren(...ids.map((id) => h("option", { value: id })));
  }
}

/** Shows a look-up that was recorded. */
export function showRecorded(report) {
  reset(report.id);
  ended(report);
}

/** Puts an id into the field and runs it. */
export function lookUp(id) {
  byId("lookup-id").value = id;
  byId("lookup").scrollIntoView();
  run(id);
}
