// How strong each arrow of the loop is at a given moment. Every strength is a share from 0 to 1 of the
// most that this arrow could pass, read from the model's auxiliaries and nothing else. Shares of
// different arrows have different wholes, so they say how open each tap is, not which one carries
// more money:
//
//   trust_budget          share of turnover that this trust grants / the ceiling b1
//   budget_tools          of the money at work this month, the part that becomes working tools
//   budget_capability     the part that becomes capability (before saturation)
//   budget_customers      execution f times the part aimed at customers, 1 − theta
//   tools_customers       coverage of the tools, eA;  capability_customers: capability, K
//   customers_seen        margin seen / margin if all the demand were won and all of it seen, m·G
//   capability_seen       part of the results seen only because somebody measures, (1 − m0)·K
//   seen_trust            how convincing the results seen are against the hurdle, sat
//   trust_capability      weight of the mix that buys people and advice (trust, or a rule in its place)
//   budget_trust          weight of the firm's own experience against hearsay, own_weight
//   customers_budget      what the firm can afford, aff
//   saturation, wear, forgetting   what holds back / (what pushes + what holds back): 1/2 at rest
//   standing              part of the tools' money that goes just to stand still
//   push                  part of the budget that comes from outside the loop

import { auxiliaries, constants, STOCKS } from "./cycle.js";

const link = (from, to, loop) => ({ id: `${from}_${to}`, from, to, loop });

/** The arrows between two things, each with the loop whose badge it carries. */
export const LINKS = [
  link("trust", "budget", "R1"), link("budget", "tools", "R1"), link("budget", "customers", "R1"),
  link("tools", "customers", "R1"), link("customers", "seen", "R1"), link("seen", "trust", "R1"),
  link("budget", "capability", "R2"), link("capability", "customers", "R2"),
  link("capability", "seen", "R3"), link("trust", "capability", "R4"),
  link("budget", "trust", "R5"), link("customers", "budget", "R6"),
];
/** What each thing does against itself. */
export const BALANCING = [
  { id: "saturation", at: "customers", loop: "B1" }, { id: "wear", at: "tools", loop: "B2" },
  { id: "forgetting", at: "capability", loop: "B2" }, { id: "standing", at: "tools", loop: "B3" },
];
export const LOOPS = ["R1", "R2", "R3", "R4", "R5", "R6", "B1", "B2", "B3"];

const within = (share) => Math.min(1, Math.max(0, share));
const part = (some, all) => (all > 0 ? within(some / all) : 0);
const heldBack = (back, push) => part(back, back + push);

/** The stocks of a run at a whole month, in the model's order; the last month there is, at most. */
export function stocksAt(run, month) {
  const last = Math.min(month, run.t.length - 1);
  return Float64Array.from(STOCKS, (name) => run[name][last]);
}

/** The strength of every arrow at these stocks and month, and the auxiliaries they come from. */
export function strengths(p, stocks, month) {
  const a = auxiliaries(p, stocks, month);
  const c = constants(p);
  const [, A, K, G, , , , T] = stocks;
  const atWork = a.delivered + a.b_train + a.b_staff + a.b_out;
  const allowed = p.b0 + (p.b1 - p.b0) * T;
  const won = a.Q * (p.r * a.f * (1 - p.theta) + p.q * G);
  const forTools = a.delivered * a.shT;
  const strength = {
    trust_budget: part(allowed, p.b1),
    budget_tools: part(a.toolsIn, atWork),
    budget_customers: within(a.f * (1 - p.theta)),
    tools_customers: within(a.eA),
    customers_seen: within(a.m * G),
    seen_trust: within(a.sat),
    budget_capability: part(a.Kin * c.cK, atWork),
    capability_customers: within(K),
    capability_seen: within((1 - p.m0) * K),
    trust_capability: within(a.weight),
    budget_trust: within(a.own_weight),
    customers_budget: within(a.aff),
    saturation: heldBack((won + p.dG) * G, won),
    wear: heldBack(p.dA * A, a.toolsIn),
    forgetting: heldBack((a.Kin + p.dK) * K, a.Kin),
    standing: c.c0 + forTools > 0 ? c.c0 / (c.c0 + forTools) : 0,
    push: part(a.budget - a.Y * allowed * a.aff, a.budget),
  };
  return { strength, a, stocks };
}

/** The narrowest arrow of the main loop, R1: where it sticks. */
export function narrowest(strength) {
  const main = LINKS.filter(({ loop }) => loop === "R1");
  return main.reduce((least, one) => (strength[one.id] < strength[least.id] ? one : least));
}
