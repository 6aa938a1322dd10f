"""A sector in words: its headline, its countries' chart, each of its indicators in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from divario import catalogue
from divario.charts import countries, ranks, words
from divario.charts.figure import Figure
from divario.charts.recipes import recipe
from divario.i18n import t
from divario.queries import Result
from divario.stats.profile import Compared, Position, Tally, tally

LEAST_COUNTRIES = 3


def headline(compared: Sequence[Compared], sector: str, language: str) -> str:
    """How often the sector is better placed than the national total and than the EU's."""
    name = words.sector(sector, language)
    total, europe = tally(compared, "total"), tally(compared, "europe")
    if not total.count and not europe.count:
        return t("sectors.headline.none", language, sector=name)
    if not europe.count:
        return t("sectors.headline.total", language, sector=name, **_counts(total, "total"))
    return t(
        "sectors.headline",
        language,
        sector=name,
        **_counts(total, "total"),
        **_counts(europe, "europe"),
    )


def _counts(one: Tally, name: str) -> dict[str, int]:
    return {name: one.ahead, f"{name}_count": one.count}


def lead(compared: Sequence[Compared], sector: str, language: str) -> str:
    """The sector's whole name, how many figures there are and of which years, and of whom."""
    years = sorted({row.own["year"] for row in compared})
    return t(
        "sectors.lead",
        language,
        label=words.sector(sector, language, "label"),
        count=len(compared),
        years=t("sectors.years", language, first=years[0], last=years[-1])
        if len(years) > 1
        else str(years[0]),
    )


def has_countries(result: Result) -> bool:
    """Whether more was measured than Italy and the EU: a rank among one country says nothing."""
    return len(countries.compared_cells(result)) >= LEAST_COUNTRIES


@recipe("territories_by_indicator")
def sector_countries(result: Result, language: str) -> Figure:
    """The bars of `territories_by_indicator` for one sector, which the subtitle names."""
    label = catalogue.current().indicator(result.parameters["indicator"], language)
    asked = words.asked(result, language)
    return replace(
        countries.country_bars(result, language, ()),
        subtitle=t("sectors.countries.subtitle", language, label=label, **asked),
    )


def measured(row: Compared, position: Position | None, language: str) -> str:
    """One indicator of the profile with its year, its cells and its position."""
    parts = [
        t(
            f"sectors.measured.{role}",
            language,
            value=words.value(cell, language),
        )
        for role in ("own", "total", "europe")
        if (cell := getattr(row, role))
    ]
    text = t("sectors.measured", language, year=row.own["year"], values=", ".join(parts))
    if position is None:
        return text
    place = t(
        f"sectors.measured.place.{position.level}",
        language,
        rank=ranks.rank_in_words(position, language),
        year=position.own["year"],
    )
    return f"{text} {place}"
