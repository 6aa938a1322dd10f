// Five years, month by month: the choice against "as usual", each with the band of 80 in 100 plausible
// firms, and what is compared with them. Four small charts with the same months; labels beside lines.

import { element, setText } from "./dom.js";

const SVG = "http://www.w3.org/2000/svg";
const CHARTS = [
  { name: "T", of: (run, month) => 100 * run.T[month], tops: [30, 60, 100], decimals: 0 },
  { name: "G", of: (run, month) => 100 * run.G[month], tops: [30, 60, 100], decimals: 0 },
  { name: "K", of: (run, month) => 100 * run.K[month], tops: [30, 60, 100], decimals: 0 },
  { name: "own", of: (run, month) => (100 * run.own[month]) / run.Y[month], tops: [1, 2, 4, 8, 16, 32, 64], decimals: 1 },
];
const BANDED = new Set(["T", "G", "K"]);
const HEIGHT = 190;
const MARGIN = { left: 34, right: 12, top: 12, bottom: 26 };
const LABEL_GAP = 15;

const node = (tag, attributes, parent) => {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  parent?.append(made);
  return made;
};

export function makeTrajectory(parent, context) {
  const root = element("div", "dv-whatif-lines", parent);
  const charts = CHARTS.map((chart) => build(root, context, chart));
  const seen = new ResizeObserver(() => charts.forEach(place));
  seen.observe(root);
  return {
    update(scene) { charts.forEach((chart) => draw(chart, scene)); },
    destroy() { seen.disconnect(); root.remove(); },
  };
}

function build(root, context, chart) {
  const figure = element("figure", "dv-whatif-line", root);
  figure.dataset.chart = chart.name;
  element("h3", "dv-whatif-line-title", figure, context.words[`lines.${chart.name}`]);
  const picture = node("svg", { role: "img", height: HEIGHT, class: "dv-whatif-svg" }, figure);
  const parts = { ...chart, context, figure, picture, width: 0, extra: [] };
  parts.grid = node("g", {}, picture);
  parts.usualBand = node("path", { class: "dv-whatif-band-usual" }, picture);
  parts.band = node("path", { class: "dv-whatif-band" }, picture);
  parts.others = node("g", {}, picture);
  parts.usual = node("path", { class: "dv-whatif-usual" }, picture);
  parts.run = node("path", { class: "dv-whatif-run" }, picture);
  parts.month = node("line", { class: "dv-whatif-month", y1: MARGIN.top, y2: HEIGHT - MARGIN.bottom }, picture);
  parts.tip = chart.name === "T" ? tippingLine(parts) : null;
  parts.labels = node("g", {}, picture);
  return parts;
}

function tippingLine({ picture, context }) {
  const line = node("line", { class: "dv-whatif-tip" }, picture);
  const label = node("text", { class: "dv-whatif-tip-label", "text-anchor": "middle" }, picture);
  label.textContent = context.words["lines.tip"];
  return { line, label };
}

/** Room for the picture; asked only when the size changed, because asking costs a layout. */
function place(parts) {
  const width = Math.round(parts.figure.clientWidth);
  if (!width || parts.width === width) return;
  parts.width = width;
  parts.picture.setAttribute("width", width);
  parts.picture.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
  parts.shownTop = null;
  if (parts.scene) draw(parts, parts.scene);
}

const x = (parts, month, months) => MARGIN.left + ((parts.width - MARGIN.left - MARGIN.right) * month) / months;
const y = (parts, value) => HEIGHT - MARGIN.bottom - ((HEIGHT - MARGIN.top - MARGIN.bottom) * Math.min(value, parts.atTop)) / parts.atTop;

function lineOf(parts, run, months) {
  let path = "";
  const last = run.t.length - 1;
  for (let month = 0; month <= last; month += 1) {
    path += `${month ? "L" : "M"}${x(parts, month, months).toFixed(1)} ${y(parts, parts.of(run, month)).toFixed(1)}`;
  }
  return path;
}

function bandOf(parts, band, months) {
  if (!band || !BANDED.has(parts.name) || !band.draws) return "";
  const { low, high } = band[parts.name];
  const at = (values, month) => `${x(parts, month, months).toFixed(1)} ${y(parts, 100 * values[month]).toFixed(1)}`;
  const there = Array.from({ length: months + 1 }, (_, month) => at(high, month));
  const back = Array.from({ length: months + 1 }, (_, step) => at(low, months - step));
  return `M${[...there, ...back].join("L")}Z`;
}

/** The axis: up to the highest line or band, in steps that do not follow each small move. */
function topOf(parts, { run, usual, compared, band, usualBand }) {
  let highest = 0;
  for (const one of [run, usual, ...compared.map((other) => other.run)]) {
    for (let month = 0; month < one.t.length; month += 1) highest = Math.max(highest, parts.of(one, month));
  }
  for (const one of BANDED.has(parts.name) ? [band, usualBand] : []) {
    if (one?.draws) highest = Math.max(highest, 100 * Math.max(...one[parts.name].high));
  }
  return parts.tops.find((top) => highest <= top) ?? Math.ceil(highest / 50) * 50;
}

