"""What the Web evidence page shows: parameters from an address made into a valid view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from divario import queries
from divario.queries import Result
from divario.ui.view import Notice, strangers

DEFAULTS = {
    "country": "DE",
    "sector": "F",
    "year": "2024",
    "topic": "presence",
    "list": "lombardia",
}
TOPICS = (
    *("presence", "selling", "upkeep", "measuring", "social", "technology", "ai"),
    *("domains", "coverage"),
)
NAMES = tuple(DEFAULTS)


@dataclass(frozen=True)
class WebOptions:
    """What may be chosen, in order; `lists` gives the region of each regional list of hotels."""

    countries: tuple[str, ...]
    sectors: tuple[str, ...]
    years: tuple[str, ...]
    lists: Mapping[str, str]


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
        return {name: value for name, value in own.items() if value != DEFAULTS[name]}


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
    )


def resolve(given: Mapping[str, str]) -> WebView:
    """Make any parameters into a valid view; what is not valid becomes the nearest that is."""
    known = options()
    notices = strangers(given, NAMES)

    def pick(name: str, allowed: Iterable[str]) -> str:
        value = given.get(name, "").strip()[: queries.MAX_LENGTH]
        if not value or value in allowed:
            return value or DEFAULTS[name]
        used = queries.nearest(value, allowed) or DEFAULTS[name]
        notices.append(Notice(name, value, used))
        return used

    return WebView(
        country=pick("country", known.countries),
        sector=pick("sector", known.sectors),
        year=int(pick("year", known.years)),
        topic=pick("topic", TOPICS),
        hotels=pick("list", known.lists),
        options=known,
        notices=tuple(notices),
    )
