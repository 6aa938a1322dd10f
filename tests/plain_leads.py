"""Leads found the long way, from whole cells: what the quick way must give, to the last digit."""

from __future__ import annotations

from collections import defaultdict
from statistics import median
from typing import Any

from divario.stats import finding, leads
from divario.stats.comparable import DENOMINATORS, refusal
from divario.stats.gaps import SME_CLASSES, Cell, Gap

EU = "EU27_2020"
Told = tuple[Any, ...]


def code(cell: Cell) -> tuple:
    """The codes that name a cell."""
    return tuple(cell[name] for name in ("indicator", "sector", "size_class", "territory", "year"))


def plain(cells: list[Cell], spreads: list[dict[str, Any]], territory: str) -> list[Told]:
    """Kind, codes, amount, faults, among, pool, middle and score of each lead, in order."""
    at = {code(cell): cell for cell in cells}
    own = [cell for cell in cells if cell["territory"] == territory]
    newest = max((cell["year"] for cell in cells), default=0)
    found = [*_sizes(own, at), *_europe(own, at), *_sectors(own), *_changes(own)]
    told = [(kind, gaps, amount, _faults(gaps, newest), more) for kind, gaps, amount, more in found]
    told += _reversals(told)
    pools = defaultdict(list)
    for kind, gaps, amount, faults, _ in told:
        if not faults:
            pools[kind, gaps[0].far["unit"]].append(amount)
    scored = [_scored(one, pools) for one in told] + list(_outliers(own, spreads, newest))
    return sorted(
        scored, key=lambda one: (bool(one[3]), -one[-1], leads.KINDS.index(one[0]), one[1])
    )


def _last(cells: list[Cell]) -> Cell:
    return max(cells, key=lambda cell: cell["year"])


def _series(own: list[Cell]) -> list[list[Cell]]:
    series = defaultdict(list)
    for cell in sorted(own, key=code):
        series[code(cell)[:3]].append(cell)
    return list(series.values())


def _sizes(own: list[Cell], at: dict[tuple, Cell]) -> list[tuple]:
    made = []
    for years in _series([cell for cell in own if cell["size_class"] == "GE250"]):
        for size_class in SME_CLASSES:
            pairs = [
                Gap(near=near, far=far)
                for far in years
                if (near := at.get(code(far | {"size_class": size_class})))
            ]
            if pairs:
                made.append(("size", [pairs[-1]], pairs[-1].difference, 0))
                break
    return made


def _europe(own: list[Cell], at: dict[tuple, Cell]) -> list[tuple]:
    made = []
    for years in _series([cell for cell in own if cell["territory"] != EU]):
        pairs = [
            Gap(near=near, far=far)
            for far in years
            if (near := at.get(code(far | {"territory": EU})))
        ]
        made += [("europe", [gap], gap.difference, 0) for gap in pairs[-1:]]
    return made


def _sectors(own: list[Cell]) -> list[tuple]:
    groups = defaultdict(dict)
    for cell in own:
        is_one = cell["sector_level"] == "section" or cell["sector"] in finding.JOINED
        if is_one and not cell["is_low_reliability"]:
            groups[cell["indicator"], cell["size_class"], cell["year"]][cell["sector"]] = cell
    made = {}
    for key, found in sorted(groups.items()):
        for joined, parts in finding.JOINED.items():
            if parts & set(found):
                found.pop(joined, None)
        if len(found) >= finding.MIN_SECTORS:
            order = sorted(found.values(), key=lambda cell: (-cell["value"], code(cell)))
            gap = Gap(near=order[-1], far=order[0])
            made[key[:2]] = ("sector", [gap], gap.difference, len(order))
    return list(made.values())


def _changes(own: list[Cell]) -> list[tuple]:
    gaps = [Gap(near=years[-2], far=years[-1]) for years in _series(own) if len(years) > 1]
    return [
        ("change", [gap], gap.difference / (gap.far["year"] - gap.near["year"]), 0) for gap in gaps
    ]


def _reversals(told: list[tuple]) -> list[tuple]:
    groups = defaultdict(list)
    for kind, (gap, *_), amount, faults, _ in told:
        cell = gap.far
        if kind != "europe" or faults or cell["better"] == "neutral":
            continue
        points = amount if cell["better"] == "more" else -amount
        shared = [("indicator", "sector", "year")] if cell["size_class"] != "GE10" else []
        if not DENOMINATORS & set(cell["indicator_caveats"] or ()):
            shared.append(("theme", "unit", "index_version", "size_class", "sector", "year"))
        for names in shared:
            groups[names, tuple(cell[name] for name in names)].append((points, gap))
    made = []
    for members in groups.values():
        order = sorted(members, key=lambda member: (-member[0], code(member[1].far)))
        (best, ahead), (worst, behind) = order[0], order[-1]
        if best > 0 > worst:
            made.append(("reversal", [ahead, behind], min(best, -worst), (), 0))
    return made


def _outliers(own: list[Cell], spreads: list[dict[str, Any]], newest: int) -> list[Told]:
    shared = ("indicator", "sector", "size_class", "year")
    near = {tuple(row[name] for name in shared): row for row in spreads}
    made = []
    for cell in map(_last, _series(own)):
        if row := near.get(tuple(cell[name] for name in shared)):
            amount, count = cell["value"] - row["median_pct"], row["countries_count"]
            score = abs(amount) / max(1.4826 * row["deviation_pct"], 1.0)
            faults = () if row["deviation_pct"] else ("no_spread",)
            faults += _faults([Gap(near=None, far=cell)], newest)
            if score >= finding.OUTLYING:
                numbers = (count, count, 0.0, 0.0 if faults else score)
                made.append(("outlier", (code(cell),), amount, faults, *numbers))
    return made


def _faults(gaps: list[Gap], newest: int) -> tuple[str, ...]:
    cells = [end for gap in gaps for end in (gap.far, gap.near) if end]
    reasons = [refusal(gap.near, gap.far) for gap in gaps if gap.near]
    checks = {
        "unreliable": any(cell["is_low_reliability"] for cell in cells),
        "rounding": any(gap.direction == "level" for gap in gaps),
        "old": max(cell["year"] for cell in cells) < newest - leads.MAX_AGE,
        "law": any(
            cell["territory"] == "IT" and "compulsory_it" in (cell["indicator_caveats"] or ())
            for cell in cells
        ),
    }
    return (*filter(None, reasons), *[name for name, is_failed in checks.items() if is_failed])


def _scored(one: tuple, pools: dict[tuple, list[float]]) -> Told:
    kind, gaps, amount, faults, among = one
    codes = tuple(code(end) for gap in gaps for end in (gap.far, gap.near))
    pool = pools[kind, gaps[0].far["unit"]]
    if not faults and len(pool) < finding.MIN_POOL:
        faults = ("small_pool",)
    if faults:
        return kind, codes, amount, faults, among, 0, 0.0, 0.0
    middle = median(pool)
    score = (amount - middle) / max(1.4826 * median([abs(one - middle) for one in pool]), 1.0)
    return (
        kind,
        codes,
        amount,
        (),
        among,
        len(pool),
        middle,
        score if kind in finding.ONE_SIDED else abs(score),
    )
