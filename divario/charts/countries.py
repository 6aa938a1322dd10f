"""Countries in order: Italy and the EU marked, the compared ones darker, the rest grey."""

from __future__ import annotations

from typing import Any

from divario import catalogue
from divario.catalogue import EU, ITALY
from divario.charts import theme, words
from divario.charts.figure import Figure, LaterTable
from divario.charts.recipes import recipe
from divario.i18n import t
from divario.queries import Result
from divario.stats.gaps import Cell, rank_of, ranked

ROW_HEIGHT = 21
REGIONAL = ("region", "macro_area")


@recipe("territories_by_indicator")
def country_bars(result: Result, language: str, compared: tuple[str, ...]) -> Figure:
    """Bars of `territories_by_indicator`: countries and the EU of 27, from the highest down."""
    cells = compared_cells(result)
    is_regional = any(cell["territory_kind"] in REGIONAL for cell in cells)
    order = ranked(cells)
    rows = order + [cell for cell in cells if cell["is_low_reliability"]]
    names = [_name(cell["territory"], language) for cell in rows]
    unit = catalogue.current().unit(result.parameters["indicator"], language)
    upper = theme.upper_bound([cell["value"] for cell in rows], 1.14)
    return Figure(
        name="countries",
        title=(_area_title if is_regional else _title)(order, language),
        subtitle=t("countries.subtitle", language, **words.asked(result, language)),
        alt=_alt(order, language),
        how=t("areas.how" if is_regional else "countries.how", language),
        kind="measured",
        result=result,
        table=LaterTable(words.table, rows, language),
        traces=[_bars(rows, compared, language), _values(rows, language)],
        layout=theme.layout(
            language,
            height=ROW_HEIGHT * len(rows) + 70,
            margin={"l": 8, "r": 44, "t": 6, "b": 52},
            bargap=0.25,
            xaxis=theme.value_axis(unit, upper),
            yaxis=theme.category_axis(names, tickfont={"size": theme.SMALL_SIZE + 1}),
        ),
        narrow={
            "xaxis.nticks": 4,
            "xaxis.tickangle": 0,
            "yaxis.ticktext": [theme.wrapped(name, 24) for name in names],
            "yaxis.tickfont.size": theme.SMALL_SIZE,
        },
    )


def _name(territory: str, language: str) -> str:
    """A country's name, heavier for Italy and the EU."""
    name = words.territory(territory, language)
    return f"<b>{name}</b>" if territory in {ITALY, EU} else name


def _bars(rows: list[Cell], compared: tuple[str, ...], language: str) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "x": [cell["value"] for cell in rows],
        "y": list(range(len(rows))),
        "marker": {
            "color": [theme.colour_of(cell["territory"], compared) for cell in rows],
            "pattern": {"shape": ["/" if cell["is_low_reliability"] else "" for cell in rows]},
        },
        "hovertext": [words.hover(cell, language) for cell in rows],
        "hoverinfo": "text",
    }


def _values(rows: list[Cell], language: str) -> dict[str, Any]:
    """The values beside the bars; a bar's own text Plotly measures, one after another."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": [cell["value"] for cell in rows],
        "y": list(range(len(rows))),
        "text": [theme.OFF_THE_MARK + words.starred(cell, language) for cell in rows],
        "textposition": "middle right",
        "textfont": {"size": theme.SMALL_SIZE + 1},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def compared_cells(result: Result) -> list[Cell]:
    """Countries and the EU of 27; where Italy alone was measured, its regions and macro-areas."""
    cells = result.records
    countries = [
        cell for cell in cells if cell["territory_kind"] == "country" or cell["territory"] == EU
    ]
    regions = [cell for cell in cells if cell["territory_kind"] in REGIONAL]
    return regions + countries if len(countries) < 2 else countries


def _area_title(order: list[Cell], language: str) -> str:
    """The highest and the lowest region."""
    regions = [cell for cell in order if cell["territory_kind"] == REGIONAL[0]] or order
    first, last = regions[0], regions[-1]
    return t(
        "areas.title",
        language,
        first=words.territory(first["territory"], language),
        first_value=words.value(first, language),
        last=words.territory(last["territory"], language),
        last_value=words.value(last, language),
    )


def _title(order: list[Cell], language: str) -> str:
    """Where Italy stands among the countries of the EU that were measured."""
    members = [cell for cell in order if cell["is_eu27"]]
    rank = rank_of(members, ITALY)
    if rank is None:
        return t("countries.title.missing", language)
    if len(members) == 1:
        return t("countries.title.alone", language)
    return t("countries.title", language, rank=rank[0], count=rank[1])


def _alt(order: list[Cell], language: str) -> str:
    listed = "; ".join(
        f"{words.territory(cell['territory'], language)} {words.value(cell, language)}"
        for cell in order
    )
    return f"{t('countries.alt', language)} {listed}."
