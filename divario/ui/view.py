"""What a page shows: parameters from an address made into a valid view, and what had to change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from divario import catalogue, queries
from divario.catalogue import ALL_SIZES, DEFAULT_INDICATOR, EU, ITALY, SME, TOTAL
from divario.queries import Result, nearest
from divario.stats.levels import is_within_section

COMPARED = ("DE", "ES", "FR")
MAX_COMPARED = 6
DETAILS = ("section", "division")
NAMES = ("indicator", "year", "size", "sector", "countries", "detail")


@dataclass(frozen=True)
class Notice:
    """One value of the address that could not be used, and what is shown in its place.

    Without a name, `given` is itself the name of a parameter that the page does not have.
    """

    name: str
    given: str
    used: str


def strangers(given: Mapping[str, str], names: Collection[str]) -> list[Notice]:
    """A notice for each parameter of an address that is none of the page's own."""
    return [Notice("", name[:80], "") for name in given if name not in names]


def picked(
    given: Mapping[str, str],
    notices: list[Notice],
    name: str,
    allowed: Iterable[str],
    default: str = "",
) -> str:
    """A parameter's value where it is allowed; else the nearest that is, with a notice of it."""
    value = given.get(name, "").strip()[: queries.MAX_LENGTH]
    if not value or value in allowed:
        return value or default
    used = nearest(value, allowed) or default
    notices.append(Notice(name, value, used))
    return used


@dataclass(frozen=True)
class Options:
    """What was measured of one indicator: codes by list, in their order."""

    years: tuple[int, ...]
    sizes: tuple[str, ...]
    sectors: tuple[str, ...]
    territories: tuple[str, ...]


@dataclass(frozen=True)
class GapsView:
    """A complete, valid state of the Gaps page; `notices` say what of the address was changed."""

    indicator: str
    year: int
    size: str
    sector: str
    countries: tuple[str, ...]
    detail: str
    options: Options
    notices: tuple[Notice, ...] = ()

    @property
    def territories(self) -> list[str]:
        """Italy, the EU and the compared countries."""
        return [ITALY, EU, *self.countries]

    @property
    def is_whole_sector(self) -> bool:
        """Whether a sector's enterprises of all sizes stand where SMEs would."""
        return self.sector != TOTAL and self.size == ALL_SIZES and SME in self.options.sizes

    def address(self) -> dict[str, str]:
        """The parameters that say this view, defaults left out."""
        plain = defaults(self.options, self.sector)
        own = {
            "indicator": self.indicator,
            "year": str(self.year),
            "size": self.size,
            "sector": self.sector,
            "countries": ",".join(self.countries) or "-",
            "detail": self.detail,
        }
        return {
            name: value
            for name, value in own.items()
            if value != (DEFAULT_INDICATOR if name == "indicator" else plain[name])
        }


def options_of(indicator: str) -> Options:
    """What was measured of an indicator; years only where Italy has a figure, if it has any."""
    rows = queries.run("options_by_indicator", indicator=indicator).records
    listed: dict[str, list[str]] = {"year": [], "size_class": [], "sector": [], "territory": []}
    for row in rows:
        listed[row["code_list"]].append(row["code"])
    italian = [
        int(row["code"]) for row in rows if row["code_list"] == "year" and row["cells_italy_count"]
    ]
    return Options(
        years=tuple(italian or map(int, listed["year"])),
        sizes=tuple(listed["size_class"]),
        sectors=tuple(listed["sector"]),
        territories=tuple(listed["territory"]),
    )


def defaults(options: Options, sector: str = TOTAL) -> dict[str, str]:
    """The view when an address says nothing but a sector: newest year, SMEs, all activities.

    Of one sector the surveys publish all enterprises together and SMEs hardly ever, so that there
    these are the usual size class. A part of a section is shown among divisions.
    """
    usual = [SME, ALL_SIZES] if sector == TOTAL else [ALL_SIZES]
    sizes = [size for size in usual if size in options.sizes] or list(options.sizes)
    sectors = [TOTAL] if TOTAL in options.sectors else list(options.sectors)
    known = [code for code in COMPARED if code in options.territories]
    return {
        "year": str(options.years[0]),
        "size": sizes[0],
        "sector": sectors[0],
        "countries": ",".join(known) or "-",
        "detail": "division" if is_within_section(sector) else "section",
    }


def resolve(given: Mapping[str, str]) -> GapsView:
    """Make any parameters into a valid view; what is not valid becomes the nearest that is."""
    known = catalogue.current()
    notices = strangers(given, NAMES)
    pick = partial(picked, given, notices)
    indicator = pick("indicator", list(known.indicators), DEFAULT_INDICATOR)
    options = options_of(indicator)
    sector = pick("sector", known.codes("sector"), defaults(options)["sector"])
    plain = defaults(options, sector)
    year = pick("year", [str(year) for year in options.years], plain["year"])
    size = pick("size", known.codes("size_class"), plain["size"])
    detail = pick("detail", list(DETAILS), plain["detail"])
    countries = _countries(given.get("countries"), plain["countries"], notices)
    return GapsView(
        indicator=indicator,
        year=int(year),
        size=size,
        sector=sector,
        countries=countries,
        detail=detail,
        options=options,
        notices=tuple(notices),
    )


def _countries(given: str | None, default: str, notices: list[Notice]) -> tuple[str, ...]:
    """Compared territories: known codes, each once, at most MAX_COMPARED; '-' stands for none."""
    known = catalogue.current()
    allowed = known.codes("territory")
    wanted = [code.strip()[:20] for code in (default if given is None else given).split(",")]
    chosen: list[str] = []
    for code in wanted[:50]:
        if code in {"", "-", ITALY, EU} or code in chosen:
            continue
        if code in allowed and len(chosen) < MAX_COMPARED:
            chosen.append(code)
        else:
            notices.append(Notice("countries", code, ""))
    return tuple(chosen)


def sector_size(view: GapsView, cross: Result) -> str | None:
    """The size class in which sectors were measured: the chosen one, else all sizes; or None.

    `cross` is the answer of `sizes_by_sector` for Italy in the view's year.
    """
    parts = [cell["size_class"] for cell in cross.records if not cell["is_total"]]
    return next((size for size in (view.size, ALL_SIZES) if parts.count(size) > 1), None)
