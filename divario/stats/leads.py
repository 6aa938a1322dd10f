"""Leads: newsworthy gaps of one territory, each checked, and in a stable order.

A lead is one or two gaps between cells of `figures_by_territory`, or one cell against the countries
of `spreads_by_indicator`. Amounts are percentage points (per year for a change). Its score is the
distance of its amount from the median of the amounts of the same kind and unit, over the scale
max(1.4826 · MAD, one point): a robust z-score (Iglewicz and Hoaglin, 1993). For reversals and
distances between sectors only a larger amount counts. Ties are settled by codes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from statistics import median
from typing import Any

from divario.catalogue import ALL_SIZES, EU, ITALY, LARGE
from divario.stats.comparable import DENOMINATORS, refusal
from divario.stats.gaps import SME_CLASSES, Cell, Gap

KINDS = ("size", "europe", "sector", "change", "reversal", "outlier")
ONE_SIDED = ("sector", "reversal")
FAULTS = ("unreliable", "rounding", "old", "law", "small_pool", "no_spread")
LAW = {ITALY: "compulsory_it"}
MAX_AGE = 5
MIN_POOL = 8
MIN_SECTORS = 5
SCALE_OF_MAD = 1.4826
SCALE_FLOOR = 1.0
OUTLYING = 3.5
JOINED = {"D_E": {"D", "E"}, "L_M": {"L", "M"}}
Spread = dict[str, Any]
Series = dict[tuple[str, str, str, str], dict[int, Cell]]


@dataclass(eq=False, slots=True)
class Lead:
    """One lead. `faults` are the checks that it fails: reasons of comparable.REASONS, or FAULTS.

    `gaps` are two for a reversal (ahead, behind); for an outlier the gap has no near end, and
    `spread` holds what it stands out from. `among` is the number of sectors or countries that it
    was found among, `pool` the number of amounts whose median is `middle`.
    """

    kind: str
    gaps: tuple[Gap, ...]
    amount: float
    faults: tuple[str, ...] = ()
    among: int = 0
    spread: Spread | None = None
    pool: int = 0
    middle: float = 0.0
    score: float = 0.0
    cells: tuple[Cell, ...] = field(init=False)
    code: tuple = field(init=False)
    story: tuple = field(init=False)

    def __post_init__(self) -> None:
        """Keep what is asked for again and again.

        `cells` are those whose figures it shows; `code` settles a tie: kind, then their codes.
        Leads of one kind and the same indicators tell one `story`; only its best is shown.
        """
        self.cells = tuple([cell for gap in self.gaps for cell in (gap.far, gap.near) if cell])
        self.code = (KINDS.index(self.kind), *map(_codes, self.cells))
        about = {cell["indicator"] for cell in self.cells}
        self.story = (self.kind, *(sorted(about) if len(about) > 1 else about))


_codes = itemgetter("indicator", "sector", "size_class", "territory", "year")


def find(cells: Iterable[Cell], spreads: Iterable[Spread], territory: str) -> list[Lead]:
    """Every lead of a territory, those that pass all checks first, from the highest score down.

    `cells` are those of the territory and of the EU; those with faults follow, in order of code.
    """
    series: Series = defaultdict(dict)
    for cell in cells:
        key = (cell["indicator"], cell["size_class"], cell["sector"], cell["territory"])
        series[key][cell["year"]] = cell
    newest = max((year for years in series.values() for year in years), default=0)
    europe = list(_europe(series, territory))
    found = [
        *_size(series, territory),
        *europe,
        *_sector(series, territory),
        *_change(series, territory),
    ]
    checked = [_checked(lead, newest) for lead in found]
    sound = [lead for lead in checked if lead.kind == "europe" and not lead.faults]
    checked += _reversals(sound)
    outliers = [_checked(lead, newest) for lead in _outliers(series, spreads, territory)]
    return sorted(
        [*_scored(checked), *outliers],
        key=lambda lead: (bool(lead.faults), 0.0 if lead.faults else -lead.score, lead.code),
    )


def chosen(
    leads: Iterable[Lead], *, kind: str = "", theme: str = "", sector: str = "", size: str = ""
) -> list[Lead]:
    """The leads with a cell in a theme, sector and size class; an empty filter takes all."""
    return [
        lead
        for lead in leads
        if (not kind or lead.kind == kind)
        and any(
            (not theme or cell["theme"] == theme)
            and (not sector or cell["sector"] == sector)
            and (not size or cell["size_class"] == size)
            for cell in lead.cells
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
        place = (turns[group[0].kind], KINDS.index(group[0].kind))
        placed.append((place, (group[0], len(group) - 1)))
    return [story for _, story in sorted(placed, key=lambda item: item[0])]


def _size(series: Series, territory: str) -> Iterator[Lead]:
    """From SMEs (10–249, else 10–49) to large enterprises, in the newest year with both."""
    places = {(key[0], key[2]) for key in series if key[3] == territory}
    for indicator, sector in sorted(places):
        large = series.get((indicator, LARGE, sector, territory), {})
        for size_class in SME_CLASSES:
            own = series.get((indicator, size_class, sector, territory), {})
            if years := own.keys() & large.keys():
                gap = Gap(near=own[max(years)], far=large[max(years)])
                yield Lead("size", (gap,), gap.difference or 0.0)
                break


def _europe(series: Series, territory: str) -> Iterator[Lead]:
    """From the EU of 27 to the territory, in the newest year with both."""
    for key, own in series.items():
        if key[3] != territory or territory == EU:
            continue
        europe = series.get((*key[:3], EU), {})
        if years := own.keys() & europe.keys():
            year = max(years)
            gap = Gap(europe[year], own[year])
            yield Lead("europe", (gap,), gap.difference or 0.0)


def _sector(series: Series, territory: str) -> Iterator[Lead]:
    """From the last to the first section, in the newest year with enough reliable sections."""
    groups: dict[tuple, dict[str, Cell]] = defaultdict(dict)
    for (indicator, size_class, sector, place), years in series.items():
        for year, cell in years.items():
            is_section = cell["sector_level"] == "section" or sector in JOINED
            if place == territory and is_section and not cell["is_low_reliability"]:
                groups[indicator, size_class, year][sector] = cell
    newest: dict[tuple, list[Cell]] = {}
    for key, found in sorted(groups.items()):
        cells = [cell for code, cell in found.items() if not JOINED.get(code, set()) & set(found)]
        if len(cells) >= MIN_SECTORS:
            newest[key[:2]] = cells
    for cells in newest.values():
        order = sorted(cells, key=lambda cell: (-cell["value"], _codes(cell)))
        gap = Gap(near=order[-1], far=order[0])
        yield Lead("sector", (gap,), gap.difference or 0.0, among=len(order))


def _change(series: Series, territory: str) -> Iterator[Lead]:
    """From the year measured before the newest to the newest, in points per year."""
    for key, own in series.items():
        if key[3] == territory and len(own) > 1:
            before, last = sorted(own)[-2:]
            gap = Gap(near=own[before], far=own[last])
            yield Lead("change", (gap,), (gap.difference or 0.0) / (last - before))


def _outliers(series: Series, spreads: Iterable[Spread], territory: str) -> Iterator[Lead]:
    """The newest cells that stand further than OUTLYING from the median of the EU's countries."""
    by_cell = {
        (row["indicator"], row["size_class"], row["sector"], row["year"]): row for row in spreads
    }
    for key, own in series.items():
        last = max(own)
        row = by_cell.get((*key[:3], last))
        if key[3] != territory or row is None:
            continue
        amount = own[last]["value"] - row["median_pct"]
        score = abs(amount) / max(SCALE_OF_MAD * row["deviation_pct"], SCALE_FLOOR)
        if score >= OUTLYING:
            count, faults = row["countries_count"], () if row["deviation_pct"] else ("no_spread",)
            gap = Gap(near=None, far=own[last])
            yield Lead("outlier", (gap,), amount, faults, count, row, count, 0.0, score)


