"""Where a firm comes to rest, and the tipping point between two endings.

Without interventions, without retail decline and with R = Y0, every stock but trust follows from
trust, which leaves one equation, dT/dt = 0 on [0, 1].
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np

from divario.cycle import equations
from divario.cycle.equations import NO_INTERVENTION, Number

GRID = 401
COARSE_GRID = 101  # for many firms at once
PRECISION = 1e-12
MOST_ITERATIONS = 500
HALVINGS = 48
GROWTH = 0.3  # an ending counts as growth from this share of the direct demand won
REGIMES = ("trap", "two", "growth")


@dataclass(frozen=True, slots=True)
class Equilibrium:
    """A state of rest: trust, whether it is stable, capability, share of direct demand won.

    `budget` is own spending in euros per month there.
    """

    T: float
    stable: bool
    K: float
    G: float
    budget: float


def at_rest(c: SimpleNamespace, T: Number) -> SimpleNamespace:
    """Every other stock at rest, given trust; from prepared parameters with d = 0.

    Own spending depends on G through turnover: G is iterated to 1e−12. Shapes broadcast.
    """
    G = np.zeros(np.broadcast_shapes(np.shape(T), np.shape(c.phi_Y0)))
    for _ in range(MOST_ITERATIONS):
        v = _given_sales(c, T, G)
        is_done = np.max(np.abs(v.G - G)) <= PRECISION
        G = v.G
        if is_done:
            break
    v.P = equations.results(c, v.K, c.margin * v.direct, v.own)
    v.X, v.W, v.R = v.own, v.bought * c.L, c.Y0 + 0 * G
    v.dT = equations.trust_rate(c, T, equations.satisfaction(c, v.P, v.X), v.X)
    return v


def _given_sales(c: SimpleNamespace, T: Number, G: Number) -> SimpleNamespace:
    """One turn: spending from the customers G, then the customers that it keeps."""
    v = SimpleNamespace()
    v.Y, v.direct = equations.sales(c, G, c.Y0)
    v.own = equations.own_budget(c, v.Y, v.direct, T, NO_INTERVENTION)
    tool, cons, train, staff = equations.split(c, v.own, T, NO_INTERVENTION)
    v.bought = tool + cons * (1 - c.out)
    shT = tool / (v.bought + equations.TINY)
    f = equations.effort(c, staff, cons * c.out)
    tools = v.bought * shT
    v.A = equations.net(tools, c.c0) * c.work / c.dA
    Kin = equations.learning(c, v.bought - tools, f, train, staff)
    v.K = Kin / (Kin + c.dK)
    Q = equations.quality(c, v.A, v.K)
    v.G = _customers(Q * c.asking * f, Q * c.q, c.dG)
    return v


def _customers(a: Number, b: Number, loss: Number) -> Number:
    """The root in [0, 1] of (a + b·G)·(1 − G) = loss·G, without cancellation."""
    middle = a + loss - b
    root = np.sqrt(middle * middle + 4 * a * b)
    small = 2 * a / (np.abs(middle) + root)
    return np.where(middle >= 0, small, (np.abs(middle) + root) / (2 * b + equations.TINY))


def equilibria(parameters: Mapping[str, float]) -> list[Equilibrium]:
    """Every state of rest of one firm, from the lowest trust to the highest.

    Stable where dT/dt falls through zero; the unstable one in between is the tipping point.
    """
    c = _prepared(parameters)
    with np.errstate(all="ignore"):
        grid = np.linspace(0, 1, GRID)
        slope = at_rest(c, grid).dT
        places = np.flatnonzero(np.diff(np.signbit(slope)))
        T = _refined(c, grid[places], grid[places + 1], slope[places] > 0)
        v = at_rest(c, T)
    return [
        Equilibrium(float(T[i]), bool(slope[place] > 0), *map(float, (v.K[i], v.G[i], v.own[i])))
        for i, place in enumerate(places)
    ]


def tipping_point(parameters: Mapping[str, float]) -> float | None:
    """The trust that separates two endings, None where there is only one."""
    unstable = [one.T for one in equilibria(parameters) if not one.stable]
    return unstable[0] if unstable else None


def regimes(parameters: Mapping[str, Any]) -> np.ndarray:
    """Per firm its place in REGIMES: trap only, two endings, growth only.

    Parameters are numbers or arrays over firms. A firm with several stable endings, some in growth
    and some not, has two endings.
    """
    c = _prepared(parameters)
    grid = np.linspace(0, 1, COARSE_GRID)[:, None]
    with np.errstate(all="ignore"):
        slope = at_rest(c, grid).dT
        row, firm = np.nonzero((slope[:-1] > 0) & (slope[1:] <= 0))
        own = SimpleNamespace(
            **{k: v[firm] if np.ndim(v) else v for k, v in vars(c).items() if k not in LISTS},
            **{k: [v[firm] if np.ndim(v) else v for v in vars(c)[k]] for k in LISTS},
        )
        T = _refined(own, grid[row, 0], grid[row + 1, 0], np.full(row.shape, True))
        is_growth = at_rest(own, T).G >= GROWTH
    count = slope.shape[1]
    has_growth = np.bincount(firm[is_growth], minlength=count) > 0
    has_trap = np.bincount(firm[~is_growth], minlength=count) > 0
    return np.where(has_growth & has_trap, 1, np.where(has_growth, 2, 0))


LISTS = ("s", "z", "gaps", "sums")


def _prepared(parameters: Mapping[str, Any]) -> SimpleNamespace:
    still = {"d": 0.0, "commit": 0.0, "mix_c": 0.0, "vouch": 0.0}
    return equations.prepare({**parameters, **still})


def _refined(c: SimpleNamespace, low: Any, high: Any, is_falling: Any) -> np.ndarray:
    """The zero of dT/dt in each bracket, by halving to the last digits."""
    low, high = np.array(low), np.array(high)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        is_below = (at_rest(c, middle).dT > 0) == is_falling
        low, high = np.where(is_below, middle, low), np.where(is_below, high, middle)
    return (low + high) / 2
