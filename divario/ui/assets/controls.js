// The filter bar: an indicator box with search, native lists, and country chips. It sends one
// choice at a time to Python and shows what Python says is chosen.

const mounted = new WeakMap();
const catalogues = new Map();

function element(tag, className, parent, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  parent?.append(node);
  return node;
}

/** Text without accents and case, so that "qualita" finds "qualità". */
export function folded(text) {
  return text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase();
}

function catalogue(url) {
  if (!catalogues.has(url)) {
    catalogues.set(url, fetch(url).then((answer) => answer.json()).then((groups) =>
      groups.flatMap((group) => group.options.map((option) => ({
        ...option, group: group.label, folded: folded(`${option.label} ${group.label} ${option.id}`),
      })))));
    catalogues.get(url).catch(() => catalogues.delete(url));
  }
  return catalogues.get(url);
}

/** Options whose text holds every word that was typed. */
export function found(options, typed) {
  const words = folded(typed).split(/\s+/).filter(Boolean);
  return options.filter((option) => words.every((word) => option.folded.includes(word)));
}

function buildBox(parts) {
  const box = element("div", "dv-field dv-box", parts.root);
  const label = element("label", "dv-label", box);
  const input = element("input", "dv-input", box);
  const list = element("ul", "dv-list", box);
  input.id = `${parts.id}-box`;
  label.htmlFor = input.id;
  list.id = `${parts.id}-list`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
    "aria-controls": list.id, autocomplete: "off", spellcheck: "false",
  }).forEach(([name, value]) => input.setAttribute(name, value));
  Object.assign(parts, { box, boxLabel: label, input, list, active: -1, options: [] });
  input.onfocus = () => { input.select(); openList(parts, ""); };
  input.onclick = () => { if (list.hidden) openList(parts, ""); };
  input.oninput = () => openList(parts, input.value);
  input.onblur = () => closeList(parts);
  input.onkeydown = (event) => boxKey(parts, event);
  list.onmousedown = (event) => {
    event.preventDefault();
    const item = event.target.closest("[data-value]");
    if (item) choose(parts, item.dataset.value);
  };
}

function drawBox(parts, data) {
  if (!parts.box) buildBox(parts);
  parts.boxLabel.textContent = data.labels.indicator;
  parts.input.placeholder = data.labels.search;
  parts.list.setAttribute("aria-label", data.labels.indicator);
  if (parts.list.hidden) parts.input.value = data.indicator.label;
}

async function openList(parts, typed) {
  parts.wanted = typed;
  let options;
  try { options = await catalogue(parts.data.catalogue); } catch { return; }
  if (parts.wanted !== typed || document.activeElement !== parts.input) return;
  parts.options = found(options, typed);
  parts.list.replaceChildren();
  let group;
  parts.options.forEach((option, index) => {
    if (option.group !== group) {
      group = option.group;
      element("li", "dv-group", parts.list, group).setAttribute("role", "presentation");
    }
    const item = element("li", "dv-option", parts.list, option.label);
    item.id = `${parts.id}-option-${index}`;
    item.dataset.value = option.id;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", String(option.id === parts.data.indicator.value));
  });
  if (!parts.options.length) {
    element("li", "dv-group", parts.list, parts.data.labels.nothing).setAttribute("role", "presentation");
  }
  parts.list.hidden = false;
  parts.input.setAttribute("aria-expanded", "true");
  const current = parts.options.findIndex((option) => option.id === parts.data.indicator.value);
  setActive(parts, typed ? 0 : current);
}

function setActive(parts, index) {
  parts.active = parts.options.length ? Math.max(-1, Math.min(index, parts.options.length - 1)) : -1;
  const items = parts.list.querySelectorAll("[data-value]");
  items.forEach((item, position) => item.classList.toggle("dv-active", position === parts.active));
  const item = items[parts.active];
  if (item) {
    parts.input.setAttribute("aria-activedescendant", item.id);
    parts.list.scrollTop = item.offsetTop - parts.list.clientHeight / 2;
  } else parts.input.removeAttribute("aria-activedescendant");
}