def _reversals(europe: list[Lead]) -> Iterator[Lead]:
    """Ahead of the EU in one indicator or size class, behind in a close one of the same group."""
    groups: dict[tuple, list[tuple[float, Lead]]] = defaultdict(list)
    for lead in europe:
        cell = lead.cells[0]
        if cell["better"] == "neutral":
            continue
        advantage = lead.amount if cell["better"] == "more" else -lead.amount
        place = cell["sector"], cell["year"]
        own_base = DENOMINATORS & set(cell["indicator_caveats"] or ())
        if not own_base:
            kin = cell["theme"], cell["unit"], cell["index_version"] or ""
            groups["theme", *kin, cell["size_class"], *place].append((advantage, lead))
        if cell["size_class"] != ALL_SIZES:
            groups["size", cell["indicator"], *place].append((advantage, lead))
    for _, members in sorted(groups.items()):
        order = sorted(members, key=lambda member: (-member[0], member[1].code))
        (best, ahead), (worst, behind) = order[0], order[-1]
        if best > 0 > worst:
            yield Lead("reversal", (ahead.gaps[0], behind.gaps[0]), min(best, -worst))


def _checked(lead: Lead, newest: int) -> Lead:
    """The lead with every check that it fails."""
    faults, is_rounding = [*lead.faults], False
    for gap in lead.gaps:
        if gap.near:
            if reason := refusal(gap.near, gap.far):
                faults.append(reason)
            is_rounding |= abs(gap.difference) <= gap.rounding + 1e-9
    checks = {
        "unreliable": any(cell["is_low_reliability"] for cell in lead.cells),
        "rounding": is_rounding,
        "old": max([cell["year"] for cell in lead.cells]) < newest - MAX_AGE,
        "law": any(_is_by_law(cell) for cell in lead.cells if cell["territory"] in LAW),
    }
    lead.faults = (*faults, *[name for name, is_failed in checks.items() if is_failed])
    return lead


def _is_by_law(cell: Cell) -> bool:
    return LAW[cell["territory"]] in (cell["indicator_caveats"] or ())


def _scored(leads: list[Lead]) -> list[Lead]:
    """Robust z-scores among the sound leads of each kind and unit; a small pool is a fault."""
    pools: dict[tuple[str, str], list[float]] = defaultdict(list)
    for lead in leads:
        if not lead.faults:
            pools[_pool(lead)].append(lead.amount)
    middles = {key: median(sorted(amounts)) for key, amounts in pools.items()}
    scales = {
        key: max(
            SCALE_OF_MAD * median(sorted(abs(amount - middles[key]) for amount in amounts)),
            SCALE_FLOOR,
        )
        for key, amounts in pools.items()
    }
    return [_with_score(lead, pools, middles, scales) for lead in leads]


def _pool(lead: Lead) -> tuple[str, str]:
    return lead.kind, lead.cells[0]["unit"]


def _with_score(lead: Lead, pools: dict, middles: dict, scales: dict) -> Lead:
    key = _pool(lead)
    if lead.faults:
        return lead
    if len(pools[key]) < MIN_POOL:
        lead.faults = ("small_pool",)
        return lead
    score = (lead.amount - middles[key]) / scales[key]
    if lead.kind not in ONE_SIDED:
        score = abs(score)
    lead.pool, lead.middle, lead.score = len(pools[key]), middles[key], score
    return lead
