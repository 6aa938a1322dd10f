// The ridge map, trust × capability: the darker, the more customers ten years on for a firm that starts
// there and is left alone. On it the present scenario moves; the tipping point is marked with its number.

import { ESCAPED } from "./cycle.js";
import { element } from "./dom.js";
import { contour } from "./whatif-contour.js";
import { frame, onWidth, percent, say, set, span, svg, typeSize } from "./whatif-draw.js";
import { scaleOf } from "./whatif-shade.js";

const NARROW_EM = 34;
const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];
const DARKEST_AT = 1.4;
const KEY = { now: "dot", path: "line", usual: "dash", ending: "ring", ridge: "bold" };

export function make(parent, context) {
  const parts = frame(parent, context, "ridge");
  const state = { parts, context, shade: scaleOf(context) };
  state.key = buildKey(parts, context);
  const stop = onWidth(parts.picture, (width) => { build(state, width); redraw(state); });
  return {
    update(scene) { state.scene = scene; redraw(state); },
    destroy() { stop(); parts.root.remove(); },
  };
}

function buildKey(parts, context) {
  const list = element("ul", "dv-key", null);
  parts.picture.before(list);
  for (const [name, mark] of Object.entries(KEY)) {
    const item = element("li", "", list);
    element("span", `dv-mark dv-draw-key-${mark}`, item);
    item.append(say(context, `ridge.key.${name}`));
  }
  return list;
}

/** The picture for one width: axes, and empty layers for field, ridge, paths and marks. */
function build(state, width) {
  const { parts, context } = state;
  const em = typeSize(parts.picture, width);
  const narrow = width < NARROW_EM * em;
  const [left, top, bottom] = [2.6 * em, 3.1 * em, 3 * em];
  const [wide, high] = [width - left - 0.9 * em, narrow ? width * 0.85 : Math.min(25 * em, width * 0.42)];
  const root = svg("svg", { width, height: top + high + bottom, "aria-hidden": "true" }, null);
  const plan = { left, top, wide, high, em, x: (T) => left + T * wide, y: (K) => top + (1 - K) * high };
  const frameOfField = svg("svg", { x: left, y: top, width: wide, height: high, overflow: "hidden" }, root);
  const picture = svg("foreignObject", { x: 0, y: 0, width: wide, height: high }, frameOfField);
  state.canvas = element("canvas", "dv-draw-field", picture);
  svg("rect", { x: left, y: top, width: wide, height: high, class: "dv-draw-edge" }, root);
  axes(root, plan, context);
  const layer = (className, tag = "path") => svg(tag, { class: className }, root);
  Object.assign(state, {
    plan, picture, drawn: null, lined: null, ridge: layer("dv-draw-ridge-line"), tipping: layer("dv-draw-tipping"),
    usual: layer("dv-draw-usual"), ahead: layer("dv-draw-ahead"), behind: layer("dv-draw-behind"),
    ends: layer("", "g"), label: svg("text", { y: top - 0.55 * em, class: "dv-draw-name" }, root),
    dot: svg("circle", { r: 0.5 * em, class: "dv-draw-now" }, root),
  });
  parts.picture.replaceChildren(root);
}

function axes(root, { x, y, left, top, wide, high, em }, context) {
  for (const tick of TICKS) {
    const label = percent(context, tick);
    svg("text", { x: x(tick), y: top + high + 1.3 * em, "text-anchor": "middle", class: "dv-draw-tick" }, root, label);
    svg("text", { x: left - 0.4 * em, y: y(tick), dy: ".35em", "text-anchor": "end", class: "dv-draw-tick" }, root, label);
  }
  svg("text", { x: left + wide, y: top + high + 2.6 * em, "text-anchor": "end", class: "dv-draw-axis" }, root, say(context, "ridge.axis.trust"));
  svg("text", { x: 0, y: 0.9 * em, class: "dv-draw-axis" }, root, say(context, "ridge.axis.capability"));
}

function redraw(state) {
  const { scene, plan, parts } = state;
  if (!scene || !plan) return;
  if (scene.ridge !== state.drawn) drawField(state);
  drawRidge(state);
  parts.root.dataset.waiting = String(!scene.ridge);
  const month = Math.min(scene.month, scene.run.t.length - 1);
  set(state.usual, "d", path(plan, scene.usual, 0, scene.usual.t.length - 1));
  set(state.behind, "d", path(plan, scene.run, 0, month));
  set(state.ahead, "d", path(plan, scene.run, month, scene.run.t.length - 1));
  set(state.dot, "cx", plan.x(scene.run.T[month]).toFixed(1));
  set(state.dot, "cy", plan.y(scene.run.K[month]).toFixed(1));
  markTipping(state);
  parts.show(words(state, month));
}

function path({ x, y }, run, from, to) {
  let text = "";
  for (let month = from; month <= to; month += 1) {
    text += `${text ? "L" : "M"}${x(run.T[month]).toFixed(1)} ${y(run.K[month]).toFixed(1)}`;
  }
  return text;
}

/** The field as a small image, stretched smoothly. */
function drawField(state) {
  const { canvas, plan, scene: { ridge }, shade } = state;
  state.drawn = ridge;
  if (!ridge) return;
  const { G, trust: { length: columns }, capability: { length: rows } } = ridge;
  [canvas.width, canvas.height] = [columns, rows];
  const image = new ImageData(columns, rows);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const { rgb } = shade(G[(rows - 1 - row) * columns + column] / DARKEST_AT);
      image.data.set([...rgb, 255], (row * columns + column) * 4);
    }
  }
  canvas.getContext("2d").putImageData(image, 0, 0);
  spread(state.picture, plan, columns, rows);
}

