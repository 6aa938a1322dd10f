"""Gaps: distances in percentage points between two measured cells, and whether they are clear.

A cell is one record of a mart: value (per cent), decimals_count, status and its codes. Nothing here
fills in a missing cell: a gap with a missing end has no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from divario.catalogue import EU, ITALY, LARGE, SMALL, SME

Cell = dict[str, Any]
SME_CLASSES = (SME, SMALL)
HALF_WIDTHS = tuple(0.5 * 10.0**-decimals for decimals in range(3))


@dataclass(frozen=True)
class Gap:
    """`far` minus `near`, in percentage points; either end may be missing."""

    near: Cell | None
    far: Cell | None

    @property
    def difference(self) -> float | None:
        """Percentage points from near to far; None when an end was not measured."""
        if self.near is None or self.far is None:
            return None
        return self.far["value"] - self.near["value"]

    @property
    def rounding(self) -> float:
        """The largest difference that rounding alone could make, in percentage points."""
        return sum([HALF_WIDTHS[end["decimals_count"]] for end in (self.near, self.far) if end])

    @property
    def decimals(self) -> int:
        """Decimals of the coarser end: a difference is never more precise than its ends."""
        return min((cell["decimals_count"] for cell in (self.near, self.far) if cell), default=2)

    @property
    def direction(self) -> str:
        """`ahead` when far is higher, `behind` when lower, `level` within rounding, `missing`."""
        if self.difference is None:
            return "missing"
        if abs(self.difference) <= self.rounding + 1e-9:
            return "level"
        return "ahead" if self.difference > 0 else "behind"


def half_width(cell: Cell) -> float:
    """Half of the last published digit, in percentage points."""
    return HALF_WIDTHS[cell["decimals_count"]]


def find(cells: Iterable[Cell], **codes: Any) -> Cell | None:
    """The one cell with these codes, or None when it was not measured."""
    return next(
        (cell for cell in cells if all(cell[name] == code for name, code in codes.items())), None
    )


def size_gap(cells: list[Cell], territory: str = ITALY) -> Gap:
    """From SMEs to large enterprises within a territory.

    SMEs are the class 10–249; where only 10–49 was measured, that class stands in, and the cell
    says so by its size class.
    """
    near = next(
        (
            cell
            for size_class in SME_CLASSES
            if (cell := find(cells, territory=territory, size_class=size_class))
        ),
        None,
    )
    return Gap(near=near, far=find(cells, territory=territory, size_class=LARGE))


def territory_gap(cells: list[Cell], size_class: str, territory: str = ITALY) -> Gap:
    """From the EU to a territory, within one size class: positive when the territory is higher."""
    return Gap(
        near=find(cells, territory=EU, size_class=size_class),
        far=find(cells, territory=territory, size_class=size_class),
    )


def ranked(cells: Iterable[Cell], key: Callable[[Cell], float] | None = None) -> list[Cell]:
    """Cells from the highest value down; a cell of low reliability is never ranked."""
    reliable = [cell for cell in cells if not cell["is_low_reliability"]]
    return sorted(reliable, key=key or (lambda cell: -cell["value"]))


def rank_of(cells: Iterable[Cell], territory: str) -> tuple[int, int] | None:
    """Position of a territory (1 is the highest; ties share the better one), and of how many."""
    order = ranked(cells)
    own = find(order, territory=territory)
    if own is None:
        return None
    return 1 + sum(cell["value"] > own["value"] for cell in order), len(order)
