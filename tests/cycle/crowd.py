"""Several firms as one run: a step of the solver costs about the same for one firm or for many."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def side_by_side(firms: Sequence[dict[str, float]]) -> dict[str, np.ndarray]:
    """The parameters of several firms, each as an array over them."""
    return {symbol: np.array([one[symbol] for one in firms]) for symbol in firms[0]}
