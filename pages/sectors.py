"""Sectors: everything measured about one sector, against the national total and the EU."""

import streamlit as st

from divario import queries
from divario.catalogue import ITALY
from divario.charts import beside, countries, inside, profile, ranks, sector_words
from divario.ui import figure, sectors_controls, sectors_parts, state
from divario.ui.sectors_view import SectorsView, resolve


def profiles(answer: queries.Result, view: SectorsView, language: str) -> None:
    """The profile, a chart for each unit, side by side where there are two."""
    units = profile.units(answer, view.theme)
    for column, unit in zip(st.columns(len(units), gap="large"), units, strict=True):
        with column:
            dots = profile.profile_dots(answer, language, view.theme, unit)
            figure.show(dots, language, is_stage=state.is_stage())


def compared(view: SectorsView, language: str) -> None:
    """Up to four sectors side by side, where others were chosen."""
    answer = sectors_parts.comparison(view)
    if answer is None:
        return
    units = beside.units(answer, view.theme)
    if not units:
        sectors_parts.empty("beside", view, language)
        return
    for column, unit in zip(st.columns(len(units), gap="large"), units, strict=True):
        with column:
            dots = beside.sector_dots(answer, language, view.theme, unit)
            figure.show(dots, language, is_stage=state.is_stage())


def position(places: queries.Result, view: SectorsView, language: str) -> None:
    """The sector among those of its level."""
    if ranks.is_ranked(places, view.theme):
        figure.show(ranks.places(places, language, view.theme), language, is_stage=state.is_stage())
    else:
        sectors_parts.empty("places", view, language)


def by_country(places: queries.Result, view: SectorsView, language: str) -> None:
    """The chosen indicator across countries, in this sector."""
    answer = sectors_parts.country_answer(view, places)
    if answer is not None and len(countries.compared_cells(answer)) > 1:
        bars = sector_words.sector_countries(answer, language)
        figure.show(bars, language, is_stage=state.is_stage())
    else:
        sectors_parts.empty("countries", view, language)


def by_size(view: SectorsView, language: str) -> None:
    """Size classes inside the sector, where the publisher crossed them."""
    answer = queries.run("sizes_by_indicator", sector=view.sector, territory=ITALY)
    units = inside.units(answer, view.theme)
    for unit in units:
        heat = inside.size_heat(answer, language, view.theme, unit)
        figure.show(heat, language, is_stage=state.is_stage())
    if not units:
        sectors_parts.empty("inside", view, language)


@st.fragment
def page() -> None:
    """The whole page; a filter change reruns this and nothing else."""
    language = state.language()
    view = resolve(state.view())
    state.write(view.address())
    answer = queries.run("profile_by_sector", sector=view.sector)
    places = queries.run("ranks_by_sector", sector=view.sector)
    sectors_parts.notices(view, language)
    sectors_parts.headline(view, answer, language)
    sectors_controls.show(view, language)
    compared(view, language)
    profiles(answer, view, language)
    left, right = st.columns(2, gap="large")
    with left:
        position(places, view, language)
        by_size(view, language)
    with right:
        by_country(places, view, language)
    sectors_parts.measured(view, answer, places, language)
    sectors_parts.missing(view, language)


page()
