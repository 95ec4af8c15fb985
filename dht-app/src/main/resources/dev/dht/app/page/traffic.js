/** What goes in and out, over the last ten minutes; kept in the browser. */

import { byId, drawing, h, picture, s, say } from "./element.js";
import { bytes, rate } from "./format.js";

const SPAN_S = 600;
const MEAN_S = 10;
const HEIGHT = 132;
const KEY = "dht-traffic";

/** Moments in seconds with what had been counted by then; at most one a second. */
let samples = [];
let node = "";

const sum = (counters, wanted) => Object.entries(counters).reduce((all, [name, n]) => (wanted(name) ? all + n : all), 0);
const ASKED = ["queries_ping", "queries_find_node", "queries_find_value", "queries_store"];

function counted(document) {
  const counters = document.counters;
  return {
    served: sum(counters, (name) => name.startsWith("served_")),
    asked: sum(counters, (name) => ASKED.includes(name)),
    datagramsIn: counters.datagrams_received ?? 0,
    datagramsOut: counters.datagrams_sent ?? 0,
    bytesIn: counters.bytes_received ?? 0,
    bytesOut: counters.bytes_sent ?? 0,
  };
}

const perSecond = (x) => `${rate(x)}/s`;
const bytesPerSecond = (x) => `${bytes(x)}/s`;

const PLOTS = [
  { title: "Queries served", unit: "queries a second", series: [["served", "for others"]], text: perSecond },
  { title: "Queries sent", unit: "queries a second", series: [["asked", "own"]], text: perSecond },
  { title: "Datagrams", unit: "datagrams a second", series: [["datagramsIn", "in"], ["datagramsOut", "out"]], text: perSecond },
  { title: "Bytes", unit: "bytes a second", series: [["bytesIn", "in"], ["bytesOut", "out"]], text: bytesPerSecond },
];

/** Rates between samples: [seconds ago, rate]; of a restart, nothing. */
function rates(name) {
  const now = samples.at(-1)?.t ?? 0;
  const all = [];
  for (let i = 1; i < samples.length; i++) {
    const [a, b] = [samples[i - 1], samples[i]];
    if (b.t > a.t && b[name] >= a[name]) {
      all.push([now - b.t, (b[name] - a[name]) / (b.t - a.t), now - a.t]);
    }
  }
  return all;
}

/** Means of a few seconds each, so that a plot has no more points than pixels. */
function smooth(all, width) {
  const each = Math.max(2, (SPAN_S / width) * 3);
  const means = new Map();
  for (const [ago, value] of all) {
    const slot = Math.floor(ago / each);
    const [n, total] = means.get(slot) ?? [0, 0];
    means.set(slot, [n + 1, total + value]);
  }
  return [...means].map(([slot, [n, total]]) => [slot * each, total / n]).sort((a, b) => b[0] - a[0]);
}

/** A round number that is at least so much. */
function ceiling(x) {
  const power = 10 ** Math.floor(Math.log10(Math.max(x, 1)));
  return [1, 2, 5, 10].map((m) => m * power).find((m) => m >= x);
}

function draw(plot, width) {
  const lines = plot.series.map(([name]) => smooth(rates(name), width));
  const most = ceiling(Math.max(1, ...lines.flat().map(([, value]) => value)));
  const [top, base, right] = [10, HEIGHT - 22, width - 1];
  const x = (ago) => right * (1 - ago / SPAN_S);
  const y = (value) => base - ((base - top) * value) / most;
  // A line of one point is a dot.
  const path = (line) => line.map(([ago, value], i) => `${i === 0 ? "M" : "L"}${x(ago).toFixed(1)} ${y(value).toFixed(1)}`).join("")
    + (line.length === 1 ? "h0" : "");
  const filled = lines[0].length > 1
    ? `${path(lines[0])}L${x(lines[0].at(-1)[0])} ${base}L${x(lines[0][0][0])} ${base}Z`
    : "";
  return picture(width, HEIGHT, `${plot.title} over the last ten minutes, up to ${plot.text(most)}`,
    [0, 0.5, 1].map((part) => s("path", { class: "faint", d: `M0 ${y(most * part)}H${right}` })),
    s("path", { class: "area", d: filled }),
    lines.length > 1 ? s("path", { class: "second", d: path(lines[1]) }) : null,
    s("path", { class: "strong", d: path(lines[0]) }),
    s("text", { x: 0, y: y(most) - 3 }, plot.text(most)),
    s("text", { x: 0, y: HEIGHT - 5 }, "10 min ago"),
    s("text", { x: right / 2, y: HEIGHT - 5, "text-anchor": "middle" }, "5 min"),
    s("text", { x: right, y: HEIGHT - 5, "text-anchor": "end" }, "now"));
}

const redraws = PLOTS.map((plot) => {
  const place = h("div", { class: "drawing" });
  plot.now = h("p", { class: "now" });
  byId("plots").append(h("div", { class: "plot" }, h("h3", null, plot.title), plot.now, place));
  return drawing(place, (width) => draw(plot, width));
});

/** The mean of the last seconds; null while it is not known. */
function recent(name) {
  const last = samples.at(-1);
  const before = samples.find((sample) => last.t - sample.t <= MEAN_S);
  return before && last.t > before.t && last[name] >= before[name] ? (last[name] - before[name]) / (last.t - before.t) : null;
}

function remembered() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY));
    return kept?.node === node ? kept.samples : [];
  } catch {
    return [];
  }
}

addEventListener("pagehide", () => {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ node, samples }));
  } catch {
    // then a reload begins anew
  }
});

/** Takes in what the node says now; gives the queries that it serves a second. */
export function addTraffic(document) {
  const t = Date.now() / 1000;
  if (node !== document.id) {
    node = document.id;
    samples = remembered();
  }
  samples.push({ t, ...counted(document) });
  samples = samples.filter((sample) => t - sample.t <= SPAN_S && sample.t <= t);
  for (const plot of PLOTS) {
    const parts = plot.series.map(([name, label]) => [label, recent(name)]);
    const text = parts.map(([label, now]) => `${label} ${now === null ? "–" : plot.text(now)}`).join(" ");
    if (plot.now.textContent.trim() !== text) {
      plot.now.replaceChildren(...parts.map(([label, now], i) =>
        h("span", { class: i === 0 ? "solid" : "dashed" }, `${label} `, h("b", null, now === null ? "–" : plot.text(now)), " ")));
    }
  }
  redraws.forEach((again) => again());
  return recent("served");
}
