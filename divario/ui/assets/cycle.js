// The cycle "no budget, no results, no budget" of one small firm, in the browser: equations and solver
// (where it comes to rest: cycle-rest.js; plausible firms: cycle-draws.js). The same model as
// `divario/cycle/` in Python, name by name; a test in a real browser holds the two together. Nothing
// here touches the page. Time in months, money in euros.
//
// Stocks: W work bought and not delivered, A working tools, K capability, G share of direct demand won,
// R turnover without it (€/month), P results seen, X own spend remembered (€/month), T trust.

export const STOCKS = ["W", "A", "K", "G", "R", "P", "X", "T"];
export const RECORDED = [...STOCKS, "Y", "own"];
export const DT = 0.25;
export const ESCAPED = 0.3;
const PER_MONTH = Math.round(1 / DT);
const TINY = 1e-9;

/** What the model refuses: `parameter` says which, `reason` why, `month` when (a run out of bounds). */
export class Refused extends Error {
  constructor(parameter, reason, month) {
    super(`${parameter}: ${reason}`);
    Object.assign(this, { parameter, reason, month });
  }
}

/** The ledger's central values with the settings over them; throws Refused. */
export function parametersOf(ledger, settings = {}) {
  return checked(replaced(centralOf(ledger), settings));
}

/** Made in one go: an object that grows name by name is ten times slower to read. */
const centralOf = (ledger) => Object.fromEntries(ledger.parameters.map(({ symbol, value }) => [symbol, value]));

function replaced(parameters, settings) {
  for (const [symbol, value] of Object.entries(settings)) {
    if (!(symbol in parameters)) throw new Refused(symbol, "unknown");
    parameters[symbol] = value;
  }
  return parameters;
}

function checked(p) {
  for (const [symbol, value] of Object.entries(p)) {
    if (typeof value !== "number" || !Number.isFinite(value)) throw new Refused(symbol, "not a number");
  }
  if (p.rho === 0) throw new Refused("rho", "zero");
  for (const symbol of ["L", "tau_up", "tau_soc", "tauP", "asym"]) {
    if (p[symbol] <= 0) throw new Refused(symbol, "not above zero");
  }
  if (steps(p.vouch_t) <= 0) throw new Refused("vouch_t", "not above zero");
  if (p.s_tool + p.s_cons + p.s_train + p.s_staff <= 0) throw new Refused("s_tool", "shares sum to zero");
  if (p.z_tool + p.z_cons + p.z_train + p.z_staff <= 0) throw new Refused("z_tool", "shares sum to zero");
  return p;
}

/** A duration in whole steps. */
const steps = (months) => Math.round(months / DT);

function logistic(z) {
  if (z >= 0) return 1 / (1 + Math.exp(-z));
  const e = Math.exp(z);
  return e / (1 + e);
}

/** x to the power y for x ≥ 0, y > 0 or x > 0: in half the time of `**`, to 14 digits. */
const power = (x, y) => (x > 0 ? Math.exp(y * Math.log(x)) : 0);

/** What is left of a spend after what it takes to stand still. */
export const net = (b, c) => (b > 0 ? (b * b) / (b + c) : 0);

/** What does not change during a run. */
export function constants(p) {
  const voucherSteps = steps(p.vouch_t);
  return {
    A50: (p.A50_fix + p.A50_emp * p.N) * (1 - 0.7 * p.plat),
    c0: (p.c0_fix + p.c0_emp * p.N) * (1 - 0.7 * p.plat),
    cK: p.cK_fix + p.cK_emp * p.N,
    xhn: power((p.xh_fix + p.xh_emp * p.N) * (1 - 0.6 * p.plat), p.n_f),
    pL: Math.exp(-p.L / p.L_c),
    F: (p.mu - p.m_op) * p.Y0,
    Hh: p.H * (1 + p.g_over * (1 - p.h)),
    from: steps(p.t0),
    commitUntil: steps(p.t0) + steps(p.commit_t),
    voucherUntil: steps(p.t0) + voucherSteps,
    voucher: p.vouch / (voucherSteps * DT),
  };
}

/** All auxiliaries at nought: one shape for all, which is what makes a run fast. */
export const blank = () => ({
  isCommitted: false, voucher: 0, weight: 0, mix_tool: 0, mix_cons: 0, mix_train: 0, mix_staff: 0, own: 0,
  budget: 0, b_tool: 0, b_cons: 0, b_train: 0, b_staff: 0, b_adv: 0, b_out: 0, shT: 0, V: 0, Y: 0, M: 0,
  profit0: 0, aff: 0, f: 0, absorb: 0, delivered: 0, toolsIn: 0, Kin: 0, eA: 0, Q: 0, m: 0, vanity: 0, seen: 0,
  roi: 0, sat: 0, own_weight: 0, tau: 0, experience: 0, hearsay: 0,
});

