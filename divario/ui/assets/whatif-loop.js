// The loop "no budget, no results, no budget": each arrow as wide as it is strong now, reinforcing
// red with an R, balancing blue, dashed, with a B; shown one loop at a time by button or arrow key.

import { button, element, setText } from "./dom.js";
import { frame, onWidth, percent, say, set, svg, typeSize } from "./whatif-draw.js";
import { NARROW_EM, head, isNarrow, layout } from "./whatif-loop-layout.js";
import { BALANCING, LINKS, LOOPS, narrowest, stocksAt, strengths } from "./whatif-strength.js";

const NODES = ["budget", "tools", "capability", "customers", "seen", "trust"];
const PUSH = { id: "push", loop: "push" };
const ALL = LOOPS.length;
const THINNEST = 1;
const SHRUNK = 0.85;
const PUSH_SHOWN = 0.005;
const NEXT = { ArrowRight: 1, ArrowLeft: -1 };

export function make(parent, context) {
  const parts = frame(parent, context, "loop");
  const state = { parts, context, step: 0, arrows: new Map(), boxes: new Map() };
  buildSteps(state);
  const stop = onWidth(parts.picture, (width) => { build(state, width); redraw(state); });
  return {
    update(scene) {
      state.scene = scene;
      state.now = strengths(scene.parameters, stocksAt(scene.run, scene.month), scene.month);
      redraw(state);
    },
    show(step) { go(state, step); },
    destroy() { stop(); parts.root.remove(); },
  };
}

/** Buttons, keys and the sentence of the step; the sentence is spoken when the step changes. */
function buildSteps(state) {
  const { parts, context } = state;
  const { controls, root } = parts;
  state.back = button(controls, say(context, "loop.back"), () => go(state, state.step - 1), "dv-draw-button");
  state.next = button(controls, say(context, "loop.next"), () => go(state, state.step + 1), "dv-draw-button");
  state.whole = button(controls, say(context, "loop.whole"), () => go(state, ALL), "dv-draw-button");
  const words = element("div", "dv-draw-step", null);
  words.setAttribute("aria-live", "polite");
  parts.picture.before(words);
  state.words = { count: element("b", "", words), text: element("span", "", words), who: element("span", "dv-draw-who", words), theses: element("span", "dv-draw-who dv-draw-theses", words) };
  root.addEventListener("keydown", (event) => {
    if (!(event.key in NEXT) || event.target.closest(".dv-scroll")) return;
    event.preventDefault();
    event.stopPropagation();
    go(state, state.step + NEXT[event.key]);
  });
  go(state, 0);
}

function go(state, wanted) {
  const { context, words } = state;
  state.step = Math.min(ALL, Math.max(0, wanted));
  const loop = LOOPS[state.step];
  state.parts.root.dataset.step = loop ?? "all";
  setText(words.count, loop
    ? say(context, "loop.step", { loop, at: state.step + 1, all: ALL, name: say(context, `loop.${loop}.name`) })
    : say(context, "loop.all.name"));
  const name = loop ?? "all";
  setText(words.text, say(context, `loop.${name}.text`));
  setText(words.who, say(context, `loop.${name}.who`));
  linkTheses(words.theses, context, loop);
  // Not `disabled`: a button that is disabled under the finger loses the keyboard's place.
  set(state.back, "aria-disabled", state.step === 0);
  set(state.next, "aria-disabled", state.step === ALL);
  set(state.whole, "aria-pressed", state.step === ALL);
  redraw(state);
}

/** What the figures say of the theses behind a loop: links to the Claims page, where there are any. */
function linkTheses(line, context, loop) {
  const theses = context.theses?.[loop] ?? [];
  line.replaceChildren(...(theses.length ? [`${say(context, "loop.theses")} `] : []));
  theses.forEach(({ href, title }, place) => {
    if (place) line.append(" · ");
    element("a", "", line, title).href = href;
  });
}

/** Boxes and arrows for one width; update() then changes widths and words alone. */
function build(state, width) {
  const { parts, context } = state;
  let em = typeSize(parts.picture, width);
  // Between wide and narrow, a little smaller and wide: the numbers beside the arrows are worth it.
  if (isNarrow(width, em) && !isNarrow(width, em * SHRUNK)) em = typeSize(parts.picture, width, NARROW_EM);
  const plan = layout(width, em);
  Object.assign(state, { em, plan });
  state.arrows.clear();
  state.boxes.clear();
  const root = svg("svg", { width: plan.width, height: plan.height, "aria-hidden": "true" }, null);
  for (const one of [PUSH, ...LINKS, ...BALANCING]) state.arrows.set(one.id, arrow(root, one, plan));
  for (const name of NODES) state.boxes.set(name, box(root, plan, say(context, `loop.node.${name}`), name, em));
  for (const drawn of state.arrows.values()) root.append(drawn.badge);
  parts.picture.replaceChildren(root);
}

