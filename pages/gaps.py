"""Gaps: for one indicator, which sectors, sizes, countries and years are ahead or behind?"""

from divario import queries
from divario.charts import countries, heat, maps, sectors, sizes, summary, years
from divario.charts.figure import Figure
from divario.ui import figure, gaps_controls, parts, release, sheet, state
from divario.ui.view import GapsView, resolve, sector_size


def ask(query: str, view: GapsView, **codes: object) -> queries.Result:
    """Put a question about the view's indicator."""
    return queries.run(query, indicator=view.indicator, **codes)


def part(cells: queries.Result, query: str, view: GapsView, **codes: object) -> queries.Result:
    """The same, where the cells of the view's year may hold the answer already."""
    return queries.within(cells, query, indicator=view.indicator, **codes)


def show(drawn: Figure) -> None:
    """Show a chart in the language and theme of the page."""
    figure.show(drawn, state.language(), is_stage=state.is_stage())


def by_size(answer: queries.Result, view: GapsView, language: str) -> None:
    """SMEs against large enterprises, per territory."""
    if answer.rows:
        show(sizes.size_dots(answer, language))
    else:
        parts.not_measured(view, "sizes", language)


def by_sector(cells: queries.Result, view: GapsView, language: str) -> None:
    """Sectors in order, and sector by size where it was measured."""
    italy_and_eu = view.territories[:2]
    cross = part(cells, "sizes_by_sector", view, year=view.year, territory=italy_and_eu[0])
    if size := sector_size(view, cross):
        codes = {"size_class": size, "year": view.year, "territory": italy_and_eu}
        answer = part(cells, "sectors_by_territory", view, **codes)
        show(sectors.sector_bars(answer, language, view.detail, view.sector))
    else:
        parts.not_measured(view, "sectors", language)
    if heat.has_cross(cross):
        show(heat.sector_size_heat(cross, language))


def over_time(view: GapsView, language: str) -> None:
    """The years, split where they may not be compared."""
    codes = {"size_class": view.size, "sector": view.sector, "territory": view.territories}
    answer = ask("years_by_territory", view, **codes)
    if years.is_comparable(answer):
        show(years.year_lines(answer, language))
    else:
        parts.not_measured(view, "years", language)


def by_country(answer: queries.Result, view: GapsView, language: str) -> None:
    """Countries in order, Italy and the EU marked."""
    if len(countries.compared_cells(answer)) > 1:
        show(countries.country_bars(answer, language, view.countries))
    else:
        parts.not_measured(view, "countries", language)


@release.fragment
def page() -> None:
    """The whole page; a filter change reruns this and nothing else."""
    language = state.language()
    view = resolve(state.view())
    state.write(view.address())
    year, size, sector = view.year, view.size, view.sector
    codes = {"year": year, "territory": view.territories}
    cells = ask("cells_by_indicator", view, **codes)
    by_sizes = part(cells, "sizes_by_territory", view, sector=sector, **codes)
    by_territories = ask(
        "territories_by_indicator", view, size_class=size, sector=sector, year=year
    )
    parts.notices(view.notices, language)
    parts.headline(view, by_sizes, language)
    gaps_controls.show(view, language)
    with sheet.sheet("gaps"):
        parts.cards(view, by_sizes, language)
        with sheet.box("dv-columns"):
            with sheet.box("dv-column"):
                by_size(by_sizes, view, language)
                by_sector(cells, view, language)
                if maps.is_drawable(by_territories):
                    show(maps.europe(by_territories, language))
            with sheet.box("dv-column"):
                over_time(view, language)
                by_country(by_territories, view, language)
        known = cells if cells.rows else ask("cells_by_indicator", view, year=year)
        if known.rows:
            show(summary.all_cells(known, language))


page()
