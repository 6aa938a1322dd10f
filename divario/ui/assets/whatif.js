// The What-if page in the browser: what is chosen, the animation loop, the worker, the address, undo. Once
// loaded it needs no server: everything is worked out here, and it says so when the server is gone.

import { STOCKS, auxiliaries, parametersOf, simulate } from "./cycle.js";
import { equilibria } from "./cycle-rest.js";
import { element } from "./dom.js";
import { firmsOf } from "./whatif-firm.js";
import { isOwn, watchServer, writeAddress } from "./whatif-outside.js";
import { buildStage } from "./whatif-stage.js";
import { comparedOf, scenarioOf } from "./whatif-scenarios.js";
import { Past, addressOf, changed, layersOf, nothingChosen, parsed } from "./whatif-state.js";

const MONTHS = 60;
const FIRST_MONTH = 12;
const HEAVY = ["band", "usualBand", "firms", "ways", "push", "ridge"];
const mounted = new WeakMap();
const models = new Map();

/** Ledger, firms and words in one language: fetched once. */
function model(address) {
  if (!models.has(address)) models.set(address, fetch(address).then((answer) => answer.json()));
  models.get(address).catch(() => models.delete(address));
  return models.get(address);
}

/** A number in the page's language: thin thousands and a true minus, as the rest of the site has it. */
function formatter(language) {
  const [mark, thousands] = language === "it" ? [",", "\u202f"] : [".", ","];
  return (value, decimals = 0) => {
    const [whole, part] = Math.abs(value).toFixed(decimals).split(".");
    const text = whole.replace(/\B(?=(\d{3})+$)/g, thousands) + (part ? mark + part : "");
    return (value < 0 && /[1-9]/.test(text) ? "−" : "") + text;
  };
}

function contextOf(page, { ledger, firms, words }) {
  const { language, theme, colours, theses } = page.data;
  const format = formatter(language);
  return {
    ledger, firms, language, theme, colours, theses, format,
    words: Object.fromEntries(Object.entries(words).flatMap(([key, text]) => [[key, text], [key.replace("whatif.", ""), text]])),
    percent: (share, decimals = 0) => `${format(100 * share, decimals)}%`,
    name: (id) => (ledger.ways[id] ?? ledger.presets[id]).name[language],
    setSetting: (symbol, value) => { page.move({ [symbol]: value }); page.settle(); },
    toggleWorst: () => page.replace({ ...page.choice, isWorst: !page.choice.isWorst }),
  };
}

/** The page: its state, and what may be done to it. */
class Page {
  constructor(parent, data) {
    Object.assign(this, { data, month: FIRST_MONTH, turn: 0, results: {}, turns: {}, usualKept: {}, runs: new Map(), past: new Past(), maps: [], isMonthChosen: false });
    this.root = element("div", "dv-whatif", parent);
    this.root.dataset.ready = "false";
    this.ending = new AbortController();
  }

  async open() {
    const found = await model(this.data.model);
    if (this.ending.signal.aborted) return;
    this.context = contextOf(this, found);
    this.worker = new Worker(this.data.worker, { type: "module" });
    this.worker.onmessage = ({ data }) => this.hear(data);
    this.worker.postMessage({ ledger: found.ledger });
    this.readAddress();
    this.stage = buildStage(this.root, this.context, this);
    const { signal } = this.ending;
    document.addEventListener("keydown", (event) => this.key(event), { signal });
    this.root.addEventListener("whatif:guess", ({ detail }) => this.guessed(detail), { signal });
    watchServer(this.root, this.context, signal);
    this.schedule();
  }

  /** A guess, or its result asked for; who wants to guess again does not see the result meanwhile. */
  guessed({ isRevealed, isAskedAgain }) {
    this.isRevealed = isRevealed;
    if (isAskedAgain) this.hasMoved = false;
    this.schedule();
  }

  /** The choice in the address, with what could not be used of it; the address then says what was used. */
  readAddress() {
    const { choice, notices } = parsed(this.data.view, this.context.ledger, firmsOf(this.context));
    Object.assign(this, { choice, notices, scenario: JSON.stringify(choice.settings), hasMoved: Object.keys(choice.settings).length > 0, isGiven: !isOwn(choice) });
    if (notices.length) writeAddress(this, false);
  }

