// The toolbar of a figure: six buttons, each with a panel under it; one panel is open at a time.

import { button, copy, element, fileName, filled, save, sentence, setText, whole } from "./dom.js";
import { frozen } from "./frozen.js";
import { png, square, svg } from "./image.js";
import { complete, whyNot } from "./taken.js";
import { workbook } from "./workbook.js";

const NEAR = "600px";
const CODES = ["query", "python", "r", "duckdb"];
const PANELS = {
  how: (panel, parts) => element("p", "", panel, parts.data.how),
  table: drawTable,
  cite: drawCite,
  share: drawShare,
  image: drawImage,
  data: drawData,
};

export function buildToolbar(parts) {
  parts.toolbar = element("div", "dv-toolbar", parts.root);
  parts.toolbar.setAttribute("role", "group");
  parts.panel = element("div", "dv-panel", parts.root);
  parts.said = element("p", "dv-said", parts.root);
  parts.said.setAttribute("role", "status");
  parts.panel.hidden = true;
  parts.open = null;
  parts.buttons = {};
  for (const name of Object.keys(PANELS)) {
    parts.buttons[name] = button(parts.toolbar, "", () => {
      parts.open = parts.open === name ? null : name;
      showPanel(parts);
    });
  }
  for (const sign of ["pointerenter", "focusin"]) {
    parts.toolbar.addEventListener(sign, () => complete(parts).catch(() => {}));
  }
  parts.root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !parts.open) return;
    const back = parts.buttons[parts.open];
    parts.open = null;
    showPanel(parts);
    back.focus();
  });
}

export function updateToolbar(parts) {
  const { data } = parts;
  const view = `${data.stamp} ${data.code}`;
  if (parts.view !== view) {
    parts.view = view;
    parts.taken = null;
    parts.row = null;
    setText(parts.said, "");
  }
  Object.assign(data, parts.taken?.value);
  parts.toolbar.setAttribute("aria-label", `${data.labels.toolbar}: ${data.title}`);
  parts.panel.id = `panel-${data.name}`;
  for (const [name, node] of Object.entries(parts.buttons)) {
    setText(node, data.labels[name]);
    node.setAttribute("aria-controls", parts.panel.id);
  }
  parts.buttons.image.hidden = !data.plot;
  if (!data.plot && !parts.isAwaited) {
    parts.isAwaited = true;
    whenNear(parts.root, () => {
      parts.open ??= "table";
      showPanel(parts);
    });
  }
  showPanel(parts);
}

function whenNear(node, act) {
  const watcher = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watcher.disconnect();
    act();
  }, { rootMargin: NEAR });
  watcher.observe(node);
}

async function showPanel(parts) {
  const { open } = parts;
  for (const [name, node] of Object.entries(parts.buttons)) {
    node.setAttribute("aria-expanded", String(open === name));
  }
  const wanted = open && `${open} ${parts.view}`;
  if (parts.panelShown === wanted) return;
  parts.panelShown = wanted;
  setText(parts.said, "");
  parts.panel.hidden = !open;
  if (!open || !parts.data.table) parts.panel.replaceChildren();
  if (!open) return;
  try {
    await complete(parts);
  } catch (error) {
    if (parts.panelShown !== wanted) return;
    parts.panelShown = null;
    element("p", "", parts.panel, whyNot(parts, error));
    return;
  }
  if (parts.panelShown !== wanted) return;
  parts.row ??= parts.data.sentences.focus;
  parts.panel.replaceChildren();
  PANELS[open](parts.panel, parts);
}

function say(parts, text) {
  parts.said.textContent = "";
  requestAnimationFrame(() => setText(parts.said, text));
}

async function copyAndSay(parts, text, isRepeated = false) {
  const { words } = parts.data;
  const done = isRepeated ? `${words.copied} ${text}` : words.copied;
  say(parts, (await copy(text)) ? done : words.notCopied);
}

/** A text that may be copied, under its name. */
function copyable(parent, parts, name, text, tag = "p") {
  const { words } = parts.data;
  const block = element("div", "dv-copy", parent);
  const head = element("div", "dv-copy-head", block);
  element("h3", "", head, words[name]);
  const shown = element(tag, "dv-copy-text", block, text);
  if (tag === "pre") scrollable(shown, words[name]);
  button(head, words.copy, () => copyAndSay(parts, text))
    .setAttribute("aria-label", `${words.copy}: ${words[name]}`);
}

function scrollable(node, label) {
  node.tabIndex = 0;
  node.setAttribute("role", "region");
  node.setAttribute("aria-label", label);
}

function drawTable(panel, parts) {
  const { data } = parts;
  element("p", "dv-note", panel, data.words.pick);
  const scroller = element("div", "dv-scroll", panel);
  scrollable(scroller, data.title);
  const table = element("table", "dv-table", scroller);
  element("caption", "", table, `${data.title}. ${data.subtitle}`);
  const head = element("tr", "", element("thead", "", table));
  data.table.header.forEach((name, index) => {
    element("th", index === data.table.numeric ? "dv-number" : "", head, name).scope = "col";
  });
  const body = element("tbody", "", table);
  for (const row of data.table.rows) {
    const line = element("tr", "", body);
    line.tabIndex = -1;
    row.forEach((value, index) => {
      const cell = element(index ? "td" : "th", "", line, value);
      if (!index) cell.scope = "row";
      if (index === data.table.numeric) cell.className = "dv-number";
    });
  }
  pickRows(body, parts);
  for (const note of data.table.notes) element("p", "dv-note", panel, note);
}

