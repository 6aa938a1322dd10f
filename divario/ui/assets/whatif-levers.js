// The levers: native ranges, a switch, two lists. Each move tells the page at once, during the drag; the
// end of a drag is told apart, so that undo takes back a whole move.

import { button, element, setText } from "./dom.js";
import { SHARES, splitMoved } from "./whatif-state.js";

const PERCENT = { scale: 100, unit: "percent" };
const GROUPS = [
  ["budget", [
    { symbol: "commit", step: 50, unit: "euro", upTo: (p) => 0.04 * p.Y0 },
    { symbol: "commit_t", step: 1, unit: "months", high: 36 },
    { symbol: "mix0", step: 1, ...PERCENT },
  ]],
  ["split", SHARES.map((share) => ({ share, step: 1, ...PERCENT }))],
  ["project", [
    { symbol: "L", step: 1, unit: "months" },
    { symbol: "h", step: 1, ...PERCENT },
  ]],
  ["goal", [
    { symbol: "theta", step: 1, ...PERCENT },
    { symbol: "m0", step: 1, ...PERCENT },
  ]],
  ["outside", [
    { symbol: "vouch", step: 500, unit: "euroOnce", high: 30000 },
    { symbol: "vouch_t", step: 1, unit: "months", needs: "vouch" },
    { symbol: "vouch_tool", options: [-1, 1, 0], needs: "vouch" },
    { symbol: "vouch_match", step: 10, ...PERCENT, needs: "vouch" },
    { symbol: "d", step: 0.1, scale: 1200, unit: "percentYear" },
    { symbol: "plat", step: 1, ...PERCENT },
  ]],
];
const FIRST_MONTHS = 12;
const DECIMALS = { percentYear: 1 };

/** Makes the levers in `parent`. `move(changes)` is called during, `settle()` after a drag. */
export function makeLevers(parent, context, move, settle) {
  const levers = { context, move, settle, all: [], root: element("form", "dv-whatif-levers", parent) };
  levers.root.setAttribute("aria-label", context.words["levers.form"]);
  levers.root.onsubmit = (event) => event.preventDefault();
  for (const [group, entries] of GROUPS) {
    const set = element("fieldset", "dv-whatif-group", levers.root);
    element("legend", "", set, context.words[`levers.${group}`]);
    for (const entry of entries) levers.all.push(entry.options ? list(set, levers, entry) : range(set, levers, entry));
  }
  assumptions(levers);
  levers.update = (scene, choice) => update(levers, scene, choice);
  return levers;
}

const recordOf = ({ ledger }, symbol) => ledger.parameters.find((one) => one.symbol === symbol);

function titled(parent, levers, entry) {
  const { context } = levers;
  const wrap = element("div", "dv-whatif-lever", parent);
  const label = element("label", "dv-label", wrap);
  element("span", "", label, entry.share ? context.words[`levers.share.${entry.share}`] : context.words[`levers.${entry.symbol}`]);
  const shown = element("output", "dv-whatif-value", label);
  return { entry, wrap, label, shown, name: entry.symbol ?? `share-${entry.share}` };
}

function range(parent, levers, entry) {
  const lever = titled(parent, levers, entry);
  const { low, high } = entry.share ? { low: 0, high: 1 } : recordOf(levers.context, entry.symbol);
  const scale = entry.scale ?? 1;
  lever.scale = scale;
  lever.input = element("input", "dv-whatif-range", lever.wrap);
  Object.assign(lever.input, { type: "range", name: lever.name, id: `whatif-${lever.name}` });
  lever.limits = { min: low * scale, max: Math.min(high * scale, entry.high ?? Infinity), low, high };
  Object.assign(lever.input, { min: lever.limits.min, max: lever.limits.max, step: entry.step });
  lever.label.htmlFor = lever.input.id;
  lever.input.oninput = () => {
    const value = Number(lever.input.value) / scale;
    levers.move(entry.share ? splitMoved(levers.mix, entry.share, value) : { ...started(levers, entry), [entry.symbol]: value });
  };
  lever.input.onchange = () => levers.settle();
  return lever;
}

