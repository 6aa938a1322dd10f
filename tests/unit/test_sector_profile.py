"""A sector's profile: years, gaps, tallies, places and what is drawn of them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from divario import catalogue, queries
from divario.catalogue import EU, ITALY, TOTAL
from divario.charts import beside, inside, peers, profile, ranks, rows, sector_words
from divario.charts.figure import Figure
from divario.i18n import LANGUAGES, t
from divario.queries import Result
from divario.stats.gaps import Cell, find
from divario.stats.levels import JOINED
from divario.stats.profile import compared, is_ahead, position, positions, tally
from divario.ui.sectors_view import MAX_OTHERS, measured_sectors, resolve


def asked(sector: str, **more: Any) -> Result:
    """The profile of a sector."""
    return queries.run("profile_by_sector", sector=sector, **more)


def cell(indicator: str, sector: str, value: float, **own: Any) -> Cell:
    """A made-up cell of Italy in 2025."""
    plain = {
        "indicator": indicator,
        "sector": sector,
        "sector_level": "section",
        "territory": ITALY,
        "size_class": "GE10",
        "year": 2025,
        "unit": "PC_ENT",
        "value": value,
        "decimals_count": 2,
        "status": "",
        "better": "more",
        "is_low_reliability": False,
    }
    return plain | own


def test_profile_holds_the_published_figures_of_one_year() -> None:
    """Construction, any AI, 2025: the sector 10.39%, Italy 16.40%, the EU's construction 10.85%."""
    found = {row.own["indicator"]: row for row in compared(asked("F").records, "F")}
    row = found["E_AI_TANY"]
    source = queries.run(
        "sectors_by_territory",
        indicator="E_AI_TANY",
        size_class="GE10",
        year=2025,
        territory=[ITALY, EU],
    ).records
    assert row.own["value"] == 10.39
    assert row.own["value"] == find(source, territory=ITALY, sector="F")["value"]
    assert row.total["value"] == find(source, territory=ITALY, sector=TOTAL)["value"]
    assert row.europe["value"] == find(source, territory=EU, sector="F")["value"]


def test_year_is_the_latest_that_all_share() -> None:
    """ICT specialists in manufacturing stand until 2024, Italy's total until 2022: so 2022."""
    row = next(r for r in compared(asked("C").records, "C") if r.own["indicator"] == "E_ITSP2")
    assert (row.own["year"], row.total["year"], row.europe["year"]) == (2022, 2022, 2022)
    place = ranks.placed(queries.run("ranks_by_sector", sector="C"))["E_ITSP2"]
    assert place.own["year"] == 2024


@pytest.mark.parametrize("sector", ["C", "F", "J", "C10-C12", "G47", "ICT", "I56", "D_E"])
def test_what_is_compared_shares_indicator_year_unit_and_size(sector: str) -> None:
    for row in compared(asked(sector).records, sector):
        for name in ("indicator", "year", "unit", "size_class"):
            assert len({one[name] for one in row.cells}) == 1
        assert row.own["size_class"] == "GE10"


def test_tally_counts_only_what_has_a_direction() -> None:
    found = compared(asked("C").records, "C")
    total, europe = tally(found, "total"), tally(found, "europe")
    assert (total.ahead, total.level, total.behind) == (18, 1, 60)
    assert (europe.ahead, europe.level, europe.behind) == (19, 0, 34)
    directed = [row for row in found if row.own["better"] != "neutral"]
    assert total.count == sum(row.total is not None for row in directed)


def test_less_is_better_turns_the_verdict_and_low_reliability_is_not_counted() -> None:
    cells = [
        cell("A", "F", 40.0, better="less"),
        cell("A", TOTAL, 50.0, better="less"),
        cell("B", "F", 60.0, is_low_reliability=True),
        cell("B", TOTAL, 50.0),
        cell("D", "F", 60.0, better="neutral"),
        cell("D", TOTAL, 50.0, better="neutral"),
        cell("E", "F", 60.0),
        cell("E", TOTAL, 50.0, year=2024),
    ]
    found = compared(cells, "F")
    counted = tally(found, "total")
    assert (counted.ahead, counted.level, counted.behind) == (1, 0, 0)
    assert is_ahead(found[2].gap("total"), "neutral") is None
    assert found[3].total is None, "another year is never compared"


