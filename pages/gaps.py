"""Gaps: for one indicator, which sectors, sizes, countries and years are ahead or behind?"""

import streamlit as st

from divario import queries
from divario.charts import countries, heat, maps, sectors, sizes, summary, years
from divario.ui import figure, gaps_controls, parts, state
from divario.ui.view import GapsView, resolve, sector_size


def by_size(answer: queries.Result, view: GapsView, language: str) -> None:
    """SMEs against large enterprises, per territory."""
    if answer.rows:
        figure.show(sizes.size_dots(answer, language), language, is_stage=state.is_stage())
    else:
        parts.not_measured(view, "sizes", language)


def by_sector(view: GapsView, language: str) -> None:
    """Sectors in order, and sector by size where it was measured."""
    size = sector_size(view)
    if size is None:
        parts.not_measured(view, "sectors", language)
    else:
        answer = queries.run(
            "sectors_by_territory",
            indicator=view.indicator,
            size_class=size,
            year=view.year,
            territory=view.territories[:2],
        )
        bars = sectors.sector_bars(answer, language, view.detail)
        figure.show(bars, language, is_stage=state.is_stage())
    cross = queries.run(
        "sizes_by_sector", indicator=view.indicator, year=view.year, territory=view.territories[0]
    )
    if heat.has_cross(cross):
        figure.show(heat.sector_size_heat(cross, language), language, is_stage=state.is_stage())


def over_time(view: GapsView, language: str) -> None:
    """The years, split where they may not be compared."""
    answer = queries.run(
        "years_by_territory",
        indicator=view.indicator,
        size_class=view.size,
        sector=view.sector,
        territory=view.territories,
    )
    if years.is_comparable(answer):
        figure.show(years.year_lines(answer, language), language, is_stage=state.is_stage())
    else:
        parts.not_measured(view, "years", language)


def by_country(view: GapsView, language: str) -> None:
    """Countries in order, Italy and the EU marked; below them the map."""
    answer = queries.run(
        "territories_by_indicator",
        indicator=view.indicator,
        size_class=view.size,
        sector=view.sector,
        year=view.year,
    )
    if len(countries.compared_cells(answer)) > 1:
        bars = countries.country_bars(answer, language, view.countries)
        figure.show(bars, language, is_stage=state.is_stage())
        if maps.is_drawable(answer):
            figure.show(maps.europe(answer, language), language, is_stage=state.is_stage())
    else:
        parts.not_measured(view, "countries", language)


def every_cell(view: GapsView, language: str) -> None:
    """The cells of the compared territories; of all of them where only regions were measured."""
    compared = [code for code in view.territories if code in view.options.territories]
    cells = queries.run(
        "cells_by_indicator",
        indicator=view.indicator,
        year=view.year,
        territory=compared,
    )
    if cells.rows:
        figure.show(summary.all_cells(cells, language), language)


@st.fragment
def page() -> None:
    """The whole page; a filter change reruns this and nothing else."""
    language = state.language()
    view = resolve(state.view())
    state.write(view.address())
    answer = queries.run(
        "sizes_by_territory",
        indicator=view.indicator,
        sector=view.sector,
        year=view.year,
        territory=view.territories,
    )
    parts.notices(view.notices, language)
    parts.headline(view, answer, language)
    gaps_controls.show(view, language)
    parts.cards(view, answer, language)
    left, right = st.columns(2, gap="large")
    with left:
        by_size(answer, view, language)
        by_sector(view, language)
    with right:
        over_time(view, language)
        by_country(view, language)
    every_cell(view, language)


page()