function closeList(parts) {
  parts.wanted = undefined;
  parts.list.hidden = true;
  parts.input.setAttribute("aria-expanded", "false");
  parts.input.removeAttribute("aria-activedescendant");
  parts.input.value = parts.data.indicator.label;
}

function choose(parts, value) {
  closeList(parts);
  parts.input.blur();
  if (value !== parts.data.indicator.value) send(parts, "indicator", value);
}

function boxKey(parts, event) {
  const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
  if (event.key in moves) {
    event.preventDefault();
    if (parts.list.hidden) openList(parts, "");
    else setActive(parts, Math.max(0, parts.active + moves[event.key]));
  } else if (event.key === "Enter" && parts.options[parts.active] && !parts.list.hidden) {
    event.preventDefault();
    choose(parts, parts.options[parts.active].id);
  } else if (event.key === "Escape") closeList(parts);
}

function send(parts, name, value) {
  performance.mark("divario:choice");
  parts.root.dataset.busy = "true";
  parts.component.setTriggerValue("choice", { name, value });
}

/** One native list per field; rebuilt only when its options changed. */
function drawField(parts, field) {
  let own = parts.fields.get(field.name);
  if (!own) {
    const wrap = element("div", "dv-field", parts.root);
    const label = element("label", "dv-label", wrap);
    const select = element("select", "dv-input", wrap);
    select.id = `${parts.id}-${field.name}`;
    select.name = field.name;
    label.htmlFor = select.id;
    select.onchange = () => { send(parts, field.name, select.value); if (own.resets) select.value = ""; };
    own = { wrap, label, select };
    parts.fields.set(field.name, own);
  }
  own.resets = field.resets;
  own.label.textContent = field.label;
  const wanted = JSON.stringify(field.groups);
  if (own.shown !== wanted) {
    own.shown = wanted;
    own.select.replaceChildren();
    for (const group of field.groups) {
      const parent = group.label ? element("optgroup", "", own.select) : own.select;
      if (group.label) parent.label = group.label;
      for (const [value, text] of group.options) element("option", "", parent, text).value = value;
    }
  }
  if (own.select.value !== field.value) own.select.value = field.value;
  return own.wrap;
}

function drawChips(parts, chips) {
  const wanted = JSON.stringify(chips);
  if (parts.chipsShown === wanted) return;
  const hadFocus = parts.chips.contains(document.activeElement);
  parts.chipsShown = wanted;
  parts.chips.replaceChildren(...chips.map((chip) => {
    const button = element("button", "dv-chip", null, chip.label);
    button.type = "button";
    button.setAttribute("aria-label", chip.remove);
    element("span", "dv-cross", button, "×").setAttribute("aria-hidden", "true");
    button.onclick = () => send(parts, "remove", chip.code);
    return button;
  }));
  if (hadFocus) parts.root.querySelector("input, select").focus({ preventScroll: true });
}

function build(parent) {
  const root = element("form", "dv-controls", parent);
  root.onsubmit = (event) => event.preventDefault();
  const parts = { root, fields: new Map(), id: `dv${Math.random().toString(36).slice(2, 8)}` };
  parts.chips = element("div", "dv-chips", null);
  return parts;
}

export function draw(component) {
  const { parentElement, data } = component;
  let parts = mounted.get(parentElement);
  if (!parts || !parts.root.isConnected) {
    parts = build(parentElement);
    mounted.set(parentElement, parts);
  }
  Object.assign(parts, { data, component });
  delete parts.root.dataset.busy;
  parts.root.setAttribute("aria-label", data.labels.form);
  if (data.indicator) drawBox(parts, data);
  data.fields.forEach((field) => drawField(parts, field));
  parts.root.append(parts.chips);
  drawChips(parts, data.chips);
  return () => { parts.root.remove(); mounted.delete(parentElement); };
}
