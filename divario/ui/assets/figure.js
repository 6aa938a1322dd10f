// The one figure component: title, chart, caption, toolbar, table. Python sends plain data; this
// module draws it with Plotly and changes only what changed.

import { element, setText } from "./dom.js";
import { inTurn, outlined, plotly, withOverrides, withRoomForNames } from "./plot.js";
import { forget, isNear, watch, whenSeen } from "./sight.js";
import { buildToolbar, updateToolbar } from "./toolbar.js";

const NARROW_PX = 560;
const STAGE_SCALE = 1.35;
const RESIZED_MS = 150;
const CONFIG = { displayModeBar: false, scrollZoom: false, doubleClick: false, showTips: false };
const SCALED = new Set(["size", "height", "l", "r", "t", "b", "standoff", "yshift", "xshift", "width"]);
const mounted = new WeakMap();

/** The empty frame of a figure; filled by update(). */
function build(parent) {
  const root = element("figure", "dv-figure", null);
  const parts = {
    root,
    title: element("h2", "dv-title", root),
    subtitle: element("p", "dv-subtitle", root),
    key: element("ul", "dv-key", root),
    plot: element("div", "dv-plot", root),
    note: element("p", "dv-note", root),
    caption: element("figcaption", "dv-caption", root),
    shown: null,
  };
  parts.plot.setAttribute("role", "img");
  buildToolbar(parts);
  // Its first call comes with the first layout: to ask for a width before would force one for each figure.
  parts.resize = new ResizeObserver(() => {
    const width = Math.round(root.clientWidth);
    if (!width || width === parts.width) return;
    parts.width = width;
    if (parts.plot.data) laterDrawn(parts);
    else if (parts.data) drawPlot(parts);
  });
  parent.append(root);
  parts.resize.observe(root);
  watch(parts.plot); // not its heading: what shows of a figure may be no part of its drawing
  return parts;
}

function update(parts, data) {
  parts.data = data;
  parts.root.id = `figure-${data.name}`;
  parts.root.dataset.figure = data.name;
  setText(parts.title, data.title);
  setText(parts.subtitle, data.subtitle);
  setText(parts.caption, data.caption);
  setText(parts.note, data.note);
  parts.note.hidden = !data.note;
  drawKey(parts, data.key);
  parts.plot.hidden = !data.plot;
  parts.plot.setAttribute("aria-label", data.alt);
  updateToolbar(parts);
}

function drawKey(parts, entries) {
  const wanted = JSON.stringify(entries);
  if (parts.keyShown === wanted) return;
  parts.keyShown = wanted;
  parts.key.replaceChildren(...entries.map((entry) => {
    const item = element("li");
    const mark = element("span", `dv-mark dv-mark-${entry.shape}`, item);
    mark.style.setProperty("--dv-mark", entry.colour);
    item.append(entry.label);
    return item;
  }));
  parts.key.hidden = !entries.length;
}

/** Everything measured in pixels made larger, for a projector. */
function scaled(node, factor) {
  if (Array.isArray(node)) return node.map((item) => scaled(item, factor));
  if (node === null || typeof node !== "object") return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [
    key,
    SCALED.has(key) && typeof value === "number" ? value * factor : scaled(value, factor),
  ]));
}

/** A width that changes with the data, where columns come or go, comes before them: to redraw at once would draw twice. */
function laterDrawn(parts) {
  clearTimeout(parts.resizing);
  parts.resizing = setTimeout(() => drawPlot(parts), RESIZED_MS);
}

async function drawPlot(parts) {
  const { data } = parts;
  if (!data.plot) { parts.root.dataset.drawn = data.stamp; return; }
  const { width } = parts;
  if (!width) return;
  const wanted = `${data.stamp} ${width} ${data.stage}`;
  if (parts.shown === wanted) return;
  parts.shown = wanted;
  let layout = width < NARROW_PX ? withOverrides(data.plot.layout, data.narrow) : data.plot.layout;
  if (data.stage) layout = scaled(layout, STAGE_SCALE);
  parts.plot.style.minHeight = `${layout.height}px`;
  let library;
  let traces;
  try {
    [library, traces] = await Promise.all([plotly(data.plotly), outlined(data)]);
  } catch { parts.shown = null; return; }
  if (data.stage) traces = scaled(traces, STAGE_SCALE);
  const drawing = async () => {
    if (parts.shown !== wanted) return;
    await library.react(parts.plot, traces, { ...withRoomForNames(layout), width, autosize: false }, CONFIG);
    goToIt(parts);
    parts.root.dataset.drawn = data.stamp;
  };
  await (parts.plot.data ? whenSeen(parts.plot, drawing, isNear(parts.plot)) : inTurn(drawing));
}

/** An address that ends in this figure's name shows it, once: it was not there when it opened. */
function goToIt(parts) {
  if (parts.wasSought || window.location.hash !== `#${parts.root.id}`) return;
  parts.wasSought = true;
  parts.root.scrollIntoView();
}

/** A figure in a page: `take` what it shows, `measure` where its width may be another, and `draw`. */
export function figure(parent) {
  const parts = build(parent);
  return {
    root: parts.root,
    take: (data) => { update(parts, data); return false; },
    measure: () => { if (parts.plot.data) parts.width = Math.round(parts.root.clientWidth); },
    draw: () => drawPlot(parts),
    remove: () => {
      parts.shown = null;
      clearTimeout(parts.resizing);
      parts.resize.disconnect();
      forget(parts.plot);
      if (window.Plotly && parts.plot.data) window.Plotly.purge(parts.plot);
      parts.root.remove();
    },
  };
}

/** Called by Streamlit at each run; only differences touch the page. */
export function draw({ parentElement, data }) {
  let own = mounted.get(parentElement);
  if (!own || !own.root.isConnected) {
    own = figure(parentElement);
    mounted.set(parentElement, own);
  }
  own.take(data);
  own.draw();
  return () => {
    own.remove();
    mounted.delete(parentElement);
  };
}