  /** During a drag: nothing is kept for undo until it ends. */
  move(changes) {
    this.before ??= this.choice;
    Object.assign(this, { hasMoved: true, isGiven: false });
    this.choice = changed(this.choice, this.context.ledger, changes);
    this.schedule();
  }

  settle() {
    if (this.before) this.past.keep(this.before);
    this.before = undefined;
    this.said();
    this.schedule();
  }

  /** A whole new choice, which undo takes back. */
  replace(choice) {
    this.settle();
    this.past.keep(this.choice);
    this.choice = choice;
    this.said();
    this.schedule();
  }

  choose(settings) {
    const kept = Object.fromEntries(Object.entries(this.choice.settings).filter(([name]) => name === "n_f"));
    this.replace({ ...this.choice, settings: { ...settings, ...kept } });
    Object.assign(this, { scenario: JSON.stringify(settings), hasMoved: false });
  }

  undo() {
    const earlier = this.past.back();
    if (!earlier) return;
    this.choice = earlier;
    this.said();
    this.schedule();
  }

  reset() {
    this.replace(nothingChosen());
    Object.assign(this, { notices: [], scenario: "{}", hasMoved: false, month: FIRST_MONTH, isMonthChosen: false });
  }

  compare(tokens) { this.replace({ ...this.choice, compared: tokens }); }

  setMonth(month) { Object.assign(this, { month, isMonthChosen: true }); this.schedule(); }

  address() {
    const shown = new URL(window.location.href);
    const kept = ["lang", "theme", "release"].filter((name) => shown.searchParams.has(name)).map((name) => [name, shown.searchParams.get(name)]);
    shown.search = new URLSearchParams([...kept, ...Object.entries(addressOf(this.choice))]).toString();
    return shown.href;
  }

  said() { Object.assign(this, { notices: [], isGiven: false }); writeAddress(this); }

  key(event) {
    const { target } = event;
    const isText = target.matches?.("input[type=text], textarea, select, [contenteditable]");
    const isOurs = target === document.body || this.root.contains(target);
    if (isText || !isOurs || event.altKey || event.metaKey) return;
    if (event.ctrlKey && event.key.toLowerCase() === "z") this.undo();
    else if (!event.ctrlKey && event.key.toLowerCase() === "r") this.reset();
    else return;
    event.preventDefault();
  }

  /** A map has come near the window: from now on it is worked out. */
  workOut(names) { this.maps = [...this.maps, ...names]; this.schedule(); }

  /** Draw at the next frame: everything after a move, only what the worker found after its answer. */
  schedule(isMoved = true) {
    this.isMoved ||= isMoved;
    this.frame ??= requestAnimationFrame(() => {
      const isAll = this.isMoved;
      Object.assign(this, { frame: undefined, isMoved: false });
      if (isAll) this.draw(); else this.drawLast();
    });
  }

  /** What of a run is the same as before is not worked out again. */
  runOf(parameters) {
    const key = JSON.stringify([parameters, this.firm.initial]);
    if (!this.runs.has(key)) {
      if (this.runs.size > 12) this.runs.delete(this.runs.keys().next().value);
      this.runs.set(key, simulate(parameters, this.firm.initial, MONTHS));
    }
    return this.runs.get(key);
  }