/** A budget with no months would do nothing: it gets a year. */
const started = ({ months }, { symbol }) => (symbol === "commit" && months === 0 ? { commit_t: FIRST_MONTHS } : {});

function list(parent, levers, entry) {
  const lever = titled(parent, levers, entry);
  lever.input = element("select", "dv-input", lever.wrap);
  Object.assign(lever.input, { name: lever.name, id: `whatif-${lever.name}` });
  lever.label.htmlFor = lever.input.id;
  lever.shown.hidden = true;
  entry.options.forEach((value, index) => {
    element("option", "", lever.input, levers.context.words[`levers.${entry.symbol}.${index}`]).value = value;
  });
  lever.input.onchange = () => { levers.move({ [entry.symbol]: Number(lever.input.value) }); levers.settle(); };
  return lever;
}

/** The exponent on a switch, and pessimistic ends at one button: what is assumed, not chosen. */
function assumptions(levers) {
  const { words, ledger } = levers.context;
  const set = element("fieldset", "dv-whatif-group dv-whatif-assumed", levers.root);
  element("legend", "", set, words["levers.assumed"]);
  const label = element("label", "dv-whatif-check", set);
  levers.exponent = element("input", "", label);
  Object.assign(levers.exponent, { type: "checkbox", name: "n_f", id: "whatif-n_f" });
  element("span", "", label, words["levers.exponent"]);
  levers.exponentSays = element("p", "dv-whatif-hint", set);
  levers.exponent.onchange = () => {
    levers.move({ n_f: levers.exponent.checked ? recordOf({ ledger }, "n_f").value : 1 });
    levers.settle();
  };
  levers.worst = button(set, words["levers.worst"], () => levers.context.toggleWorst(), "dv-whatif-button");
  levers.worstSays = element("p", "dv-whatif-hint", set, words["levers.worst.hint"]);
}

function update(levers, scene, choice) {
  const { parameters } = scene;
  levers.months = parameters.commit_t;
  levers.mix = Object.fromEntries(SHARES.map((share) => [share, scene.atStart[`mix_${share}`]]));
  for (const lever of levers.all) {
    const { entry } = lever;
    const value = entry.share ? levers.mix[entry.share] : parameters[entry.symbol];
    if (entry.needs) lever.wrap.hidden = parameters[entry.needs] === 0;
    if (entry.options) { setValue(lever.input, nearest(entry.options, value)); continue; }
    const shown = value * lever.scale;
    const max = Math.max(shown, entry.upTo ? Math.round(entry.upTo(parameters) / 500) * 500 || 500 : lever.limits.max);
    if (Number(lever.input.max) !== max) lever.input.max = max;
    setValue(lever.input, shown);
    const text = valueInWords(levers.context, entry, shown);
    setText(lever.shown, text);
    if (lever.input.getAttribute("aria-valuetext") !== text) lever.input.setAttribute("aria-valuetext", text);
  }
  levers.exponent.checked = parameters.n_f > 1;
  setText(levers.exponentSays, levers.context.words[parameters.n_f > 1 ? "levers.exponent.on" : "levers.exponent.off"]
    .replace("{value}", levers.context.format(parameters.n_f, parameters.n_f % 1 ? 1 : 0)));
  levers.worst.setAttribute("aria-pressed", String(choice.isWorst));
}

const nearest = (options, value) => (value < 0 ? options[0] : options.find((one) => one === Math.round(value)));

/** Only what differs: a range that is written to while it is dragged loses its thumb. */
function setValue(input, value) {
  if (Math.abs(Number(input.value) - value) > 1e-9) input.value = value;
}

function valueInWords({ words, format }, { unit }, value) {
  return words[unit === "months" && Math.round(value) === 1 ? "unit.oneMonth" : `unit.${unit}`].replace("{value}", format(value, DECIMALS[unit] ?? 0));
}

