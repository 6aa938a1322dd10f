// What lies outside the simulator: the address bar, and whether the server still answers.

import { element, setText } from "./dom.js";
import { addressOf } from "./whatif-state.js";

const WRITE_AFTER_MS = 200;
const ASK_EVERY_MS = 4000;
const OWN = "divario.whatif.own";

/**
 * Writes the choice into the address, once things are quiet: browsers refuse many writes in a row. What a
 * link brought and is only cleaned stays the link's, also after a reload.
 */
export function writeAddress(page, isChosen = true) {
  clearTimeout(page.writing);
  page.writing = setTimeout(() => {
    if (page.ending.signal.aborted) return;
    const address = JSON.stringify(addressOf(page.choice));
    page.written ??= new Set();
    page.written.add(address);
    try { if (isChosen) sessionStorage.setItem(OWN, address); } catch { /* a private window: a reload counts as a link */ }
    window.history.replaceState(window.history.state, "", page.address());
  }, WRITE_AFTER_MS);
}

/** Whether a choice read from the address is what this tab wrote there, as after a reload. */
export function isOwn(choice) {
  try { return sessionStorage.getItem(OWN) === JSON.stringify(addressOf(choice)); } catch { return false; }
}

/** A quiet line while the server does not answer; the simulator needs none. */
export function watchServer(root, context, signal) {
  const line = element("p", "dv-whatif-offline", root);
  line.setAttribute("role", "status");
  const ask = async () => {
    let isThere = false;
    try { isThere = (await fetch("/_stcore/health", { cache: "no-store", signal })).ok; } catch { /* it is gone */ }
    if (signal.aborted) return;
    setText(line, isThere ? "" : context.words["offline"]);
    root.dataset.server = isThere ? "there" : "gone";
  };
  const timer = setInterval(ask, ASK_EVERY_MS);
  const opened = new MutationObserver(() => { if (closeBox()) ask(); });
  opened.observe(document.body, { childList: true });
  signal.addEventListener("abort", () => { clearInterval(timer); opened.disconnect(); });
}

/**
 * Streamlit puts a box over the page when its connection is lost, and makes the page inert. The simulator
 * goes on, so the box is closed as a reader would close it; any other box stays.
 */
function closeBox() {
  const app = document.querySelector("[data-testid=stApp]");
  const box = document.querySelector("[data-testid=stDialog]");
  if (!box || app?.dataset.testConnectionState === "CONNECTED") return false;
  box.querySelector("button")?.click();
  return true;
}
