// The filter bar: an indicator box with search, native lists, and country chips. It sends one
// choice at a time to Python and shows what Python says is chosen.

import { combobox } from "./combobox.js";
import { element } from "./dom.js";
import { chosen } from "./history.js";
import { putOff } from "./sight.js";

const mounted = new WeakMap();

function drawBox(parts, data) {
  parts.box ??= combobox(parts.root, parts.id, (value) => send(parts, "indicator", value));
  parts.box.update({
    address: data.catalogue, label: data.labels.indicator, search: data.labels.search,
    nothing: data.labels.nothing, value: data.indicator.value, text: data.indicator.label,
  });
}

function send(parts, name, value) {
  performance.mark("divario:choice");
  parts.root.dataset.busy = "true";
  chosen();
  putOff();
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
