// A figure as an image that carries its own proof: title, filters, key, chart, flags, source, date,
// release and address are drawn inside it. Plotly draws the chart; the rest is our own SVG.

import { element, today, whole } from "./dom.js";
import { outlined, plotly, withOverrides } from "./plot.js";
import { faces, SANS, SERIF } from "./type.js";

const TEXT = "#1c2126";
const MUTED = "#555b61";
const WIDE = { width: 900, pad: 28, title: 26, small: 13, foot: 12 };
const SQUARE = { width: 600, height: 600, pad: 22, title: 21, small: 12, foot: 10 };
const PNG_SCALE = 2;
const SQUARE_SCALE = 1.8;
const TIGHTER = 0.75;
const NAMESPACE = "http://www.w3.org/2000/svg";

let measuring;

function wrapped(text, font, width) {
  measuring ??= element("canvas").getContext("2d");
  measuring.font = font;
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (lines.at(-1) && measuring.measureText(longer).width > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

function textAt(x, y, text, { size, family = SANS, weight = 400, colour = TEXT }) {
  return `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${colour}" `
    + `font-family="${escaped(family)}">${escaped(text)}</text>`;
}

/** Lines of text from the top; gives their SVG and the height they take. */
function block(text, x, top, width, style, lead = 1.35) {
  const family = style.family ?? SANS;
  const lines = wrapped(text, `${style.weight ?? 400} ${style.size}px ${family}`, width);
  const step = Math.round(style.size * lead);
  const drawn = lines.map((line, at) => textAt(x, top + step * at + style.size, line, style));
  return { svg: drawn.join(""), height: step * lines.length };
}

const MARKS = {
  bar: (c) => `<rect y="-6" width="12" height="12" fill="${c}"/>`,
  frame: (c) => `<rect x="1" y="-5" width="10" height="10" fill="none" stroke="${c}" stroke-width="2"/>`,
  hatch: (c) => `<path d="M.5 -5.5h11v11h-11ZM1 0 6 -5M1 5 11 -5M6 5 11 0" fill="none" stroke="${c}"/>`,
  tick: (c) => `<rect x="4" y="-8" width="4" height="16" fill="${c}"/>`,
  dot: (c) => `<circle cx="6" r="6" fill="${c}"/>`,
  ring: (c) => `<circle cx="6" r="5" fill="none" stroke="${c}" stroke-width="2"/>`,
  lozenge: (c) => `<path d="M6 -6 12 0 6 6 0 0Z" fill="none" stroke="${c}" stroke-width="1.5"/>`,
  diamond: (c) => `<path d="M6 -7 13 0 6 7 -1 0Z" fill="${c}"/>`,
  cross: (c) => `<path d="M1 -5 11 5M11 -5 1 5" stroke="${c}" stroke-width="2"/>`,
  line: (c) => `<path d="M-4 0H16" stroke="${c}" stroke-width="3"/>`,
  dash: (c) => `<path d="M-4 0H16" stroke="${c}" stroke-width="3" stroke-dasharray="3 3"/>`,
};

function keyAt(entries, left, top, width, size) {
  let x = left;
  let y = top + size;
  const drawn = entries.map(({ label, colour, shape }) => {
    wrapped("", `${size}px ${SANS}`, 1);
    measuring.font = `${size}px ${SANS}`;
    const room = measuring.measureText(label).width + 22;
    if (x > left && x + room > left + width) { x = left; y += size * 1.6; }
    const mark = `<g transform="translate(${x} ${y - size * 0.35})">${(MARKS[shape] ?? MARKS.bar)(escaped(colour))}</g>`;
    const text = textAt(x + 20, y, label, { size });
    x += room + 16;
    return mark + text;
  });
  return { svg: drawn.join(""), height: entries.length ? y - top + size * 0.7 : 0 };
}

/** The chart as an SVG element of a size; random names and classes of Plotly's are made regular. */
async function chart(data, width, height) {
  const library = await plotly(data.plotly);
  const plain = width < 560 ? withOverrides(data.plot.layout, data.narrow) : structuredClone(data.plot.layout);
  const layout = { ...plain, width, height, autosize: false, font: { ...plain.font, family: SANS } };
  const url = await library.toImage(
    { data: structuredClone(await outlined(data)), layout },
    { format: "svg", width, height },
  );
  const text = decodeURIComponent(url.slice(url.indexOf(",") + 1));
  const drawn = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  return regular(drawn);
}

function regular(drawn) {
  const names = new Map();
  for (const node of drawn.querySelectorAll("[id]")) names.set(node.id, `dv${names.size}`);
  for (const node of [drawn, ...drawn.querySelectorAll("*")]) {
    for (const { name, value } of [...node.attributes]) {
      if (name === "class" || name.startsWith("data-")) node.removeAttribute(name);
      else if (name === "id") node.setAttribute("id", names.get(value));
      else if (value.includes("#")) {
        node.setAttribute(name, value.replace(/#([\w-]+)/g, (all, id) => (names.has(id) ? `#${names.get(id)}` : all)));
      }
    }
  }
  return drawn;
}

function footLines(data, isDated) {
  const date = isDated ? `${data.words.accessed} ${today(data.language).long}. ` : "";
  return [
    ...(data.note ? [data.note] : []),
    ...(data.flagged ? [`* ${data.flagged}`] : []),
    data.caption,
    `${date}${whole(data.links.short || data.links.view)}`,
  ];
}

/** The whole image as SVG text, with its fonts; in a page that has them, without. */
export async function composed(data, size, { isDated = true, isAlone = true } = {}) {
  const carried = await faces();  // before anything is measured
  const { width, pad } = size;
  const room = width - 2 * pad;
  const parts = [];
  let y = pad;
  const put = ({ svg: drawn, height }, gap = 0) => { parts.push(drawn); y += height + gap; };
  put(block(data.title, pad, y, room, { size: size.title, family: SERIF, weight: 600 }, 1.25), 2);
  put(block(data.subtitle, pad, y, room, { size: size.small + 1, colour: MUTED }), 6);
  put(keyAt(data.key, pad, y, room, size.small));
  let below = 0;
  const foot = footLines(data, isDated).map((line) => {
    const made = block(line, 0, below, room, { size: size.foot, colour: MUTED });
    below += made.height + 2;
    return made.svg;
  });
  const natural = data.plot.layout.height;
  const space = size.height ? size.height - y - below - pad : natural;
  let plotHeight = space;
  if (natural > space * 1.3) plotHeight = Math.max(space, natural * TIGHTER);
  const plotWidth = Math.round(room * (plotHeight / space));
  const drawn = await chart(data, plotWidth, Math.round(plotHeight));
  const place = { x: pad, y, width: room, height: space, viewBox: `0 0 ${plotWidth} ${Math.round(plotHeight)}` };
  for (const [name, value] of Object.entries(place)) drawn.setAttribute(name, value);
  parts.push(new XMLSerializer().serializeToString(drawn));
  y += space + 4;
  parts.push(`<g transform="translate(${pad} ${y})">${foot.join("")}</g>`);
  const height = size.height ?? Math.ceil(y + below + pad);
  return `<svg xmlns="${NAMESPACE}" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}" `
    + `viewBox="0 0 ${width} ${height}" role="img" xml:lang="${data.language}"><title>${escaped(data.title)}</title>`
    + `<desc>${escaped(data.alt)}</desc>${isAlone ? `<style>${carried}</style>` : ""}<rect width="100%" height="100%" fill="#ffffff"/>${parts.join("")}</svg>`;
}

async function painted(text, scale) {
  const image = new Image();
  const url = URL.createObjectURL(new Blob([text], { type: "image/svg+xml;charset=utf-8" }));
  try {
    image.src = url;
    await image.decode();
    const canvas = element("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => { canvas.toBlob(resolve, "image/png"); });
  } finally {
    URL.revokeObjectURL(url);
  }
}

export const svg = (data, options) => composed(data, WIDE, options);
export const png = async (data) => painted(await composed(data, WIDE), PNG_SCALE);
export const square = async (data) => painted(await composed(data, SQUARE), SQUARE_SCALE);
