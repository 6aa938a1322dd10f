// The answer in words, above everything: how many of a hundred plausible firms get out, where this firm
// comes to rest, how sure that is; and what of a link could not be used.

import { ESCAPED } from "./cycle.js";
import { element, setText } from "./dom.js";

const DRAWS = 200;

const filled = (text, values) => text.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);

export function makeAnswer(parent, context) {
  const root = element("section", "dv-whatif-answer", parent);
  root.setAttribute("aria-label", context.words["answer.title"]);
  const notices = element("div", "dv-notice", root);
  notices.setAttribute("role", "status");
  const parts = {
    root, notices,
    main: element("p", "dv-whatif-main", root),
    rest: element("p", "dv-whatif-rest", root),
    sure: element("p", "dv-whatif-sure", root),
    failed: element("p", "dv-whatif-failed", root),
  };
  parts.failed.setAttribute("role", "status");
  return { update: (scene) => update(parts, context, scene) };
}

function update(parts, context, scene) {
  const { words, format } = context;
  const { band, usualBand, isBandOld, isUsual, scenarioName } = scene;
  const known = (one, isOld) => (one && !isOld && scene.isRevealed ? format(one.out, 0) : "…");
  const values = {
    out: known(band, isBandOld), usual: known(usualBand, scene.isUsualBandOld),
    name: scenarioName ?? words["scenario.own"],
  };
  setText(parts.main, filled(words[!scene.isRevealed ? "answer.guess" : isUsual ? "answer.usual" : scenarioName ? "answer.choice" : "answer.own"], values));
  setText(parts.rest, restInWords(context, scene));
  parts.root.dataset.tip = scene.equilibria.find(({ stable }) => !stable)?.T.toFixed(6) ?? "";
  parts.root.dataset.endings = scene.equilibria.filter(({ stable }) => stable).map(({ T }) => T.toFixed(6)).join(" ");
  const last = scene.months;
  const end = (name) => (band ? format(100 * band.G[name][last], 0) : "…");
  setText(parts.sure, filled(words["answer.sure"], { low: end("low"), high: end("high"), draws: format(band?.draws ?? DRAWS, 0) }));
  const { failed } = scene.run;
  setText(parts.failed, failed ? filled(words["answer.failed"], { stock: words[`stock.${failed.stock}`], month: format(failed.month, 1) }) : "");
  drawNotices(parts, context, scene.notices);
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
