// My firm: a size class and a sector set the firm's numbers and where it starts. What was measured, derived
// and assumed is told apart by a word and a colour, each value with its origin.

import { element, setText } from "./dom.js";

const START = ["T0", "K0", "eA0", "G0"];

/** The firms that can be chosen; without a list of archetypes, the sizes of the ledger. */
export function firmsOf({ firms, ledger, words, format }) {
  if (firms) return firms;
  const sizes = ledger.sizes.map(({ N }) => ({ id: String(N), text: words["firm.persons"].replace("{value}", format(N, 0)) }));
  return {
    sizes, sectors: [],
    firms: Object.fromEntries(ledger.sizes.map((size) => [`${size.N}|`, { settings: size, initial: ledger.initial, facts: factsOf(ledger, size) }])),
  };
}

function factsOf(ledger, size) {
  const facts = Object.entries(size).map(([symbol, value]) => {
    const { label, kind, basis, unit } = ledger.parameters.find((one) => one.symbol === symbol);
    return { label, value, unit, kind: kind === "evidence" ? "measured" : kind, origin: basis };
  });
  return [...facts, ...START.map((name) => ({ name, value: ledger.initial[name], kind: "assumption" }))];
}

/** The two lists and the table of what stands behind them. `choose({size, sector})`. */
export function makeFirm(parent, context, choose) {
  const { words } = context;
  const known = firmsOf(context);
  const root = element("fieldset", "dv-whatif-group dv-whatif-firm", parent);
  element("legend", "", root, words["firm.title"]);
  const parts = { context, known, chosen: { size: "", sector: "" }, shown: "" };
  parts.lists = ["size", "sector"].filter((name) => known[`${name}s`].length > 1).map((name) => list(root, parts, name, choose));
  const details = element("details", "dv-details", root);
  element("summary", "", details, words["firm.origins"]);
  parts.facts = element("ul", "dv-whatif-facts", details);
  return { firmOf: (choice) => firmOf(known, choice.firm), update: (choice) => update(parts, choice.firm) };
}

const textOf = ({ language }, { text, label }) => text ?? label[language];

function list(root, parts, name, choose) {
  const { context, known } = parts;
  const label = element("label", "dv-label", root, context.words[`firm.${name}`]);
  const select = element("select", "dv-input", root);
  Object.assign(select, { id: `whatif-${name}`, name });
  label.htmlFor = select.id;
  for (const entry of known[`${name}s`]) element("option", "", select, textOf(context, entry)).value = entry.id;
  select.onchange = () => {
    const isFirst = select.value === known[`${name}s`][0].id;
    choose({ ...parts.chosen, [name]: isFirst ? "" : select.value });
  };
  return { name, select };
}

/** Settings and starting stocks of a firm; the first size and sector where none is chosen. */
function firmOf({ sizes, sectors, firms }, { size, sector }) {
  return firms[`${size || sizes[0].id}|${sector || (sectors[0]?.id ?? "")}`];
}

function update(parts, chosen) {
  const { context, known, lists } = parts;
  const wanted = JSON.stringify(chosen);
  if (parts.shown === wanted) return;
  Object.assign(parts, { chosen, shown: wanted });
  for (const { name, select } of lists) select.value = chosen[name] || known[`${name}s`][0].id;
  parts.facts.replaceChildren(...firmOf(known, chosen).facts.map((fact) => factOf(context, fact)));
}

function factOf({ words, format, language }, { name, label, value, unit, kind, origin }) {
  const item = element("li", "");
  const isShare = unit === "%";
  const shown = typeof value === "number" ? format(value, isShare || (value < 10 && value % 1) ? 2 : 0) : value;
  element("span", `dv-whatif-kind dv-whatif-kind-${kind}`, item, words[`kind.${kind}`]);
  const text = element("span", "", item);
  setText(text, ` ${label ? label[language] : words[`start.${name}`]}: ${shown}${isShare ? "%" : ` ${unit ? words[`unit.of.${unit.replaceAll("/", ".")}`] ?? unit : ""}`}`.trimEnd() + ".");
  element("span", "dv-whatif-hint", item, origin ? ` ${origin[language]}` : ` ${words["firm.assumed"]}`);
  return item;
}
