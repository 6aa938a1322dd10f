"""How leads are found: figures paired, each pair checked, and what is left scored and ordered.

A lead is one or two gaps between the figures of a territory and of the EU, or one figure against
the EU's countries. Its score is the distance of its amount from the median of the amounts of the
same kind and unit, over the scale max(1.4826 · MAD, one point): a robust z-score (Iglewicz and
Hoaglin, 1993). For reversals and distances between sectors only a larger amount counts. Ties are
settled by codes. Thousands are found for the few that are shown: figures stay as they were read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter, itemgetter
from statistics import median

from divario.catalogue import ALL_SIZES, EU, ITALY, LARGE
from divario.stats.comparable import DENOMINATORS, are_alike, refusal
from divario.stats.gaps import HALF_WIDTHS, SME_CLASSES
from divario.stats.leads import MAX_AGE, Ends, Lead, Spread
from divario.stats.levels import JOINED
from divario.stats.measures import (
    DECIMALS_COUNT,
    INDICATOR,
    IS_LOW_RELIABILITY,
    SECTOR,
    SECTOR_LEVEL,
    SIZE_CLASS,
    UNIT,
    VALUE,
    YEAR,
    About,
    Measure,
    Series,
    cell_of,
)

ONE_SIDED = ("sector", "reversal")
LAW = {ITALY: "compulsory_it"}
MIN_POOL = 8
MIN_SECTORS = 5
SCALE_OF_MAD = 1.4826
SCALE_FLOOR = 1.0
OUTLYING = 3.5
EXACT = 1e-9
_amount, _code, _key = itemgetter(0), attrgetter("code"), itemgetter(0)


@dataclass(frozen=True, eq=False)
class Others:
    """What the figures of each territory are set against, and what is known of indicators.

    `europe` are the figures of the EU of 27; `spreads` are those of `spreads_by_indicator`, by
    indicator, sector, size class and year.
    """

    europe: Series
    spreads: dict[tuple[str, str, str, int], Spread]
    about: About

    @cached_property
    def newest(self) -> int:
        """The newest year with a figure of the EU."""
        return _newest(self.europe)


def find(own: Series, others: Others, territory: str) -> list[Lead]:
    """Every lead of a territory, those that pass all checks first, from the highest score down.

    `own` are all its figures; the leads with faults follow, in order of code.
    """
    return _Search(own, others, territory).ranked()


def _newest(series: Series) -> int:
    return max([years[-1][YEAR] for years in series.values()], default=0)


def _highest_first(lead: Lead) -> float:
    return -lead.score


class _Search:
    """The leads of one territory, kind by kind, each with the checks that it fails."""

    def __init__(self, own: Series, others: Others, territory: str) -> None:
        self.own, self.others, self.about = own, others, others.about
        self.europe = {} if territory == EU else others.europe
        self.oldest = max(_newest(own), others.newest) - MAX_AGE
        law = LAW.get(territory)
        self.by_law = {
            indicator
            for indicator, known in self.about.items()
            if law in (known["indicator_caveats"] or ())
        }

    def ranked(self) -> list[Lead]:
        """Each kind in order of code, and the kinds in theirs: then no tie needs to be settled."""
        to_europe = list(self.to_europe())
        leads = [
            *self.by_size(),
            *to_europe,
            *sorted(self.by_sector(), key=_code),
            *self.in_time(),
            *sorted(self.reversals(to_europe), key=_code),
        ]
        _score(leads)
        leads += self.outliers()
        sound = [lead for lead in leads if not lead.faults]
        return [*sorted(sound, key=_highest_first), *[lead for lead in leads if lead.faults]]

    def by_size(self) -> Iterator[Lead]:
        """From SMEs (10–249, else 10–49) to large enterprises, in the newest year with both."""
        for (indicator, sector, size_class), large in self.own.items():
            if size_class != LARGE:
                continue
            for smaller in SME_CLASSES:
                if ends := _newest_shared(self.own.get((indicator, sector, smaller)), large):
                    yield self.lead("size", *ends)
                    break

    def to_europe(self) -> Iterator[Lead]:
        """From the EU of 27 to the territory, in the newest year with both."""
        for key, years in self.own.items():
            if ends := _newest_shared(self.europe.get(key), years):
                yield self.lead("europe", *ends)

    def by_sector(self) -> Iterator[Lead]:
        """From the last to the first section, in the newest year with enough reliable sections."""
        groups: dict[tuple[str, str, int], dict[str, Measure]] = defaultdict(dict)
        for (indicator, sector, size_class), years in self.own.items():
            if sector in JOINED or years[0][SECTOR_LEVEL] == "section":
                for one in years:
                    if not one[IS_LOW_RELIABILITY]:
                        groups[indicator, size_class, one[YEAR]][sector] = one
        newest: dict[tuple[str, str], list[Measure]] = {}
        for (indicator, size_class, _), found in sorted(groups.items(), key=_key):
            parts = [one for code, one in found.items() if not JOINED.get(code, set()) & set(found)]
            if len(parts) >= MIN_SECTORS:
                newest[indicator, size_class] = parts
        for parts in newest.values():
            order = sorted(parts, key=lambda one: (-one[VALUE], one[SECTOR]))
            yield self.lead("sector", order[-1], order[0], among=len(order))

    def in_time(self) -> Iterator[Lead]:
        """From the year measured before the newest to the newest, in points per year."""
        for years in self.own.values():
            if len(years) > 1:
                before, last = years[-2:]
                yield self.lead("change", before, last, over=last[YEAR] - before[YEAR])

    def outliers(self) -> Iterator[Lead]:
        """The newest figures further than OUTLYING from the median of the EU's countries."""
        spreads = self.others.spreads
        for key, years in self.own.items():
            last = years[-1]
            if (spread := spreads.get((*key, last[YEAR]))) is None:
                continue
            amount, count = last[VALUE] - spread.median_pct, spread.countries_count
            score = abs(amount) / max(SCALE_OF_MAD * spread.deviation_pct, SCALE_FLOOR)
            if score >= OUTLYING:
                faults = () if spread.deviation_pct else ("no_spread",)
                faults, ends = faults + self.faults(None, last), ((None, last),)
                more = (faults, count, spread, count, 0.0, score)
                yield Lead("outlier", ends, self.about, amount, *more)

    def reversals(self, to_europe: list[Lead]) -> Iterator[Lead]:
        """Ahead of the EU in one indicator or size class, behind in a close one of its group.

        Of equal ones that with the lowest code is ahead, that with the highest behind.
        """
        groups: dict[tuple, list[tuple[float, Lead]]] = defaultdict(list)
        for lead in to_europe:
            own = lead.ends[0][1]
            better = self.about[own[INDICATOR]]["better"]
            if lead.faults or better == "neutral":
                continue
            member = (lead.amount if better == "more" else -lead.amount), lead
            if kin := self.kin(own):
                groups[kin, own[SECTOR], own[SIZE_CLASS], own[YEAR]].append(member)
            if own[SIZE_CLASS] != ALL_SIZES:
                groups[own[INDICATOR], own[SECTOR], own[YEAR]].append(member)
        for members in groups.values():
            best, ahead = max(members, key=_amount)
            worst, behind = min(reversed(members), key=_amount)
            if best > 0 > worst:
                ends = (*ahead.ends, *behind.ends)
                yield Lead("reversal", ends, self.about, min(best, -worst))

    def kin(self, own: Measure) -> tuple[str, str, str] | None:
        """What close indicators share; one with a base of its own has no close ones."""
        known = self.about[own[INDICATOR]]
        if DENOMINATORS.isdisjoint(known["indicator_caveats"] or ()):
            return known["theme"], own[UNIT], known["index_version"] or ""
        return None

    def lead(
        self, kind: str, near: Measure, far: Measure, *, among: int = 0, over: int = 1
    ) -> Lead:
        """A lead from near to far with every check that it fails; over so many years."""
        amount = (far[VALUE] - near[VALUE]) / over
        return Lead(kind, ((near, far),), self.about, amount, self.faults(near, far), among)

    def faults(self, near: Measure | None, far: Measure) -> tuple[str, ...]:
        """Every check that a pair fails, or one figure alone."""
        faults, is_reliable = [], not far[IS_LOW_RELIABILITY]
        if near:
            is_reliable = is_reliable and not near[IS_LOW_RELIABILITY]
            if not are_alike(near, far) and (reason := self.reason(near, far)):
                faults.append(reason)
        if not is_reliable:
            faults.append("unreliable")
        if near and abs(far[VALUE] - near[VALUE]) <= _rounding(near, far) + EXACT:
            faults.append("rounding")
        if far[YEAR] < self.oldest:
            faults.append("old")
        if far[INDICATOR] in self.by_law:
            faults.append("law")
        return tuple(faults)

    def reason(self, near: Measure, far: Measure) -> str | None:
        """Why the two may not be compared."""
        return refusal(cell_of(near, self.about), cell_of(far, self.about))


