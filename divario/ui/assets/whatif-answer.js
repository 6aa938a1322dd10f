// The answer in words, above everything: how many of a hundred plausible firms get out, where this firm
// comes to rest, how sure that is; and what of a link could not be used.

import { ESCAPED } from "./cycle.js";
import { button, element, setText } from "./dom.js";

const DRAWS = 200;
const CHOSEN = "lever";

const filled = (text, values) => text.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);

export function makeAnswer(parent, context) {
  const root = element("section", "dv-whatif-answer", parent);
  root.setAttribute("aria-label", context.words["answer.title"]);
  const notices = element("div", "dv-notice", root);
  notices.setAttribute("role", "status");
  const parts = {
    root, notices,
    main: element("p", "dv-whatif-main", root),
    go: button(root, context.words["answer.go"], () => toGuess(root.closest(".dv-whatif")), "dv-whatif-button"),
    broken: element("p", "dv-whatif-broken", root),
    rest: element("p", "dv-whatif-rest", root),
    sure: element("p", "dv-whatif-sure", root),
    failed: element("p", "dv-whatif-failed", root),
  };
  parts.failed.setAttribute("role", "status");
  return { root, update: (scene) => update(parts, context, scene) };
}

/** To the question further down, where one click answers it. */
function toGuess(page) {
  const choice = page.querySelector(".dv-draw-guesses button");
  choice.closest("section").scrollIntoView({ block: "start" });
  choice.focus({ preventScroll: true });
}

function update(parts, context, scene) {
  const { words, format } = context;
  const { band, usualBand, isBandOld, isUsual, isGiven, scenarioName } = scene;
  const known = (one, isOld) => (one && !isOld && scene.isRevealed ? format(one.out, 0) : "…");
  const values = {
    out: known(band, isBandOld), usual: known(usualBand, scene.isUsualBandOld),
    name: scenarioName ?? words[isGiven ? "scenario.given" : "scenario.own"],
  };
  const whose = isUsual ? "usual" : scenarioName ? "choice" : isGiven ? "given" : "own";
  setText(parts.main, filled(words[`answer.${scene.isRevealed ? whose : "guess"}`], values));
  parts.go.hidden = Boolean(scene.isRevealed);
  setText(parts.broken, brokenInWords(context, scene));
  setText(parts.rest, restInWords(context, scene));
  parts.root.dataset.tip = scene.equilibria.find(({ stable }) => !stable)?.T.toFixed(6) ?? "";
  parts.root.dataset.endings = scene.equilibria.filter(({ stable }) => stable).map(({ T }) => T.toFixed(6)).join(" ");
  const last = scene.months;
  const end = (name) => (band ? format(100 * band.G[name][last], 0) : "…");
  const uncertain = context.ledger.parameters.filter(({ kind }) => kind !== CHOSEN);
  const assumed = uncertain.filter(({ kind }) => kind === "assumption").length;
  const sure = filled(words["answer.sure"], { assumed: format(assumed, 0), all: format(uncertain.length, 0) });
  const range = filled(words["answer.range"], { low: end("low"), high: end("high"), draws: format(band?.draws ?? DRAWS, 0) });
  setText(parts.sure, scene.isRevealed ? `${sure} ${range}` : sure);
  const { failed } = scene.run;
  setText(parts.failed, failed ? filled(words["answer.failed"], { stock: words[`stock.${failed.stock}`], month: format(failed.month, 1) }) : "");
  drawNotices(parts, context, scene.notices);
}

/** The way of spending one sum that gets most firms out, against the one that gets fewest. */
function brokenInWords({ words, format, ledger, name }, { ways }) {
  if (!ways?.length) return "";
  const best = ways.reduce((kept, one) => (one.out > kept.out ? one : kept));
  const worst = ways.reduce((kept, one) => (one.out < kept.out ? one : kept));
  const { commit, commit_t: duration } = ledger.ways[best.id].settings;
  return filled(words[best.out > worst.out ? "answer.broken" : "answer.unbroken"], {
    sum: format(commit * duration, 0), best: name(best.id), worst: name(worst.id), high: format(best.out, 0), low: format(worst.out, 0),
  });
}

/** The endings and the tipping point of this firm, trust in per cent with three digits. */
function restInWords({ words, format }, { equilibria, run }) {
  const shown = (T) => `${format(100 * T, 1)}%`;
  const stable = equilibria.filter((one) => one.stable);
  const tips = equilibria.filter((one) => !one.stable);
  if (tips.length) {
    return filled(words["answer.two"], { tip: shown(tips[0].T), low: shown(stable[0].T), high: shown(stable.at(-1).T) });
  }
  const [only] = stable;
  const last = run.G[run.G.length - 1];
  const key = only.G < ESCAPED ? "answer.trap" : last < ESCAPED ? "answer.slow" : "answer.growth";
  return filled(words[key], { T: shown(only.T), G: format(100 * last, 0) });
}

function drawNotices({ notices }, { words }, list) {
  const wanted = JSON.stringify(list);
  if (notices.dataset.shown === wanted) return;
  notices.dataset.shown = wanted;
  notices.hidden = !list.length;
  notices.replaceChildren(...list.map(({ kind, name, given, used }) => element(
    "p", "", null, filled(words[`notice.${kind}`], { name: nameOf(words, name), given, used }),
  )));
}

const nameOf = (words, name) => words[`levers.${name}`] ? `${words[`levers.${name}`]} (${name})` : name;
