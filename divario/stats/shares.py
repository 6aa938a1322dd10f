"""Shares of counted units with their uncertainty, and the cells that they are counted in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from math import sqrt

TOTAL = "TOTAL"
SMALLEST = 10  # units of a denominator; under it no share is given
NORMAL_95 = 1.959963984540054  # two-sided 95% point of the normal distribution
# Classes of persons employed that a size class is also part of.
WIDER_SIZES = {
    "0-9": (),
    "10-49": ("10-249", "GE10"),
    "50-249": ("10-249", "GE10"),
    "GE250": ("GE10",),
}


def wilson(numerator: int, denominator: int) -> tuple[float, float]:
    """Wilson's 95% interval of a share, in per cent; holds for small counts and near 0 and 100.

    Raises ValueError for no units or more hits than units. Source: Wilson, JASA 22 (1927).
    """
    if not 0 <= numerator <= denominator or denominator == 0:
        raise ValueError(f"{numerator} of {denominator} is no share")
    share, square = numerator / denominator, NORMAL_95**2
    middle = share + square / (2 * denominator)
    half = NORMAL_95 * sqrt(share * (1 - share) / denominator + square / (4 * denominator**2))
    scale = 100 / (1 + square / denominator)
    low, high = scale * (middle - half), scale * (middle + half)
    # exact at the ends, where rounding would leave 1e-16
    return (0.0 if numerator == 0 else low, 100.0 if numerator == denominator else high)


def cells(
    sector: str | None, size_class: str | None, territory: str | None
) -> Iterator[tuple[str, str, str]]:
    """Every cell that a unit is counted in: sector × size × territory, each with its total.

    A division is counted in its section too, and crossed with size or territory, not with both:
    such cells would be many and nearly empty. What is not known is counted in totals only.
    """
    division = sector if sector and len(sector) > 1 else None
    sectors = [TOTAL, *dict.fromkeys([sector[0], sector] if sector else [])]
    sizes = [TOTAL, *((size_class, *WIDER_SIZES.get(size_class, ())) if size_class else ())]
    territories = [TOTAL, *([territory] if territory else [])]
    return (
        cell
        for cell in product(sectors, sizes, territories)
        if cell[0] != division or TOTAL in cell[1:]
    )


def share(numerator: int, denominator: int) -> dict[str, float | int | bool | None]:
    """Value and interval of one cell in per cent; suppressed under `SMALLEST` units."""
    if denominator < SMALLEST:
        empty = dict.fromkeys(("numerator", "value", "low", "high"))
        return {**empty, "denominator": denominator, "is_suppressed": True}
    low, high = wilson(numerator, denominator)
    return {
        "numerator": numerator,
        "denominator": denominator,
        "value": 100 * numerator / denominator,
        "low": low,
        "high": high,
        "is_suppressed": False,
    }


def counted(
    units: Iterable[tuple[tuple[str | None, str | None, str | None], int]],
) -> dict[tuple[str, str, str], int]:
    """Sum of numbers by cell, from (sector, size, territory) with a number each."""
    sums: dict[tuple[str, str, str], int] = {}
    for place, number in units:
        for cell in cells(*place):
            sums[cell] = sums.get(cell, 0) + number
    return sums
