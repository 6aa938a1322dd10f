// Many pieces of a page in one element: texts, figures, and boxes that hold them. Of each only what changed
// is touched. Python has escaped every text.

import { element } from "./dom.js";
import { figure } from "./figure.js";
import { forget, hold, release, watch, whenSeen } from "./sight.js";

const mounted = new WeakMap();

function box(parent) {
  const root = element("div", "", parent);
  const kept = new Map();
  return {
    root,
    take(item) {
      root.className = item.box;
      return fill(root, kept, item.items);
    },
    figures: () => [...kept.values()].flatMap((piece) => piece.figures()),
    remove() {
      kept.forEach((piece) => piece.remove());
      root.remove();
    },
  };
}

/** A text that is out of sight is renewed later, as charts are. */
function text(parent) {
  const root = element("div", "dv-text", parent);
  let shown;
  watch(root);
  return {
    root,
    take({ html }) {
      if (shown === html) return false;
      const write = () => { root.innerHTML = html; };
      if (shown === undefined) write();
      else whenSeen(root, write);
      shown = html;
      return false;
    },
    figures: () => [],
    remove() {
      forget(root);
      root.remove();
    },
  };
}

function drawing(parent) {
  const own = figure(parent);
  return { ...own, figures: () => [own] };
}

function kindOf(item) {
  if (item.items) return "box";
  return item.html === undefined ? "figure" : "text";
}

const MAKERS = { box, text, figure: drawing };

/** Figures are known by their name, everything else by its place among those of its kind. */
function namesOf(items) {
  const counts = {};
  return items.map((item) => {
    const kind = kindOf(item);
    counts[kind] = (counts[kind] ?? 0) + 1;
    return `${kind} ${kind === "figure" ? item.name : counts[kind]}`;
  });
}

/** Makes what is inside a box what it should be; whether pieces came or went, so that widths may change. */
function fill(root, kept, items) {
  const names = namesOf(items);
  let isOther = false;
  for (const [name, piece] of kept) {
    if (names.includes(name)) continue;
    piece.remove();
    kept.delete(name);
    isOther = true;
  }
  let place = root.firstChild;
  items.forEach((item, index) => {
    let piece = kept.get(names[index]);
    if (!piece) {
      piece = MAKERS[kindOf(item)](root);
      kept.set(names[index], piece);
      isOther = true;
    }
    if (piece.root === place) place = place.nextSibling;
    else root.insertBefore(piece.root, place);
    isOther = piece.take(item) || isOther;
  });
  return isOther;
}

/** Called by Streamlit at each run. Widths are read before anything is drawn, so that all is laid out once. */
export function draw({ parentElement, data }) {
  let sheet = mounted.get(parentElement);
  if (!sheet || !sheet.root.isConnected) {
    sheet = box(parentElement);
    mounted.set(parentElement, sheet);
  }
  if (data.followed) hold();
  const isOther = sheet.take({ box: "dv-sheet", items: data.items });
  const figures = sheet.figures();
  if (isOther) figures.forEach((own) => own.measure());
  figures.forEach((own) => own.draw());
  if (!data.followed) release();
  return () => {
    sheet.remove();
    mounted.delete(parentElement);
  };
}
