// The bar at the top: pages, search and languages; and what belongs to the document rather than to a page:
// its language and its theme. Links are real links, so that they open in a new tab as well.

import { combobox } from "./combobox.js";
import { chosen } from "./history.js";

const MOST_PER_KIND = 12;
const mounted = new WeakMap();

function link({ href, text, lang, current }, onchoose) {
  const node = document.createElement("a");
  Object.assign(node, { href, textContent: text });
  if (lang) Object.assign(node, { lang, hreflang: lang });
  if (current) node.setAttribute("aria-current", current);
  node.onclick = (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    event.preventDefault();
    if (!current) onchoose();
  };
  return node;
}

/** A way past the links and filters for whoever has no mouse; seen only when it has the focus. */
function skip(text) {
  const main = document.querySelector("[data-testid=stMain]");
  if (main) main.id = "content";
  const node = link({ href: "#content", text }, () => {
    const heading = document.querySelector("h1.dv-headline");
    heading.tabIndex = -1;
    heading.focus();
  });
  node.className = "dv-skip";
  return node;
}

/** The same view off the stage; taken at the click, as a page may rewrite the address. */
function offStage(text) {
  const address = () => {
    const { searchParams } = new URL(window.location.href);
    searchParams.delete("theme");
    return `${window.location.pathname}?${searchParams}`;
  };
  const node = Object.assign(document.createElement("a"), { className: "dv-theme", href: address(), textContent: text });
  node.onclick = () => { node.href = address(); };
  return node;
}

function list(className, label, links) {
  const nav = document.createElement("nav");
  nav.className = className;
  nav.setAttribute("aria-label", label);
  nav.append(...links);
  return nav;
}

/** The empty bar with its search box, which stays while the links around it change. */
function build(parent) {
  const root = document.createElement("header");
  root.className = "dv-bar";
  parent.append(root);
  const form = document.createElement("form");
  form.className = "dv-search";
  form.setAttribute("role", "search");
  form.onsubmit = (event) => event.preventDefault();
  const bar = { root, form };
  bar.box = combobox(form, "dv-search", (address) => bar.open(address));
  return bar;
}

export function draw(component) {
  const { parentElement, data } = component;
  const choose = (name, value) => { chosen(); component.setTriggerValue(name, value); };
  document.documentElement.lang = data.language;
  document.documentElement.dataset.theme = data.theme;
  let bar = mounted.get(parentElement);
  if (!bar || !bar.root.isConnected) {
    bar = build(parentElement);
    mounted.set(parentElement, bar);
  }
  const leave = () => { bar.root.remove(); mounted.delete(parentElement); };
  bar.open = (address) => choose("found", address);
  const wanted = JSON.stringify(data) + window.location.search;
  if (bar.root.dataset.shown === wanted) return leave;
  bar.root.dataset.shown = wanted;
  bar.box.update({
    address: data.index, label: data.labels.search, search: data.labels.search,
    nothing: data.labels.nothing, most: MOST_PER_KIND,
  });
  const name = document.createElement("span");
  name.className = "dv-name";
  name.textContent = "Divario";
  const isStage = data.theme === "stage";
  const kept = new URLSearchParams({ ...(data.language !== "it" && { lang: data.language }), ...(isStage && { theme: "stage" }) });
  const suffix = kept.size ? `?${kept}` : "";
  const pages = data.pages.map(({ address, title, current }) => link(
    { href: `/${address}${suffix}`, text: title, current: current && "page" },
    () => choose("page", address),
  ));
  const languages = data.languages.map(({ code, name: text }) => {
    const address = new URL(window.location.href);
    address.searchParams.set("lang", code);
    return link(
      { href: address.search, text, lang: code, current: code === data.language && "true" },
      () => choose("language", code),
    );
  });
  const focused = [...bar.root.querySelectorAll("a")].indexOf(document.activeElement);
  for (const node of [...bar.root.children]) if (node !== bar.form) node.remove();
  bar.root.prepend(skip(data.labels.skip), name, list("dv-pages", data.labels.pages, pages));
  if (!bar.form.isConnected) bar.root.append(bar.form);
  bar.root.append(list("dv-languages", data.labels.languages, languages), ...(isStage ? [offStage(data.labels.leave)] : []));
  bar.root.querySelectorAll("a")[focused]?.focus({ preventScroll: true });
  return leave;
}
