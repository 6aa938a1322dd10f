// Where a firm comes to rest: the endings and tipping points of the model in cycle.js, with no decline of
// the shop and nothing switched on. Every stock but trust can be solved given trust; that leaves one
// equation, whose zeros are looked for on a grid and then halved to the last digit.

import { blank, budgetInto, constants, judgementInto, mixInto, moneyInto, net, workInto } from "./cycle.js";

const GRID = 400;
const CLOSE = 1e-13;
const NEAR = 1e-7; // enough for the sign of the drift on the grid
const MOST_TURNS = 500;

/**
 * Given trust, every other stock at rest (no decline, nothing on), and the drift of trust there.
 * `own` and `bought` are €/month; more turnover means more own spend, so the share is found in turns.
 */
export function restAt(p, T, c = constants(p), a = blank(), close = CLOSE) {
  let [A, K, G] = [0, 0, 0];
  mixInto(a, p, Math.max(T, p.mix0));
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    moneyInto(a, p, c, p.Y0, G);
    a.own = a.Y * (p.b0 + (p.b1 - p.b0) * T) * a.aff;
    budgetInto(a, p, 0);
    const bought = a.b_tool + a.b_adv;
    A = (net(bought * a.shT, c.c0) * c.pL * p.h) / p.dA;
    workInto(a, p, c, A, K, bought);
    K = a.Kin / (a.Kin + p.dK);
    workInto(a, p, c, A, K, bought);
    const before = G;
    G = shareAtRest(p, a.Q, a.f);
    if (Math.abs(G - before) < close) break;
  }
  moneyInto(a, p, c, p.Y0, G);
  const P = (p.m0 + (1 - p.m0) * K) * a.M + p.wv * p.theta * a.own;
  judgementInto(a, p, c, K, P, a.own, T);
  return { drift: a.experience + a.hearsay, A, K, G, P, own: a.own, bought: a.delivered };
}

/** The positive root of Q·(r·f·(1−theta) + q·G)·(1−G) = dG·G. */
function shareAtRest(p, Q, f) {
  const won = Q * p.r * f * (1 - p.theta);
  const b = won - Q * p.q + p.dG;
  const root = Math.sqrt(b * b + 4 * Q * p.q * won);
  return won === 0 && b >= 0 ? 0 : b > 0 ? (2 * won) / (b + root) : (root - b) / (2 * Q * p.q);
}

/** All endings and tipping points, by trust: `[{T, stable, K, G}]`; d and interventions are ignored. */
export function equilibria(p) {
  const [c, a] = [constants(p), blank()];
  const drift = (T) => restAt(p, T, c, a).drift;
  const roughly = (T) => restAt(p, T, c, a, NEAR).drift;
  const found = [];
  let [low, atLow] = [0, roughly(0)];
  for (let i = 1; i <= GRID; i += 1) {
    const [high, atHigh] = [i / GRID, roughly(i / GRID)];
    if (atLow > 0 !== atHigh > 0) {
      const T = root(drift, low, high, atLow > 0);
      const { K, G } = restAt(p, T, c, a);
      found.push({ T, stable: atLow > 0, K, G });
    }
    [low, atLow] = [high, atHigh];
  }
  return found;
}

/** Halving, to the last digit. */
function root(drift, from, to, isFalling) {
  let [low, high] = [from, to];
  for (let turn = 0; turn < 60 && low < high; turn += 1) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (drift(middle) > 0 === isFalling) low = middle; else high = middle;
  }
  return (low + high) / 2;
}