function arrow(root, one, plan) {
  const kind = one.loop === "push" ? "push" : one.loop[0] === "R" ? "reinforcing" : "balancing";
  const curve = plan.curves[one.id];
  const group = svg("g", { class: `dv-draw-${kind}`, "data-link": one.id, "data-loop": one.loop }, root);
  const line = svg("path", { d: curve.path, class: "dv-draw-line" }, group);
  const tip = svg("polygon", { class: "dv-draw-head" }, group);
  const badge = svg("g", { class: `dv-draw-badge dv-draw-${kind}`, "data-loop": one.loop }, null);
  const back = svg("rect", { rx: 4 }, badge);
  const label = svg("text", { x: curve.badge[0], y: curve.badge[1], "text-anchor": "middle", dy: ".35em" }, badge);
  return { one, curve, group, line, tip, badge, back, label };
}

function box(root, plan, label, name, em) {
  const { x, y, half } = plan.boxes[name];
  const group = svg("g", { class: "dv-draw-node", "data-node": name }, root);
  svg("rect", { x: x - half[0], y: y - half[1], width: 2 * half[0], height: 2 * half[1], rx: 5 }, group);
  svg("text", { x, y: y - 0.28 * em, "text-anchor": "middle", class: "dv-draw-name" }, group, label);
  return svg("text", { x, y: y + 0.92 * em, "text-anchor": "middle", class: "dv-draw-value" }, group);
}

/** Which arrows a step shows, and which it points at. */
function isShown(state, { loop, id }) {
  if (loop === "push") return state.now.strength[id] > PUSH_SHOWN;
  return LOOPS.indexOf(loop) <= state.step;
}

function redraw(state) {
  if (!state.now || !state.plan) return;
  const { strength } = state.now;
  for (const drawn of state.arrows.values()) {
    const { one, group, badge } = drawn;
    const shown = isShown(state, one);
    const isFocus = state.step === ALL || one.loop === "push" || one.loop === LOOPS[state.step];
    for (const node of [group, badge]) {
      set(node, "visibility", shown ? "visible" : "hidden");
      set(node, "data-focus", isFocus);
    }
    if (shown) size(state, drawn, strength[one.id]);
  }
  const values = nodeValues(state);
  for (const [name, node] of state.boxes) setText(node, values[name]);
  state.parts.show(words(state, values));
}

function size({ plan, em, context }, { one, curve, group, line, tip, back, label }, strength) {
  const width = Math.max(THINNEST, strength * plan.widest);
  set(group, "data-strength", strength.toFixed(4));
  set(line, "stroke-width", width.toFixed(2));
  set(tip, "points", head(curve, width, em));
  const name = one.loop === "push" ? say(context, "loop.push") : one.loop;
  const text = plan.narrow ? name : `${name} ${percent(context, strength)}`;
  if (label.textContent === text) return;
  label.textContent = text;
  const wide = (text.length * 0.56 + 0.7) * em * 0.88;
  const x = Math.min(plan.width - wide / 2, Math.max(wide / 2, curve.badge[0]));
  set(label, "x", x);
  set(back, "x", x - wide / 2);
  set(back, "y", curve.badge[1] - 0.72 * em);
  set(back, "width", wide);
  set(back, "height", 1.44 * em);
}

/** What each box holds now, with its unit. */
function nodeValues({ context, now, plan }) {
  const { a, stocks } = now;
  const [, , K, G, , , , T] = stocks;
  const budget = `${context.format((100 * a.budget) / a.Y, 1)}%`;
  return {
    budget: plan.isCompact ? budget : say(context, "loop.value.budget", { value: budget }),
    tools: percent(context, a.eA),
    capability: percent(context, K),
    customers: percent(context, G),
    seen: say(context, plan.isCompact ? "loop.value.seen_short" : "loop.value.seen", { value: context.format(a.roi, 2) }),
    trust: percent(context, T),
  };
}

function words({ context, now, scene, plan }, values) {
  const { strength } = now;
  const least = narrowest(strength);
  const nameOf = (name) => say(context, `loop.node.${name}`);
  const narrowestWords = {
    from: nameOf(least.from), to: nameOf(least.to), value: percent(context, strength[least.id]),
    month: context.format(scene.month, 0),
  };
  const rows = () => [
    ...LINKS.map(({ id, from, to, loop }) => [`${nameOf(from)} → ${nameOf(to)}`, loop, percent(context, strength[id]), say(context, `loop.meaning.${id}`)]),
    ...BALANCING.map(({ id, at, loop }) => [nameOf(at), loop, percent(context, strength[id]), say(context, `loop.meaning.${id}`)]),
    [say(context, "loop.push"), "–", percent(context, strength.push), say(context, "loop.meaning.push")],
  ];
  return {
    title: say(context, "loop.title", narrowestWords),
    lead: say(context, "loop.lead"),
    alt: say(context, "loop.alt", { ...narrowestWords, ...values }),
    note: say(context, plan.narrow ? "loop.how_narrow" : "loop.how"),
    head: ["arrow", "loop", "strength", "meaning"].map((name) => say(context, `loop.head.${name}`)),
    rows,
  };
}
