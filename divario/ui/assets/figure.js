// The one figure component: title, chart, caption, toolbar, table. Python sends plain data; this
// module draws it with Plotly and changes only what changed.

const NARROW_PX = 560;
const STAGE_SCALE = 1.35;
const CONFIG = { displayModeBar: false, scrollZoom: false, doubleClick: false, showTips: false };
const SCALED = new Set(["size", "height", "l", "r", "t", "b", "standoff", "yshift", "xshift", "width"]);
const mounted = new WeakMap();
let plotlyLoading;

/** Loads plotly.js once per page, from our own host. */
function plotly(url) {
  plotlyLoading ??= new Promise((resolve, reject) => {
    if (window.Plotly) return resolve(window.Plotly);
    const script = document.createElement("script");
    script.src = url;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => { plotlyLoading = undefined; reject(new Error("plotly")); };
    document.head.append(script);
  });
  return plotlyLoading;
}

function element(tag, className, parent, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  parent?.append(node);
  return node;
}

function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** The empty frame of a figure; filled by update(). */
function build(parent) {
  const root = element("figure", "dv-figure", null);
  const parts = {
    root,
    title: element("h2", "dv-title", root),
    subtitle: element("p", "dv-subtitle", root),
    key: element("ul", "dv-key", root),
    plot: element("div", "dv-plot", root),
    note: element("p", "dv-note", root),
    caption: element("figcaption", "dv-caption", root),
    toolbar: element("div", "dv-toolbar", root),
    panel: element("div", "dv-panel", root),
    open: null,
    shown: null,
    buttons: {},
  };
  parts.plot.setAttribute("role", "img");
  parts.panel.hidden = true;
  for (const name of ["how", "table", "query"]) {
    const button = element("button", "dv-tool", parts.toolbar);
    button.type = "button";
    button.onclick = () => { parts.open = parts.open === name ? null : name; showPanel(parts); };
    parts.buttons[name] = button;
  }
  parts.buttons.csv = element("button", "dv-tool", parts.toolbar);
  parts.buttons.csv.type = "button";
  parts.buttons.csv.onclick = () => downloadCsv(parts.data);
  parts.buttons.address = element("a", "dv-tool", parts.toolbar);
  parts.resize = new ResizeObserver(() => {
    const width = Math.round(root.clientWidth);
    if (parts.data && width && width !== parts.width) drawPlot(parts);
  });
  parent.append(root);
  parts.resize.observe(root);
  return parts;
}

function update(parts, data) {
  parts.data = data;
  parts.root.id = `figure-${data.name}`;
  parts.root.dataset.figure = data.name;
  setText(parts.title, data.title);
  setText(parts.subtitle, data.subtitle);
  setText(parts.caption, data.caption);
  setText(parts.note, data.note);
  parts.note.hidden = !data.note;
  drawKey(parts, data.key);
  for (const [name, button] of Object.entries(parts.buttons)) setText(button, data.labels[name]);
  parts.toolbar.setAttribute("role", "group");
  parts.toolbar.setAttribute("aria-label", `${data.labels.toolbar}: ${data.title}`);
  parts.buttons.address.href = data.address;
  parts.plot.hidden = !data.plot;
  parts.plot.setAttribute("aria-label", data.alt);
  if (!data.plot) parts.open ??= "table";
  showPanel(parts);
  drawPlot(parts);
}

function drawKey(parts, entries) {
  const wanted = JSON.stringify(entries);
  if (parts.keyShown === wanted) return;
  parts.keyShown = wanted;
  parts.key.replaceChildren(...entries.map((entry) => {
    const item = element("li");
    const mark = element("span", `dv-mark dv-mark-${entry.shape}`, item);
    mark.style.setProperty("--dv-mark", entry.colour);
    item.append(entry.label);
    return item;
  }));
  parts.key.hidden = !entries.length;
}

/** Applies {"yaxis.ticktext": …} style overrides to a copy of the layout. */
function withOverrides(layout, overrides) {
  const copy = structuredClone(layout);
  for (const [path, value] of Object.entries(overrides)) {
    const keys = path.split(".");
    const last = keys.pop();
    let target = copy;
    for (const key of keys) target = target[key] ??= {};
    target[last] = value;
  }
  return copy;
}

