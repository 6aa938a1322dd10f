"""How hard and how long a firm must be pushed to leave the trap."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from divario.cycle.equilibria import GROWTH
from divario.cycle.solver import simulate

MONTHS = 60
CANDIDATES = 65


def ending(
    parameters: Mapping[str, float],
    initial: Mapping[str, float],
    budgets: Any,
    durations: Any,
    months: int = MONTHS,
) -> np.ndarray:
    """Share of direct demand won at the end, per ring-fenced budget and duration (same shapes).

    Budgets in euros per month, durations in months. A run that leaves its bounds gives NaN.
    """
    budgets, durations = np.broadcast_arrays(budgets, durations)
    pushed = {"commit": budgets.ravel() * 1.0, "commit_t": durations.ravel() * 1.0}
    run = simulate({**parameters, **pushed}, initial, months)
    return run.last("G").reshape(budgets.shape)


def minimal_push(
    parameters: Mapping[str, float],
    initial: Mapping[str, float],
    duration: float,
    most: float,
    months: int = MONTHS,
) -> float | None:
    """The smallest ring-fenced budget, euros per month, that frees the firm by `months`.

    The first of evenly spaced budgets up to `most` that does, then again between it and the one
    before: found to `most`/4096. None when no budget up to `most` is enough.
    """
    low, high = 0.0, most
    for _ in range(2):
        budgets = np.linspace(low, high, CANDIDATES)
        is_free = ending(parameters, initial, budgets, duration, months) > GROWTH
        if not is_free.any():
            return None
        first = int(np.argmax(is_free))
        if first == 0:
            return float(budgets[0])
        low, high = budgets[first - 1], budgets[first]
    return float(high)
