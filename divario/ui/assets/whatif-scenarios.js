// Scenarios: the twelve presets by name, saved ones, undo, reset, the link, and up to four compared. Saved
// scenarios stay in this browser; a compared one travels whole in the address.

import { button, copy, element, setText } from "./dom.js";
import { COMMON, MOST_COMPARED, resolved, tokenOf } from "./whatif-state.js";

const STORE = "divario.whatif";
const MOST_SAVED = 12;
const LETTERS = ["A", "B", "C", "D"];

function saved() {
  try {
    const list = JSON.parse(localStorage.getItem(STORE) ?? "[]");
    return Array.isArray(list) ? list.filter((token) => typeof token === "string").slice(0, MOST_SAVED) : [];
  } catch { return []; /* kept by nobody, or by somebody else */ }
}

function keep(list) {
  try { localStorage.setItem(STORE, JSON.stringify(list.slice(0, MOST_SAVED))); } catch { /* private windows keep nothing */ }
}

const sorted = (settings) => JSON.stringify(Object.entries(settings).sort());

/** The settings of a choice without what holds for everyone. */
const ownOf = ({ settings }) => Object.fromEntries(Object.entries(settings).filter(([name]) => !COMMON.includes(name)));

/** Every scenario that can be chosen: [{token, name, settings}]. */
function all({ ledger, language }) {
  const presets = Object.entries(ledger.presets).map(([token, { name, settings }]) => ({ token, name: name[language], settings }));
  const own = saved().flatMap((token) => {
    const one = resolved(token, ledger);
    return one ? [{ token, name: one.name, settings: one.settings, isSaved: true }] : [];
  });
  return [...presets, ...own];
}

const central = (ledger, settings) => Object.fromEntries(Object.entries(settings)
  .filter(([name, value]) => ledger.parameters.find(({ symbol }) => symbol === name).value !== value));

/** The scenario that a choice is, or null for one's own. */
export function scenarioOf(context, choice) {
  const wanted = sorted(ownOf(choice));
  return all(context).find(({ settings }) => sorted(central(context.ledger, settings)) === wanted) ?? null;
}

export function nameOf(context, token) {
  const one = resolved(token, context.ledger);
  return one.name ?? context.ledger.presets[token].name[context.language];
}

/** The scenario bar. `act` = {choose(settings), undo, reset, redraw, address()}. */
export function makeScenarios(parent, context, act) {
  const { words } = context;
  const root = element("div", "dv-whatif-scenarios", parent);
  const parts = { root, context, act, shown: "" };
  const label = element("label", "dv-label", root, words["scenario.label"]);
  parts.select = element("select", "dv-input", root);
  Object.assign(parts.select, { id: "whatif-scenario", name: "scenario" });
  label.htmlFor = parts.select.id;
  parts.select.onchange = () => {
    const one = all(context).find(({ token }) => token === parts.select.value);
    if (one) act.choose(central(context.ledger, one.settings));
  };
  const tools = element("div", "dv-whatif-tools", root);
  parts.undo = button(tools, words["scenario.undo"], act.undo, "dv-whatif-button");
  button(tools, words["scenario.reset"], act.reset, "dv-whatif-button").setAttribute("aria-keyshortcuts", "r");
  parts.undo.setAttribute("aria-keyshortcuts", "Control+z");
  parts.link = button(tools, words["scenario.link"], async () => {
    const done = await copy(act.address());
    setText(parts.said, words[done ? "scenario.linked" : "scenario.notLinked"]);
  }, "dv-whatif-button");
  parts.said = element("p", "dv-whatif-hint dv-whatif-said", root);
  parts.said.setAttribute("role", "status");
  parts.update = (...now) => update(parts, ...now);
  parts.buildSaving = (end) => saving(parts, end);
  return parts;
}

/** Saving stands after the levers: what is saved is what they say. */
function saving(parts, parent) {
  const { words } = parts.context;
  const form = element("form", "dv-whatif-save", parent);
  const label = element("label", "dv-label", form, words["scenario.name"]);
  const row = element("div", "dv-whatif-row", form);
  const input = element("input", "dv-input", row);
  Object.assign(input, { id: "whatif-name", type: "text", maxLength: 40, autocomplete: "off" });
  label.htmlFor = input.id;
  const save = element("button", "dv-whatif-button", row, words["scenario.save"]);
  save.type = "submit";
  const said = element("p", "dv-whatif-hint dv-whatif-said", form);
  said.setAttribute("role", "status");
  form.onsubmit = (event) => {
    event.preventDefault();
    const token = tokenOf(input.value, ownOf(parts.choice));
    const [name] = token.slice(1).split("~");
    if (!name) { setText(said, words["scenario.unnamed"]); return; }
    const others = saved().filter((one) => one.slice(1).split("~")[0] !== name);
    if (others.length >= MOST_SAVED) { setText(said, words["scenario.full"]); return; }
    keep([...others, token]);
    input.value = "";
    setText(said, words["scenario.saved"].replace("{name}", name));
    parts.act.redraw();
  };
  parts.forget = button(form, words["scenario.forget"], () => {
    keep(saved().filter((token) => token !== parts.select.value));
    parts.act.redraw();
  }, "dv-whatif-button");
}

