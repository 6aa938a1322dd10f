// What the drawings of the what-if page share: SVG, words, numbers, and the frame with title,
// picture, "simulated" in words and a table that says the same.

import { element, setText } from "./dom.js";

const SVG = "http://www.w3.org/2000/svg";
const HUNDRED = 100;
const NARROWEST_EM = 22;

/** An SVG element with its attributes. */
export function svg(tag, attributes, parent, text) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  if (text !== undefined) node.textContent = text;
  parent?.append(node);
  return node;
}

/** Sets an attribute only where it differs: a redraw during a drag touches little. */
export function set(node, name, value) {
  const wanted = String(value);
  if (node.getAttribute(name) !== wanted) node.setAttribute(name, wanted);
}

/** A text of the page (key without `whatif.`), its places filled; a missing one is an error, no blank. */
export function say(context, key, values = {}) {
  const text = context.words[key];
  if (text === undefined) throw new Error(`no text whatif.${key}`);
  return text.replace(/\{(\w+)\}/g, (place, name) => (name in values ? values[name] : place));
}

/** A share from 0 to 1 as a whole percentage. */
export function percent(context, share) {
  return `${context.format(share * HUNDRED, 0)}%`;
}

/** How many of a hundred: whole, and never nought or a hundred by rounding alone. */
export function ofHundred(count, all) {
  const rounded = Math.round((count / all) * HUNDRED);
  if (count > 0 && rounded === 0) return 1;
  return count < all && rounded === HUNDRED ? HUNDRED - 1 : rounded;
}

/** Sets and returns a picture's type in pixels: the page's, larger on the stage, less where it is narrow. */
export function typeSize(picture, width, narrowest = NARROWEST_EM) {
  const size = Math.min(parseFloat(getComputedStyle(document.documentElement).fontSize), width / narrowest);
  picture.style.fontSize = `${size}px`;
  return size;
}

/** Months in words where they are whole years, else in months. */
export function span(context, months) {
  if (months === 12) return say(context, "drawing.year");
  if (months % 12 === 0 && months > 0) return say(context, "drawing.years", { count: months / 12 });
  return say(context, months === 1 ? "drawing.month" : "drawing.months", { count: months });
}

/**
 * The frame of one drawing. `parts.picture` holds the image; `parts.controls` comes before it;
 * `parts.show({title, lead, alt, note, head, rows})` fills the words, the table only when it is open.
 */
export function frame(parent, context, name) {
  const root = element("section", `dv-figure dv-draw-drawing dv-draw-${name}`, parent);
  root.dataset.drawing = name;
  const parts = { root, title: element("h2", "dv-title", root), lead: element("p", "dv-subtitle", root) };
  parts.title.id = `dv-draw-${name}-title`;
  root.setAttribute("aria-labelledby", parts.title.id);
  parts.controls = element("div", "dv-draw-controls", root);
  parts.picture = element("div", "dv-draw-picture", root);
  parts.picture.setAttribute("role", "img");
  parts.note = element("p", "dv-note", root);
  element("p", "dv-caption", root, say(context, "drawing.simulated"));
  parts.details = element("details", "dv-details", root);
  element("summary", "", parts.details, say(context, "drawing.table"));
  const scroll = element("div", "dv-scroll", parts.details);
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-labelledby", parts.title.id);
  parts.table = element("table", "dv-table", scroll);
  parts.details.addEventListener("toggle", () => fillTable(parts));
  parts.show = (words) => show(parts, words);
  return parts;
}

function show(parts, words) {
  parts.words = words;
  setText(parts.title, words.title);
  setText(parts.lead, words.lead);
  set(parts.picture, "aria-label", words.alt);
  setText(parts.note, words.note);
  fillTable(parts);
}

/** The table as text; rebuilt only while somebody looks at it. */
function fillTable({ details, table, words }) {
  if (!details.open || !words) return;
  const { title, head, rows } = words;
  const cells = JSON.stringify([title, head, rows()]);
  if (table.dataset.cells === cells) return;
  table.dataset.cells = cells;
  table.replaceChildren();
  element("caption", "", table, title);
  const first = element("tr", "", element("thead", "", table));
  for (const label of head) element("th", "", first, label).scope = "col";
  const body = element("tbody", "", table);
  for (const row of rows()) {
    const line = element("tr", "", body);
    row.forEach((cell, place) => {
      const node = element(place ? "td" : "th", /^[−+]?\d/.test(cell) ? "dv-number" : "", line, cell);
      if (!place) node.scope = "row";
    });
  }
}

/** Whether these are the values of the call before: then there is nothing to draw again during a drag. */
export function isSame(state, values) {
  const { last } = state;
  state.last = values;
  return Boolean(last) && values.every((value, index) => value === last[index]);
}

/** Calls `draw(width)` now and whenever the width of `node` changes; returns what ends it. */
export function onWidth(node, draw) {
  let shown = 0;
  const look = () => {
    const width = Math.floor(node.clientWidth);
    if (width && width !== shown) draw((shown = width));
  };
  const observer = new ResizeObserver(look);
  observer.observe(node);
  look();
  return () => observer.disconnect();
}

/**
 * True while there is nothing to show, which it then says: the worker has not answered (`!has`), or the
 * audience has not guessed yet (`isVeiled`).
 */
export function isWaiting(parts, context, has, title, isVeiled = false) {
  parts.root.dataset.waiting = String(!has || isVeiled);
  for (const part of [parts.picture, parts.details]) part.hidden = !has || isVeiled;
  if (has && !isVeiled) return false;
  const text = isVeiled ? say(context, "drawing.veiled") : say(context, "drawing.waiting");
  parts.show({ title, lead: "", alt: text, note: text, head: [], rows: () => [] });
  return true;
}
