"""Whether two cells may be compared, and if not, why not.

A cell is one record of a mart. Only `indicator`, `unit`, `size_class`, `sector`, `territory` and
`year` must be there; `index_version`, `indicator_caveats`, `segment`, `status` and `caveats` are
used where the mart carries them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from divario.catalogue import EU
from divario.stats.measures import CAVEATS, SERIES, STATUS, TERRITORY, YEAR, Measure

Cell = dict[str, Any]
EU_AGGREGATES = frozenset({EU, "EU28", "EU27_2007", "EU25", "EU15", "EA"})
DENOMINATORS = frozenset({"other_denominator", "barrier_subset", "share_of_persons"})
POPULATIONS = frozenset(
    {
        "share_of_enterprises_using_social_media",
        "all_industry_and_services",
        "n_without_travel_agencies",
    }
)


def refusal(a: Cell, b: Cell) -> str | None:
    """The first of REASONS, in order, for which two cells may not be compared; None when they may.

    The order of the two does not matter. Low reliability is no reason here: such a cell may stand
    beside another, and is never ranked (`divario.stats.gaps.ranked`).
    """
    return next((reason for reason, test in _TESTS.items() if test(a, b)), None)


def are_alike(a: Measure, b: Measure) -> bool:
    """Whether no test can tell two figures of one indicator apart, as most cannot be.

    One year or one series, the same caveats, no status, and not two aggregates of the EU: then
    `refusal` gives no reason, and need not be asked; its tests, one by one, take long.
    """
    return (
        a[CAVEATS] == b[CAVEATS]
        and not (a[STATUS] or b[STATUS])
        and (
            a[TERRITORY] == b[TERRITORY]
            or a[TERRITORY] not in EU_AGGREGATES
            or b[TERRITORY] not in EU_AGGREGATES
        )
        and (a[YEAR] == b[YEAR] or (a[SERIES] == b[SERIES] and a[TERRITORY] == b[TERRITORY]))
    )


def _place(cell: Cell) -> tuple[str, str, str]:
    return cell["size_class"], cell["sector"], cell["territory"]


@lru_cache(maxsize=1_000)
def _split(caveats: str) -> frozenset[str]:
    return frozenset(caveats.split(",")) - {""}


def _codes(cell: Cell) -> frozenset[str]:
    """Caveats of the single cell."""
    return _split(cell.get("caveats") or "")


def _population(cell: Cell) -> frozenset[str]:
    """What tells the denominator and the population of a cell, beyond its unit and codes.

    A denominator of its own belongs to one indicator, so that its name is part of the answer.
    """
    own = DENOMINATORS.intersection(cell.get("indicator_caveats") or ())
    denominator = {f"{code} {cell['indicator']}" for code in own}
    return (POPULATIONS & _codes(cell)) | denominator


def _is_of_previous_year(cell: Cell) -> bool:
    """Whether the figure of survey year t speaks of t − 1."""
    return "previous_year" in (
        cell.get("indicator_caveats") or ()
    ) or "reference_year_is_previous" in _codes(cell)


def _has_other_definition(a: Cell, b: Cell) -> bool:
    """Status d in one of the two, or in both but for different territories."""
    flags = ["d" in (cell.get("status") or "") for cell in (a, b)]
    return flags[0] != flags[1] or (all(flags) and a["territory"] != b["territory"])


def _has_break_between(a: Cell, b: Cell) -> bool:
    """Whether the series was broken after the earlier and up to the later cell.

    Without `segment` only the later cell's own flag is known.
    """
    if "segment" in a and "segment" in b:
        return a["segment"] != b["segment"]
    later = max((a, b), key=lambda cell: cell["year"])
    return "b" in (later.get("status") or "")


_TESTS: dict[str, Callable[[Cell, Cell], bool]] = {
    "unit": lambda a, b: a["unit"] != b["unit"],
    "version": lambda a, b: a.get("index_version") != b.get("index_version"),
    "population": lambda a, b: _population(a) != _population(b),
    "reference_year": lambda a, b: _is_of_previous_year(a) != _is_of_previous_year(b),
    "europe": lambda a, b: (
        a["territory"] != b["territory"] and {a["territory"], b["territory"]} <= EU_AGGREGATES
    ),
    "indicator": lambda a, b: a["indicator"] != b["indicator"],
    "definition": _has_other_definition,
    "year": lambda a, b: a["year"] != b["year"] and _place(a) != _place(b),
    "break": lambda a, b: a["year"] != b["year"] and _has_break_between(a, b),
}
REASONS = tuple(_TESTS)