/** `isGiven`: the choice is as the address gave it, and nobody has moved anything since. */
function update(parts, choice, hasPast, isGiven) {
  parts.choice = choice;
  const { words } = parts.context;
  const options = all(parts.context);
  const present = scenarioOf(parts.context, choice);
  const wanted = JSON.stringify([options.map(({ token }) => token), present?.token, isGiven]);
  parts.undo.disabled = !hasPast;
  if (parts.shown === wanted) return;
  parts.shown = wanted;
  parts.select.replaceChildren();
  if (!present) element("option", "", parts.select, words[isGiven ? "scenario.given" : "scenario.own"]).value = "";
  grouped(parts.select, words["scenario.presets"], options.filter(({ isSaved }) => !isSaved));
  grouped(parts.select, words["scenario.mine"], options.filter(({ isSaved }) => isSaved));
  parts.select.value = present?.token ?? "";
  parts.forget.hidden = !present?.isSaved;
}

function grouped(select, label, options) {
  if (!options.length) return;
  const group = element("optgroup", "", select);
  group.label = label;
  for (const { token, name } of options) element("option", "", group, name).value = token;
}

/** Beside the charts: what is compared, with how many firms in a hundred get out. */
export function makeCompared(parent, context, act) {
  const { words } = context;
  const root = element("div", "dv-whatif-compared", parent);
  const label = element("label", "dv-label", root, words["compare.label"]);
  const select = element("select", "dv-input", root);
  Object.assign(select, { id: "whatif-compare", name: "compare" });
  label.htmlFor = select.id;
  const table = element("table", "dv-whatif-table", root);
  const parts = { root, context, act, select, table, shown: "" };
  select.onchange = () => { if (select.value) act.compare([...parts.tokens, select.value]); };
  parts.update = (choice, scene) => updateCompared(parts, choice, scene);
  return parts;
}

export const comparedOf = (context, tokens) => tokens.map((token, index) => ({
  ...resolved(token, context.ledger), id: token, letter: LETTERS[index], label: nameOf(context, token),
}));

function updateCompared(parts, choice, scene) {
  const { context, table, act } = parts;
  const { words, format } = context;
  parts.tokens = choice.compared;
  const rows = [
    { label: words["lines.usual"], out: scene.usualBand?.out, run: scene.usual },
    ...(scene.isUsual ? [] : [{ label: words["lines.choice"], out: scene.isBandOld ? undefined : scene.band?.out, run: scene.run }]),
    ...scene.compared.map((one) => ({ ...one, label: `${one.letter} · ${one.label}`, token: one.id })),
  ];
  const cells = rows.map(({ label, out, run, token }) => [label, format(100 * run.G[run.G.length - 1], 0) + "%", out === undefined ? "…" : format(out, 0), token]);
  options(parts);
  const wanted = JSON.stringify(cells);
  if (parts.shown === wanted) return;
  parts.shown = wanted;
  table.replaceChildren();
  element("caption", "dv-whatif-hint", table, words["compare.caption"]);
  const head = element("tr", "", element("thead", "", table));
  for (const name of ["who", "G", "out"]) element("th", "", head, words[`compare.${name}`]).scope = "col";
  const body = element("tbody", "", table);
  for (const [label, G, out, token] of cells) {
    const row = element("tr", "", body);
    const name = element("th", "", row, label);
    name.scope = "row";
    element("td", "", row, G);
    element("td", "", row, out);
    if (token) button(name, "×", () => act.compare(choice.compared.filter((one) => one !== token)), "dv-whatif-cross")
      .setAttribute("aria-label", words["compare.remove"].replace("{name}", label));
  }
}

function options(parts) {
  const { select, context, tokens } = parts;
  const { words } = context;
  const wanted = JSON.stringify([tokens, saved()]);
  if (parts.offered === wanted) return;
  parts.offered = wanted;
  select.replaceChildren();
  const isFull = tokens.length >= MOST_COMPARED;
  element("option", "", select, words[isFull ? "compare.full" : "compare.add"]).value = "";
  select.disabled = isFull;
  for (const { token, name } of all(context)) {
    if (token !== "as_usual" && !tokens.includes(token)) element("option", "", select, name).value = token;
  }
}
