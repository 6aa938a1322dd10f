// Push × duration: for each budget of a push and each number of months it lasts, how many of a hundred
// plausible firms are out of the trap five years on. The levers' own push is marked.

import { frame, isSame, isWaiting, ofHundred, onWidth, say, set, span, svg, typeSize } from "./whatif-draw.js";
import { scaleOf } from "./whatif-shade.js";

const NARROW_EM = 34;

export function make(parent, context) {
  const parts = frame(parent, context, "push");
  const state = { parts, context, shade: scaleOf(context) };
  const stop = onWidth(parts.root, (width) => { state.width = width; state.built = null; redraw(state); });
  return {
    update(scene) { state.scene = scene; redraw(state); },
    destroy() { stop(); parts.root.remove(); },
  };
}

const euros = (context, value) => say(context, "push.euros", { value: context.format(value, 0) });

/** Cells with their numbers, months along the top, budgets down the side, the largest on top. */
function build(state) {
  const { parts, context, width, scene: { push } } = state;
  const em = typeSize(parts.picture, width);
  const narrow = width < NARROW_EM * em;
  const [left, top] = [(narrow ? 4.6 : 6.5) * em, 2.9 * em];
  const size = [(width - left) / push.durations.length, (narrow ? 2.5 : 2.7) * em];
  const root = svg("svg", { width, height: top + size[1] * push.budgets.length + 2, "aria-hidden": "true" }, null);
  svg("text", { x: 0, y: 2.2 * em, class: "dv-draw-axis" }, root, say(context, "push.axis.budget"));
  svg("text", { x: width, y: 0.85 * em, "text-anchor": "end", class: "dv-draw-axis" }, root, say(context, "push.axis.months"));
  push.durations.forEach((months, column) => {
    svg("text", { x: left + (column + 0.5) * size[0], y: 2.2 * em, "text-anchor": "middle" }, root, context.format(months, 0));
  });
  state.cells = [];
  push.budgets.forEach((budget, row) => {
    const y = top + (push.budgets.length - 1 - row) * size[1];
    svg("text", { x: left - 0.6 * em, y: y + size[1] / 2, dy: ".35em", "text-anchor": "end" }, root, context.format(budget, 0));
    push.durations.forEach((_, column) => state.cells.push(cell(root, left + column * size[0], y, size)));
  });
  Object.assign(state, { built: push, em, left, top, size });
  state.mark = svg("circle", { r: 0.5 * em, class: "dv-draw-here" }, root);
  parts.picture.replaceChildren(root);
}

function cell(root, x, y, [wide, high]) {
  const back = svg("rect", { x: x + 1, y: y + 1, width: wide - 2, height: high - 2, rx: 2 }, root);
  const text = svg("text", { x: x + wide / 2, y: y + high / 2, dy: ".35em", "text-anchor": "middle", class: "dv-draw-cell" }, root);
  return { back, text };
}

function redraw(state) {
  const { parts, context, scene, width } = state;
  if (!scene || !width) return;
  const { commit, commit_t: duration } = scene.parameters;
  if (isSame(state, [width, scene.push, scene.isRevealed, commit, duration])) return;
  if (isWaiting(parts, context, scene.push, say(context, "push.waiting"), scene.isRevealed === false)) return;
  const { push } = scene;
  if (state.built !== push) {
    build(state);
    state.cells.forEach(({ back, text }, index) => {
      const { fill, ink } = state.shade(share(push, index));
      set(back, "fill", fill);
      set(text, "fill", ink);
      text.textContent = context.format(inHundred(push, index), 0);
    });
  }
  placeMark(state);
  parts.show(words(context, scene));
}

/** Cells are drawn budget by budget; the worker counts them month by month. */
function share({ budgets, durations, out }, index) {
  const [budget, duration] = [Math.floor(index / durations.length), index % durations.length];
  return out[duration * budgets.length + budget];
}

const inHundred = (push, index) => ofHundred(share(push, index), 1);

/** The place of a value among increasing steps, between two of them in proportion; null outside. */
export function placeAmong(steps, value) {
  if (value < steps[0] * 0.5 || value > steps.at(-1) * 1.25) return null;
  const above = steps.findIndex((step) => step >= value);
  if (above === 0) return 0;
  if (above < 0) return steps.length - 1;
  return above - 1 + (value - steps[above - 1]) / (steps[above] - steps[above - 1]);
}

/** Where the levers' push lies: [column, row], null for what is off the map. */
const placeOf = ({ budgets, durations }, { commit, commit_t: duration }) => [
  placeAmong([...durations], duration), placeAmong([...budgets], commit),
];

function whereabouts(push, parameters) {
  if (!parameters.commit || !parameters.commit_t) return "nowhere";
  return placeOf(push, parameters).includes(null) ? "far" : "here";
}

/** The levers' push on the map; a corner of its cell, so that the number stays readable. */
function placeMark({ mark, scene: { push, parameters }, left, top, size, em }) {
  const [column, row] = placeOf(push, parameters);
  const isOn = column !== null && row !== null;
  set(mark, "visibility", isOn ? "visible" : "hidden");
  if (!isOn) return;
  set(mark, "cx", left + (column + 0.5) * size[0] + Math.min(size[0] * 0.36, 1.5 * em));
  set(mark, "cy", top + (push.budgets.length - 1 - row + 0.5) * size[1] - size[1] * 0.22);
  set(mark, "data-place", `${row.toFixed(2)} ${column.toFixed(2)}`);
}

function words(context, { push, parameters, months }) {
  const at = (row, column) => inHundred(push, row * push.durations.length + column);
  const show = (count) => context.format(count, 0);
  const last = push.budgets.length - 1;
  const longest = push.durations.length - 1;
  const values = {
    short: show(at(last, 0)), long: show(at(last, longest)), budget: euros(context, push.budgets[last]),
    few: say(context, "drawing.months", { count: push.durations[0] }), many: say(context, "drawing.months", { count: push.durations[longest] }),
    span: span(context, months),
    here: say(context, `push.${whereabouts(push, parameters)}`, {
      budget: euros(context, parameters.commit), months: show(parameters.commit_t),
    }),
  };
  return {
    title: say(context, at(last, longest) > at(last, 0) ? "push.title" : "push.title_level", values),
    lead: say(context, "push.lead", values),
    alt: say(context, "push.alt", values),
    note: `${say(context, "push.how", values)} ${values.here}`,
    head: [say(context, "push.head.budget"), ...[...push.durations].map((count) => say(context, "drawing.months", { count }))],
    rows: () => [...push.budgets].map((budget, row) => [
      euros(context, budget), ...[...push.durations].map((_, column) => show(at(row, column))),
    ]),
  };
}
