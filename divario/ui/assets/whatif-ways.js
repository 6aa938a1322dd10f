// The same money spent in different ways: of a hundred plausible firms, how many are out of the trap.

import { element, setText } from "./dom.js";
import { frame, isSame, isWaiting, say, span } from "./whatif-draw.js";

export function make(parent, context) {
  const parts = frame(parent, context, "ways");
  const bars = new Map();
  const state = {};
  return {
    update(scene) {
      const { ways, months, turnover } = scene;
      if (isSame(state, [ways, months, turnover])) return;
      if (isWaiting(parts, context, ways, say(context, "ways.waiting"))) return;
      for (const one of ways) drawBar(parts, context, bars, one);
      parts.show(words(context, scene));
    },
    destroy() { parts.root.remove(); },
  };
}

/** One row: name, bar from nought to a hundred, the number beside it, and what it means. */
function drawBar(parts, context, bars, { id, out }) {
  if (!bars.has(id)) {
    const row = element("div", "dv-draw-way", parts.picture);
    row.dataset.way = id;
    element("b", "dv-draw-way-name", row, nameOf(context, id));
    const track = element("span", "dv-draw-track", row);
    const bar = element("span", "dv-draw-bar", track);
    const number = element("span", "dv-draw-way-number", row);
    element("span", "dv-draw-way-meaning", row, say(context, `ways.meaning.${id}`));
    bars.set(id, { bar, number });
  }
  const { bar, number } = bars.get(id);
  bar.style.width = `${out}%`;
  setText(number, say(context, "drawing.of_hundred", { count: context.format(out, 0) }));
}

const nameOf = ({ ledger, language }, id) => ledger.ways[id].name[language];

function words(context, { ways, months, turnover }) {
  const show = (count) => context.format(count, 0);
  const counts = ways.map(({ out }) => out);
  const { commit, commit_t: duration } = context.ledger.ways[ways[0].id].settings;
  const values = {
    low: show(Math.min(...counts)), high: show(Math.max(...counts)), ways: show(ways.length),
    sum: show(commit * duration), monthly: show(commit), duration: span(context, duration),
    span: span(context, months), firms: show(ways[0].draws),
    share: `${context.format((100 * commit) / turnover, 1)}%`,
  };
  const listed = ways.map(({ id, out }) => `${nameOf(context, id)}: ${show(out)}`).join("; ");
  return {
    title: say(context, values.low === values.high ? "ways.title_level" : "ways.title", values),
    lead: say(context, "ways.lead", values),
    alt: say(context, "ways.alt", { ...values, listed }),
    note: say(context, "ways.how", values),
    head: [say(context, "ways.head.way"), say(context, "drawing.head.out"), say(context, "ways.head.meaning")],
    rows: () => ways.map(({ id, out }) => [nameOf(context, id), show(out), say(context, `ways.meaning.${id}`)]),
  };
}
