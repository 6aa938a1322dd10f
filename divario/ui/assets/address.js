// The address that came in, shown as the page says it: in its place in the browser's history.

let last;

/** Once for each run that asks for it: what is drawn again later must not bring an old address back. */
export function draw({ data }) {
  if (data.run === last) return;
  last = data.run;
  const { pathname, hash } = window.location;
  window.history.replaceState(window.history.state, "", pathname + (data.search && `?${data.search}`) + hash);
}
