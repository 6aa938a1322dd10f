"""The solver: the same runs by other means, other units, smaller steps and odd conditions."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import twin
from crowd import side_by_side

from divario.cycle import equations, ledger, solver, uncertainty
from divario.errors import WrongParameter

KNOWN = ledger.current()
COUNT = 10_000
PRESETS = ("as_usual", "voucher_advice", "hire_and_strategy")
SERIES_UNITS = {"W": "EUR", "A": "EUR"} | dict.fromkeys(("R", "P", "X", "Y", "own"), "EUR/month")


@pytest.fixture(scope="module")
def crowd() -> solver.Run:
    """Ten thousand plausible firms, pushed as in the preset of small wins."""
    return pushed(solver.STEP)


def pushed(step: float) -> solver.Run:
    settings = KNOWN.presets["small_wins"].settings
    drawn = uncertainty.draw(KNOWN, COUNT, settings=settings)
    return solver.simulate(drawn, KNOWN.start(), 60, step)


def random_settings(seed: int) -> dict[str, float]:
    """Every parameter anywhere in its range, levers too."""
    generator = np.random.default_rng(seed)
    return {s: float(generator.uniform(p.low, p.high)) for s, p in KNOWN.parameters.items()}


@pytest.mark.parametrize("seed", range(12))
def test_an_independent_twin_gives_the_same_run(seed: int) -> None:
    settings = random_settings(seed)
    if seed % 3 == 0:
        settings["vouch_tool"] = -1.0
    run = solver.one(settings, KNOWN.start(), 36)
    theirs = np.array(twin.run(settings, KNOWN.start(), 36)).T
    for name, values in zip(solver.SERIES, theirs, strict=True):
        assert run.series[name] == pytest.approx(values, rel=1e-9, abs=1e-12), name


def test_a_voucher_tied_to_tools_when_everything_goes_to_tools() -> None:
    only_tools = {f"{letter}_{name}": 0.0 for letter in "sz" for name in ("cons", "train", "staff")}
    settings = KNOWN.values(only_tools | {"vouch": 9_000, "vouch_tool": 0.25})
    run = solver.one(settings, KNOWN.start(), 12)
    theirs = np.array(twin.run(settings, KNOWN.start(), 12)).T
    assert run.series["W"] == pytest.approx(theirs[0], rel=1e-12)


def scaled(values: dict[str, float], factors: dict[str, float]) -> dict[str, float]:
    """The same parameters in other units: factors of EUR, month, person and FTE."""
    return {s: value * _factor(KNOWN.parameters[s].unit, factors) for s, value in values.items()}


def _factor(unit: str, factors: dict[str, float]) -> float:
    top, *under = unit.split("/")
    known = {"1": 1.0, "dimensionless": 1.0, **factors}
    return known[top] / math.prod(known[one] for one in under)


@pytest.fixture(scope="module")
def usual() -> solver.Run:
    """The runs of three presets in euros, months, persons and full-time equivalents."""
    return solver.simulate(side_by_side(firms_of(PRESETS)), KNOWN.start(), 60)


def firms_of(presets: tuple[str, ...]) -> list[dict[str, float]]:
    """The parameters of presets."""
    return [KNOWN.values(KNOWN.presets[name].settings) for name in presets]


@pytest.mark.parametrize(
    "factors",
    [
        {"EUR": 7.3, "month": 1, "person": 1, "FTE": 1},
        {"EUR": 1, "month": 1, "person": 1 / 3, "FTE": 1},
        {"EUR": 1, "month": 1, "person": 1, "FTE": 1720.0},
        {"EUR": 0.01, "month": 4, "person": 10, "FTE": 0.3},
    ],
)
def test_other_units_leave_the_results_unchanged(
    usual: solver.Run, factors: dict[str, float]
) -> None:
    """Three presets side by side, month for month."""
    firms = side_by_side([scaled(values, factors) for values in firms_of(PRESETS)])
    unit = round(factors["month"])
    other = solver.simulate(firms, KNOWN.start(), 60 * unit, solver.STEP * unit)
    assert usual.is_whole.all()
    for series in solver.SERIES:
        back = other.series[series][::unit]
        back = back / _factor(SERIES_UNITS.get(series, "dimensionless"), factors)
        assert back == pytest.approx(usual.series[series], rel=1e-12, abs=0), series


def test_every_firm_stays_within_its_bounds(crowd: solver.Run) -> None:
    assert crowd.is_whole.all()
    for name in solver.SERIES:
        assert np.isfinite(crowd.series[name]).all()
        assert crowd.series[name].min() >= 0
    for name in ("K", "G", "T"):
        assert crowd.series[name].max() <= 1


def test_halving_the_step_frees_or_traps_nobody(crowd: solver.Run) -> None:
    finer = pushed(solver.STEP / 2)
    assert np.array_equal(finer.last("G") > 0.3, crowd.last("G") > 0.3)
    assert np.abs(finer.last("T") - crowd.last("T")).max() < 1e-4


def test_the_step_is_as_exact_as_the_decision_says() -> None:
    for name, most in (("as_usual", 3e-7), ("hire_and_strategy", 3e-6)):
        values = KNOWN.values(KNOWN.presets[name].settings)
        coarse = solver.one(values, KNOWN.start(), 18).series["T"]
        fine = solver.simulate(values, KNOWN.start(), 18, 1 / 64).series["T"]
        assert np.abs(coarse - fine).max() < most


@pytest.mark.parametrize("name", PRESETS)
def test_lsoda_gives_the_same_run(name: str) -> None:
    from scipy.integrate import solve_ivp  # noqa: PLC0415 (heavy)

    values = KNOWN.values(KNOWN.presets[name].settings)
    run = solver.one(values, KNOWN.start(), 60)
    stocks = twin.start(values, KNOWN.start())
    edges = [values["t0"] + values[one] for one in ("commit_t", "vouch_t") if values[one]]
    ends = sorted({0.0, values["t0"], *edges, 60.0})
    for begin, end in pairwise(ends):
        within = round(begin / solver.STEP)
        solved = solve_ivp(
            lambda _t, y, n=within: twin.rates(values, y, n, solver.STEP),
            (begin, end), stocks, method="LSODA", rtol=1e-10, atol=1e-12,
        )  # fmt: skip
        stocks = solved.y[:, -1]
        expected = [run.series[stock][round(end)] for stock in equations.STOCKS]
        assert stocks == pytest.approx(expected, rel=2e-5)


def test_money_is_neither_lost_nor_made() -> None:
    settings = KNOWN.presets["voucher_advice"].settings | {"commit": 800, "commit_t": 7}
    c = equations.prepare(KNOWN.values(settings))
    stocks = np.array([*equations.start(c, KNOWN.start()), 0, 0, 0, 0], float)[:, None]
    first_work, at = float(stocks[0, 0]), solver.windows(c, solver.STEP)

    def rates(now: np.ndarray, number: int) -> list[Any]:
        v = equations.auxiliaries(c, now[:8], at(number))
        spent = v.b_tool + v.b_cons + v.b_train + v.b_staff
        flows = [v.own, spent, v.bought, v.delivered]
        return [*equations.rates(c, now[:8], at(number)), *flows]

    for number in range(240):
        stocks = solver.advance(lambda now, n=number: rates(now, n), stocks, solver.STEP)
    own, spent, bought, delivered = stocks[8:, 0]
    assert spent - own == pytest.approx(settings["vouch"], rel=1e-6)
    assert stocks[0, 0] - first_work == pytest.approx(bought - delivered, rel=1e-6)


def test_without_money_everything_decays() -> None:
    values = KNOWN.values() | {"b0": 0.0, "b1": 0.0, "x_own": 0.0}
    run = solver.one(values, KNOWN.start(), 240)
    assert run.series["own"].max() == 0
    assert run.last("K") == pytest.approx(0.12 * math.exp(-0.02 * 240), rel=1e-6)
    assert run.last("A") == pytest.approx(run.series["A"][0] * math.exp(-0.0275 * 240), rel=1e-6)
    assert run.last("G") < 1e-3


def test_without_honesty_tools_only_age() -> None:
    run = solver.one(KNOWN.values({"h": 0, "commit": 5_000, "commit_t": 60}), KNOWN.start(), 60)
    assert run.series["A"][60] == pytest.approx(run.series["A"][0] * math.exp(-0.0275 * 60))
    assert run.series["own"][:60].min() > 0


def test_without_demand_turnover_is_the_traditional_one() -> None:
    values = KNOWN.values() | {"phi": 0.0, "chi": 0.0}
    run = solver.one(values, KNOWN.start(), 60)
    assert run.series["Y"] == pytest.approx(run.series["R"], rel=0, abs=0)


def test_an_endless_project_delivers_nothing() -> None:
    run = solver.one(KNOWN.values() | {"L": 1e4}, KNOWN.start(), 60)
    assert run.is_whole.all()
    assert run.last("A") == pytest.approx(run.series["A"][0] * math.exp(-0.0275 * 60), rel=1e-6)


def test_a_hopeless_judgement_does_not_overflow() -> None:
    with np.errstate(over="raise"):
        c = equations.prepare(KNOWN.values() | {"wH": 1e-9})
        assert equations.satisfaction(c, 0.0, 1_000.0) < 1e-300
        assert equations.satisfaction(c, 1e9, 1_000.0) == 1


@pytest.mark.parametrize(
    "odd",
    [
        {"rho": 0.0},
        {"rho": 0.5},
        {"vouch_t": 0.0},
        {"tau_up": 0.0},
        {"tau_soc": -1.0},
        {"tauP": 0.0},
        {"L": math.inf},
        {"L": math.nan},
        {"eA0": 1.0},
        dict.fromkeys(("s_tool", "s_cons", "s_train", "s_staff"), 0.0),
        dict.fromkeys(("z_tool", "z_cons", "z_train", "z_staff"), 0.0),
    ],
)
def test_values_without_a_meaning_are_refused(odd: dict[str, float]) -> None:
    initial = KNOWN.start() | {name: odd[name] for name in odd if name == "eA0"}
    with pytest.raises(WrongParameter) as caught:
        solver.simulate(KNOWN.values() | odd, initial, 12)
    assert next(iter(odd)) in str(caught.value)


def test_interventions_begin_and_end_at_whole_steps() -> None:
    settings = {"t0": 2.1, "commit": 9_000, "commit_t": 2.9, "b1": 0.025}
    own = solver.one(KNOWN.values(settings), KNOWN.start(), 8).series["own"]
    assert [month for month, euros in enumerate(own) if euros == 9_000] == [2, 3, 4]


def test_firms_side_by_side_do_not_touch_each_other() -> None:
    drawn = uncertainty.draw(KNOWN, 2 * solver.CHUNK + 7)
    together = solver.simulate(drawn, KNOWN.start(), 24)
    for firm in (0, solver.CHUNK - 1, solver.CHUNK, 2 * solver.CHUNK + 6):
        alone = solver.one(
            {s: float(v[firm]) if np.ndim(v) else v for s, v in drawn.items()}, KNOWN.start(), 24
        )
        for name in solver.SERIES:
            assert together.series[name][:, firm] == pytest.approx(alone.series[name], rel=1e-12)