/**
 * The share of customers that tells one side of the ridge from the other: that of the tipping point, where
 * there is one, since whoever starts exactly on the ridge ends there; else the share that counts as out.
 */
const levelOf = (equilibria) => equilibria.find(({ stable }) => !stable)?.G ?? ESCAPED;

function drawRidge(state) {
  const { plan, ridge: line, scene: { ridge, equilibria } } = state;
  const level = levelOf(equilibria);
  if (!ridge || (state.lined === ridge && state.level === level)) return;
  Object.assign(state, { lined: ridge, level });
  const { G, trust: { length: columns }, capability: { length: rows } } = ridge;
  const show = ([T, K]) => `${plan.x(T).toFixed(1)} ${plan.y(K).toFixed(1)}`;
  const segments = contour(columns, rows, (column, row) => G[row * columns + column], level);
  set(line, "d", segments.map(([from, to]) => `M${show(from)}L${show(to)}`).join(""));
}

/** The image so that the middle of its outer pixels lies on the edges, where those values hold. */
function spread(picture, { wide, high }, columns, rows) {
  const [across, down] = [wide / (columns - 1), high / (rows - 1)];
  for (const [name, value] of [["x", -across / 2], ["y", -down / 2], ["width", wide + across], ["height", high + down]]) {
    set(picture, name, value.toFixed(2));
  }
}

/** The tipping point's line and number in the strip above the map, and a ring at each ending. */
function markTipping({ plan, scene: { equilibria }, context, tipping, label, ends }) {
  const tip = equilibria.find(({ stable }) => !stable);
  set(tipping, "d", tip ? `M${plan.x(tip.T).toFixed(1)} ${plan.top}V${plan.y(0).toFixed(1)}` : "");
  label.textContent = tip
    ? say(context, "ridge.tipping", { value: digits(context, tip.T) })
    : say(context, `ridge.none.${endingOf(equilibria)}`);
  const isFar = tip && tip.T > 0.5;
  set(label, "text-anchor", isFar ? "end" : "start");
  set(label, "x", tip ? plan.x(tip.T).toFixed(1) : plan.left);
  set(label, "data-tipping", tip ? tip.T : "");
  const wanted = equilibria.map(({ T, K }) => `${T.toFixed(4)} ${K.toFixed(4)}`).join();
  if (ends.dataset.shown === wanted) return;
  ends.dataset.shown = wanted;
  ends.replaceChildren(...equilibria.map(({ T, K, stable }) => svg("circle", {
    cx: plan.x(T), cy: plan.y(K), r: (stable ? 0.55 : 0.35) * plan.em, class: stable ? "dv-draw-ending" : "dv-draw-saddle",
  })));
}

/** The field between its points, in proportion. */
function valueAt({ G, trust: { length: columns }, capability: { length: rows } }, T, K) {
  const [x, y] = [T * (columns - 1), K * (rows - 1)];
  const [column, row] = [Math.min(columns - 2, Math.floor(x)), Math.min(rows - 2, Math.floor(y))];
  const along = (at) => G[at * columns + column] * (column + 1 - x) + G[at * columns + column + 1] * (x - column);
  return along(row) * (row + 1 - y) + along(row + 1) * (y - row);
}

/** Three digits of a share, as per cent: what the answer above the page says, to the same place. */
const digits = (context, share) => `${context.format(100 * share, 1)}%`;

/** The one ending there is when nothing tips: the trap, or growth. */
const endingOf = (equilibria) => (equilibria.some(({ stable, G }) => stable && G >= ESCAPED) ? "growth" : "trap");

function words({ context, scene, plan }, month) {
  const { equilibria, run } = scene;
  const tip = equilibria.find(({ stable }) => !stable);
  const three = (share) => digits(context, share);
  const values = {
    value: tip ? three(tip.T) : "", trust: three(run.T[month]), capability: three(run.K[month]),
    span: span(context, month), limit: percent(context, ESCAPED),
  };
  const isPast = scene.ridge ? valueAt(scene.ridge, run.T[month], run.K[month]) > levelOf(equilibria) : tip && run.T[month] > tip.T;
  const which = tip ? (isPast ? "above" : "below") : endingOf(equilibria);
  const place = say(context, "ridge.place", values);
  const row = (name, T, K, G) => [name, three(T), three(K), percent(context, G)];
  return {
    title: say(context, `ridge.title.${which}`, values),
    lead: say(context, "ridge.lead", values),
    alt: `${say(context, `ridge.title.${which}`, values)} ${place}`,
    note: `${say(context, tip ? "ridge.how" : `ridge.how_${endingOf(equilibria)}`, values)} ${place}`,
    head: ["point", "trust", "capability", "customers"].map((name) => say(context, `ridge.head.${name}`)),
    rows: () => [
      row(say(context, "ridge.key.now"), run.T[month], run.K[month], run.G[month]),
      ...equilibria.map(({ T, K, G, stable }) => row(
        say(context, stable ? (G >= ESCAPED ? "ridge.point.growth" : "ridge.point.trap") : "ridge.point.tipping"), T, K, G,
      )),
    ],
  };
}