/** Everything measured in pixels made larger, for a projector. */
function scaled(node, factor) {
  if (Array.isArray(node)) return node.map((item) => scaled(item, factor));
  if (node === null || typeof node !== "object") return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [
    key,
    SCALED.has(key) && typeof value === "number" ? value * factor : scaled(value, factor),
  ]));
}

async function drawPlot(parts) {
  const { data } = parts;
  if (!data.plot) { parts.root.dataset.drawn = data.stamp; return; }
  const width = Math.round(parts.root.clientWidth);
  if (!width) return;
  const wanted = `${data.stamp} ${width} ${data.stage}`;
  if (parts.shown === wanted) return;
  parts.shown = wanted;
  parts.width = width;
  let library;
  try { library = await plotly(data.plotly); } catch { parts.shown = null; return; }
  if (parts.shown !== wanted) return;
  let layout = width < NARROW_PX ? withOverrides(data.plot.layout, data.narrow) : data.plot.layout;
  let traces = data.plot.traces;
  if (data.stage) { layout = scaled(layout, STAGE_SCALE); traces = scaled(traces, STAGE_SCALE); }
  parts.plot.style.minHeight = `${layout.height}px`;
  await library.react(parts.plot, traces, { ...layout, width, autosize: false }, CONFIG);
  parts.root.dataset.drawn = data.stamp;
}

function showPanel(parts) {
  const { data, open } = parts;
  for (const name of ["how", "table", "query"]) {
    parts.buttons[name].setAttribute("aria-expanded", String(open === name));
  }
  const wanted = open && `${open} ${data.stamp}`;
  if (parts.panelShown === wanted) return;
  parts.panelShown = wanted;
  parts.panel.hidden = !open;
  parts.panel.replaceChildren();
  if (open === "how") element("p", "", parts.panel, data.how);
  if (open === "table") drawTable(parts.panel, data);
  if (open === "query") drawQuery(parts.panel, data);
}

function drawTable(panel, data) {
  const scroller = element("div", "dv-scroll", panel);
  scroller.tabIndex = 0;
  scroller.setAttribute("role", "region");
  scroller.setAttribute("aria-label", data.title);
  const table = element("table", "dv-table", scroller);
  element("caption", "", table, `${data.title}. ${data.subtitle}`);
  const head = element("tr", "", element("thead", "", table));
  for (const name of data.table.header) element("th", "", head, name).scope = "col";
  const body = element("tbody", "", table);
  for (const row of data.table.rows) {
    const line = element("tr", "", body);
    row.forEach((value, index) => {
      const cell = element(index ? "td" : "th", "", line, value);
      if (!index) cell.scope = "row";
      if (index === data.table.numeric) cell.className = "dv-number";
    });
  }
  for (const note of data.table.notes) element("p", "dv-note", panel, note);
}

async function drawQuery(panel, data) {
  element("p", "", panel, data.labels.queryIntro);
  const code = element("pre", "dv-sql", panel, "…");
  code.tabIndex = 0;
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

function downloadCsv(data) {
  const lines = [data.table.rawHeader, ...data.table.rawRows].map((row) => row.map(csvField).join(","));
  const file = new Blob([`${lines.join("\n")}\n`], { type: "text/csv;charset=utf-8" });
  const link = element("a");
  link.href = URL.createObjectURL(file);
  link.download = `divario-${data.name}-${data.release}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** Called by Streamlit at each run; only differences touch the page. */
export function draw(component) {
  const { parentElement, data } = component;
  let parts = mounted.get(parentElement);
  if (!parts || !parts.root.isConnected) {
    parts = build(parentElement);
    mounted.set(parentElement, parts);
  }
  update(parts, data);
  return () => {
    parts.resize.disconnect();
    if (window.Plotly && parts.plot.data) window.Plotly.purge(parts.plot);
    parts.root.remove();
    mounted.delete(parentElement);
  };
}