def test_place_of_manufacturing_among_sections() -> None:
    found = ranks.placed(queries.run("ranks_by_sector", sector="C"))
    one = found["E_AI_TANY"]
    assert (one.rank, one.count, one.level) == (5, 10, "section")
    listed = [peer["sector"] for peer in one.peers]
    assert listed[4] == "C"
    assert {"F", "G", "H", "I", "J", "N"} < set(listed)
    assert not {"C10-C12", "C-F", "G47", "ICT", TOTAL} & set(listed), "no part and no total"


@pytest.mark.parametrize("section", ["C", "D", "M"])
def test_a_section_is_answered_with_all_its_peers(section: str) -> None:
    """What is left out for a section, and stands in a division's answer, has no place beside it."""
    own = queries.run("ranks_by_sector", sector=section)
    assert {c["sector"] for c in own.records if c["sector_level"] != "section"} <= set(JOINED)
    compared_count = 0
    for division in ("C26", "G47", "I55"):
        wider = queries.run("ranks_by_sector", sector=division).records
        years = {row["indicator"]: row["year"] for row in wider}
        for found in positions(own.records, section):
            indicator = found.own["indicator"]
            if years.get(indicator) == found.own["year"]:
                cells = [row for row in wider if row["indicator"] == indicator]
                assert positions(cells, section) == [found]
                compared_count += 1
    assert compared_count > 2


def test_an_aggregate_that_overlaps_others_has_no_place() -> None:
    for sector in ("C-F", "ICT", "G45-S951_X_K"):
        assert ranks.placed(queries.run("ranks_by_sector", sector=sector)) == {}


def test_low_reliability_is_never_ranked() -> None:
    cells = [cell("A", "C", 10.0), cell("A", "F", 90.0, is_low_reliability=True)]
    cells.append(cell("A", "G", 5.0))
    assert position(cells, "F") is None
    found = position(cells, "C")
    assert found is not None and (found.rank, found.count) == (1, 2)


@given(st.lists(st.integers(0, 6), min_size=2, max_size=7))
def test_places_are_competition_ranks(values: list[int]) -> None:
    """Ties share the better place; a place is one more than the number of higher values."""
    sections = ["C", "F", "G", "H", "I", "J", "N"][: len(values)]
    cells = [cell("A", code, float(v)) for code, v in zip(sections, values, strict=True)]
    for code, value in zip(sections, values, strict=True):
        (found,) = positions(cells, code)
        assert found.rank == 1 + sum(other > value for other in values)
        assert 1 <= found.rank <= found.count == len(values)


def figures(sector: str, language: str) -> list[Figure]:
    """Every chart of a sector's page, a second sector beside it."""
    found: list[Figure] = []
    for unit in rows.units(row.own for row in profile.rows_of(asked(sector))):
        found.append(profile.profile_dots(asked(sector, unit=unit), language))
    places = queries.run("ranks_by_sector", sector=sector)
    if ranks.placed(places):
        found.append(ranks.places(places, language))
    pair = {"sector": [sector, "H" if sector != "H" else "C"], "territory": ITALY}
    for unit in rows.units(queries.run("sectors_by_indicator", **pair).records):
        answer = queries.run("sectors_by_indicator", **pair, unit=unit)
        found.append(beside.sector_dots(answer, language))
    one = {"sector": sector, "territory": ITALY}
    for unit in rows.units(queries.run("sizes_by_indicator", **one).records):
        found.append(
            inside.size_heat(queries.run("sizes_by_indicator", **one, unit=unit), language)
        )
    return found


def test_every_chart_is_complete_and_of_one_unit() -> None:
    """In both languages, which share the answers."""
    drawn = 0
    for sector in ("C", "D_E", "E", "F", "G47", "I56", "ICT", "J", "C10-C12", "L68"):
        for figure in [one for language in LANGUAGES for one in figures(sector, language)]:
            assert figure.checked().title and figure.subtitle and figure.how
            assert "{" not in figure.title + figure.subtitle + figure.alt + figure.note
            units = {row[figure.table.raw_header.index("unit")] for row in figure.table.raw_rows}
            assert len(units) == 1 or figure.name == "places"
            json.dumps([figure.traces, figure.layout, figure.narrow])
            drawn += 1
    assert drawn > 60


