"""Many plausible copies of one firm: seeded draws from the ledger's ranges, and what they share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from divario.cycle.equilibria import GROWTH, REGIMES, regimes
from divario.cycle.ledger import Ledger
from divario.cycle.solver import Run, simulate

SEED = 20_251_125
QUANTILES = (0.1, 0.5, 0.9)


def draw(
    ledger: Ledger, count: int, seed: int = SEED, settings: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Parameters of `count` plausible firms: arrays for what is uncertain, numbers for levers.

    Each uncertain parameter follows a triangular law on [low, value, high], independently of the
    others; settings replace what was drawn, so they move no other parameter's draw. Raises
    WrongParameter for a setting outside its range.
    """
    generator = np.random.default_rng(seed)
    drawn: dict[str, Any] = ledger.values()
    for symbol, one in ledger.parameters.items():
        if one.is_drawn:
            drawn[symbol] = generator.triangular(one.low, one.value, one.high, count)
    return drawn | ledger.checked(settings or {})


def ensemble(
    ledger: Ledger,
    count: int,
    months: int,
    seed: int = SEED,
    settings: Mapping[str, Any] | None = None,
) -> Run:
    """Runs of `count` plausible firms from the ledger's initial stocks."""
    return simulate(draw(ledger, count, seed, settings), ledger.start(), months)


def bands(run: Run, name: str) -> np.ndarray:
    """Quantiles 0.1, 0.5, 0.9 of a series per month over the runs that stayed whole."""
    return np.quantile(run.series[name][:, run.is_whole], QUANTILES, axis=1)


def escaped_share(run: Run) -> float:
    """Share of firms out of the trap at the end of a run, judged by customers, not by trust."""
    return float(np.mean(run.last("G")[run.is_whole] > GROWTH))


def regime_shares(parameters: Mapping[str, Any]) -> dict[str, float]:
    """Share of plausible firms per regime, by the names in equilibria.REGIMES."""
    found = regimes(parameters)
    return {name: float(np.mean(found == place)) for place, name in enumerate(REGIMES)}
