/** A look-up as a picture: time to the right, nearer to the id downwards, each query a bar, arrows from who named whom. */

import { cross, diamond, dot, picture, s } from "./element.js";
import { counted, distanceBits, milliseconds } from "./format.js";

const TOP = 28;
const BOTTOM = 34;
const RIGHT = 18;

/** Milliseconds between marks of the axis: 1, 2 or 5 times a power of ten, so that few fit. */
function interval(span, most) {
  const least = span / most;
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((m) => m * power).find((m) => m >= least);
}

/** When a step ended, as far as is known at a moment. */
const end = (step, now) => Math.min(step.answered_ms ?? now, now);

/** Distances with a fraction, so that nodes of one bucket are told apart; of those whose id is not known, null. */
function distance(explanation, step) {
  return step.id ? distanceBits(step.id, explanation.target) : step.distance_bits;
}

/** What is not the end of a query. */
const WAITS = ["asked", "late", "hopeless"];

/** What is said of these once the look-up is over: what has not come does not come any more. */
const saidAtEnd = {
  asked: "no answer by the end",
  late: "late, no answer by the end",
  hopeless: "no answer, given up",
};

const said = {
  asked: "no answer so far",
  answered: "answered",
  late: "late",
  hopeless: "late, hardly hoped for",
  silent: "silent",
  other_id: "another node answers there",
  refused: "refused",
  not_sent: "could not be sent",
};

/** What came of a step, in words; over once its look-up is. */
export function outcome(step, over) {
  if (step.outcome !== "answered") {
    return (over ? saidAtEnd[step.outcome] : undefined) ?? said[step.outcome] ?? step.outcome;
  }
  if (step.endpoints > 0) {
    return `gave ${counted(step.endpoints, "endpoint", "endpoints")}`;
  }
  return `named ${counted(step.nodes, "node", "nodes")}`;
}

/** The mark at the end of a step, around a point. */
export function mark(step, x, y, title) {
  if (step.outcome === "answered") {
    return step.endpoints > 0 ? diamond(x, y, 6.5, "dot", title) : dot(x, y, 4.5, "dot plain", title);
  }
  return WAITS.includes(step.outcome) ? dot(x, y, 4.5, "dot waiting", title) : cross(x, y, 4, title);
}

/**
 * Draws what was known at a moment of a look-up.
 *
 * @param explanation target and steps, as the API gives them, and whether the look-up is over
 * @param now milliseconds since it began; Infinity for all of it
 * @param span milliseconds that the whole takes, as far as is known
 */
export function draw(explanation, width, now, span) {
  const steps = explanation.steps.filter((step) => step.asked_ms <= now);
  const last = Math.max(span, 0.001);
  const height = width < 500 ? 300 : 380;
  const left = 44;
  const bits = explanation.steps.map((step) => distance(explanation, step)).filter((b) => b !== null);
  const far = Math.min(256, Math.ceil(Math.max(...bits, 1) + 0.2));
  const near = Math.max(0, Math.floor(Math.min(...bits, far - 2) - 0.2));
  const x = (ms) => left + ((width - left - RIGHT) * Math.min(ms, last)) / last;
  const y = (b) => TOP + ((height - TOP - BOTTOM) * (far - b)) / Math.max(1, far - near);
  const at = (step) => y(distance(explanation, step) ?? far);
  const byNumber = new Map(explanation.steps.map((step) => [step.n, step]));

  const grid = [];
  const every = Math.max(1, Math.ceil((far - near) / 8));
  for (let b = far; b >= near; b -= every) {
    grid.push(s("path", { class: "faint", d: `M${left} ${y(b)}H${width - RIGHT}` }),
      s("text", { x: left - 10, y: y(b) + 4, "text-anchor": "end" }, b));
  }
  const tick = interval(last, width < 500 ? 4 : 8);
  for (let i = 0; i * tick <= last; i++) {
    grid.push(s("path", { class: "faint", d: `M${x(i * tick)} ${height - BOTTOM}v5` }),
      s("text", { x: x(i * tick), y: height - BOTTOM + 20, "text-anchor": "middle" },
        i === 0 ? "0" : `${Number((i * tick).toPrecision(3))}`));
  }
  grid.push(s("text", { x: 0, y: 10 }, "distance in bits"),
    s("text", { x: width, y: height - 1, "text-anchor": "end" }, "milliseconds"));

  const arrows = steps.flatMap((step) => step.named_by.map((n, i) => {
    const by = byNumber.get(n);
    if (!by || by.answered_ms === null) {
      return null;
    }
    const [x1, y1, x2, y2] = [x(by.answered_ms), at(by), x(step.asked_ms), at(step)];
    const bend = Math.max(6, (x2 - x1) / 2);
    return s("path", { class: i === 0 ? "arrow" : "arrow more", "marker-end": i === 0 ? "url(#head)" : null,
      d: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2 - 2} ${y2}` });
  }));

  // All marks above all bars: who is asked twice begins again where the first answer ended.
  const marks = [];
  const bars = steps.map((step) => {
    const stop = end(step, Math.min(now, last));
    const title = `${step.n}: ${step.host}:${step.port}, ${outcome(step, explanation.over)}`
      + (step.rtt_ms !== null ? ` after ${milliseconds(step.rtt_ms)}` : "");
    const ended = step.answered_ms === null ? now >= last : step.answered_ms <= now;
    marks.push(mark(ended ? step : { outcome: "asked" }, x(stop), at(step), title));
    return s("g", { "data-step": step.n },
      s("path", { class: step.outcome === "silent" && ended ? "lost" : "stroke", d: `M${x(step.asked_ms)} ${at(step)}H${x(stop)}` }),
      step.named_by.length === 0 ? s("path", { class: "stroke", d: `M${x(step.asked_ms)} ${at(step) - 4}v8` }) : null);
  });

  const gave = steps.filter((step) => step.endpoints > 0).length;
  return picture(width, height,
    `${counted(steps.length, "query", "queries")}, ${gave} of them answered with endpoints. The table below says the same.`,
    s("defs", null, s("marker", { id: "head", viewBox: "0 0 6 6", refX: 5, refY: 3, markerWidth: 6, markerHeight: 6, orient: "auto" },
      s("path", { class: "arrowhead", d: "M0 0L6 3L0 6Z" }))),
    grid, arrows, bars, marks);
}
