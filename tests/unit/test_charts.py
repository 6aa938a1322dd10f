"""Charts of every indicator at its default view: what they carry, and what they may not draw."""

from __future__ import annotations

import dataclasses
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest

from divario import catalogue, queries, store
from divario.catalogue import EU, ITALY, TOTAL
from divario.charts import countries, heat, sectors, sizes, summary, years
from divario.charts.figure import Figure
from divario.errors import ChartWithoutOrigin
from divario.i18n import LANGUAGES
from divario.provenance import KINDS
from divario.queries import Result
from divario.ui.view import DETAILS, GapsView, resolve, sector_size
from tests.conftest import DataCopy

BY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
Drawn = list[tuple[str, Figure]]


def answers(view: GapsView) -> dict[str, Result]:
    """The answers that the Gaps page asks for, by chart, where it draws them."""
    one = {"indicator": view.indicator, "year": view.year}
    known = [code for code in view.territories if code in view.options.territories]
    found = {
        "sizes": queries.run(
            "sizes_by_territory", sector=view.sector, territory=view.territories, **one
        ),
        "years": queries.run(
            "years_by_territory",
            indicator=view.indicator,
            size_class=view.size,
            sector=view.sector,
            territory=view.territories,
        ),
        "countries": queries.run(
            "territories_by_indicator", size_class=view.size, sector=view.sector, **one
        ),
        "heat": queries.run("sizes_by_sector", territory=ITALY, **one),
        "table": queries.run("cells_by_indicator", territory=known, **one),
    }
    if size := sector_size(view, found["heat"]):
        found["sectors"] = queries.run(
            "sectors_by_territory", size_class=size, territory=[ITALY, EU], **one
        )
    is_drawn: dict[str, Callable[[Result], bool]] = {
        "years": years.is_comparable,
        "countries": lambda answer: len(countries.compared_cells(answer)) > 1,
        "heat": heat.has_cross,
    }
    return {name: one for name, one in found.items() if one.rows and is_drawn.get(name, bool)(one)}


def built(view: GapsView, language: str) -> Iterator[Figure]:
    """Every chart of a view that the Gaps page would show."""
    builders: dict[str, Callable[[Result], list[Figure]]] = {
        "sizes": lambda answer: [sizes.size_dots(answer, language)],
        "years": lambda answer: [years.year_lines(answer, language)],
        "countries": lambda answer: [countries.country_bars(answer, language, view.countries)],
        "heat": lambda answer: [heat.sector_size_heat(answer, language)],
        "table": lambda answer: [summary.all_cells(answer, language)],
        "sectors": lambda answer: [sectors.sector_bars(answer, language, one) for one in DETAILS],
    }
    for name, answer in answers(view).items():
        yield from builders[name](answer)


@cache
def every_figure() -> dict[str, Drawn]:
    """Every chart of every indicator at its default view, both languages from one answer."""
    found: dict[str, Drawn] = {language: [] for language in LANGUAGES}
    for indicator in catalogue.current().indicators:
        view = resolve({"indicator": indicator})
        for language in LANGUAGES:
            found[language] += [(indicator, figure) for figure in built(view, language)]
    return found


def drawn(language: str) -> Drawn:
    """Every chart in one language."""
    return every_figure()[language]


def faults(language: str, is_wrong: Callable[[Figure], Any]) -> list[tuple[str, str]]:
    """Indicator and chart of each figure that is wrong in some way."""
    return [(name, figure.name) for name, figure in drawn(language) if is_wrong(figure)]


def flat(rows: list[list[Any]]) -> list[Any]:
    """The items of a list of lists."""
    return [item for row in rows for item in row]


def values_of(trace: dict[str, Any]) -> list[float | None]:
    """The percentages that a trace draws."""
    if trace["type"] == "heatmap":
        return flat(trace["z"])
    is_time = str(trace.get("name", "")).count(" ") == 2
    return trace["y"] if is_time else trace["x"]


