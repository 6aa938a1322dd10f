// A hundred dots, each a plausible firm: rings in the trap, full dots outside it. A firm has the same
// place in both fields, so that a dot that crosses is a firm that got out.

import { ESCAPED } from "./cycle.js";
import { setText } from "./dom.js";
import { frame, isSame, isWaiting, ofHundred, onWidth, say, set, span, svg, typeSize } from "./whatif-draw.js";

const NARROW_EM = 38;
const NINETY = 1.6449;
const SIDES = ["in", "out"];

export function make(parent, context) {
  const parts = frame(parent, context, "dots");
  const state = { parts, context, dots: [] };
  const stop = onWidth(parts.root, (width) => { state.width = width; state.built = 0; redraw(state); });
  return {
    update(scene) { state.scene = scene; redraw(state); },
    destroy() { stop(); parts.root.remove(); },
  };
}

/** How many firms are out at a month, with the choice or (`G` = usualG) as usual; a number of firms. */
export function outAt(firms, month, G = firms.G) {
  let count = 0;
  for (let firm = 0; firm < firms.count; firm += 1) count += isOut(firms, G, firm, month);
  return count;
}

const shareOf = ({ months }, G, firm, month) => G[firm * (months + 1) + Math.min(month, months)];
const isOut = (firms, G, firm, month) => shareOf(firms, G, firm, month) > ESCAPED;

/** Where another draw of as many firms would put the count, nine times in ten (Wilson's interval). */
export function spread(count, all) {
  const share = count / all;
  const z2 = NINETY ** 2 / all;
  const middle = (share + z2 / 2) / (1 + z2);
  const half = (NINETY * Math.sqrt((share * (1 - share) + z2 / 4) / all)) / (1 + z2);
  return [Math.max(0, middle - half), Math.min(1, middle + half)].map((one) => Math.round(one * 100));
}

/** Both fields with a faint place for every firm. */
function build(state, count) {
  const { parts, context, width } = state;
  const em = typeSize(parts.picture, width);
  const columns = width < NARROW_EM * em ? 10 : 20;
  const gap = 1.5 * em;
  const field = (width - gap) / 2;
  const pitch = field / columns;
  const top = 3.4 * em;
  const rows = Math.ceil(count / columns);
  const root = svg("svg", { width, height: top + rows * pitch, "aria-hidden": "true" }, null);
  state.place = (firm, side) => [
    side * (field + gap) + (firm % columns + 0.5) * pitch, top + (Math.floor(firm / columns) + 0.5) * pitch,
  ];
  state.counts = SIDES.map((name, side) => {
    const x = side * (field + gap);
    svg("text", { x, y: 1 * em, class: "dv-draw-name" }, root, say(context, `dots.${name}`));
    return svg("text", { x, y: 2.8 * em, class: "dv-draw-big" }, root);
  });
  for (let firm = 0; firm < count; firm += 1) {
    SIDES.forEach((_, side) => {
      const [cx, cy] = state.place(firm, side);
      svg("circle", { cx, cy, r: Math.max(1, pitch * 0.08), class: "dv-draw-place" }, root);
    });
  }
  state.dots = Array.from({ length: count }, (_, firm) => svg("circle", { r: pitch * 0.34, "data-firm": firm }, root));
  state.built = count;
  parts.picture.replaceChildren(root);
}

function redraw(state) {
  const { parts, context, scene, width } = state;
  if (!scene || !width) return;
  if (isSame(state, [width, scene.firms, scene.countMonth, scene.month, scene.isUsual, scene.isRevealed])) return;
  if (isWaiting(parts, context, scene.firms, say(context, "dots.waiting"), scene.isRevealed === false)) return;
  const { firms, countMonth: month } = scene;
  if (state.built !== firms.count) build(state, firms.count);
  state.dots.forEach((dot, firm) => {
    const side = Number(isOut(firms, firms.G, firm, month));
    if (dot.dataset.side === SIDES[side]) return;
    dot.dataset.side = SIDES[side];
    const [x, y] = state.place(firm, side);
    dot.style.transform = `translate(${x}px, ${y}px)`;
  });
  const out = outAt(firms, month);
  const inHundred = ofHundred(out, firms.count);
  setText(state.counts[0], context.format(100 - inHundred, 0));
  setText(state.counts[1], context.format(inHundred, 0));
  parts.show(words(context, scene, out, inHundred));
  set(parts.picture, "data-out", out);
}

function words(context, { firms, isUsual, month: shown, countMonth: month, months }, out, inHundred) {
  const [low, high] = spread(out, firms.count);
  const show = (count) => context.format(count, 0);
  const usual = isUsual ? null : ofHundred(outAt(firms, month, firms.usualG), firms.count);
  const values = {
    count: show(inHundred), span: span(context, month), low: show(low), high: show(high),
    usual: usual === null ? "" : show(usual), horizon: span(context, months),
    final: show(ofHundred(outAt(firms, months), firms.count)), limit: context.format(ESCAPED * 100, 0),
  };
  return {
    title: say(context, month ? "dots.title" : "dots.title_start", values),
    lead: [
      say(context, "dots.lead"), usual === null ? "" : say(context, "dots.usual", values),
      month < months ? say(context, "dots.later", values) : "",
      month === shown ? "" : say(context, "dots.play", { play: context.words["month.play"] }),
    ].filter(Boolean).join(" "),
    alt: say(context, "dots.alt", values),
    note: say(context, "dots.how", values),
    head: [say(context, "dots.head.firm"), say(context, "dots.head.share"), say(context, "dots.head.where")],
    rows: () => Array.from({ length: firms.count }, (_, firm) => [
      show(firm + 1), `${context.format(shareOf(firms, firms.G, firm, month) * 100, 1)}%`,
      say(context, `dots.${SIDES[Number(isOut(firms, firms.G, firm, month))]}`),
    ]),
  };
}
