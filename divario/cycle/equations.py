"""The model's equations, in the order in which the ledger's symbols explain them.

Time in months, money in constant euros. Every name stands for a number or for an array with one
entry per firm: the same lines serve one run and ten thousand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np

from divario.errors import WrongParameter

STOCKS = ("W", "A", "K", "G", "R", "P", "X", "T")
SHARES = ("K", "G", "T")
MIX = ("tool", "cons", "train", "staff")
LARGEST_EXPONENT = 700.0  # exp() of more overflows
TINY = 1e-300  # makes 0/0 a 0, and changes no other quotient
Number = Any  # a float, or a numpy array with one entry per firm


@dataclass(frozen=True, slots=True)
class Window:
    """What an intervention adds during one step: floor of the budget, weight, voucher flow."""

    commit: Number
    weight: Number
    voucher: Number
    has_voucher: bool


NO_INTERVENTION = Window(0.0, 0.0, 0.0, False)


def prepare(parameters: Mapping[str, Number]) -> SimpleNamespace:
    """The parameters as names, with what stays constant during a run worked out once.

    Raises WrongParameter for values that the equations have no meaning for.
    """
    c = SimpleNamespace(**parameters)
    c.s = [parameters[f"s_{name}"] for name in MIX]
    c.z = [parameters[f"z_{name}"] for name in MIX]
    _refuse(c)
    c.A50 = (c.A50_fix + c.A50_emp * c.N) * (1 - 0.7 * c.plat)
    c.xh = (c.xh_fix + c.xh_emp * c.N) * (1 - 0.6 * c.plat)
    c.c0 = (c.c0_fix + c.c0_emp * c.N) * (1 - 0.7 * c.plat) + TINY
    c.cK = c.cK_fix + c.cK_emp * c.N
    c.pL = np.exp(-c.L / c.L_c)
    c.work = c.pL * c.h
    c.advised, c.trained, c.staffed = c.k_c * c.work / c.cK, c.k_t / c.cK, c.k_s / c.cK
    c.log_xh = np.log(c.xh)
    c.phi_Y0, c.xe_Y0, c.epsilon = c.phi * c.Y0, c.xe * c.Y0, 1e-6 * c.Y0
    c.fee = c.com * c.plat
    c.has_fee = bool(np.any(c.fee))
    c.margin = c.mu - c.fee
    c.F = (c.mu - c.m_op) * c.Y0
    c.F_psi = c.F * c.psi
    c.usual_profit = c.m_op * c.Y0
    c.slope = c.b1 - c.b0
    c.Hh = c.H * (1 + c.g_over * (1 - c.h))
    c.shrinking = -c.d
    c.vanity = c.wv * c.theta
    c.honest_work = c.h / c.wO
    c.sure, c.measured, c.asking = 1 - c.a0, 1 - c.m0, c.r * (1 - c.theta)
    c.faster = c.asym - 1
    c.sums = (sum(c.s), sum(c.z) - sum(c.s))
    c.gaps = [z - s for s, z in zip(c.s, c.z, strict=True)]
    return c


def _refuse(c: SimpleNamespace) -> None:
    """Values without a meaning, whatever the ledger's ranges say."""
    for symbol in ("vouch_t", "tau_up", "tau_soc", "tauP", "L"):
        if not np.all((getattr(c, symbol) > 0) & np.isfinite(getattr(c, symbol))):
            given = getattr(c, symbol)
            raise WrongParameter(symbol, given, f"{given} is no length of time", "above 0, finite")
    if not np.all(np.less(c.rho, 0)):
        raise WrongParameter("rho", c.rho, f"{c.rho} lets one thing replace another", "below 0")
    for shares, letter in ((c.s, "s"), (c.z, "z")):
        if not np.all(sum(shares) > 0):
            names = ", ".join(f"{letter}_{name}" for name in MIX)
            raise WrongParameter(names, 0, "the split sums to 0", "one of them must be above 0")


def start(c: SimpleNamespace, initial: Mapping[str, Number]) -> list[Number]:
    """The stocks at month 0, in the order of STOCKS; interventions are ignored.

    Raises WrongParameter when tools cover everything, which no finite value of tools does.
    """
    T, K, eA, G = (initial[name] for name in ("T0", "K0", "eA0", "G0"))
    if np.any(np.greater_equal(eA, 1)):
        raise WrongParameter("eA0", eA, f"{eA} is full coverage", "below 1")
    V = c.phi_Y0
    M = c.margin * c.iota * G * V
    X = (c.b0 + c.slope * T) * c.Y0
    tool, cons, _, _ = mix(c, np.maximum(T, c.mix0))
    W = X * (tool + cons * (1 - c.out)) * c.L
    A = c.A50 * eA / (1 - eA)
    R = c.Y0 - c.iota * G * V
    P = results(c, K, M, X)
    return [W, A, K, G, R, P, X, T]


def mix(c: SimpleNamespace, w: Number, budget: Number = 1.0) -> list[Number]:
    """What a budget gives tools, advice and execution, training, staff, at weight w."""
    each = budget / (c.sums[0] + c.sums[1] * w)
    return [(s + gap * w) * each for s, gap in zip(c.s, c.gaps, strict=True)]


def sales(c: SimpleNamespace, G: Number, R: Number) -> tuple[Number, Number]:
    """Turnover Y and what direct sales add to it, iota·G·V."""
    V = c.phi_Y0 + c.chi * np.maximum(c.Y0 - R, 0)
    direct = c.iota * G * V
    return R + direct, direct