def test_a_chart_draws_exactly_published_cells_and_leaves_the_rest_to_its_table() -> None:
    answer = asked("C", unit="PC_ENT")
    figure = profile.profile_dots(answer, "en")
    published = {(one["value"], one["territory"]) for one in answer.records}
    roles = {"own": ITALY, "total": ITALY, "europe": EU}
    for trace in figure.traces[1:]:
        assert all((x, roles[trace["name"]]) in published for x in trace["x"])
    assert len(figure.table.rows) == len(answer.rows)
    assert len(figure.traces[1]["x"]) == 20
    assert figure.note == (
        "The chart shows 20 of 68 indicators, the most recent of each theme and those of the "
        "title; all the others are in the table."
    )
    assert {origin.publisher for origin in figure.result.origins} == {"Eurostat"}


def test_sectors_side_by_side_share_the_year() -> None:
    """ICT specialists in J and F: 2024, the latest year of both; each indicator has both."""
    cells = queries.run("sectors_by_indicator", sector=["J", "F"], territory=ITALY).records
    by_indicator: dict[str, list[Cell]] = {}
    for one in cells:
        by_indicator.setdefault(one["indicator"], []).append(one)
    assert {len(found) for found in by_indicator.values()} == {2}
    assert all(len({one["year"] for one in found}) == 1 for found in by_indicator.values())
    assert [one["year"] for one in by_indicator["E_ITSP2"]] == [2024, 2024]


def test_headlines() -> None:
    found = compared(asked("I56").records, "I56")
    assert sector_words.headline(found, "I56", "en") == (
        "Food and beverage service: ahead of the national average on 3 of 22 indicators; "
        "there is no comparison with the same sector in the EU."
    )


@pytest.mark.parametrize(
    ("given_value", "sector"),
    [("C", "C"), ("CA", "C10-C12"), ("0036", "D_E"), ("47", "G47"), ("", "C"), ("g4", "G45")],
)
def test_sector_codes_of_the_address(given_value: str, sector: str) -> None:
    view = resolve({"sector": given_value})
    assert view.sector == sector or view.notices
    assert view.sector in measured_sectors().values()


@settings(max_examples=40)
@given(
    st.dictionaries(
        st.sampled_from(("sector", "compare", "topic", "indicator")), st.text(max_size=60)
    )
)
def test_any_address_becomes_a_valid_view_that_says_itself(given_view: dict[str, str]) -> None:
    view = resolve(given_view)
    assert view.sector in measured_sectors().values()
    assert len(view.compare) <= MAX_OTHERS and view.sector not in view.compare
    assert len(set(view.compare)) == len(view.compare)
    assert view.topic in {"", *view.options.themes}
    assert view.indicator in {"", *view.options.indicators}
    again = resolve(view.address())
    assert again.address() == view.address() and not again.notices


def test_compared_sectors_are_at_most_three_and_never_the_chosen_one() -> None:
    view = resolve({"sector": "C", "compare": "C,F,F,47,H,I,XX"})
    assert view.compare == ("F", "G47", "H")
    assert [notice.given for notice in view.notices] == ["I", "XX"]
    assert catalogue.current().level("sector", "G47") == "division"


def test_peers_are_the_class_itself_and_the_next_one_up_as_published() -> None:
    """Manufacturing, 10–49: Istat's 11.61% with ICT specialists in 2019, 39.16% with 50–99."""
    answer = queries.run("sizes_by_indicator", sector="C", territory="IT", unit="PC")
    found = {step.near["indicator"]: step for step in peers.steps(answer, "10-49")}
    cells = {(c["indicator"], c["size_class"]): c["value"] for c in answer.records}
    assert len(found) == len({code for code, size in cells if size == "10-49"})
    for code, step in found.items():
        assert step.near["value"] == cells[code, "10-49"]
        assert step.far["value"] == cells[code, "50-99"] and step.far["year"] == step.near["year"]
    title = peers.peer_dots(answer, "en", "10-49").title
    assert "from 11.61% (10–49 persons) to 39.16% (50–99 persons)" in title
    largest = peers.steps(answer, "GE250")
    assert largest and all(step.far is None for step in largest)
    drawn = peers.peer_dots(answer, "en", "GE250")
    assert drawn.title == t("sectors.peers.title.missing", "en") and len(drawn.key) == 1
