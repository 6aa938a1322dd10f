// The language switch, and what belongs to the document rather than to a page: its language and
// its theme. It also remembers that the server has gone, quietly.

const mounted = new WeakMap();

export function draw(component) {
  const { parentElement, data, setTriggerValue } = component;
  document.documentElement.lang = data.language;
  document.documentElement.dataset.theme = data.theme;
  let parts = mounted.get(parentElement);
  if (!parts || !parts.isConnected) {
    parts = document.createElement("nav");
    parts.className = "dv-languages";
    parentElement.append(parts);
    mounted.set(parentElement, parts);
  }
  parts.setAttribute("aria-label", data.label);
  parts.replaceChildren(...data.languages.map(({ code, name }) => {
    const link = document.createElement("a");
    const address = new URL(window.location.href);
    address.searchParams.set("lang", code);
    Object.assign(link, { href: address.search, textContent: name, lang: code, hreflang: code });
    if (code === data.language) link.setAttribute("aria-current", "true");
    link.onclick = (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      if (code !== data.language) setTriggerValue("language", code);
    };
    return link;
  }));
  return () => { parts.remove(); mounted.delete(parentElement); };
}
