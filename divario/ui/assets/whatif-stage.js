// The page in its order: the loop, one sum spent in seven ways, levers, the guess and five years, a hundred
// firms, the ridge, the push. On a wide screen the levers stay beside whatever is looked at.

import { element, setText } from "./dom.js";
import { makeAnswer } from "./whatif-answer.js";
import { make as makeDots } from "./whatif-dots.js";
import { makeFirm } from "./whatif-firm.js";
import { make as makeGuess } from "./whatif-guess.js";
import { makeLevers } from "./whatif-levers.js";
import { make as makeLoop } from "./whatif-loop.js";
import { make as makePush } from "./whatif-push.js";
import { make as makeRidge } from "./whatif-ridge.js";
import { makeCompared, makeScenarios } from "./whatif-scenarios.js";
import { makeTrajectory } from "./whatif-trajectory.js";
import { make as makeWays } from "./whatif-ways.js";

const PLAY_MS = 80;
const MAPS = ["ridge", "push"];
const DRAWINGS = { loop: makeLoop, ways: makeWays, guess: makeGuess, dots: makeDots, ridge: makeRidge, push: makePush };

export function buildStage(root, context, page) {
  const body = element("div", "dv-whatif-stage", root);
  const place = (name) => element("div", `dv-whatif-place dv-whatif-at-${name}`, body);
  const places = Object.fromEntries(["loop", "answer", "ways", "panel", "guess", "lines", "dots", "ridge", "push"].map((name) => [name, place(name)]));
  // On a stage the loop comes first and the words after it; a reader gets the words first.
  const answer = makeAnswer(places.answer, context);
  if (context.theme !== "stage") body.before(answer.root);
  const drawings = Object.entries(DRAWINGS).map(([name, make]) => make(places[name], context));
  const panel = buildPanel(places.panel, context, page);
  const lines = buildLines(places.lines, context, page);
  const near = watch(MAPS.map((name) => [name, places[name].firstElementChild]), (names) => page.workOut(names));
  return {
    firmOf: panel.firm.firmOf,
    update(scene, choice, hasPast) {
      answer.update(scene);
      panel.update(scene, choice, hasPast);
      lines.update(scene, choice);
      for (const one of drawings) one.update(scene);
    },
    destroy() {
      near.disconnect();
      panel.stop();
      for (const one of [lines, ...drawings]) one.destroy();
    },
  };
}

/** Say once of each named drawing that it is in the window, or half a window away. */
function watch(drawn, tell) {
  const names = new Map(drawn.map(([name, node]) => [node, name]));
  const watcher = new IntersectionObserver((entries) => {
    const found = entries.filter(({ isIntersecting }) => isIntersecting).map(({ target }) => target);
    for (const node of found) watcher.unobserve(node);
    if (found.length) tell(found.map((node) => names.get(node)));
  }, { rootMargin: "50%", scrollMargin: "50%" });
  for (const node of names.keys()) watcher.observe(node);
  return watcher;
}

/** Firm, scenario, month and levers. */
function buildPanel(parent, context, page) {
  const { words } = context;
  const section = element("section", "dv-whatif-panel", parent);
  section.setAttribute("aria-label", words["panel.title"]);
  const scenarios = makeScenarios(section, context, {
    choose: (settings) => page.choose(settings), undo: () => page.undo(), reset: () => page.reset(), redraw: () => page.schedule(), address: () => page.address(),
  });
  const firm = makeFirm(section, context, (chosen) => page.replace({ ...page.choice, firm: chosen }));
  const month = buildMonth(section, context, page);
  const levers = makeLevers(section, context, (changes) => page.move(changes), () => page.settle());
  scenarios.buildSaving(section);
  return {
    firm,
    stop: month.stop,
    update(scene, choice, hasPast) {
      scenarios.update(choice, hasPast, scene.isGiven);
      firm.update(choice);
      month.update(scene.month);
      levers.update(scene, choice);
    },
  };
}

/** The month that loop and map show, by hand or played. */
function buildMonth(parent, context, page) {
  const { words, format } = context;
  const wrap = element("div", "dv-whatif-lever dv-whatif-months", parent);
  const label = element("label", "dv-label", wrap);
  element("span", "", label, words["month.label"]);
  const shown = element("output", "dv-whatif-value", label);
  const row = element("div", "dv-whatif-row", wrap);
  const play = element("button", "dv-whatif-button", row, words["month.play"]);
  play.type = "button";
  const input = element("input", "dv-whatif-range", row);
  Object.assign(input, { type: "range", name: "month", id: "whatif-month", min: 0, max: 60, step: 1 });
  label.htmlFor = input.id;
  let timer;
  const stop = () => { clearInterval(timer); timer = undefined; setText(play, words["month.play"]); };
  input.oninput = () => { stop(); page.setMonth(Number(input.value)); };
  play.onclick = () => {
    if (timer) { stop(); return; }
    if (page.month >= Number(input.max)) page.setMonth(0);
    setText(play, words["month.stop"]);
    timer = setInterval(() => {
      page.setMonth(Math.min(Number(input.max), page.month + 1));
      if (page.month >= Number(input.max)) stop();
    }, PLAY_MS);
  };
  return {
    stop,
    update(month) {
      if (Number(input.value) !== month) input.value = month;
      const text = words["unit.month"].replace("{value}", format(month, 0));
      setText(shown, text);
      input.setAttribute("aria-valuetext", text);
    },
  };
}

function buildLines(parent, context, page) {
  const { words } = context;
  const section = element("section", "dv-figure dv-whatif-years", parent);
  section.dataset.drawing = "lines";
  element("h2", "dv-title", section, words["lines.title"]).id = "whatif-lines-title";
  section.setAttribute("aria-labelledby", "whatif-lines-title");
  const subtitle = element("p", "dv-subtitle", section);
  const trajectory = makeTrajectory(section, context);
  const compared = makeCompared(section, context, { compare: (tokens) => page.compare(tokens) });
  element("p", "dv-caption", section, words["lines.caption"]);
  return {
    update(scene, choice) {
      setText(subtitle, words[scene.isRevealed ? "lines.subtitle" : "lines.veiled"]);
      trajectory.update(scene);
      compared.update(choice, scene);
    },
    destroy() { trajectory.destroy(); },
  };
}