def table_values(figure: Figure) -> Counter[float]:
    """The values of a figure's table, as numbers."""
    position = figure.table.raw_header.index("value")
    return Counter(row[position] for row in figure.table.raw_rows)


@BY_LANGUAGE
def test_every_kind_of_chart_is_drawn(language: str) -> None:
    """All six are drawn somewhere, so that no test below passes for want of charts."""
    counted = Counter(figure.name for _, figure in drawn(language))
    assert set(counted) == {"sizes", "sectors", "years", "countries", "heat", "table"}
    assert min(counted.values()) >= 5
    assert {name for name, _ in drawn(language)} == set(catalogue.current().indicators)


@BY_LANGUAGE
def test_charts_may_be_shown(language: str) -> None:
    """Each has an origin, a known kind, an alternative text, a title, words and a full table."""

    def is_wrong(figure: Figure) -> bool:
        texts = (figure.title, figure.subtitle, figure.alt, figure.how)
        return (
            figure.checked() is not figure
            or not all(text.strip() for text in texts)
            or any(re.search(r"  |\.\.|\{|None|: \.", text) for text in texts)
            or figure.kind not in KINDS
            or not figure.table.rows
            or len(figure.table.rows) != len(figure.table.raw_rows)
            or any(len(row) != len(figure.table.header) for row in figure.table.rows)
        )

    assert faults(language, is_wrong) == []


@BY_LANGUAGE
def test_charts_carry_their_meta(language: str) -> None:
    """`meta` holds release, query, parameters, sources and kind, and is plain data."""
    for name, figure in drawn(language):
        meta = json.loads(json.dumps(figure.meta))
        assert meta["release"] == store.current().release
        assert meta["query"] in queries.marts()
        assert meta["parameters"]["indicator"] == name
        assert meta["origins"] == [origin.citation for origin in figure.result.origins] != []
        assert meta["kind"] == "measured"


@BY_LANGUAGE
def test_values_drawn_stand_in_the_table(language: str) -> None:
    """Each value drawn is a value of the table; what is missing is a gap, never a zero."""

    def is_wrong(figure: Figure) -> bool:
        own = table_values(figure)
        for trace in figure.traces:
            if trace.get("mode") in {"text", "lines"}:
                continue
            shown = Counter(value for value in values_of(trace) if value is not None)
            if not shown or shown - own:
                return True
        return False

    assert faults(language, is_wrong) == []


@BY_LANGUAGE
def test_table_is_what_was_answered(language: str) -> None:
    """Each row of a table is a cell of the answer, none twice, with its own origin."""

    def is_wrong(figure: Figure) -> bool:
        cells = Counter(
            tuple(cell[name] for name in figure.table.raw_header) for cell in figure.result.records
        )
        return bool(Counter(figure.table.raw_rows) - cells)

    assert faults(language, is_wrong) == []


@BY_LANGUAGE
def test_traces_are_plain_and_even(language: str) -> None:
    """Traces and layout are plain data; x, y, texts of a trace have the same length."""
    for name, figure in drawn(language):
        json.dumps([figure.traces, figure.layout, figure.narrow], allow_nan=False)
        for trace in figure.traces:
            if trace["type"] == "heatmap":
                assert len(trace["z"]) == len(trace["text"]) == len(trace["hovertext"]), name
                continue
            listed = [trace.get(key) for key in ("x", "y", "text", "hovertext")]
            assert len({len(item) for item in listed if item is not None}) == 1, name


@BY_LANGUAGE
def test_heatmap_says_not_measured(language: str) -> None:
    """A box without a cell is empty and says so."""
    for trace in [figure.traces[0] for _, figure in drawn(language) if figure.name == "heat"]:
        pairs = zip(flat(trace["z"]), flat(trace["text"]), strict=True)
        assert all((value is None) == ("%" not in text) for value, text in pairs)


