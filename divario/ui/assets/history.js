// One choice of the reader is one entry of the browser's history. Streamlit writes two when a reader goes
// from a view with an address of its own to another page, and Back would then have to be pressed twice.

const push = window.history.pushState.bind(window.history);
let isChosen = false;

window.history.pushState = (state, title, address) => {
  if (isChosen) push(state, title, address);
  else window.history.replaceState(state, title, address);
  isChosen = false;
};
window.addEventListener("popstate", () => { isChosen = false; });

/** To be called when the reader chooses something that the address will say. */
export function chosen() {
  isChosen = true;
}
