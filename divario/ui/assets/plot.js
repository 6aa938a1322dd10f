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