/** Rows are walked with the arrows and chosen by a click or Enter: the choice copies a sentence. */
function pickRows(body, parts) {
  const lines = [...body.children];
  const steps = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };
  const choose = (place) => {
    lines[parts.row]?.classList.remove("dv-picked");
    parts.row = place;
    lines[place].classList.add("dv-picked");
    copyAndSay(parts, sentence(parts.data, place), true);
  };
  lines[parts.row]?.classList.add("dv-picked");
  if (lines.length) (lines[parts.row] ?? lines[0]).tabIndex = 0;
  body.onclick = (event) => {
    const place = lines.indexOf(event.target.closest("tr"));
    if (place >= 0 && !String(window.getSelection())) choose(place);
  };
  body.onkeydown = (event) => {
    const place = lines.indexOf(event.target.closest("tr"));
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      choose(place);
    } else if (event.key in steps) {
      event.preventDefault();
      const next = Math.min(lines.length - 1, Math.max(0, place + steps[event.key]));
      lines[place].tabIndex = -1;
      lines[next].tabIndex = 0;
      lines[next].focus();
    }
  };
}

function drawCite(panel, parts) {
  const { data } = parts;
  if (data.table.rows.length) copyable(panel, parts, "sentence", sentence(data, parts.row));
  for (const name of ["apa", "publisher", "bibtex"]) {
    copyable(panel, parts, name, filled(data.cite[name], data), name === "bibtex" ? "pre" : "p");
  }
}

function drawShare(panel, parts) {
  const { data } = parts;
  const { links, words } = data;
  copyable(panel, parts, "view", whole(links.view));
  copyable(panel, parts, "kept", whole(links.kept));
  if (links.short) copyable(panel, parts, "short", whole(links.short));
  if (links.share) copyable(panel, parts, "preview", whole(links.share));
  if (links.embed) {
    const height = Math.round(parts.root.clientHeight - panel.clientHeight) + 60;
    const title = data.title.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
    for (const name of ["embed", "keptEmbed"]) {
      copyable(panel, parts, name, `<iframe src="${whole(links[name])}" title="${title}" `
        + `width="100%" height="${height}" style="border:0" loading="lazy"></iframe>`, "pre");
    }
  }
  const last = element("p", "", panel);
  button(last, words.frozen, async () => {
    try {
      save(await frozen(data), "text/html;charset=utf-8", fileName(data, ".html"));
    } catch {
      say(parts, words.imageFailed);
    }
  });
  element("p", "dv-note", panel, words.frozenHint);
}

function drawImage(panel, parts) {
  const { data } = parts;
  const makers = {
    png: [png, "image/png", ".png"],
    svg: [svg, "image/svg+xml", ".svg"],
    square: [square, "image/png", "-1080.png"],
  };
  const row = element("p", "dv-tools", panel);
  for (const [name, [make, type, ending]] of Object.entries(makers)) {
    button(row, data.words[name], async () => {
      try {
        save(await make(data), type, fileName(data, ending));
      } catch {
        say(parts, data.words.imageFailed);
      }
    });
  }
  element("p", "dv-note", panel, data.words.imageHint);
}

function drawData(panel, parts) {
  const { data } = parts;
  const { words } = data;
  const row = element("p", "dv-tools", panel);
  button(row, words.csv, () => save(csv(data), "text/csv;charset=utf-8", fileName(data, ".csv")));
  button(row, words.xlsx, async () => save(
    await workbook(data),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    fileName(data, ".xlsx"),
  ));
  const address = element("a", "dv-tool", row, words.address);
  address.href = data.address;
  if (window.top !== window) Object.assign(address, { target: "_blank", rel: "noopener" });
  element("p", "", panel, words.codeHint);
  const choices = element("div", "dv-tools", panel);
  choices.setAttribute("role", "group");
  choices.setAttribute("aria-label", words.code);
  const shown = element("div", "", panel);
  const open = (name) => {
    for (const node of choices.children) {
      node.setAttribute("aria-pressed", String(node.dataset.code === name));
    }
    shown.replaceChildren();
    if (name === "query") drawQuery(shown, data);
    else copyable(shown, parts, name, filled(data.snippets[name], data), "pre");
  };
  for (const name of CODES) button(choices, words[name], () => open(name)).dataset.code = name;
  open("python");
}

async function drawQuery(panel, data) {
  element("p", "", panel, data.words.queryIntro);
  const code = element("pre", "dv-sql", panel, "…");
  scrollable(code, data.words.query);
  try {
    const answer = await fetch(data.address.replace(".csv?", ".sql?"));
    code.textContent = await answer.text();
  } catch {
    code.textContent = data.labels.offline;
  }
}

function csvField(value) {
  const text = value === null || value === undefined ? "" : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function csv(data) {
  const lines = [data.table.rawHeader, ...data.table.rawRows].map((row) => row.map(csvField).join(","));
  return `${lines.join("\n")}\n`;
}
