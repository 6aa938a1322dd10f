// What is chosen on the What-if page, and its address. Plain data and pure functions: the page draws what
// stands here, the address holds all of it, undo keeps earlier ones.
//
// choice = {settings: {symbol: value}, firm: {size, sector}, isWorst, compared: [token]}
// A token names what is compared: a preset's id, or a saved scenario whole, "*its name~h:0.5~L:4".

import { simulate, parametersOf } from "./cycle.js";

export const MOST_COMPARED = 4;
export const SHARES = ["tool", "cons", "train", "staff"];
/** Assumptions about the world rather than choices of a firm: they hold "as usual" as well. */
export const COMMON = ["n_f"];
const MOST_NOTICES = 8;
const SHOWN_LENGTH = 24;
const LONGEST_NAME = 40;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const INFINITE = /^([+-]?)inf(inity)?$/i;
const MONTHS = 60;

export const nothingChosen = () => ({ settings: {}, firm: { size: "", sector: "" }, isWorst: false, compared: [] });

/** A number as an address holds it: as short as it can be, and read back as the same choice. */
export const rounded = (value) => Number(value.toPrecision(6));

/** A choice from an address: {choice, notices: [{kind, name, given, used}]}; nothing in it can fail. */
export function parsed(view, ledger, firms) {
  const [choice, notices] = [nothingChosen(), []];
  const known = new Map(ledger.parameters.map((one) => [one.symbol, one]));
  const say = (kind, name, given, used) => notices.push({ kind, name, given: String(given).slice(0, SHOWN_LENGTH), used });
  for (const [name, given] of Object.entries(view)) {
    if (known.has(name)) {
      const used = within(known.get(name), given, say);
      if (used !== null && used !== known.get(name).value) choice.settings[name] = used;
    } else if (name === "size" || name === "sector") {
      if (firms?.[`${name}s`].some(({ id }) => id === given)) choice.firm[name] = given;
      else say("unknown", name, given);
    } else if (name === "worst") {
      choice.isWorst = given === "1";
      if (given !== "1" && given !== "0") say("unknown", name, given);
    } else if (name === "compare") readCompared(choice, given, ledger, say);
    else say("extra", name.slice(0, SHOWN_LENGTH), given);
  }
  dropEmptyMix(choice, ledger, say);
  const more = notices.length - MOST_NOTICES;
  if (more > 0) notices.splice(MOST_NOTICES, more, { kind: "more", name: String(more), given: "" });
  return { choice, notices };
}

/** One value, moved to the ledger's range where it lies outside; null when it is no number. */
function within({ symbol, low, high }, text, say) {
  const infinite = text.trim().match(INFINITE);
  if (!infinite && !NUMBER.test(text.trim())) { say("number", symbol, text); return null; }
  const value = infinite ? (infinite[1] === "-" ? -Infinity : Infinity) : Number(text);
  const used = rounded(Math.min(high, Math.max(low, value)));
  if (value < low || value > high) say("clipped", symbol, text, used);
  return used;
}

function readCompared(choice, given, ledger, say) {
  const tokens = [...new Set(given.split(",").filter(Boolean))];
  const kept = tokens.filter((token) => resolved(token, ledger, say));
  for (const token of kept.slice(MOST_COMPARED)) say("many", "compare", token);
  choice.compared = kept.slice(0, MOST_COMPARED);
}

/** What a token stands for: {id, name or null, settings}; null when it is no scenario. */
export function resolved(token, ledger, say = () => {}) {
  if (!token.startsWith("*")) {
    if (Object.hasOwn(ledger.presets, token)) return { id: token, name: null, settings: ledger.presets[token].settings };
    say("unknown", "compare", token);
    return null;
  }
  const [name, ...parts] = token.slice(1).split("~");
  const { choice, notices } = parsed(Object.fromEntries(parts.map((part) => part.split(":", 2).map(String))), ledger);
  for (const { kind, name: symbol, given, used } of notices) say(kind, symbol, given, used);
  return { id: token, name, settings: choice.settings };
}

