// The bar at the top: pages and languages; and what belongs to the document rather than to a page:
// its language and its theme. Links are real links, so that they open in a new tab as well.

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

function list(className, label, links) {
  const nav = document.createElement("nav");
  nav.className = className;
  nav.setAttribute("aria-label", label);
  nav.append(...links);
  return nav;
}

export function draw(component) {
  const { parentElement, data, setTriggerValue } = component;
  document.documentElement.lang = data.language;
  document.documentElement.dataset.theme = data.theme;
  let bar = mounted.get(parentElement);
  if (!bar || !bar.isConnected) {
    bar = document.createElement("header");
    bar.className = "dv-bar";
    parentElement.append(bar);
    mounted.set(parentElement, bar);
  }
  const wanted = JSON.stringify(data) + window.location.search;
  if (bar.dataset.shown === wanted) return () => bar.remove();
  bar.dataset.shown = wanted;
  const name = document.createElement("span");
  name.className = "dv-name";
  name.textContent = "Divario";
  const suffix = data.language === "it" ? "" : `?lang=${data.language}`;
  const pages = data.pages.map(({ address, title, current }) => link(
    { href: `/${address}${suffix}`, text: title, current: current && "page" },
    () => setTriggerValue("page", address),
  ));
  const languages = data.languages.map(({ code, name: text }) => {
    const address = new URL(window.location.href);
    address.searchParams.set("lang", code);
    return link(
      { href: address.search, text, lang: code, current: code === data.language && "true" },
      () => setTriggerValue("language", code),
    );
  });
  bar.replaceChildren(
    name,
    list("dv-pages", data.labels.pages, pages),
    list("dv-languages", data.labels.languages, languages),
  );
  return () => { bar.remove(); mounted.delete(parentElement); };
}
