// The product's type for what leaves the page: an image, an SVG file and a frozen copy may load
// nothing, so they carry the two fonts. Fetched when the first of them is wanted.

const FACES = [
  ["Divario Sans", "400 700", "./sans.woff2"],
  ["Divario Serif", "600", "./serif.woff2"],
];
export const SANS = '"Divario Sans", "Source Sans 3", "Segoe UI", Helvetica, Arial, sans-serif';
export const SERIF = '"Divario Serif", "Source Serif 4", Georgia, serif';

let coming;

/** Style rules that hold the fonts; when they are there, this page too can measure with them. */
export function faces() {
  coming ??= Promise.all(FACES.map(face)).then((rules) => rules.join(""));
  coming.catch(() => { coming = undefined; });
  return coming;
}

async function face([family, weight, file]) {
  const answer = await fetch(new URL(file, import.meta.url));
  if (!answer.ok) throw new Error(file);
  const body = await answer.blob();
  document.fonts.add(await new FontFace(family, await body.arrayBuffer(), { weight }).load());
  return `@font-face{font-family:"${family}";font-weight:${weight};src:url(${await inText(body)}) format("woff2")}`;
}

/** A file as a data: address. */
function inText(body) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(body);
  });
}
