"""Leads: newsworthy gaps of one territory, what tells them apart, and which are shown.

`divario.stats.finding` makes, checks and orders them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from divario.stats.gaps import Cell, Gap
from divario.stats.measures import (
    CODES,
    INDICATOR,
    SECTOR,
    SIZE_CLASS,
    About,
    Measure,
    cell_of,
)

KINDS = ("size", "europe", "sector", "change", "reversal", "outlier")
FAULTS = ("unreliable", "rounding", "old", "law", "small_pool", "no_spread")
MAX_AGE = 5
PLACES = {kind: place for place, kind in enumerate(KINDS)}
# From where to where; an outlier stands against many countries, and has no near end.
Ends = tuple[Measure | None, Measure]


class Spread(NamedTuple):
    """How the EU's countries lie around their median, as `spreads_by_indicator` says."""

    median_pct: float
    deviation_pct: float
    countries_count: int


@dataclass(eq=False)
class Lead:
    """One lead. `faults` are the checks that it fails: reasons of comparable.REASONS, or FAULTS.

    `ends` are two pairs for a reversal (ahead, behind), else one. `amount` is in percentage points,
    per year for a change. `among` is the number of sectors or countries that it was found among,
    `pool` the number of amounts whose median is `middle`; an outlier stands out from `spread`.
    """

    kind: str
    ends: tuple[Ends, ...]
    about: About
    amount: float
    faults: tuple[str, ...] = ()
    among: int = 0
    spread: Spread | None = None
    pool: int = 0
    middle: float = 0.0
    score: float = 0.0

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Those whose figures it shows."""
        return tuple([end for near, far in self.ends for end in (far, near) if end])

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """Its ends as gaps between cells; made only where it is shown, as few are."""
        return tuple(
            [
                Gap(near and cell_of(near, self.about), cell_of(far, self.about))
                for near, far in self.ends
            ]
        )

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The ends of its gaps, in the order of `measures`."""
        return tuple([cell for gap in self.gaps for cell in (gap.far, gap.near) if cell])

    @property
    def code(self) -> tuple:
        """What settles a tie: kind, then the codes of its cells. No two leads have the same."""
        return (PLACES[self.kind], *[end[CODES] for end in self.measures])

    @property
    def story(self) -> tuple[str, ...]:
        """Leads of one kind and the same indicators tell one story; only its best is shown."""
        return (self.kind, *sorted({far[INDICATOR] for _, far in self.ends}))


def chosen(
    leads: Iterable[Lead], *, kind: str = "", theme: str = "", sector: str = "", size: str = ""
) -> list[Lead]:
    """The leads with a cell in a theme, sector and size class; an empty filter takes all."""
    kept = [lead for lead in leads if not kind or lead.kind == kind]
    if not (theme or sector or size):
        return kept
    return [
        lead
        for lead in kept
        if any(
            (not sector or end[SECTOR] == sector)
            and (not size or end[SIZE_CLASS] == size)
            and (not theme or lead.about[end[INDICATOR]]["theme"] == theme)
            for end in lead.measures
        )
    ]


def stories(leads: Iterable[Lead]) -> list[tuple[Lead, int]]:
    """The best sound lead of each story, and how many more tell it.

    The kinds take turns: the first of each kind in the order of KINDS, then the second of each.
    `leads` are in the order of `find`.
    """
    kept: dict[tuple, list[Lead]] = {}
    for lead in leads:
        if not lead.faults:
            kept.setdefault(lead.story, []).append(lead)
    turns: Counter[str] = Counter()
    placed = []
    for group in kept.values():
        turns[group[0].kind] += 1
        place = (turns[group[0].kind], PLACES[group[0].kind])
        placed.append((place, (group[0], len(group) - 1)))
    return [story for _, story in sorted(placed, key=itemgetter(0))]
