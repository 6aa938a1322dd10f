"""What the Web evidence page shows: parameters from an address made into a valid view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from divario import queries
from divario.charts.web_words import Row
from divario.queries import Result
from divario.ui.view import Notice, picked, strangers

DEFAULTS = {"topic": "presence", "list": "lombardia"}
TOPICS = (
    *("presence", "selling", "upkeep", "measuring", "social", "technology", "ai"),
    *("domains", "coverage"),
)
CELL = ("country", "sector", "year")
NAMES = (*CELL, *DEFAULTS)


@dataclass(frozen=True)
class WebOptions:
    """What may be chosen, in order; `lists` gives the region of each regional list of hotels.

    `defaults` is what is shown where nothing was chosen.
    """

    countries: tuple[str, ...]
    sectors: tuple[str, ...]
    years: tuple[str, ...]
    lists: Mapping[str, str]
    defaults: Mapping[str, str]


@dataclass(frozen=True)
class WebView:
    """A complete, valid state of the page.

    Country, sector and year of the cell that is set side by side; the topic of the published
    figures; the regional list of hotels (`hotels`, `list` in an address).
    """

    country: str
    sector: str
    year: int
    topic: str
    hotels: str
    options: WebOptions
    notices: tuple[Notice, ...] = ()

    def address(self) -> dict[str, str]:
        """The parameters that say this view, defaults left out."""
        own = {
            "country": self.country,
            "sector": self.sector,
            "year": str(self.year),
            "topic": self.topic,
            "list": self.hotels,
        }
        return {name: value for name, value in own.items() if value != self.options.defaults[name]}


def options() -> WebOptions:
    """What was measured: territories and years with sections, and lists with hotels by stars."""
    return _options(queries.run("pairs_by_sector", level="section"), queries.run("stars_by_list"))


@lru_cache(maxsize=4)
def _options(pairs: Result, lists: Result) -> WebOptions:
    """Gathered once per release: two answers that are kept are the same objects again."""
    rows = pairs.records
    return WebOptions(
        countries=tuple(sorted({row["territory"] for row in rows}, key=lambda c: (len(c), c))),
        sectors=tuple(sorted({row["sector"] for row in rows})),
        years=tuple(sorted({str(row["year"]) for row in rows}, reverse=True)),
        lists={row["source"]: row["territory"] for row in lists.records},
        defaults=DEFAULTS | dict(zip(CELL, telling(rows), strict=True)),
    )


def telling(rows: Iterable[Row]) -> tuple[str, str, str]:
    """Country, section and year to open with: where web and survey of the newest year differ most.

    The newest year with a web share and a reliable survey figure of one cell; without any, the
    newest year.
    """

    def weight(row: Row) -> tuple[bool, int, float]:
        is_both = row["difference_points"] is not None and not row["is_low_reliability"]
        return is_both, row["year"], abs(row["difference_points"]) if is_both else 0.0

    row = max(rows, key=weight)
    return row["territory"], row["sector"], str(row["year"])


def resolve(given: Mapping[str, str]) -> WebView:
    """Make any parameters into a valid view; what is not valid becomes the nearest that is."""
    known = options()
    notices = strangers(given, NAMES)

    def pick(name: str, allowed: Iterable[str]) -> str:
        return picked(given, notices, name, allowed, known.defaults[name])

    return WebView(
        country=pick("country", known.countries),
        sector=pick("sector", known.sectors),
        year=int(pick("year", known.years)),
        topic=pick("topic", TOPICS),
        hotels=pick("list", known.lists),
        options=known,
        notices=tuple(notices),
    )
