"""Runs of the model: Runge–Kutta of fourth order, for one firm or for many at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np

from divario.cycle import equations
from divario.cycle.equations import SHARES, STOCKS, Window
from divario.errors import DivarioError

STEP = 0.25  # month; halving it moves no trust by more than 2e−6
SERIES = (*STOCKS, "Y", "own")
CHUNK = 5_000  # draws at a time, one chunk after another: decisions/0075
RESERVE = 4_000_000  # numbers, 32 MB: decisions/0075
SLACK = 1e-9  # rounding at a bound is no escape


class LeftBounds(DivarioError):
    """A run left the bounds in which its stocks have a meaning; says which stock, and when."""

    def __init__(self, stock: str, month: float) -> None:
        self.stock, self.month = stock, month
        super().__init__(f"The run stopped: stock {stock} left its bounds at month {month:g}.")


@dataclass(frozen=True)
class Run:
    """A run at whole months: `series[name]` has shape (months+1,), or (months+1, firms).

    Euros for W and A, euros per month for R, P, X, Y, own, 0 to 1 for K, G, T. `failed` names the
    stock that left its bounds per firm ("" for none), `failed_month` when; from then on that
    firm's series are NaN, and `is_whole` is false for it.
    """

    t: np.ndarray
    series: dict[str, np.ndarray]
    failed: np.ndarray
    failed_month: np.ndarray

    @property
    def is_whole(self) -> np.ndarray:
        """Per firm, whether its run stayed within its bounds."""
        return self.failed == ""

    def last(self, name: str) -> np.ndarray:
        """The last value of a series, per firm."""
        return self.series[name][-1]


def simulate(
    parameters: Mapping[str, Any], initial: Mapping[str, Any], months: int, step: float = STEP
) -> Run:
    """Run the model for whole months; parameters may be numbers or arrays over firms.

    Raises WrongParameter for values without a meaning. A run that leaves its bounds is marked.
    """
    given = {**parameters, **initial}
    count = max((np.size(value) for value in given.values()), default=1)
    recorded = np.empty((months + 1, len(SERIES), count))
    failed, when = np.full(count, "", "U1"), np.full(count, np.nan)
    np.empty(RESERVE)  # given back at once: from now on the allocator keeps freed temporaries
    for first in range(0, count, CHUNK):
        own = slice(first, first + CHUNK)
        parts = (_part(values, own) for values in (parameters, initial))
        failed[own], when[own] = _run(*parts, recorded[..., own], step)
    if not any(np.ndim(value) for value in given.values()):
        recorded = recorded[..., 0]
    series = dict(zip(SERIES, np.moveaxis(recorded, 1, 0), strict=True))
    return Run(np.arange(months + 1.0), series, failed, when)


def one(parameters: Mapping[str, float], initial: Mapping[str, float], months: int) -> Run:
    """One firm's run; raises LeftBounds, naming stock and month, when it does not stay whole."""
    run = simulate(parameters, initial, months)
    if run.failed[0]:
        raise LeftBounds(str(run.failed[0]), float(run.failed_month[0]))
    return run


def _part(values: Mapping[str, Any], own: slice) -> dict[str, Any]:
    return {name: value[own] if np.ndim(value) else value for name, value in values.items()}


