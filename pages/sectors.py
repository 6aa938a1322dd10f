"""Sectors: everything measured about one sector, against the national total and the EU."""

from divario import queries
from divario.catalogue import ITALY
from divario.charts import beside, inside, profile, ranks, rows, sector_words
from divario.ui import figure, release, sectors_controls, sectors_parts, sectors_web, sheet, state
from divario.ui.sectors_peers import peers
from divario.ui.sectors_view import SectorsView, resolve


def profiles(answer: queries.Result, view: SectorsView, language: str) -> None:
    """The profile, a chart for each unit, side by side where there are two."""
    units = rows.units(row.own for row in profile.rows_of(answer))
    with sheet.box("dv-columns"):
        for unit in units:
            asked = {**sectors_parts.asked(view), "unit": unit}
            own = queries.within(answer, "profile_by_sector", **asked)
            with sheet.box("dv-column"):
                dots = profile.profile_dots(own, language)
                figure.show(dots, language, is_stage=state.is_stage())


def compared(view: SectorsView, language: str) -> None:
    """Up to four sectors side by side, where others were chosen."""
    if not view.compare:
        return
    asked = {"sector": view.compared, "territory": ITALY, "theme": view.topic or None}
    cells = queries.run("sectors_by_indicator", **asked)
    units = rows.units(beside.firsts(cells))
    if not units:
        sectors_parts.empty("beside", view, language)
        return
    with sheet.box("dv-columns"):
        for unit in units:
            with sheet.box("dv-column"):
                answer = queries.within(cells, "sectors_by_indicator", **asked, unit=unit)
                dots = beside.sector_dots(answer, language)
                figure.show(dots, language, is_stage=state.is_stage())


def position(places: queries.Result, view: SectorsView, language: str) -> None:
    """The sector among those of its level."""
    if ranks.placed(places):
        figure.show(ranks.places(places, language), language, is_stage=state.is_stage())
    else:
        sectors_parts.empty("places", view, language)


def by_country(view: SectorsView, language: str) -> None:
    """The chosen indicator across countries, in this sector."""
    answer = sectors_parts.country_answer(view)
    if answer is not None and sector_words.has_countries(answer):
        bars = sector_words.sector_countries(answer, language)
        figure.show(bars, language, is_stage=state.is_stage())
    else:
        sectors_parts.empty("countries", view, language)


def by_size(view: SectorsView, language: str) -> None:
    """Size classes inside the sector, where the publisher crossed them."""
    asked = sectors_parts.asked(view) | {"territory": ITALY}
    cells = queries.run("sizes_by_indicator", **asked)
    units = rows.units(cells.records)
    for unit in units:
        answer = queries.within(cells, "sizes_by_indicator", **asked, unit=unit)
        heat = inside.size_heat(answer, language)
        figure.show(heat, language, is_stage=state.is_stage())
    if not units:
        sectors_parts.empty("inside", view, language)


@release.fragment
def page() -> None:
    """The whole page; a filter change reruns this and nothing else."""
    language = state.language()
    view = resolve(state.view())
    state.write(view.address())
    answer = queries.run("profile_by_sector", **sectors_parts.asked(view))
    sectors_parts.notices(view, language)
    sectors_parts.headline(view, answer, language)
    sectors_controls.show(view, language)
    with sheet.sheet("sectors-profile", is_followed=True):  # drawn while what follows is asked for
        peers(view, language)
        compared(view, language)
        profiles(answer, view, language)
    places = queries.run("ranks_by_sector", **sectors_parts.asked(view))
    with sheet.sheet("sectors-more"):
        with sheet.box("dv-columns"):
            with sheet.box("dv-column"):
                position(places, view, language)
            with sheet.box("dv-column"):
                by_country(view, language)
                by_size(view, language)
        sectors_parts.measured(answer, places, language)
        sectors_web.shown(view.sector, language)
        sectors_parts.missing(view, language)


page()