def time_lines(figure: Figure) -> Iterator[list[dict[str, Any]]]:
    """The cells that each line of a time chart joins, found by what the line says and draws."""
    cells = {
        (cell["indicator"], cell["territory"], cell["year"]): cell for cell in figure.result.records
    }
    for trace in figure.traces:
        codes = tuple(trace["name"].split(" ")[:2])
        line = [cells[(*codes, year)] for year in trace["x"]]
        assert [cell["value"] for cell in line] == trace["y"]
        yield line


def test_no_line_crosses_a_break_or_a_version() -> None:
    """A line joins one indicator, territory and unit, forward, and a break only begins it."""
    for name, figure in drawn("it"):
        if figure.name != "years":
            continue
        for line in time_lines(figure):
            codes = ("indicator", "territory", "unit", "size_class", "sector")
            assert len({tuple(cell[code] for code in codes) for cell in line}) == 1, name
            assert not any(cell["has_break"] for cell in line[1:]), name
            order = [cell["year"] for cell in line]
            assert order == sorted(set(order)), name


def test_every_comparable_cell_is_drawn_in_time() -> None:
    """No cell is lost between the segments, and Italy's are always among them."""
    for name, figure in drawn("it"):
        if figure.name == "years":
            asked = [cell for cell in figure.result.records if cell["indicator"] == name]
            found = [cell for line in time_lines(figure) for cell in line]
            assert all(cell in found for cell in asked), name
            assert len(found) == len(figure.table.rows), name


@pytest.mark.parametrize("status", ["b", "pb"])
def test_a_planted_break_cuts_the_line(small_data: DataCopy, status: str) -> None:
    """A break flagged in the middle of a series ends a line there and begins another."""
    here = "indicator = 'E_AI_TANY' and territory = 'IT' and size_class = '10-249' and year = 2024"
    changed = f"select * replace (if({here}, '{status}', status) as status) from cells"
    small_data.rewrite("survey/isoc_eb_ai.parquet", changed)
    small_data.seal()
    store.use(small_data.open())
    view = resolve({"indicator": "E_AI_TANY"})
    figure = years.year_lines(answers(view)["years"], "it")
    italian = [line for line in time_lines(figure) if line[0]["territory"] == ITALY]
    lines = [[cell["year"] for cell in line] for line in italian]
    assert lines == [[2021, 2023], [2024, 2025]]
    assert "2024" in figure.title and "2021" not in figure.title


def test_low_reliability_is_drawn_apart() -> None:
    """Bars of low reliability stand after the ordered ones, hatched; the others go downwards."""
    for name, figure in drawn("it"):
        if figure.name not in {"countries", "sectors"}:
            continue
        bars = figure.traces[0]
        hatched = [bool(shape) for shape in bars["marker"]["pattern"]["shape"]]
        assert hatched == sorted(hatched), name
        ordered = bars["x"][: hatched.count(False)]
        assert ordered == sorted(ordered, reverse=True), name


def test_sector_bars_never_add_a_total_or_a_part() -> None:
    """No bar is the total, and no bar is a sector together with one that holds it."""
    known = catalogue.current()
    for name, figure in drawn("it"):
        if figure.name == "sectors":
            position = figure.table.raw_header.index("sector")
            shown = {row[position] for row in figure.table.raw_rows} - {TOTAL}
            assert not any(shown & set(known.ancestors(sector)) for sector in shown), name


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"alt": ""}, "no alternative text"),
        ({"alt": " \n"}, "no alternative text"),
        ({"kind": ""}, "no known kind"),
        ({"kind": "guessed"}, "no known kind"),
        ({"result": None}, "no origin"),
    ],
)
def test_incomplete_figures_may_not_be_shown(change: dict[str, Any], message: str) -> None:
    """A figure without origin, alternative text or known kind is an error that names it."""
    figure = drawn("it")[0][1]
    if "result" in change:
        change["result"] = dataclasses.replace(figure.result, origins=())
    with pytest.raises(ChartWithoutOrigin, match=f"'{figure.name}'.*{message}"):
        dataclasses.replace(figure, **change).checked()