def _run(
    parameters: Mapping[str, Any], initial: Mapping[str, Any], recorded: np.ndarray, step: float
) -> tuple[np.ndarray, np.ndarray]:
    """Fill one chunk's series, shape (months+1, series, firms); what failed, and when."""
    months, count = len(recorded) - 1, recorded.shape[-1]
    with np.errstate(all="ignore"):
        c = equations.prepare(parameters)
        stocks = np.empty((len(STOCKS), count))
        for row, value in zip(stocks, equations.start(c, initial), strict=True):
            row[:] = value
        watch = Watch(c, count)
        intervention = windows(c, step)
        per_month = round(1 / step)
        for number in range(months * per_month + 1):
            on = intervention(number)
            if number % per_month == 0:
                _record(recorded[number // per_month], c, stocks, on)
            if number < months * per_month:
                stocks = advance(lambda now, on=on: equations.rates(c, now, on), stocks, step)
                watch.note(stocks, (number + 1) * step)
    for firm in np.flatnonzero(watch.failed != ""):
        recorded[int(np.ceil(watch.month[firm])) :, :, firm] = np.nan
    return watch.failed, watch.month


def advance(
    rates: Callable[[np.ndarray], list[Any]], stocks: np.ndarray, step: float
) -> np.ndarray:
    """One step of the classical Runge–Kutta method; stocks along the first axis."""
    shape = stocks.shape

    def gained(now: np.ndarray) -> np.ndarray:
        out = np.empty(shape)
        for row, rate in zip(out, rates(now), strict=True):
            row[...] = rate
        return out

    def ahead(by: float, k: np.ndarray) -> np.ndarray:
        now = by * k
        now += stocks
        return now

    k1 = gained(stocks)
    k2 = gained(ahead(step / 2, k1))
    k3 = gained(ahead(step / 2, k2))
    k4 = gained(ahead(step, k3))
    k2 += k3
    k2 *= 2
    k2 += k1
    k2 += k4
    k2 *= step / 6
    k2 += stocks
    return k2


def windows(c: SimpleNamespace, step: float) -> Callable[[int], Window]:
    """What the interventions add in a step, by its number; t0 and durations in whole steps."""
    first, commit, voucher = (
        np.floor(np.asarray(getattr(c, name)) / step + 0.5)
        for name in ("t0", "commit_t", "vouch_t")
    )
    flow = c.vouch / np.maximum(voucher * step, step)
    last = int(np.max(first + np.maximum(commit, voucher)))
    has_voucher = bool(np.any(np.asarray(c.vouch) > 0))

    def at(number: int) -> Window:
        if number >= last:
            return equations.NO_INTERVENTION
        is_on = (first <= number) & (number < first + commit)
        is_paid = (first <= number) & (number < first + voucher)
        return Window(is_on * c.commit, is_on * c.mix_c, is_paid * flow, has_voucher)

    return at


def _record(row: np.ndarray, c: SimpleNamespace, stocks: np.ndarray, on: Window) -> None:
    """Stocks, turnover and own spending at the start of a step."""
    row[: len(STOCKS)] = stocks
    G, R, T = (stocks[STOCKS.index(name)] for name in ("G", "R", "T"))
    Y, direct = equations.sales(c, G, R)
    row[-2] = Y
    row[-1] = equations.own_budget(c, Y, direct, T, on)


class Watch:
    """Notes the firms whose stocks leave the bounds in which they have a meaning."""

    def __init__(self, c: SimpleNamespace, count: int) -> None:
        self.low, self.high = np.empty((len(STOCKS), count)), np.empty((len(STOCKS), count))
        for place, name in enumerate(STOCKS):
            self.low[place] = -SLACK if name in SHARES else -SLACK * np.asarray(c.Y0)
            self.high[place] = 1 + SLACK if name in SHARES else np.finfo(float).max
        self.failed, self.month = np.full(count, "", "U1"), np.full(count, np.nan)

    def note(self, stocks: np.ndarray, month: float) -> None:
        """Write down who left during the step that ends now, a NaN included."""
        is_inside = (stocks >= self.low) & (stocks <= self.high)
        if is_inside.all():
            return
        for firm in np.flatnonzero(~is_inside.all(axis=0) & (self.failed == "")):
            out = np.flatnonzero(~is_inside[:, firm])
            # A stock that left by its own motion comes before those that it spoiled. Where all
            # are spoiled it was capability: no other stock can be thrown so far in one step.
            first = [place for place in out if not np.isnan(stocks[place, firm])]
            self.failed[firm] = STOCKS[first[0]] if first else "K"
            self.month[firm] = month
