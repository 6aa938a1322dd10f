// What is out of sight is redrawn when a reader comes near it, or when nothing has changed for a while: what
// is looked at comes first. Until then it is hidden, so that no chart shows what no longer holds.

const NEAR = "100px";
const QUIET_MS = 1000;

const inSight = new WeakSet();
const waiting = new Map();
let timer;

const watcher = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting) inSight.add(target);
    else inSight.delete(target);
    if (isIntersecting) run(target);
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
  const [node] = waiting.keys();
  if (!node) return;
  run(node);
  timer = setTimeout(runNext);
}

addEventListener("beforeprint", () => [...waiting.keys()].forEach(run));

export function watch(node) {
  watcher.observe(node);
}

export function forget(node) {
  watcher.unobserve(node);
  waiting.delete(node);
}

/** Acts at once for a watched node in sight, else later; only what was asked for last is done. */
export function whenSeen(node, act) {
  if (inSight.has(node)) {
    waiting.delete(node);
    delete node.dataset.waits;
    return act();
  }
  waiting.set(node, act);
  node.dataset.waits = "";
  clearTimeout(timer);
  timer = setTimeout(runNext, QUIET_MS);
  return undefined;
}
