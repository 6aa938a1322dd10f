"""The front page's figures: exact values on the shipped data, and what may not be compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from divario import catalogue, queries
from divario.catalogue import EU, ITALY, LARGE, SME, TOTAL
from divario.charts import moved, trends, years
from divario.i18n import LANGUAGES
from divario.queries import Result
from divario.stats.changes import changes, largest_by_theme
from divario.stats.gaps import Gap
from divario.ui.overview import PANELS

BY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


def dozen() -> Result:
    """The answer behind the small multiples."""
    return queries.run(
        "trends_by_indicator",
        indicator=[code for panel in PANELS for code in panel],
        size_class=[SME, LARGE],
        sector=TOTAL,
        territory=[ITALY, EU],
    )


def moves() -> Result:
    """The answer behind what moved."""
    return queries.run("changes_by_indicator", size_class=SME, sector=TOTAL, territory=ITALY)


@BY_LANGUAGE
def test_a_panel_for_each_of_the_dozen(language: str) -> None:
    figure = trends.trend_panels(dozen(), language, *PANELS)
    assert len(PANELS) == 12
    assert {trace["xaxis"] for trace in figure.traces} == {
        "x", *(f"x{number}" for number in range(2, 13))
    }  # fmt: skip
    for layout in (figure.layout, figure.narrow):
        labels = [note["text"] for note in layout["annotations"]]
        for panel in PANELS:
            assert any(
                catalogue.current().indicator(panel[0], language) in text.replace("<br>", " ")
                for text in labels
            )
    shown = "79,49%" if language == "it" else "79.49%"
    assert shown in figure.alt and "12" in figure.title


def test_no_line_crosses_a_break_or_a_version() -> None:
    for trace in trends.trend_panels(dozen(), "en", *PANELS).traces:
        indicator, territory, size = trace["name"].split()
        years = trace["x"]
        broken = [
            cell["year"]
            for cell in dozen().records
            if (cell["indicator"], cell["territory"], cell["size_class"])
            == (indicator, territory, size)
            and cell["has_break"]
        ]
        assert not any(years[0] < year <= years[-1] for year in broken), trace["name"]
    cloud = [
        trace["x"]
        for trace in trends.trend_panels(dozen(), "en", *PANELS).traces
        if trace["name"] == f"E_CC {ITALY} {SME}"
    ]
    assert cloud == [[2014], [2016, 2018, 2020, 2021, 2023, 2025]]


def test_other_versions_of_the_index_are_dotted() -> None:
    dashes = {
        trace["name"].split()[0]: trace["line"]["dash"]
        for trace in trends.trend_panels(dozen(), "en", *PANELS).traces
    }
    assert dashes["E_DI4_GELO"] == "dot"
    assert [name for name, dash in dashes.items() if dash == "dot"] == ["E_DI4_GELO"]


def test_what_was_not_measured_is_said() -> None:
    figure = trends.trend_panels(dozen(), "en", *PANELS)
    assert "Use of ERP software" in figure.note
    assert "Data analytics" not in figure.note


def test_what_moved() -> None:
    gaps = moved.largest(moves())
    found = [
        (gap.far["indicator"], gap.near["year"], gap.far["year"], round(gap.difference, 2))
        for gap in gaps
    ]
    assert found[0] == ("E_DI3_GELO", 2023, 2025, 18.8)
    assert found[1] == ("E_DA", 2023, 2025, 16.23)
    assert found[-1] == ("E_SECPOL2", 2022, 2024, -12.52)


def test_pairs_that_moved_are_of_one_series() -> None:
    for gap in changes(moves().records):
        assert gap.near["year"] < gap.far["year"]
        assert gap.near["unit"] == gap.far["unit"]
        assert not gap.far["status"] or "b" not in gap.far["status"]
        assert not gap.near["is_low_reliability"] and not gap.far["is_low_reliability"]
        assert gap.far["year"] >= 2023
        assert catalogue.current().indicators[gap.far["indicator"]]["better"] == "more"


@BY_LANGUAGE
def test_moved_figure_says_both_ends(language: str) -> None:
    figure = moved.moved_dots(moves(), language)
    mark = "," if language == "it" else "."
    assert f"+18{mark}80" in figure.title and f"−12{mark}52" in figure.title
    assert figure.kind == "derived" and figure.note
    assert len(figure.table.rows) == 2 * len(moved.largest(moves()))


def cell(theme: str, number: int, value: float, year: int) -> dict:
    """A cell with what changes need."""
    return {
        "indicator": f"{theme}{number}",
        "theme": theme,
        "value": value,
        "year": year,
        "decimals_count": 2,
    }


VALUES = st.tuples(st.sampled_from("abc"), st.integers(0, 5), st.floats(0, 100), st.floats(0, 100))


@given(st.lists(VALUES, max_size=20), st.sampled_from(["ahead", "behind"]))
def test_the_largest_of_each_theme(drawn: list, direction: str) -> None:
    gaps = [Gap(cell(t, n, a, 2023), cell(t, n, b, 2025)) for t, n, a, b in drawn]
    chosen = largest_by_theme(gaps, direction, 6)
    assert len({gap.far["theme"] for gap in chosen}) == len(chosen)
    assert all(gap.direction == direction for gap in chosen)
    sizes = [abs(gap.difference) for gap in chosen]
    assert sizes == sorted(sizes, reverse=True)
    for gap in gaps:
        if gap.direction == direction:
            best = next(one for one in chosen if one.far["theme"] == gap.far["theme"])
            assert abs(best.difference) >= abs(gap.difference)


def test_long_and_ended_lines_are_named_within_the_margin() -> None:
    """Bosnia's name takes two lines; North Macedonia's line ends in 2021, and its name says so."""
    answer = queries.run(
        "years_by_territory",
        indicator="E_CC",
        size_class="10-249",
        sector=TOTAL,
        territory=["IT", "BA", "MK"],
    )
    names = [a["text"] for a in years.year_lines(answer, "it").layout["annotations"]]
    assert names == ["Italia", "Bosnia-<br>Erzegovina", "Macedonia<br>del Nord<br>(2021)"]