function drawGrid(parts, months) {
  const { grid, context, width } = parts;
  grid.replaceChildren();
  for (const share of [0, 0.5, 1]) {
    const [value, at] = [share * parts.atTop, y(parts, share * parts.atTop)];
    node("line", { class: "dv-whatif-grid", x1: MARGIN.left, x2: width - MARGIN.right, y1: at, y2: at }, grid);
    node("text", { class: "dv-whatif-tick", x: MARGIN.left - 5, y: at + 4, "text-anchor": "end" }, grid)
      .textContent = context.format(value, value % 1 ? 1 : 0) + (share === 1 ? "%" : "");
  }
  for (let year = 0; year <= months / 12; year += 1) {
    const anchor = year === months / 12 ? "end" : "middle";
    node("text", { class: "dv-whatif-tick", x: x(parts, year * 12, months), y: HEIGHT - 8, "text-anchor": anchor }, grid)
      .textContent = year === months / 12 ? context.words["lines.years"].replace("{value}", year) : String(year);
  }
}

function draw(parts, scene) {
  parts.scene = scene;
  if (!parts.width) return;
  const { months } = scene;
  parts.atTop = topOf(parts, scene);
  if (parts.shownTop !== parts.atTop) { parts.shownTop = parts.atTop; drawGrid(parts, months); }
  parts.run.setAttribute("d", lineOf(parts, scene.run, months));
  if (parts.usualShown !== scene.usual || parts.usualAt !== parts.width + parts.atTop) {
    parts.usual.setAttribute("d", lineOf(parts, scene.usual, months));
    parts.usualShown = scene.usual;
  }
  if (parts.bandShown !== scene.band || parts.usualBandShown !== scene.usualBand || parts.usualAt !== parts.width + parts.atTop) {
    parts.band.setAttribute("d", bandOf(parts, scene.band, months));
    parts.usualBand.setAttribute("d", bandOf(parts, scene.usualBand, months));
    [parts.bandShown, parts.usualBandShown] = [scene.band, scene.usualBand];
  }
  parts.usualAt = parts.width + parts.atTop;
  parts.band.classList.toggle("dv-whatif-stale", scene.isBandOld);
  drawOthers(parts, scene, months);
  const at = x(parts, scene.month, months);
  parts.month.setAttribute("x1", at);
  parts.month.setAttribute("x2", at);
  if (parts.tip) drawTip(parts, scene);
  drawLabels(parts, scene, months);
}

function drawOthers(parts, { compared }, months) {
  while (parts.others.childElementCount < compared.length) node("path", { class: "dv-whatif-other" }, parts.others);
  while (parts.others.childElementCount > compared.length) parts.others.lastChild.remove();
  compared.forEach(({ run }, index) => parts.others.children[index].setAttribute("d", lineOf(parts, run, months)));
}

function drawTip(parts, { equilibria }) {
  const tip = equilibria.find(({ stable }) => !stable);
  const isShown = tip && 100 * tip.T <= parts.atTop;
  for (const one of Object.values(parts.tip)) one.setAttribute("visibility", isShown ? "visible" : "hidden");
  if (!isShown) return;
  const at = y(parts, 100 * tip.T);
  for (const [name, value] of [["x1", MARGIN.left], ["x2", parts.width - MARGIN.right], ["y1", at], ["y2", at]]) parts.tip.line.setAttribute(name, value);
  parts.tip.label.setAttribute("x", (MARGIN.left + parts.width - MARGIN.right) / 2);
  parts.tip.label.setAttribute("y", at - 4);
}

/** Names beside the ends of the lines, apart from one another; what they say in full is the alt text. */
function drawLabels(parts, scene, months) {
  const { words, format } = parts.context;
  const entries = [
    { name: words["lines.usual"], run: scene.usual, kind: "usual" },
    ...scene.compared.map(({ letter, run }) => ({ name: letter, run, kind: "other" })),
    ...(scene.isUsual ? [] : [{ name: words["lines.choice"], run: scene.run, kind: "run" }]),
  ].map((entry) => ({ ...entry, value: parts.of(entry.run, entry.run.t.length - 1) }));
  const sorted = [...entries].sort((a, b) => b.value - a.value);
  let floor = MARGIN.top;
  for (const entry of sorted) {
    entry.at = Math.max(floor, y(parts, entry.value) - 6);
    floor = entry.at + LABEL_GAP;
  }
  let ceiling = HEIGHT - MARGIN.bottom - 5;
  for (const entry of sorted.reverse()) {
    entry.at = Math.min(entry.at, ceiling);
    ceiling = entry.at - LABEL_GAP;
  }
  while (parts.labels.childElementCount < entries.length) node("text", { "text-anchor": "end" }, parts.labels);
  while (parts.labels.childElementCount > entries.length) parts.labels.lastChild.remove();
  entries.forEach((entry, index) => {
    const label = parts.labels.children[index];
    label.setAttribute("class", `dv-whatif-label dv-whatif-label-${entry.kind}`);
    label.setAttribute("x", parts.width - MARGIN.right - 2);
    label.setAttribute("y", entry.at);
    setText(label, `${entry.name} ${format(entry.value, parts.decimals)}%`);
  });
  const alt = words["lines.alt"].replace("{what}", words[`lines.${parts.name}`])
    .replace("{values}", entries.map(({ name, value }) => `${name} ${format(value, parts.decimals)}%`).join("; "));
  if (parts.alt !== alt) { parts.alt = alt; parts.picture.setAttribute("aria-label", alt); }
}
