// Plausible firms: parameter sets drawn from the ledger's triangular ranges with a seeded generator,
// and what many runs show together. Pure, like cycle.js; the worker calls it off the main thread.

import { ESCAPED, parametersOf, simulate } from "./cycle.js";
import { restAt } from "./cycle-rest.js";

export const SHOWN = ["G", "T", "K", "Y", "own"];
const QUANTILES = { low: 0.1, mid: 0.5, high: 0.9 };
const KINDS = new Set(["evidence", "derived", "assumption"]);
const OF_THE_FIRM = new Set(["N", "Y0"]);
const LONG_RUN = 120;

/** Numbers from 0 to 1 that depend on the seed alone. */
export function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** The value below which a triangular law on [low, value, high] has the share u. */
export function triangular(u, low, value, high) {
  const width = high - low;
  if (width <= 0) return value;
  return u < (value - low) / width
    ? low + Math.sqrt(u * width * (value - low))
    : high - Math.sqrt((1 - u) * width * (high - value));
}

/** `count` parameter sets: what is uncertain is drawn, then the settings replace it. Throws Refused. */
export function draw(ledger, settings, count, seed) {
  const central = parametersOf(ledger, settings);
  const drawn = ledger.parameters.filter(({ symbol, kind }) => KINDS.has(kind) && !OF_THE_FIRM.has(symbol));
  const next = generator(seed);
  return Array.from({ length: count }, () => {
    const set = { ...central };
    for (const { symbol, low, value, high } of drawn) {
      const one = triangular(next(), low, value, high);
      if (!(symbol in settings)) set[symbol] = one;
    }
    return set;
  });
}

/** The quantile of sorted values, between neighbours in proportion. */
export function quantile(sorted, share) {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
}

/** Many runs, those left out that ended out of bounds: {runs, failed: [{stock, month}]}. */
export function runsOf(sets, initial, months) {
  const all = sets.map((set) => simulate(set, initial, months));
  return { runs: all.filter((run) => !run.failed), failed: all.flatMap((run) => run.failed ?? []) };
}

/** Month by month, the 10th, 50th and 90th percentile of what is shown: {draws, G: {low, mid, high}, …}. */
export function bandsOf(runs, months, names = SHOWN) {
  const bands = { draws: runs.length };
  const column = new Float64Array(runs.length);
  for (const name of names) {
    const band = { low: new Float64Array(months + 1), mid: new Float64Array(months + 1), high: new Float64Array(months + 1) };
    for (let month = 0; month <= months && runs.length; month += 1) {
      runs.forEach((run, index) => { column[index] = run[name][month]; });
      column.sort();
      for (const [end, share] of Object.entries(QUANTILES)) band[end][month] = quantile(column, share);
    }
    bands[name] = band;
  }
  return bands;
}

/** The bands of an ensemble: those of `bandsOf`, with `out` (runs out of the trap at the end) and `failed`. */
export function ensemble(sets, initial, months, names = SHOWN) {
  const { runs, failed } = runsOf(sets, initial, months);
  return { ...bandsOf(runs, months, names), out: outOf(runs), failed };
}

/** How many runs end out of the trap, judged by the share of demand won. */
export const outOf = (runs) => runs.filter((run) => run.G[run.G.length - 1] > ESCAPED).length;

/** One firm after another: the share won at each month, and whether it is out at the end. */
export function dotsOf(sets, initial, months) {
  const [G, out] = [new Float32Array(sets.length * (months + 1)), new Uint8Array(sets.length)];
  sets.forEach((set, firm) => {
    const run = simulate(set, initial, months);
    for (let month = 0; month <= months; month += 1) {
      G[firm * (months + 1) + month] = run.G[Math.min(month, run.G.length - 1)];
    }
    out[firm] = !run.failed && run.G[months] > ESCAPED ? 1 : 0;
  });
  return { G, out };
}

/** One cell of the push map: the share of `sets` out at the end, with this push for so many months. */
export function pushed(sets, initial, months, commit, duration) {
  const push = { commit, commit_t: duration };
  return outOf(runsOf(sets.map((set) => ({ ...set, ...push })), initial, months).runs) / sets.length;
}

/** The share won ten years on, from a trust and a capability, all else at rest, with nothing switched on. */
export function endingFrom(parameters, trust, capability) {
  const p = { ...parameters, d: 0, commit: 0, commit_t: 0, vouch: 0, mix_c: 0 };
  const rest = restAt(p, trust);
  const own = rest.own;
  const from = Float64Array.of(rest.bought * p.L, rest.A, capability, rest.G, p.Y0, rest.P, own, trust);
  const run = simulate(p, null, LONG_RUN, from);
  return run.G[run.G.length - 1];
}

