"""Measures: rows of `figures_by_territory` as they are read, of which a territory has thousands.

Plain tuples with named places; a measure becomes a cell, which is a dictionary, only where it is
shown or told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from divario.stats.gaps import Cell

COLUMNS = (
    *("indicator", "sector", "size_class", "territory", "year", "value", "unit", "status"),
    *("caveats", "lineage", "is_low_reliability", "decimals_count", "sector_level", "origin"),
)
INDICATOR, SECTOR, SIZE_CLASS, TERRITORY, YEAR, VALUE, UNIT, STATUS = range(8)
CAVEATS, LINEAGE, IS_LOW_RELIABILITY, DECIMALS_COUNT, SECTOR_LEVEL, ORIGIN = range(8, 14)
SERIES = slice(0, 3)
CODES = slice(0, 5)

Measure = tuple[Any, ...]
# The measures of one territory, by indicator, sector and size class; each from its first year on.
Series = dict[tuple[str, str, str], list[Measure]]
# What holds for an indicator as a whole: theme, better, index_version and indicator_caveats.
About = Mapping[str, Mapping[str, Any]]


def in_series(measures: Iterable[Measure]) -> Series:
    """The measures of one territory, whatever their order."""
    series: Series = {}
    for measure in sorted(measures):
        series.setdefault(measure[SERIES], []).append(measure)
    return series


def cell_of(measure: Measure, about: About) -> Cell:
    """A measure as a record, with what holds for its indicator."""
    return {**about[measure[INDICATOR]], **dict(zip(COLUMNS, measure, strict=True))}
