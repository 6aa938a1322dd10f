"""What the Sectors page shows: parameters from an address made into a valid view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from divario import queries
from divario.charts.peers import SIZES
from divario.charts.sector_words import LEAST_COUNTRIES
from divario.records import THEMES
from divario.ui.view import Notice, picked, strangers

DEFAULT_SECTOR = "C"
DEFAULT_COUNTRIES_INDICATOR = "E_AI_TANY"
MAX_OTHERS = 3
NAMES = ("sector", "size", "compare", "topic", "indicator")


@dataclass(frozen=True)
class SectorOptions:
    """What may be chosen: sectors measured in Italy; for the chosen one themes and indicators.

    `sectors` maps each accepted code to the one under which its cells stand; `indicators` are those
    measured for the sector in several territories.
    """

    sectors: Mapping[str, str]
    themes: tuple[str, ...]
    indicators: tuple[str, ...]

    @property
    def measured(self) -> list[str]:
        """The sectors that have cells, each once, in their order."""
        return list(dict.fromkeys(self.sectors.values()))


@dataclass(frozen=True)
class SectorsView:
    """A complete, valid state of the Sectors page; `indicator` is empty where none has countries.

    `size` is the class of the reader's own firm, empty for none: it adds that class's figures.

    `topic` is a theme of the catalogue, empty for all; in an address `theme` is the page's look.
    """

    sector: str
    size: str
    compare: tuple[str, ...]
    topic: str
    indicator: str
    options: SectorOptions
    notices: tuple[Notice, ...] = ()

    @property
    def compared(self) -> list[str]:
        """The chosen sector and the ones beside it."""
        return [self.sector, *self.compare]

    def address(self) -> dict[str, str]:
        """The parameters that say this view, defaults left out."""
        own = {
            "sector": (self.sector, DEFAULT_SECTOR),
            "size": (self.size, ""),
            "compare": (",".join(self.compare), ""),
            "topic": (self.topic, ""),
            "indicator": (self.indicator, default_indicator(self.options.indicators)),
        }
        return {name: value for name, (value, plain) in own.items() if value != plain}


def default_indicator(indicators: tuple[str, ...]) -> str:
    """The indicator across countries when an address says nothing."""
    if DEFAULT_COUNTRIES_INDICATOR in indicators or not indicators:
        return DEFAULT_COUNTRIES_INDICATOR if indicators else ""
    return indicators[0]


def measured_sectors() -> dict[str, str]:
    """Each sector code that has cells in Italy, with the code under which they stand; no totals."""
    return {
        row["sector"]: row["sector_equivalent"]
        for row in queries.run("coverage_by_sector").records
        if row["indicators_count"] and not row["is_total"]
    }


def resolve(given: Mapping[str, str]) -> SectorsView:
    """Make any parameters into a valid view; what is not valid becomes the nearest that is."""
    notices = strangers(given, NAMES)
    pick = partial(picked, given, notices)
    sectors = measured_sectors()
    sector = sectors[pick("sector", sectors, DEFAULT_SECTOR)]
    options = _options_of(sector, sectors)
    size = pick("size", SIZES, "")
    topic = pick("topic", options.themes, "")
    indicator = pick("indicator", options.indicators, default_indicator(options.indicators))
    compare = _compare(given.get("compare", ""), sector, sectors, notices)
    return SectorsView(sector, size, compare, topic, indicator, options, tuple(notices))


def _options_of(sector: str, sectors: Mapping[str, str]) -> SectorOptions:
    rows = queries.run("indicators_by_sector", sector=sector).records
    measured = {row["theme"] for row in rows if row["cells_italy_count"]}
    return SectorOptions(
        sectors=sectors,
        themes=tuple(theme for theme in THEMES if theme in measured),
        indicators=tuple(
            row["indicator"]
            for row in rows
            if row["cells_italy_count"] and row["territories_count"] >= LEAST_COUNTRIES
        ),
    )


def _compare(
    given: str, sector: str, sectors: Mapping[str, str], notices: list[Notice]
) -> tuple[str, ...]:
    """Sectors beside the chosen one: measured codes, each once, at most MAX_OTHERS."""
    chosen: list[str] = []
    for code in [item.strip()[:20] for item in given.split(",")][:50]:
        used = sectors.get(code, "")
        if not code or used == sector or used in chosen:
            continue
        if used and len(chosen) < MAX_OTHERS:
            chosen.append(used)
        else:
            notices.append(Notice("compare", code, ""))
    return tuple(chosen)
