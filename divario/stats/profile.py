"""A sector's profile: each indicator beside the national total and the EU, and its rank."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from divario.catalogue import EU, ITALY, TOTAL
from divario.stats.gaps import Cell, Gap, find, ranked
from divario.stats.levels import peers


@dataclass(frozen=True)
class Compared:
    """One indicator in one year: the sector in Italy, Italy's total, the same sector in the EU.

    `total` and `europe` are None where that year has no such cell; all share unit and population.
    """

    own: Cell
    total: Cell | None
    europe: Cell | None

    @property
    def cells(self) -> list[Cell]:
        """The measured cells: own, total, EU."""
        return [cell for cell in (self.own, self.total, self.europe) if cell]

    def gap(self, versus: str) -> Gap:
        """From `total` or `europe` to the sector in Italy, in percentage points."""
        return Gap(near=getattr(self, versus), far=self.own)


@dataclass(frozen=True)
class Tally:
    """How often a sector is ahead, level or behind; `years` are those of the cells compared."""

    ahead: int
    level: int
    behind: int
    years: tuple[int, ...]

    @property
    def count(self) -> int:
        """How many indicators were compared."""
        return self.ahead + self.level + self.behind


@dataclass(frozen=True)
class Position:
    """A sector's rank for one indicator, 1 the highest value, ties sharing the better one.

    `level` is section or division; `peers` are the ranked cells, from the highest down.
    """

    own: Cell
    level: str
    peers: tuple[Cell, ...]

    @property
    def rank(self) -> int:
        """The rank of the sector itself."""
        return self.place(self.own)

    def place(self, cell: Cell) -> int:
        """The rank of one of the peers."""
        return 1 + sum(other["value"] > cell["value"] for other in self.peers)

    @property
    def count(self) -> int:
        """How many sectors were ranked."""
        return len(self.peers)


def compared(cells: Iterable[Cell], sector: str) -> list[Compared]:
    """The cells of `profile_by_sector` by indicator, in their order.

    Cells of another year or unit than the sector's own would be left out, were there any.
    """
    found = []
    for _, group in groupby(cells, key=lambda cell: cell["indicator"]):
        listed = list(group)
        own = find(listed, territory=ITALY, sector=sector)
        if own is None:
            continue
        same = {"year": own["year"], "unit": own["unit"], "size_class": own["size_class"]}
        found.append(
            Compared(
                own=own,
                total=find(listed, territory=ITALY, sector=TOTAL, **same),
                europe=find(listed, territory=EU, sector=sector, **same),
            )
        )
    return found


def is_ahead(gap: Gap, better: str) -> bool | None:
    """Whether the far end is the better one; None when level, missing or without a direction."""
    direction = gap.direction
    if better == "neutral" or direction not in {"ahead", "behind"}:
        return None
    return (direction == "ahead") == (better == "more")


def tally(rows: Iterable[Compared], versus: str) -> Tally:
    """Count where a sector is better off than `total` or `europe`.

    Indicators without a better end are not counted, nor is a cell of low reliability.
    """
    counted = [
        row
        for row in rows
        if row.own["better"] != "neutral"
        and (other := getattr(row, versus))
        and not (row.own["is_low_reliability"] or other["is_low_reliability"])
    ]
    verdicts = [is_ahead(row.gap(versus), row.own["better"]) for row in counted]
    return Tally(
        ahead=verdicts.count(True),
        level=verdicts.count(None),
        behind=verdicts.count(False),
        years=tuple(sorted({row.own["year"] for row in counted})),
    )


def position(cells: list[Cell], sector: str) -> Position | None:
    """The rank of a sector among those of its level, for one indicator and year in Italy.

    None when its cell is missing or of low reliability, when it overlaps the others, or when no
    other sector of its level was measured.
    """
    level, side_by_side = peers(cells, sector)
    order = ranked(side_by_side)
    own = find(order, sector=sector)
    if own is None or len(order) < 2:
        return None
    return Position(own=own, level=level, peers=tuple(order))


def positions(cells: Iterable[Cell], sector: str) -> list[Position]:
    """The positions of a sector by indicator: the cells of `ranks_by_sector`, in their order."""
    groups = groupby(cells, key=lambda cell: cell["indicator"])
    found = (position(list(group), sector) for _, group in groups)
    return [one for one in found if one]