def _rounding(near: Measure, far: Measure) -> float:
    """The largest difference that rounding alone could make, in percentage points."""
    return HALF_WIDTHS[near[DECIMALS_COUNT]] + HALF_WIDTHS[far[DECIMALS_COUNT]]


def _newest_shared(near: list[Measure] | None, far: list[Measure]) -> Ends | None:
    """Both ends in the newest year in which both were measured."""
    if not near:
        return None
    if near[-1][YEAR] == far[-1][YEAR]:
        return near[-1], far[-1]
    years = {one[YEAR]: one for one in near}
    return next(((years[one[YEAR]], one) for one in reversed(far) if one[YEAR] in years), None)


def _score(leads: list[Lead]) -> None:
    """Robust z-scores among the sound leads of each kind and unit; a small pool is a fault."""
    pools: dict[tuple[str, str], list[Lead]] = defaultdict(list)
    for lead in leads:
        if not lead.faults:
            pools[lead.kind, lead.ends[0][1][UNIT]].append(lead)
    for (kind, _), pool in pools.items():
        if len(pool) < MIN_POOL:
            for lead in pool:
                lead.faults = ("small_pool",)
            continue
        middle = median([lead.amount for lead in pool])
        deviation = median([abs(lead.amount - middle) for lead in pool])
        scale = max(SCALE_OF_MAD * deviation, SCALE_FLOOR)
        for lead in pool:
            score = (lead.amount - middle) / scale
            lead.score = score if kind in ONE_SIDED else abs(score)
            lead.pool, lead.middle = len(pool), middle
