// What is out of sight is redrawn when a reader comes near it, or when nothing has changed for a while: what
// is looked at comes first. Until then it is hidden, so that no chart shows what no longer holds.

const NEAR_PX = 100;
const NEAR = `${NEAR_PX}px`;
const QUIET_MS = 1000;

const inSight = new WeakSet();
const waiting = new Map();
let timer;
let isHeld = false;

const watcher = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting) inSight.add(target);
    else inSight.delete(target);
    if (isIntersecting && !isHeld) run(target);
  }
}, { rootMargin: NEAR, scrollMargin: NEAR });

function run(node) {
  const act = waiting.get(node);
  waiting.delete(node);
  delete node.dataset.waits;
  return act?.();
}

/** One after another, with a pause between in which the browser can answer. */
function runNext() {
  isHeld = false;
  const [node] = waiting.keys();
  if (!node) return;
  run(node);
  timer = setTimeout(runNext);
}

/** What waits does so until all has been quiet again: a choice has been made, and its answer is worth more. */
export function putOff() {
  clearTimeout(timer);
  timer = setTimeout(runNext, QUIET_MS);
}

/** The rest of an answer follows: what comes near because the page grew shorter would be drawn twice. */
export function hold() {
  isHeld = true;
  putOff();
}

/** All is there: what waits in sight is drawn. */
export function release() {
  isHeld = false;
  for (const node of [...waiting.keys()]) if (inSight.has(node)) run(node);
}

addEventListener("beforeprint", () => [...waiting.keys()].forEach(run));

export function watch(node) {
  watcher.observe(node);
}

export function forget(node) {
  watcher.unobserve(node);
  waiting.delete(node);
}

/** Whether a node is near now: the watcher tells of a page that has just changed only in the next frame. */
export function isNear(node) {
  const { top, bottom } = node.getBoundingClientRect();
  return top < window.innerHeight + NEAR_PX && bottom > -NEAR_PX;
}

/** Acts at once for a watched node in sight, else later; only what was asked for last is done. */
export function whenSeen(node, act, isSeen = inSight.has(node)) {
  if (isSeen) {
    waiting.delete(node);
    delete node.dataset.waits;
    return act();
  }
  waiting.set(node, act);
  node.dataset.waits = "";
  putOff();
  return undefined;
}
