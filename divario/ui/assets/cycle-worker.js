// Many runs, off the main thread. One request at a time: a newer one ends the work on an older one at the
// next pause. What has been answered and would come out the same is not worked out again.
//
// In: {ledger} once, then {turn, settings, common, firm, initial, months, compared: [{id, settings}], maps}.
// Out: {turn, name, value} (or {turn, name, isSame}) for each of usualBand, band, firms, compared, ways, ridge, push.
// `firm` and `common` (assumptions changed for everyone) hold also "as usual"; `settings` is the choice. `maps`
// names those of ridge and push that are looked at: they take four fifths of all the work.

import { parametersOf } from "./cycle.js";
import { bandsOf, dotsOf, draw, endingFrom, outOf, pushed, runsOf } from "./cycle-draws.js";

/** Every count in a hundred is over the same hundred firms, the first of the draws; see decisions/0034. */
const SEED = 165;
const DRAWS = 200;
const DOTS = 100;
const CHUNK = 20;
const RIDGE = { columns: 25, rows: 21 };
const MAPS = ["ridge", "push"];
const PUSH = { columns: 8, rows: 7, durations: [3, 6, 9, 12, 18, 24, 36], share: 0.04 };

let ledger;
let wanted;
let isAnswering = false;
const answered = new Map();

/** A pause in which a newer request can arrive. */
const channel = new MessageChannel();
let goOn;
channel.port1.onmessage = () => goOn();
const pause = () => new Promise((resolve) => { goOn = resolve; channel.port2.postMessage(0); });

/** The bands of some plausible firms, in chunks; `out` is counted among the hundred shown as dots. */
function* bands(settings, { initial, months }, count = DRAWS) {
  const sets = draw(ledger, settings, count, SEED);
  const runs = [];
  let out = 0;
  for (let from = 0; from < count; from += CHUNK) {
    const more = runsOf(sets.slice(from, from + CHUNK), initial, months).runs;
    if (from < DOTS) out += outOf(more);
    runs.push(...more);
    yield;
  }
  return { ...bandsOf(runs, months), out };
}

function* dots({ usual, all, initial, months }) {
  const own = dotsOf(draw(ledger, all, DOTS, SEED), initial, months);
  yield;
  const asUsual = dotsOf(draw(ledger, usual, DOTS, SEED), initial, months);
  return { count: DOTS, months, G: own.G, out: own.out, usualG: asUsual.G, usualOut: asUsual.out };
}

function* each(list, request, base) {
  const found = [];
  for (const { id, settings } of list) {
    const { out, draws, G, T } = yield* bands({ ...base, ...settings }, request, DOTS);
    found.push({ id, out, draws, G, T });
  }
  return found;
}

const ways = (request) => each(
  Object.entries(ledger.ways).map(([id, { settings }]) => ({ id, settings })), request, request.usual,
);

function* ridge({ all }) {
  const parameters = parametersOf(ledger, all);
  const { columns, rows } = RIDGE;
  const trust = Float64Array.from({ length: columns }, (_, i) => i / (columns - 1));
  const capability = Float64Array.from({ length: rows }, (_, i) => i / (rows - 1));
  const G = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      G[row * columns + column] = endingFrom(parameters, trust[column], capability[row]);
    }
    yield;
  }
  return { trust, capability, G };
}

function* push({ all, initial, months }) {
  const sets = draw(ledger, all, DOTS, SEED);
  const central = [parametersOf(ledger, all)];
  const { columns, rows } = PUSH;
  const budgets = Float64Array.from({ length: columns }, (_, i) => (PUSH.share * central[0].Y0 * (i + 1)) / columns);
  const durations = Float64Array.from(PUSH.durations);
  const [out, G] = [new Float32Array(rows * columns), new Float32Array(rows * columns)];
  for (let cell = 0; cell < out.length; cell += 1) {
    const [budget, duration] = [budgets[cell % columns], durations[Math.floor(cell / columns)]];
    out[cell] = pushed(sets, initial, months, budget, duration);
    const [run] = runsOf([{ ...central[0], commit: budget, commit_t: duration }], initial, months).runs;
    G[cell] = run ? run.G[months] : NaN;
    yield;
  }
  return { budgets, durations, out, G };
}

/** What is asked, in the order in which it is needed, each with what it depends on. */
function jobsOf(request) {
  const { usual, all, initial, months, compared, maps } = request;
  const { commit, commit_t: duration, ...unpushed } = all;
  return [
    ["band", [all], () => bands(all, request)],
    ["usualBand", [usual], () => bands(usual, request)],
    ["firms", [usual, all], () => dots(request)],
    ["compared", [usual, compared], () => each(compared, request, usual)],
    ["ways", [usual], () => ways(request)],
    ["ridge", [all], () => ridge(request)],
    ["push", [unpushed], () => push(request)],
  ].filter(([name]) => !MAPS.includes(name) || maps.includes(name))
    .map(([name, on, work]) => ({ name, work, key: JSON.stringify([on, initial, months]) }));
}

/** Answers `wanted`, and what replaced it meanwhile, one at a time; each pause lets newer requests in. */
async function answerAll() {
  isAnswering = true;
  for (let request; request !== wanted;) {
    await pause();
    request = wanted;
    try {
      await answer(request);
    } catch (fault) {
      postMessage({ turn: request.turn, name: "refused", value: String(fault.message) });
    }
  }
  isAnswering = false;
}

async function answer(request) {
  for (const { name, work, key } of jobsOf(request)) {
    if (answered.get(name) === key) { postMessage({ turn: request.turn, name, isSame: true }); continue; }
    answered.delete(name);
    const running = work();
    let step = running.next();
    while (!step.done) {
      await pause();
      if (wanted !== request) return;
      step = running.next();
    }
    answered.set(name, key);
    postMessage({ turn: request.turn, name, value: step.value });
  }
  postMessage({ turn: request.turn, name: "done" });
}

onmessage = ({ data }) => {
  if (data.ledger) { ledger = data.ledger; return; }
  const usual = { ...data.firm, ...data.common };
  wanted = { ...data, usual, all: { ...usual, ...data.settings } };
  if (!isAnswering) answerAll();
};