  draw() {
    if (!this.root.isConnected) return;
    const started = performance.now();
    const { context, choice, month } = this;
    this.firm = this.stage.firmOf(choice);
    const { common, settings } = layersOf(choice, context.ledger, this.firm);
    const usualSettings = { ...this.firm.settings, ...common };
    const all = { ...usualSettings, ...settings };
    const usualParameters = parametersOf(context.ledger, usualSettings);
    const parameters = parametersOf(context.ledger, all);
    const [run, usual] = [simulate(parameters, this.firm.initial, MONTHS), this.runOf(usualParameters)];
    const compared = comparedOf(context, choice.compared).map((one) => ({
      ...one, run: this.runOf(parametersOf(context.ledger, { ...usualSettings, ...one.settings })),
    }));
    this.scene = {
      parameters, settings: all, initial: this.firm.initial, months: MONTHS, month, run, usual, compared,
      // Firms are counted at the end, as everywhere on the page, until somebody asks for a month.
      countMonth: this.isMonthChosen ? month : MONTHS, turnover: usualParameters.Y0,
      now: at(parameters, run, month), usualNow: at(usualParameters, usual, month),
      atStart: at(parameters, run, Math.min(MONTHS, Math.round(parameters.t0))),
      equilibria: equilibria(parameters), scenario: this.scenario, isUsual: !Object.keys(settings).length,
      scenarioName: scenarioOf(context, choice)?.name ?? null, isGiven: this.isGiven,
      isRevealed: this.isRevealed || this.hasMoved, notices: this.notices, choice,
    };
    this.ask(common, settings, compared);
    this.drawLast();
    this.root.dataset.ready = "true";
    this.root.dataset.frames = String(Number(this.root.dataset.frames ?? 0) + 1);
    performance.measure("divario:frame", { start: started });
  }

  /** The worker's part, for exactly this choice; asked only when the choice changed. */
  ask(common, settings, compared) {
    const request = {
      settings, common, firm: this.firm.settings, initial: this.firm.initial, months: MONTHS,
      compared: compared.map(({ id, settings: own }) => ({ id, settings: own })), maps: this.maps,
    };
    const key = JSON.stringify(request);
    if (key === this.asked) return;
    this.asked = key;
    this.turn += 1;
    this.worker.postMessage({ turn: this.turn, ...request });
  }

  /** An answer of the worker; `isSame` says that the one already here still holds. */
  hear({ turn, name, value, isSame }) {
    if (!isSame && name !== "done") this.results[name] = value;
    this.turns[name] = turn;
    if (name === "done") this.root.dataset.answered = String(turn);
    if (name === "band") performance.mark("divario:band");
    if (this.scene) this.schedule(false);
  }

  drawLast() {
    const { scene, results, turns, turn } = this;
    for (const name of HEAVY) scene[name] = results[name] ?? null;
    // The guess is taken before the result is shown: until then no band and no count gives it away.
    if (!scene.isRevealed) scene.band = scene.usualBand = null;
    scene.isBandOld = turns.band !== turn;
    scene.isUsualBandOld = turns.usualBand !== turn;
    for (const one of scene.compared) one.out = results.compared?.find(({ id }) => id === one.id)?.out;
    this.stage.update(scene, this.choice, !this.past.isEmpty);
    this.root.dataset.band = String(turns.band === turn);
  }

  /** Called at each run of the server: an address that we did not write ourselves is another choice. */
  renew(data) {
    const isOther = JSON.stringify(data.view) !== JSON.stringify(this.data.view);
    this.data = data;
    if (!isOther || !this.context || JSON.stringify(addressOf(this.choice)) === JSON.stringify(data.view)) return;
    if (this.written?.has(JSON.stringify(data.view))) return;
    this.readAddress();
    this.schedule();
  }

  close() {
    this.ending.abort();
    this.worker?.terminate();
    this.stage?.destroy();
    this.root.remove();
  }
}

/** Every auxiliary of a run at a month, or at its last one. */
function at(parameters, run, month) {
  const last = Math.min(month, run.t.length - 1);
  return auxiliaries(parameters, STOCKS.map((name) => run[name][last]), last);
}

/** Called by Streamlit at each run; another language or theme builds the page anew, with the same choice. */
export function draw(component) {
  const { parentElement, data } = component;
  let page = mounted.get(parentElement);
  const look = JSON.stringify([data.language, data.theme, data.model]);
  if (page?.look !== look) {
    page?.close();
    page = new Page(parentElement, data);
    page.look = look;
    mounted.set(parentElement, page);
    page.open();
  } else page.renew(data);
  return () => { mounted.get(parentElement)?.close(); mounted.delete(parentElement); };
}

