"""Sentences of table rows: the table's very value, in both languages, and their way to the page."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from divario import catalogue, queries
from divario.catalogue import EU, ITALY, SME, TOTAL
from divario.charts import countries, heat, sectors, sentences, sizes, summary, words, years
from divario.charts.figure import Table
from divario.i18n import LANGUAGES, t
from divario.ui import share, taken

INDICATORS = ("E_AI_TANY", "E_DI3_GELO", "E_ETURN", "E_SM_PADVERT", "IST_P_CUSE")
BY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


@BY_LANGUAGE
@pytest.mark.parametrize("indicator", INDICATORS)
def test_each_cell_is_said_with_exactly_its_value(indicator: str, language: str) -> None:
    """Every cell of every year and territory: its value once, and all that it must carry."""
    known = catalogue.current()
    options = queries.run("options_by_indicator", indicator=indicator).records
    where = [row["code"] for row in options if row["code_list"] == "territory"]
    cells = [
        cell
        for row in options
        if row["code_list"] == "year"
        for cell in queries.run(
            "cells_by_indicator", indicator=indicator, year=row["code"], territory=where
        ).records
    ]
    assert cells
    for cell in cells:
        said = sentences.sentence(cell, "r1", language)
        value = f"{cell['value']:.{cell['decimals_count']}f}%"
        value = value.replace(".", ",") if language == "it" else value
        assert re.findall(r"(?<![\d,.])\d+(?:[.,]\d+)?%", said) == [value], said
        assert words.value(cell, language) == value
        for text in (
            str(cell["year"]),
            words.size(cell["size_class"], language, "phrase"),
            words.inside(cell["territory"], language),
            words.sector(cell["sector"], language, "label").rstrip("."),
            known.indicator(cell["indicator"], language, "predicate"),
            words.status(cell, language),
            cell["origin"].split(":")[1].split("@")[0],
            "r1",
        ):
            assert text in said
        assert "  " not in said and ".." not in said and "{" not in said, said
        assert sentences.MARK not in said and "None" not in said, said


def test_an_exact_sentence_in_both_languages() -> None:
    """The best known figure, word for word."""
    cell = next(
        cell
        for cell in queries.run(
            "cells_by_indicator", indicator="E_AI_TANY", year=2025, territory=[ITALY]
        ).records
        if (cell["size_class"], cell["sector"]) == (SME, TOTAL)
    )
    assert sentences.sentence(cell, "abc", "it") == (
        "Nel 2025 il 15,70% delle PMI (10–249 addetti) in Italia usa almeno una tecnologia di "
        "intelligenza artificiale. Settore: Tutte le attività (escluse agricoltura, silvicoltura "
        "e pesca ed estrazione di minerali), senza il settore finanziario. Unità: percentuale di "
        "imprese; base: tutte le imprese della stessa classe di addetti e dello stesso settore. "
        "Fonte: Eurostat, isoc_eb_ai (2026-02-27); Divario, versione dei dati abc."
    )
    assert sentences.sentence(cell | {"status": "be"}, "abc", "en") == (
        "In 2025, 15.70% of SMEs (10–249 persons employed) in Italy use at least one artificial "
        "intelligence technology. Sector: All activities (except agriculture, forestry and "
        "fishing, and mining and quarrying), without financial sector. Unit: percentage of "
        "enterprises; base: all enterprises of the same size class and sector. Publisher’s flag: "
        "break in series and estimated. Source: Eurostat, isoc_eb_ai (2026-02-27); Divario, data "
        "release abc."
    )


@BY_LANGUAGE
def test_the_focus_of_each_chart_is_italy_at_what_was_asked(language: str) -> None:
    """Six charts, one view: the row that is copied first."""
    one = {"indicator": "E_AI_TANY", "year": 2025}
    both = [EU, ITALY]
    run = queries.run
    figures = [
        sizes.size_dots(run("sizes_by_territory", sector=TOTAL, territory=both, **one), language),
        countries.country_bars(
            run("territories_by_indicator", size_class=SME, sector=TOTAL, **one), language, ()
        ),
        years.year_lines(
            run(
                "years_by_territory",
                indicator="E_AI_TANY",
                size_class=SME,
                sector=TOTAL,
                territory=both,
            ),
            language,
        ),
        summary.all_cells(run("cells_by_indicator", territory=both, **one), language),
    ]
    for figure in figures:
        row = figure.table.raw_rows[sentences.focus(figure)]
        assert row[:6] == ("E_AI_TANY", ITALY, SME, TOTAL, 2025, 15.7), figure.name
    bars = sectors.sector_bars(
        run("sectors_by_territory", size_class="GE10", territory=both, **one), language, "section"
    )
    assert bars.table.raw_rows[sentences.focus(bars)][1:4] == (ITALY, "GE10", TOTAL)
    cross = run("sizes_by_sector", indicator="IST_E_CC_PANY", year=2020, territory=ITALY)
    if heat.has_cross(cross):
        grid = heat.sector_size_heat(cross, language)
        assert grid.table.raw_rows[sentences.focus(grid)][1] == ITALY


def test_every_row_has_its_own_sentence() -> None:
    """Rows of a table are said in their order, each with the value of that row."""
    answer = queries.run(
        "cells_by_indicator", indicator="E_AI_TANY", year=2025, territory=[ITALY, EU]
    )
    figure = summary.all_cells(answer, "en")
    columns = sentences.packed(sentences.of_table(figure, "en"))
    for place, row in enumerate(figure.table.rows):
        assert f" {row[4]} of " in sentences.unpacked(columns, place)


@given(st.lists(st.lists(st.text(max_size=4), max_size=5), min_size=1, max_size=6))
def test_packing_loses_nothing(rows: list[list[str]]) -> None:
    """What is put together from columns is what was packed, and nothing travels twice."""
    columns = sentences.packed(rows)
    for place, row in enumerate(rows):
        assert sentences.unpacked(columns, place) == "".join(row)
    for column in columns:
        if not isinstance(column, str):
            assert len(set(column["of"])) == len(column["of"]) > 1


@BY_LANGUAGE
def test_a_row_that_is_no_cell_is_told_by_its_columns(language: str) -> None:
    """A simulated figure has no cells: title, names and texts, and that it is simulated."""
    answer = queries.run(
        "cells_by_indicator", indicator="E_AI_TANY", year=2025, territory=[ITALY, EU]
    )
    figure = replace(
        summary.all_cells(answer, language),
        title="T",
        kind="simulated",
        table=Table(("A", "B"), (("x", "1"), ("y", "")), ("a", "b"), (("x", 1), ("y", None))),
        recipe=None,
    )
    said = ["".join(row) for row in sentences.of_table(figure, language)]
    ending = f". {t('kind.simulated', language)} {words.source(answer, language)}"
    assert said == [f"T. A: x; B: 1{ending}", f"T. A: y{ending}"]
    assert sentences.focus(figure) == 0
    place = share.place("gaps", (), figure)
    sent = taken.along(figure, place, language)
    assert "chosen" not in sent["snippets"]["python"]
    assert sent["links"]["embed"] == share.code(place) == ""
