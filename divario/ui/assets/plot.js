// plotly.js, loaded once per page from our own host, and what we do to its layouts.

let loading;

export function plotly(url) {
  loading ??= new Promise((resolve, reject) => {
    if (window.Plotly) return resolve(window.Plotly);
    const script = document.createElement("script");
    script.src = url;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => { loading = undefined; reject(new Error("plotly")); };
    document.head.append(script);
  });
  return loading;
}

let turn = Promise.resolve();

/** Draws one after another, with a frame between: a reader sees the first while the others are drawn. */
export function inTurn(drawing) {
  const drawn = turn.then(drawing);
  turn = drawn.catch(() => {}).then(painted);
  return drawn;
}

/** After the next frame; a page in the background has none. */
function painted() {
  return new Promise((resolve) => {
    if (document.hidden) setTimeout(resolve);
    else requestAnimationFrame(() => setTimeout(resolve));
  });
}

const shapes = new Map();

/** The traces of a figure; those of a map get the outlines that all maps share. */
export async function outlined(data) {
  if (!data.outlines) return data.plot.traces;
  if (!shapes.has(data.outlines)) shapes.set(data.outlines, fetch(data.outlines).then((found) => found.json()));
  try {
    const paths = await shapes.get(data.outlines);
    return data.plot.traces.map((trace) => (
      trace.meta?.outline ? { ...trace, ...paths[trace.meta.outline] } : trace
    ));
  } catch (error) {
    shapes.delete(data.outlines);
    throw error;
  }
}

/** Applies {"yaxis.ticktext": …} style overrides to a copy of the layout. */
export function withOverrides(layout, overrides) {
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

const PADDING_PX = 10;
let measuring;

/** Widest line of some names, in pixels; <b> and <br> are all the markup that names carry. */
function widestLine(names, size, family) {
  measuring ??= document.createElement("canvas").getContext("2d");
  let widest = 0;
  for (const line of names.flatMap((name) => String(name).split("<br>"))) {
    let width = 0;
    for (const [index, part] of line.split(/<\/?b>/).entries()) {
      measuring.font = `${index % 2 ? "bold " : ""}${size}px ${family}`;
      width += measuring.measureText(part).width;
    }
    widest = Math.max(widest, width);
  }
  return widest;
}

/** Room for the names of the vertical axis, measured here: Plotly would draw twice to find it. */
export function withRoomForNames(layout) {
  const { yaxis, margin, font } = layout;
  if (!yaxis?.automargin || !yaxis.ticktext || yaxis.showticklabels === false) return layout;
  const size = yaxis.tickfont?.size ?? font.size;
  const room = widestLine(yaxis.ticktext, size, font.family) + (yaxis.ticklabelstandoff ?? 0);
  return {
    ...layout,
    margin: { ...margin, l: Math.ceil(Math.max(margin.l, room + PADDING_PX)) },
    yaxis: { ...yaxis, automargin: false },
  };
}