def own_budget(c: SimpleNamespace, Y: Number, direct: Number, T: Number, on: Window) -> Number:
    """The firm's own spending: the largest of what trust affords, the ring fence, the match."""
    fixed = c.F - c.F_psi * np.maximum(1 - Y / c.Y0, 0)
    profit0 = c.mu * Y - fixed
    if c.has_fee:
        profit0 = profit0 - c.fee * direct
    aff = np.minimum(np.maximum(profit0 / c.usual_profit, 0), 1)
    free = Y * (c.b0 + c.slope * T) * aff
    return np.maximum(free, np.maximum(on.commit, c.vouch_match * on.voucher))


def split(c: SimpleNamespace, own: Number, T: Number, on: Window) -> list[Number]:
    """Euros per month for tools, advice and execution, training, staff; voucher included."""
    w = np.maximum(T, np.maximum(c.mix0, on.weight))
    if not on.has_voucher:
        return mix(c, w, own)
    shares = mix(c, w)
    tool, rest = shares[0], shares[1] + shares[2] + shares[3]  # 1 − tool, without cancellation
    tied = np.where(c.vouch_tool < 0, tool, np.where(rest > 0, c.vouch_tool, 1))
    others = [on.voucher * (1 - tied) * share / (rest + TINY) for share in shares[1:]]
    added = [on.voucher * tied, *others]
    return [own * share + more for share, more in zip(shares, added, strict=True)]


def effort(c: SimpleNamespace, staff: Number, bought: Number) -> Number:
    """Execution f: xⁿ/(xⁿ+xhⁿ), with x from the owner, own staff and honest outside work."""
    x = c.x_own + staff / c.wF + c.honest_work * bought
    # exp(n·log) costs half of numpy's power, here and in quality(): powers are half of a run.
    return 1 / (1 + np.exp(c.n_f * (c.log_xh - np.log(x))))


def learning(c: SimpleNamespace, advice: Number, f: Number, train: Number, staff: Number) -> Number:
    """Capability gained, Kin: advice delivered and training as far as they are absorbed; staff."""
    absorb = c.a0 + c.sure * f
    return absorb * (c.advised * advice + c.trained * train) + c.staffed * staff


def quality(c: SimpleNamespace, A: Number, K: Number) -> Number:
    """Q: (½·eA^rho + ½·K^rho)^(1/rho), as eA·(½ + ½·(K/eA)^rho)^(1/rho); 0 when either is 0."""
    eA = A / (A + c.A50)
    mean = 0.5 + 0.5 * np.exp(c.rho * np.log(K / (eA + TINY)))
    return eA * np.exp(np.log(mean) / c.rho)


def net(b: Number, c: Number) -> Number:
    """What is left of b after a running cost c above 0: b²/(b+c)."""
    return b * b / (b + c)


def results(c: SimpleNamespace, K: Number, M: Number, own: Number) -> Number:
    """Results seen: what is measured of the margin M, and likes for the firm's own spending."""
    return (c.m0 + c.measured * K) * M + c.vanity * own


def satisfaction(c: SimpleNamespace, P: Number, X: Number) -> Number:
    """How far results seen per euro remembered meet what was asked for, 0 to 1."""
    roi = P / (X + c.epsilon)
    return 1 / (1 + np.exp(np.minimum((c.Hh - roi) / c.wH, LARGEST_EXPONENT)))


def trust_rate(c: SimpleNamespace, T: Number, sat: Number, X: Number) -> Number:
    """dT per month: own experience pulls up slowly and down fast, hearsay pulls always."""
    own_weight = X / (X + c.xe_Y0)
    gap = sat - T
    pull = (gap + c.faster * np.minimum(gap, 0)) / c.tau_up
    return own_weight * pull + (c.T_soc - T) / c.tau_soc


def auxiliaries(c: SimpleNamespace, stocks: Any, on: Window) -> SimpleNamespace:
    """Every auxiliary and flow at one moment, by the names of the model's page.

    `stocks` are eight numbers or arrays in the order of STOCKS.
    """
    W, A, K, G, R, P, X, T = stocks
    v = SimpleNamespace()
    v.Y, v.direct = sales(c, G, R)
    v.own = own_budget(c, v.Y, v.direct, T, on)
    v.b_tool, v.b_cons, v.b_train, v.b_staff = split(c, v.own, T, on)
    v.b_out = v.b_cons * c.out
    v.b_adv = v.b_cons - v.b_out
    v.bought = v.b_tool + v.b_adv
    v.shT = v.b_tool / (v.bought + TINY)
    v.f = effort(c, v.b_staff, v.b_out)
    v.delivered = W / c.L
    v.tools = v.delivered * v.shT
    v.Kin = learning(c, v.delivered - v.tools, v.f, v.b_train, v.b_staff)
    v.Q = quality(c, A, K)
    v.seen = results(c, K, c.margin * v.direct, v.own)
    v.sat = satisfaction(c, P, X)
    return v


def rates(c: SimpleNamespace, stocks: Any, on: Window) -> list[Number]:
    """What each stock gains per month, in the order of STOCKS."""
    _, A, K, G, R, P, X, T = stocks
    v = auxiliaries(c, stocks, on)
    new = v.Q * (c.asking * v.f + c.q * G)
    # gain·(1 − share) − loss·share is written with one operation less.
    return [
        v.bought - v.delivered,
        net(v.tools, c.c0) * c.work - c.dA * A,
        v.Kin - (v.Kin + c.dK) * K,
        new - (new + c.dG) * G,
        c.shrinking * R,
        (v.seen - P) / c.tauP,
        (v.own - X) / c.tauP,
        trust_rate(c, T, v.sat, X),
    ]
