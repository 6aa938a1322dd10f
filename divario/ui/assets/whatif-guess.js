// Predict first: before the result is shown, the audience says in one click how many of a hundred
// plausible firms will be out of the trap; afterwards guess and result stand on one scale.
//
// A new scenario (`scene.scenario`, any string) asks anew. Moving a lever does not, so that nothing vanishes
// during a drag: `scene.isRevealed` then says that the result is there to see, without a guess. The parent hears of it through the event "whatif:guess", which bubbles, with
// `detail` = {isRevealed, guess, isAskedAgain}; whoever draws the result keeps it veiled until isRevealed.

import { button, element, setText } from "./dom.js";
import { frame, onWidth, say, set, span, svg, typeSize } from "./whatif-draw.js";

const GUESSES = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100];
const CLOSE = 5;

export function make(parent, context) {
  const parts = frame(parent, context, "guess");
  const state = { parts, context, scenario: undefined, guess: null, isRevealed: false };
  buildQuestion(state);
  const stop = onWidth(parts.root, (width) => { state.width = width; build(state); redraw(state); });
  return {
    update(scene) {
      state.scene = scene;
      // What the page says of a scenario that is only now known to be new was meant for the one before.
      if (scene.scenario !== state.scenario) reset(state, scene.scenario);
      else if (!state.isAskedAgain) state.isRevealed ||= Boolean(scene.isRevealed);
      state.isAskedAgain &&= Boolean(scene.isRevealed);
      redraw(state);
    },
    get isRevealed() { return state.isRevealed; },
    destroy() { stop(); parts.root.remove(); },
  };
}

function buildQuestion(state) {
  const { parts, context } = state;
  state.choices = element("div", "dv-draw-guesses", parts.controls);
  state.choices.setAttribute("role", "group");
  state.choices.setAttribute("aria-labelledby", parts.title.id);
  for (const guess of GUESSES) {
    const one = button(state.choices, context.format(guess, 0), () => reveal(state, guess), "dv-draw-button");
    one.setAttribute("aria-label", say(context, "guess.choice", { count: context.format(guess, 0) }));
  }
  state.skip = button(parts.controls, say(context, "guess.skip"), () => reveal(state, null), "dv-tool");
  state.again = button(parts.controls, say(context, "guess.again"), () => reset(state, state.scenario, true), "dv-tool");
}

function reset(state, scenario, isAskedAgain = false) {
  Object.assign(state, { scenario, guess: null, isRevealed: false, isAskedAgain });
  tell(state);
  redraw(state);
}

function reveal(state, guess) {
  Object.assign(state, { guess, isRevealed: true, isAskedAgain: false });
  tell(state);
  redraw(state);
  state.again.focus({ preventScroll: true });
}

function tell({ parts, isRevealed, guess, isAskedAgain }) {
  parts.root.dataset.revealed = String(isRevealed);
  parts.root.dispatchEvent(new CustomEvent("whatif:guess", { bubbles: true, detail: { isRevealed, guess, isAskedAgain } }));
}

/** A scale from nought to a hundred: the guess above it, the model's count below. */
function build(state) {
  const { parts, width } = state;
  const em = typeSize(parts.picture, width);
  const [left, middle] = [1 * em, 2.9 * em];
  const wide = width - 2 * em;
  const root = svg("svg", { width, height: 6.1 * em, "aria-hidden": "true" }, null);
  svg("rect", { x: left, y: middle - 0.35 * em, width: wide, height: 0.7 * em, class: "dv-draw-scale" }, root);
  const bar = svg("rect", { x: left, y: middle - 0.35 * em, height: 0.7 * em, class: "dv-draw-count" }, root);
  state.scale = { at: (count) => left + (count / 100) * wide, bar, em, middle, width };
  state.marks = { guess: mark(root, "guess"), result: mark(root, "result") };
  parts.picture.replaceChildren(root);
}

function mark(root, name) {
  const group = svg("g", { class: `dv-draw-mark-${name}` }, root);
  return { group, tip: svg("polygon", {}, group), label: svg("text", {}, group) };
}

/** A triangle that touches the scale from above or below, and its label, kept inside the picture. */
function place({ at, em, middle, width }, { tip, label }, count, text, direction) {
  const x = at(count);
  const [near, far] = [middle + direction * 0.5 * em, middle + direction * 1.3 * em];
  set(tip, "points", `${x},${near} ${x - 0.5 * em},${far} ${x + 0.5 * em},${far}`);
  setText(label, text);
  set(label, "y", far + direction * (direction > 0 ? 1.1 : 0.4) * em);
  set(label, "text-anchor", x > width * 0.66 ? "end" : x < width * 0.33 ? "start" : "middle");
  set(label, "x", x > width * 0.66 ? x + 0.5 * em : x < width * 0.33 ? x - 0.5 * em : x);
}

function redraw(state) {
  const { parts, context, scene, scale, marks, guess, isRevealed } = state;
  if (!scene || !scale) return;
  state.choices.hidden = isRevealed;
  state.skip.hidden = isRevealed;
  state.again.hidden = !isRevealed;
  const { band, months } = scene;
  const isKnown = isRevealed && Boolean(band);
  parts.picture.hidden = !isKnown;
  parts.note.hidden = !isRevealed;
  parts.details.hidden = !isKnown;
  if (!isKnown) {
    const key = isRevealed ? "drawing.waiting" : "guess.question";
    parts.show({ title: say(context, key, { span: span(context, months) }), lead: say(context, "guess.lead"), alt: "", note: "", head: [], rows: () => [] });
    return;
  }
  const count = band.out;
  const said = { count: context.format(count, 0), guess: context.format(guess ?? 0, 0) };
  set(scale.bar, "width", Math.max(0, scale.at(count) - scale.at(0)).toFixed(1));
  set(marks.guess.group, "visibility", guess === null ? "hidden" : "visible");
  if (guess !== null) place(scale, marks.guess, guess, say(context, "guess.mark.guess", said), -1);
  place(scale, marks.result, count, say(context, "guess.mark.result", said), 1);
  parts.root.dataset.count = String(count);
  parts.show(words(context, scene, count, guess));
}

function words(context, { months }, count, guess) {
  const show = (value) => context.format(value, 0);
  const values = {
    count: show(count), guess: show(guess ?? 0), span: span(context, months),
  };
  const difference = guess === null ? null : count - guess;
  const which = difference === null ? "skipped" : Math.abs(difference) <= CLOSE ? "close" : difference > 0 ? "more" : "fewer";
  const title = say(context, `guess.title.${which}`, values);
  return {
    title, lead: say(context, "guess.lead"), alt: title, note: say(context, "guess.how", values),
    head: [say(context, "guess.head.who"), say(context, "drawing.head.out")],
    rows: () => [
      ...(guess === null ? [] : [[say(context, "guess.head.guess"), values.guess]]),
      [say(context, "guess.head.result"), values.count],
    ],
  };
}
