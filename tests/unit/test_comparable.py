"""When two cells may be compared: each reason alone, its order, its symmetry."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from divario import queries
from divario.stats.comparable import REASONS, are_alike, refusal
from divario.stats.measures import COLUMNS

SHIPPED = ("E_DI3_GELO", "E_DI4_GELO", "E_CC", "E_DI_LO")

PLAIN = {
    "indicator": "E_AI_TANY",
    "unit": "PC_ENT",
    "index_version": None,
    "indicator_caveats": [],
    "size_class": "10-249",
    "sector": "C10-S951_X_K",
    "territory": "IT",
    "year": 2025,
    "status": None,
    "caveats": None,
    "segment": 0,
}


def cell(**codes: Any) -> dict[str, Any]:
    """A plain cell with some codes of its own."""
    return PLAIN | codes


@pytest.mark.parametrize(
    ("a", "b", "reason"),
    [
        (cell(), cell(), None),
        (cell(), cell(size_class="GE250"), None),
        (cell(), cell(territory="EU27_2020"), None),
        (cell(), cell(sector="F"), None),
        (cell(), cell(year=2024), None),
        (cell(), cell(unit="PC_TURN"), "unit"),
        (cell(index_version="v3"), cell(index_version="v4", indicator="E_DI4"), "version"),
        (cell(), cell(indicator="X", indicator_caveats=["barrier_subset"]), "population"),
        (cell(), cell(caveats="whole_number,all_industry_and_services"), "population"),
        (
            cell(indicator="X", indicator_caveats=["other_denominator"]),
            cell(indicator="Y", indicator_caveats=["other_denominator"]),
            "population",
        ),
        (cell(), cell(caveats="one_decimal,reference_year_is_previous"), "reference_year"),
        (
            cell(indicator_caveats=["previous_year"]),
            cell(indicator_caveats=["previous_year"], caveats="reference_year_is_previous"),
            None,
        ),
        (cell(territory="EU28"), cell(territory="EU27_2020"), "europe"),
        (cell(territory="EU28", year=2019), cell(territory="EU27_2020"), "europe"),
        (cell(territory="EU28"), cell(territory="EU28", sector="F"), None),
        (cell(), cell(indicator="E_CC"), "indicator"),
        (cell(), cell(territory="EE", status="d"), "definition"),
        (cell(status="d"), cell(status="d", size_class="GE250"), None),
        (cell(), cell(year=2024, size_class="GE250"), "year"),
        (cell(segment=1), cell(year=2024, segment=0), "break"),
        (cell(status="b", segment=1), cell(year=2024, segment=1), None),
        (cell(status="b", segment=1), cell(size_class="GE250"), None),
    ],
)
def test_each_reason(a: dict, b: dict, reason: str | None) -> None:
    """The reason is named, whichever cell comes first."""
    assert refusal(a, b) == reason
    assert refusal(b, a) == reason


def test_without_segments_the_flag_of_the_later_cell_decides() -> None:
    """A break flagged on the earlier cell lies before it."""
    bare = {name: value for name, value in PLAIN.items() if name != "segment"}
    assert refusal(bare | {"status": "bp"}, bare | {"year": 2024}) == "break"
    assert refusal(bare, bare | {"year": 2024, "status": "b"}) is None


CELLS = st.builds(
    cell,
    indicator=st.sampled_from(["A", "B"]),
    unit=st.sampled_from(["PC_ENT", "PC_TURN"]),
    index_version=st.sampled_from([None, "v3", "v4"]),
    indicator_caveats=st.lists(st.sampled_from(["previous_year", "other_denominator"]), max_size=2),
    size_class=st.sampled_from(["10-249", "GE250"]),
    territory=st.sampled_from(["IT", "EU27_2020", "EU28"]),
    year=st.sampled_from([2023, 2025]),
    status=st.sampled_from([None, "b", "d", "u", "bd"]),
    segment=st.integers(0, 1),
)


@given(CELLS, CELLS)
def test_refusal_is_symmetrical_and_never_of_a_cell_to_itself(a: dict, b: dict) -> None:
    """Known reasons only; the order does not matter."""
    assert refusal(a, a) is None
    assert refusal(a, b) == refusal(b, a)
    assert refusal(a, b) in {None, *REASONS}


@given(CELLS, CELLS)
def test_two_figures_that_are_alike_pass_each_test(a: dict, b: dict) -> None:
    """The short way only passes what the tests pass, also where two differ in one thing only."""
    own = ("indicator", "unit", "index_version", "indicator_caveats")
    for name in {*a, *b} - {*own, "segment"}:
        near = {key: a[key] for key in a if key != "segment"} | {name: b.get(name)}
        pair = [tuple(cell.get(column) for column in COLUMNS) for cell in (a, near)]
        assert are_alike(*pair) == are_alike(*reversed(pair))
        if are_alike(*pair):
            assert refusal({key: a[key] for key in near}, near) is None


def test_most_figures_are_alike_and_a_flag_or_a_caveat_tells_them_apart() -> None:
    """Another year only within one series; no two aggregates of the EU."""

    def alike(**codes: Any) -> bool:
        pair = [tuple(one.get(column) for column in COLUMNS) for one in (cell(), cell(**codes))]
        return are_alike(*pair)

    assert alike() and alike(year=2023) and alike(territory="DE") and alike(size_class="GE250")
    assert not alike(status="b") and not alike(caveats="whole_number")
    assert not alike(year=2023, size_class="GE250") and not alike(year=2023, territory="DE")


def test_on_the_shipped_cells() -> None:
    """Versions of the index are refused, one version is not, and a flagged break is."""
    rows = queries.run(
        "cells_by_territory", territory="IT", size_class=["10-249"], indicator=list(SHIPPED)
    ).records
    own = {
        (row["indicator"], row["year"]): row
        for row in rows
        if row["territory"] == "IT" and row["sector"] == "C10-S951_X_K"
    }
    new, old = own["E_DI3_GELO", 2025], own["E_DI3_GELO", 2023]
    assert refusal(new, old) is None
    assert refusal(new, own["E_DI4_GELO", 2024]) == "version"
    broken = [row for row in rows if row["has_break"] and row["segment"]]
    later = broken[0]
    before = [
        row
        for row in rows
        if row["year"] < later["year"]
        and all(row[name] == later[name] for name in ("indicator", "sector", "territory"))
    ]
    assert before
    assert {refusal(row, later) for row in before} == {"break"}
