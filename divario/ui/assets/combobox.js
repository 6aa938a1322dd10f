// A box that finds one of many by any of its words, in either language: used by the filter bar for
// indicators and by the bar at the top for everything. Lists come once, by a hashed address.

import { element } from "./dom.js";

const lists = new Map();
const MOST_RANKS = 100;
const MOVES = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };

/** Lower-case words without accents or signs: "L’intensità" is "l intensita". */
export function folded(text) {
  const plain = text.toLowerCase().normalize("NFD").replace(/\p{Mn}/gu, "");
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).join(" ");
}

/** The options of a list, flat, each with its group and with its words folded. */
function options(address) {
  if (!lists.has(address)) {
    lists.set(address, fetch(address).then((answer) => answer.json()).then((groups) =>
      groups.flatMap((group) => group.options.map((option) => {
        const own = ` ${folded(option.label)}`;
        const others = option.words ?? folded(`${group.label} ${option.id}`);
        return { ...option, group: group.label, own, all: `${own} ${others}` };
      }))));
    lists.get(address).catch(() => lists.delete(address));
  }
  return lists.get(address);
}

/** How far an option is from the words typed: its whole name; these words in its name, or among the others it is
 * found by; words that begin like them, likewise. Within each step the rank that Python gave it. */
function distance(option, words) {
  if (option.own === words.join("")) return 0;
  const inName = (end) => words.every((word) => `${option.own} `.includes(word + end));
  const inAny = words.every((word) => `${option.all} `.includes(`${word} `));
  const step = [inName(" "), inAny, inName(""), true].indexOf(true);
  return 1 + step * MOST_RANKS + (option.rank ?? 1);
}

/** Options with a word that begins with each word typed, the nearest first: groups, and within them options. */
export function found(list, typed, most = Infinity) {
  const words = folded(typed).split(" ").filter(Boolean).map((word) => ` ${word}`);
  const groups = new Map();
  for (const option of list) {
    if (!words.every((word) => option.all.includes(word))) continue;
    if (!groups.has(option.group)) groups.set(option.group, []);
    groups.get(option.group).push({ option, far: words.length ? distance(option, words) : 0 });
  }
  const sorted = [...groups.values()].map((group) => group.sort((one, other) => one.far - other.far));
  return sorted
    .sort(([one], [other]) => one.far - other.far)
    .flatMap((group) => group.slice(0, most).map(({ option }) => option));
}

/** Makes a box inside `parent`. `onchoose` gets the id of an option; `update` fills in the rest. */
export function combobox(parent, id, onchoose) {
  const wrap = element("div", "dv-field dv-box", parent);
  const label = element("label", "dv-label", wrap);
  const input = element("input", "dv-input", wrap);
  const list = element("ul", "dv-list", wrap);
  Object.assign(input, { id: `${id}-box`, type: "text" });
  Object.assign(list, { id: `${id}-list`, hidden: true });
  label.htmlFor = input.id;
  list.setAttribute("role", "listbox");
  Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
    "aria-controls": list.id, autocomplete: "off", spellcheck: "false",
  }).forEach(([name, value]) => input.setAttribute(name, value));
  const box = { id, wrap, label, input, list, onchoose, active: -1, options: [], data: {} };
  input.onfocus = () => { input.select(); open(box, ""); };
  input.onclick = () => { if (list.hidden) open(box, ""); };
  input.oninput = () => { box.isTyping = true; open(box, input.value); };
  input.onblur = () => close(box);
  input.onkeydown = (event) => key(box, event);
  list.onmousedown = (event) => {
    event.preventDefault();
    const item = event.target.closest("[data-value]");
    if (item) choose(box, item.dataset.value);
  };
  box.update = (data) => update(box, data);
  return box;
}

/** `data`: address, label, search, nothing; value and text of what is chosen, if anything is. */
function update(box, data) {
  box.data = data;
  box.label.textContent = data.label;
  box.input.placeholder = data.search;
  box.list.setAttribute("aria-label", data.label);
  if (box.list.hidden && !box.isTyping) box.input.value = data.text ?? "";
}

/** A box with nothing chosen shows nothing until something is typed. */
async function open(box, typed) {
  box.wanted = typed;
  box.isEntered = false;
  let all;
  try { all = await options(box.data.address); } catch { return; }
  if (box.wanted !== typed || document.activeElement !== box.input) return;
  if (!box.data.value && !folded(typed)) return hide(box);
  box.options = found(all, typed, box.data.most);
  box.list.replaceChildren();
  let group;
  box.options.forEach((option, index) => {
    if (option.group !== group) heading(box, group = option.group);
    const item = element("li", "dv-option", box.list, option.label);
    item.id = `${box.id}-option-${index}`;
    item.dataset.value = option.id;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", String(option.id === box.data.value));
  });
  if (!box.options.length) heading(box, box.data.nothing);
  box.list.hidden = false;
  box.input.setAttribute("aria-expanded", "true");
  setActive(box, typed ? 0 : box.options.findIndex((option) => option.id === box.data.value));
  box.shown = typed;
  if (box.isEntered) enter(box);
}

function heading(box, text) {
  element("li", "dv-group", box.list, text).setAttribute("role", "presentation");
}

function setActive(box, index) {
  box.active = box.options.length ? Math.max(-1, Math.min(index, box.options.length - 1)) : -1;
  const items = box.list.querySelectorAll("[data-value]");
  items.forEach((item, position) => item.classList.toggle("dv-active", position === box.active));
  const item = items[box.active];
  if (item) {
    box.input.setAttribute("aria-activedescendant", item.id);
    box.list.scrollTop = item.offsetTop - box.list.clientHeight / 2;
  } else box.input.removeAttribute("aria-activedescendant");
}

function hide(box) {
  box.list.hidden = true;
  box.input.setAttribute("aria-expanded", "false");
  box.input.removeAttribute("aria-activedescendant");
}

function close(box) {
  box.wanted = box.shown = undefined;
  box.isTyping = false;
  hide(box);
  box.input.value = box.data.text ?? "";
}

/** The focus stays in the box: whoever chose by keyboard goes on from there. */
function choose(box, value) {
  close(box);
  if (value !== box.data.value) box.onchoose(value);
}

/** Chooses the marked option, if one is shown and marked. */
function enter(box) {
  const option = box.options[box.active];
  if (option && !box.list.hidden) choose(box, option.id);
}

function key(box, event) {
  if (event.key in MOVES) {
    event.preventDefault();
    if (box.list.hidden) open(box, box.data.value ? "" : box.input.value);
    else setActive(box, Math.max(0, box.active + MOVES[event.key]));
  } else if (event.key === "Enter" && box.wanted !== undefined) {
    event.preventDefault();
    if (box.shown === box.wanted) enter(box);
    else box.isEntered = true; // before the list has come: it is chosen from when it does
  } else if (event.key === "Escape") close(box);
}
