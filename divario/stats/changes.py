"""What moved: from the survey before the last to the last, within one comparable series."""

from __future__ import annotations

from itertools import pairwise

from divario.stats.gaps import Cell, Gap


def changes(cells: list[Cell]) -> list[Gap]:
    """One gap per indicator, from its earlier cell to its later one; cells come in that order."""
    return [
        Gap(near=earlier, far=later)
        for earlier, later in pairwise(cells)
        if earlier["indicator"] == later["indicator"]
    ]


def largest_by_theme(gaps: list[Gap], direction: str, count: int) -> list[Gap]:
    """The largest rise (`ahead`) or fall (`behind`) of each theme, the largest first.

    One per theme, since the indicators of a theme mostly move together; changes within rounding
    are neither rises nor falls.
    """
    chosen: dict[str, Gap] = {}
    moved = [gap for gap in gaps if gap.direction == direction]
    for gap in sorted(moved, key=lambda gap: (-abs(gap.difference or 0), gap.far["indicator"])):
        chosen.setdefault(gap.far["theme"], gap)
    return list(chosen.values())[:count]