/** A saved scenario as a token. */
export function tokenOf(name, settings) {
  const plain = name.replace(/[,~:*]+/g, " ").trim().slice(0, LONGEST_NAME);
  return ["*" + plain, ...Object.entries(settings).map(([symbol, value]) => `${symbol}:${value}`)].join("~");
}

/** Shares that sum to nought say nothing: the ledger's own are used. */
function dropEmptyMix(choice, ledger, say) {
  for (const kind of ["s", "z"]) {
    const names = SHARES.map((share) => `${kind}_${share}`);
    if (names.some((name) => valueOf(ledger, choice.settings, name) > 0)) continue;
    for (const name of names) delete choice.settings[name];
    say("mix", names[0], "0");
  }
}

export function valueOf(ledger, settings, symbol) {
  return settings[symbol] ?? ledger.parameters.find((one) => one.symbol === symbol).value;
}

/** The address of a choice: {name: text}, without what is as the ledger has it. */
export function addressOf(choice) {
  const own = Object.fromEntries(Object.entries(choice.settings).map(([name, value]) => [name, String(value)]));
  for (const name of ["size", "sector"]) if (choice.firm[name]) own[name] = choice.firm[name];
  if (choice.isWorst) own.worst = "1";
  if (choice.compared.length) own.compare = choice.compared.join(",");
  return own;
}

/** A choice with some settings changed; what equals the ledger's value is left out. */
export function changed(choice, ledger, changes) {
  const settings = { ...choice.settings };
  for (const [symbol, value] of Object.entries(changes)) {
    const { value: central, low, high } = ledger.parameters.find((one) => one.symbol === symbol);
    const kept = rounded(Math.min(high, Math.max(low, value)));
    if (kept === central) delete settings[symbol]; else settings[symbol] = kept;
  }
  return { ...choice, settings };
}

/** One share of the split moved to `value`; the others give or take in proportion; trust no longer matters. */
export function splitMoved(mix, moved, value) {
  const rest = SHARES.filter((share) => share !== moved);
  const before = rest.reduce((sum, share) => sum + mix[share], 0);
  const changes = {};
  for (const share of SHARES) {
    const part = before > 0 ? (mix[share] / before) * (1 - value) : (1 - value) / rest.length;
    const kept = share === moved ? value : part;
    changes[`s_${share}`] = kept;
    changes[`z_${share}`] = kept;
  }
  return changes;
}

/** Which settings hold for everyone and which for the choice alone. */
export function layersOf(choice, ledger, firm) {
  const common = choice.isWorst ? pessimistic(ledger, firm) : {};
  const settings = {};
  for (const [symbol, value] of Object.entries(choice.settings)) {
    (COMMON.includes(symbol) ? common : settings)[symbol] = value;
  }
  return { common, settings };
}

const worstKnown = new Map();

/** For each assumption the end of its range at which a firm that tries (and one that sells on a marketplace) wins less. */
export function pessimistic(ledger, firm) {
  const key = JSON.stringify(firm);
  if (worstKnown.has(key)) return worstKnown.get(key);
  const tries = [{ commit: 0.01 * (firm.settings.Y0 ?? valueOf(ledger, {}, "Y0")), commit_t: 12, theta: 0.2 }, { plat: 0.5 }];
  const won = (changes) => tries.reduce((sum, one) => {
    const run = simulate(parametersOf(ledger, { ...firm.settings, ...one, ...changes }), firm.initial, MONTHS);
    const last = run.G.length - 1;
    return sum + run.G[last] + 1e-3 * run.T[last];
  }, 0);
  const ends = {};
  for (const { symbol, kind, low, high } of ledger.parameters) {
    if (kind !== "assumption") continue;
    const [atLow, atHigh] = [won({ [symbol]: low }), won({ [symbol]: high })];
    if (atLow !== atHigh) ends[symbol] = atLow < atHigh ? low : high;
  }
  worstKnown.set(key, ends);
  return ends;
}

/** Earlier choices, the newest last. */
export class Past {
  #kept = [];
  keep(choice) {
    const text = JSON.stringify(choice);
    if (this.#kept.at(-1) !== text) this.#kept.push(text);
  }
  back() { return this.#kept.length ? JSON.parse(this.#kept.pop()) : null; }
  get isEmpty() { return !this.#kept.length; }
}