/** Each share of the mix at a weight of the high-trust mix. */
export function mixInto(a, p, weight) {
  const tool = (1 - weight) * p.s_tool + weight * p.z_tool;
  const cons = (1 - weight) * p.s_cons + weight * p.z_cons;
  const train = (1 - weight) * p.s_train + weight * p.z_train;
  const staff = (1 - weight) * p.s_staff + weight * p.z_staff;
  const all = tool + cons + train + staff;
  a.weight = weight;
  a.mix_tool = tool / all;
  a.mix_cons = cons / all;
  a.mix_train = train / all;
  a.mix_staff = staff / all;
}

/** Own spend and voucher, split between tools, consulting, training and people. */
export function budgetInto(a, p, voucher) {
  let [tool, rest] = [a.mix_tool, 1];
  if (p.vouch_tool >= 0) {
    const isAllTools = a.mix_tool >= 1;
    tool = isAllTools ? 1 : p.vouch_tool;
    rest = isAllTools ? 0 : (1 - p.vouch_tool) / (1 - a.mix_tool);
  }
  const others = a.own + voucher * rest;
  a.voucher = voucher;
  a.budget = a.own + voucher;
  a.b_tool = a.own * a.mix_tool + voucher * tool;
  a.b_cons = others * a.mix_cons;
  a.b_train = others * a.mix_train;
  a.b_staff = others * a.mix_staff;
  a.b_adv = a.b_cons * (1 - p.out);
  a.b_out = a.b_cons * p.out;
  a.shT = a.b_tool + a.b_adv > 0 ? a.b_tool / (a.b_tool + a.b_adv) : 0;
}

/** Turnover, margin won and what the firm can afford, given R and G. */
export function moneyInto(a, p, c, R, G) {
  a.V = p.phi * p.Y0 + p.chi * Math.max(p.Y0 - R, 0);
  const direct = p.iota * G * a.V;
  a.Y = R + direct;
  a.M = (p.mu - p.com * p.plat) * direct;
  const fixed = c.F * (1 - p.psi * Math.max(1 - a.Y / p.Y0, 0));
  a.profit0 = p.mu * a.Y - fixed - p.com * p.plat * direct;
  a.aff = Math.min(Math.max(a.profit0 / (p.m_op * p.Y0), 0), 1);
}

/** Execution, absorption, coverage and their joint effect, given A, K and W/L. */
export function workInto(a, p, c, A, K, delivered) {
  const xn = power(p.x_own + a.b_staff / p.wF + (p.h * a.b_out) / p.wO, p.n_f);
  a.f = xn / (xn + c.xhn);
  a.absorb = p.a0 + (1 - p.a0) * a.f;
  a.delivered = delivered;
  a.toolsIn = net(delivered * a.shT, c.c0) * c.pL * p.h;
  const learned = p.k_c * delivered * (1 - a.shT) * c.pL * p.h + p.k_t * a.b_train;
  a.Kin = (a.absorb * learned + p.k_s * a.b_staff) / c.cK;
  a.eA = A / (A + c.A50);
  a.Q = a.eA > 0 && K > 0 ? power(0.5 * power(a.eA, p.rho) + 0.5 * power(K, p.rho), 1 / p.rho) : 0;
}

/** What the owner sees, judges and feels. */
export function judgementInto(a, p, c, K, P, X, T) {
  a.m = p.m0 + (1 - p.m0) * K;
  a.vanity = p.wv * p.theta * a.own;
  a.seen = a.m * a.M + a.vanity;
  a.roi = P / (X + 1e-6 * p.Y0);
  a.sat = logistic((a.roi - c.Hh) / p.wH);
  a.own_weight = X / (X + p.xe * p.Y0);
  a.tau = a.sat >= T ? p.tau_up : p.tau_up / p.asym;
  a.experience = (a.own_weight * (a.sat - T)) / a.tau;
  a.hearsay = (p.T_soc - T) / p.tau_soc;
}

/** Every auxiliary at the stocks `s`; the windows as they stand at whole step `step`. */
function auxiliariesInto(a, p, c, s, step) {
  const T = s[7];
  a.isCommitted = step >= c.from && step < c.commitUntil;
  const voucher = step >= c.from && step < c.voucherUntil ? c.voucher : 0;
  moneyInto(a, p, c, s[4], s[3]);
  const wish = a.Y * (p.b0 + (p.b1 - p.b0) * T) * a.aff;
  a.own = Math.max(wish, a.isCommitted ? p.commit : 0, p.vouch_match * voucher);
  mixInto(a, p, Math.max(T, p.mix0, a.isCommitted ? p.mix_c : 0));
  budgetInto(a, p, voucher);
  workInto(a, p, c, s[1], s[2], s[0] / p.L);
  judgementInto(a, p, c, s[2], s[5], s[6], T);
  return a;
}

