"""What would change the outcome most: each parameter alone, and all at once; firms by size.

Too slow for a page, so it is computed offline by `python -m divario sensitivity` (`offline.py`) and
shipped as data. The outcome is the share of the direct demand won after five years, in per cent.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from divario.cycle.equilibria import GROWTH
from divario.cycle.ledger import Ledger, Parameter
from divario.cycle.solver import LeftBounds, simulate
from divario.cycle.uncertainty import SEED, draw, regime_shares

SCENARIOS = ("as_usual", "small_wins")
MONTHS = 60
SAMPLE = 2_048  # base sample of Saltelli's scheme, a power of two
RESAMPLES = 200
CONFIDENCE = 0.95
DRAWS = 4_000
SIZE_CLASSES = ((9, "0-9"), (49, "10-49"), (249, "50-249"))
Row = dict[str, Any]


def uncertain(ledger: Ledger, scenario: str) -> list[Parameter]:
    """The parameters that plausible firms differ in, without those that the scenario sets."""
    settings = ledger.presets[scenario].settings
    return [
        one for one in ledger.parameters.values() if one.is_drawn and one.symbol not in settings
    ]


def outcome(ledger: Ledger, parameters: dict[str, Any]) -> np.ndarray:
    """Per cent of the direct demand won after five years, per firm; raises LeftBounds."""
    run = simulate(parameters, ledger.start(), MONTHS)
    if not run.is_whole.all():
        firm = int(np.argmin(run.is_whole))
        raise LeftBounds(str(run.failed[firm]), float(run.failed_month[firm]))
    return 100 * np.atleast_1d(run.last("G"))


def tornado(ledger: Ledger, scenario: str) -> list[Row]:
    """Each uncertain parameter at its low and at its high end, all others at their value.

    Rows hold symbol, value, low, high, base_pct, at_low_pct, at_high_pct, in the ledger's order.
    """
    moved = uncertain(ledger, scenario)
    central = ledger.values(ledger.presets[scenario].settings)
    runs = 2 * len(moved) + 1
    parameters: dict[str, Any] = {name: np.full(runs, value) for name, value in central.items()}
    for place, one in enumerate(moved):
        parameters[one.symbol][2 * place : 2 * place + 2] = one.low, one.high
    ends = outcome(ledger, parameters)
    return [
        {
            "symbol": one.symbol,
            "value": one.value,
            "low": one.low,
            "high": one.high,
            "base_pct": ends[-1],
            "at_low_pct": ends[2 * place],
            "at_high_pct": ends[2 * place + 1],
        }
        for place, one in enumerate(moved)
    ]


def triangular(u: np.ndarray, one: Parameter) -> np.ndarray:
    """The values below which a parameter's triangular law has the shares u."""
    width = one.high - one.low
    rising = one.low + np.sqrt(u * width * (one.value - one.low))
    falling = one.high - np.sqrt((1 - u) * width * (one.high - one.value))
    return np.where(u * width < one.value - one.low, rising, falling)


def sobol(ledger: Ledger, scenario: str, sample: int = SAMPLE, seed: int = SEED) -> list[Row]:
    """Sobol indices of the outcome over the triangular laws of the ledger, all drawn at once.

    Rows hold symbol, first_order and total_order with the half widths of their 95% intervals.
    SALib samples the unit cube (it knows no triangular law with a negative end) and estimates.
    """
    from SALib.analyze import sobol as estimate  # noqa: PLC0415 (a package of the tests only)
    from SALib.sample import sobol as cube  # noqa: PLC0415

    moved = uncertain(ledger, scenario)
    names = [one.symbol for one in moved]
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    shares = cube.sample(problem, sample, calc_second_order=False, seed=seed)
    drawn = {one.symbol: triangular(shares[:, place], one) for place, one in enumerate(moved)}
    values = ledger.values(ledger.presets[scenario].settings) | drawn
    found = estimate.analyze(
        problem,
        outcome(ledger, values),
        calc_second_order=False,
        num_resamples=RESAMPLES,
        conf_level=CONFIDENCE,
        seed=seed,
    )
    columns = {
        "first_order": "S1",
        "first_margin": "S1_conf",
        "total_order": "ST",
        "total_margin": "ST_conf",
    }
    return [
        {"symbol": name, **{column: found[key][place] for column, key in columns.items()}}
        for place, name in enumerate(names)
    ]


def regimes(
    ledger: Ledger, scenario: str, size: dict[str, float], draws: int = DRAWS, seed: int = SEED
) -> Row:
    """How many plausible firms of a size have which endings, and how many are out in five years."""
    settings = {**ledger.presets[scenario].settings, **size}
    drawn = draw(ledger, draws, seed, settings)
    shares = regime_shares(drawn)
    return {
        "size_class": next(name for most, name in SIZE_CLASSES if size["N"] <= most),
        "persons_count": int(size["N"]),
        "turnover_month_eur": int(size["Y0"]),
        "draws_count": draws,
        **{f"{name}_count": round(share * draws) for name, share in shares.items()},
        "escaped_count": int(np.sum(outcome(ledger, drawn) > 100 * GROWTH)),
    }
