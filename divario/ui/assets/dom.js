// Small helpers that the figure's modules share.

export function element(tag, className, parent, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  parent?.append(node);
  return node;
}

export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export function button(parent, text, onclick, className = "dv-tool") {
  const node = element("button", className, parent, text);
  node.type = "button";
  node.onclick = onclick;
  return node;
}

/** Saves bytes or text as a file. */
export function save(content, type, name) {
  const link = element("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** Copies text; also where the browser has no clipboard to give (plain http, frames). */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = element("textarea", "dv-hidden", document.body);
    field.value = text;
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}

/** The name of a file made from a figure: what, and of which release. */
export function fileName(data, ending) {
  return `divario-${data.name}-${data.release}${ending}`;
}

/** Today in the page's language, and as ISO 8601. */
export function today(language) {
  const now = new Date();
  const pad = (number) => String(number).padStart(2, "0");
  return {
    long: new Intl.DateTimeFormat(language === "it" ? "it-IT" : "en-GB", { dateStyle: "long" }).format(now),
    iso: `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`,
  };
}

/** An address below our host as a whole one. */
export function whole(path) {
  return window.location.origin + path;
}

/** A text with the reader's date and addresses in their places. */
export function filled(text, data) {
  const { long, iso } = today(data.language);
  return text
    .replaceAll("%%DATE%%", long)
    .replaceAll("%%ISO%%", iso)
    .replaceAll("%%LINK%%", whole(data.links.short || data.links.view))
    .replaceAll("%%ORIGIN%%", window.location.origin);
}

/** The sentence of one row, put together from its columns. */
export function sentence(data, row) {
  return data.sentences.columns
    .map((column) => (typeof column === "string" ? column : column.of[column.at[row]]))
    .join("");
}