/** The change of each stock, written into `out`. */
function flowsInto(out, a, p, s) {
  const [K, G] = [s[2], s[3]];
  out[0] = a.b_tool + a.b_adv - a.delivered;
  out[1] = a.toolsIn - p.dA * s[1];
  out[2] = a.Kin * (1 - K) - p.dK * K;
  out[3] = a.Q * (p.r * a.f * (1 - p.theta) + p.q * G) * (1 - G) - p.dG * G;
  out[4] = -p.d * s[4];
  out[5] = (a.seen - s[5]) / p.tauP;
  out[6] = (a.own - s[6]) / p.tauP;
  out[7] = a.experience + a.hearsay;
}

/** The stocks at month 0, in the order of STOCKS. `initial` = {T0, K0, eA0, G0}; throws Refused. */
export function start(p, { T0, K0, eA0, G0 }) {
  for (const [symbol, value] of Object.entries({ T0, K0, eA0, G0 })) {
    if (!(value >= 0 && value <= 1)) throw new Refused(symbol, "not from 0 to 1");
  }
  if (eA0 >= 1) throw new Refused("eA0", "not below one");
  const direct = p.iota * G0 * p.phi * p.Y0;
  const X = (p.b0 + (p.b1 - p.b0) * T0) * p.Y0;
  const mix = blank();
  mixInto(mix, p, Math.max(T0, p.mix0));
  const W = X * (mix.mix_tool + mix.mix_cons * (1 - p.out)) * p.L;
  const A = (constants(p).A50 * eA0) / (1 - eA0);
  const P = (p.m0 + (1 - p.m0) * K0) * (p.mu - p.com * p.plat) * direct + p.wv * p.theta * X;
  return Float64Array.of(W, A, K0, G0, p.Y0 - direct, P, X, T0);
}

/** Every auxiliary and, under `flows`, the change per month of each stock, at time `t` (months). */
export function auxiliaries(p, stocks, t) {
  const a = auxiliariesInto(blank(), p, constants(p), stocks, Math.floor(t / DT + TINY));
  const out = new Float64Array(STOCKS.length);
  flowsInto(out, a, p, stocks);
  a.flows = Object.fromEntries(STOCKS.map((name, index) => [name, out[index]]));
  return a;
}

/** The first stock that is out of its bounds, rounding apart, or null. */
function outside(s, scale) {
  for (let i = 0; i < s.length; i += 1) {
    const isShare = i === 2 || i === 3 || i === 7;
    const low = isShare ? -TINY : -TINY * scale;
    if (!(s[i] >= low && s[i] < Infinity) || (isShare && s[i] > 1 + TINY)) return STOCKS[i];
  }
  return null;
}

const scratch = { a: blank(), s: new Float64Array(8), k: [0, 1, 2, 3].map(() => new Float64Array(8)) };

/** One Runge–Kutta step in place; all four stages use the windows at the step's start. */
function advance(s, p, c, step) {
  const { a, s: at, k } = scratch;
  for (let stage = 0; stage < 4; stage += 1) {
    const reach = stage === 0 ? 0 : stage === 3 ? DT : DT / 2;
    for (let i = 0; i < 8; i += 1) at[i] = stage ? s[i] + reach * k[stage - 1][i] : s[i];
    flowsInto(k[stage], auxiliariesInto(a, p, c, at, step), p, at);
  }
  for (let i = 0; i < 8; i += 1) s[i] += (DT / 6) * (k[0][i] + 2 * k[1][i] + 2 * k[2][i] + k[3][i]);
}

/**
 * One firm through `months` months: `{t, W, A, K, G, R, P, X, T, Y, own}` at whole months.
 * A run that leaves its bounds ends there: `failed` = {stock, month}, and the arrays are shorter.
 * `from` (stocks as of `start`) replaces the start that `initial` gives.
 */
export function simulate(p, initial, months, from = start(p, initial)) {
  const c = constants(p);
  const s = Float64Array.from(from);
  const run = { t: Float64Array.from({ length: months + 1 }, (_, month) => month) };
  for (const name of RECORDED) run[name] = new Float64Array(months + 1);
  for (let month = 0; ; month += 1) {
    const a = auxiliariesInto(scratch.a, p, c, s, month * PER_MONTH);
    STOCKS.forEach((name, index) => { run[name][month] = s[index]; });
    run.Y[month] = a.Y;
    run.own[month] = a.own;
    if (month === months) return run;
    for (let step = month * PER_MONTH; step < (month + 1) * PER_MONTH; step += 1) {
      advance(s, p, c, step);
      const stock = outside(s, p.Y0);
      if (stock) return cut(run, month, { stock, month: (step + 1) * DT });
    }
  }
}

function cut(run, month, failed) {
  for (const name of ["t", ...RECORDED]) run[name] = run[name].subarray(0, month + 1);
  return { ...run, failed };
}
