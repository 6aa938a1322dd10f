"""Gaps and ranks: exact values, and what must hold for any cells."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from divario import queries
from divario.catalogue import EU, ITALY, LARGE, MEDIUM, SMALL, SME, TOTAL
from divario.stats import gaps
from divario.stats.gaps import Cell, Gap

TERRITORIES = (ITALY, EU, "DE", "FR", "ES", "PT", "AT")


def cell(value: float, decimals: int = 2, **codes: Any) -> Cell:
    """A cell with the codes that gaps read."""
    plain = {"territory": ITALY, "size_class": SME, "is_low_reliability": False}
    return {"value": value, "decimals_count": decimals} | plain | codes


@st.composite
def cells(draw: st.DrawFn, **codes: Any) -> Cell:
    """Any cell: a percentage published with none, one or two decimals."""
    decimals = draw(st.integers(0, 2))
    value = draw(st.integers(0, 100 * 10**decimals)) / 10**decimals
    return cell(value, decimals, is_low_reliability=draw(st.booleans()), **codes)


@st.composite
def countries(draw: st.DrawFn) -> list[Cell]:
    """At most one cell per territory, in any order."""
    codes = draw(st.lists(st.sampled_from(TERRITORIES), unique=True))
    return [draw(cells(territory=code)) for code in codes]


def shipped(indicator: str) -> list[Cell]:
    """The shipped cells of 2025 by size, Italy and the EU."""
    return queries.run(
        "sizes_by_territory", indicator=indicator, sector=TOTAL, year=2025, territory=[ITALY, EU]
    ).records


@pytest.mark.parametrize(
    ("indicator", "size", "europe"),
    [("E_DI3_GELO", 96.37 - 79.49, 79.49 - 71.39), ("E_AI_TANY", 53.09 - 15.70, 15.70 - 18.90)],
)
def test_published_gaps(indicator: str, size: float, europe: float) -> None:
    """The two gaps of the shipped figures, to the last digit."""
    own = shipped(indicator)
    assert gaps.size_gap(own).difference == pytest.approx(size, abs=1e-9)
    assert gaps.territory_gap(own, SME).difference == pytest.approx(europe, abs=1e-9)
    assert gaps.size_gap(own).direction == "ahead"
    assert gaps.territory_gap(own, SME).direction == ("ahead" if europe > 0 else "behind")


@pytest.mark.parametrize(
    ("near", "far", "direction", "rounding", "decimals"),
    [
        (cell(15.7, 1), cell(18.9, 1), "ahead", 0.1, 1),
        (cell(18.9, 1), cell(15.7, 1), "behind", 0.1, 1),
        (cell(15.70), cell(15.71), "level", 0.01, 2),
        (cell(15.70), cell(15.72), "ahead", 0.01, 2),
        (cell(15, 0), cell(15.5, 1), "level", 0.55, 0),
        (cell(15, 0), cell(15.6, 1), "ahead", 0.55, 0),
        (cell(15, 0), cell(16, 0), "level", 1.0, 0),
        (cell(16, 0), cell(14, 0), "behind", 1.0, 0),
        (cell(0), cell(0), "level", 0.01, 2),
    ],
)
def test_direction_and_rounding(
    near: Cell, far: Cell, direction: str, rounding: float, decimals: int
) -> None:
    """A difference that rounding could make is none."""
    gap = Gap(near, far)
    assert gap.direction == direction
    assert gap.rounding == pytest.approx(rounding)
    assert gap.decimals == decimals


@pytest.mark.parametrize(("near", "far"), [(None, cell(1)), (cell(1), None), (None, None)])
def test_missing_end_gives_no_difference(near: Cell | None, far: Cell | None) -> None:
    """Nothing is filled in where an end was not measured."""
    gap = Gap(near, far)
    assert gap.difference is None
    assert gap.direction == "missing"


def test_zero_is_a_measured_value() -> None:
    """A measured zero is an end like any other."""
    assert Gap(cell(0), cell(5)).difference == 5


def test_size_gap_takes_the_small_class_only_where_smes_are_missing() -> None:
    """The class 10–49 stands in for 10–249, never 50–249 nor another territory."""
    large, small = cell(50, size_class=LARGE), cell(10, size_class=SMALL)
    sme, medium = cell(12, size_class=SME), cell(30, size_class=MEDIUM)
    assert gaps.size_gap([large, small, medium, sme]).near is sme
    assert gaps.size_gap([large, small, medium]).near is small
    assert gaps.size_gap([large, medium]).near is None
    assert gaps.size_gap([large, medium]).difference is None
    assert gaps.size_gap([small, large], "DE") == Gap(None, None)


@given(cells(), cells())
def test_gap_is_antisymmetric(one: Cell, other: Cell) -> None:
    """Turning a gap round changes its sign and its direction, and nothing else."""
    there, back = Gap(one, other), Gap(other, one)
    assert there.difference == -(back.difference or 0)
    assert there.rounding == pytest.approx(back.rounding)
    assert there.decimals == back.decimals
    turned = {"ahead": "behind", "behind": "ahead", "level": "level"}
    assert there.direction == turned[back.direction]


@given(cells(), cells())
def test_direction_agrees_with_the_difference(one: Cell, other: Cell) -> None:
    """Ahead and behind need more than rounding; level never hides more than it."""
    gap = Gap(one, other)
    difference = gap.difference or 0.0
    assert abs(difference) <= 100
    assert gap.rounding <= 1
    assert (gap.direction == "level") == (abs(difference) <= gap.rounding + 1e-9)
    assert (gap.direction == "ahead") == (difference > gap.rounding + 1e-9)


@given(cells(), cells(), st.floats(-1, 1), st.floats(-1, 1))
def test_clear_direction_survives_any_rounding(
    one: Cell, other: Cell, first: float, second: float
) -> None:
    """Whatever the unrounded figures were, a gap said to be clear has its sign."""
    gap = Gap(one, other)
    true = (other["value"] + second * gaps.half_width(other)) - (
        one["value"] + first * gaps.half_width(one)
    )
    if gap.direction == "ahead":
        assert true > -1e-9
    if gap.direction == "behind":
        assert true < 1e-9


@given(cells())
def test_gap_to_itself_is_level(one: Cell) -> None:
    """A cell is level with itself."""
    assert Gap(one, one).difference == 0
    assert Gap(one, one).direction == "level"


@given(countries(), st.sampled_from(TERRITORIES))
def test_rank_bounds(listed: list[Cell], territory: str) -> None:
    """A rank lies within 1 and the number of reliable cells; ties share the better one."""
    reliable = [item for item in listed if not item["is_low_reliability"]]
    own = gaps.find(reliable, territory=territory)
    found = gaps.rank_of(listed, territory)
    if own is None:
        assert found is None
    else:
        assert found is not None
        rank, count = found
        assert 1 <= rank <= count == len(reliable)
        higher = [item for item in reliable if item["value"] > own["value"]]
        assert rank == len(higher) + 1


@given(countries())
def test_low_reliability_is_never_ranked(listed: list[Cell]) -> None:
    """The order holds each reliable cell once, from the highest down, and no other."""
    order = gaps.ranked(listed)
    assert not any(item["is_low_reliability"] for item in order)
    values = [item["value"] for item in order]
    assert values == sorted(values, reverse=True)
    assert sorted(item["territory"] for item in order) == sorted(
        item["territory"] for item in listed if not item["is_low_reliability"]
    )
    for item in listed:
        if item["is_low_reliability"]:
            assert gaps.rank_of(listed, item["territory"]) is None


@given(countries())
def test_ranks_do_not_depend_on_the_order_of_rows(listed: list[Cell]) -> None:
    """Ranks are the same whichever way the rows come, and the highest is first."""
    ranks = {code: gaps.rank_of(listed, code) for code in TERRITORIES}
    assert ranks == {code: gaps.rank_of(listed[::-1], code) for code in TERRITORIES}
    given_ranks = [rank[0] for rank in ranks.values() if rank]
    assert not given_ranks or min(given_ranks) == 1


def test_ties_share_the_better_rank() -> None:
    """Two equal values are both second, and the next is fourth."""
    listed = [cell(value, territory=code) for code, value in zip("abcd", (9, 5, 5, 1), strict=True)]
    assert [gaps.rank_of(listed, code) for code in "abcd"] == [(1, 4), (2, 4), (2, 4), (4, 4)]


def test_find_needs_every_code() -> None:
    """A cell is found by all the codes asked for, or not at all."""
    listed = [cell(1, size_class=SMALL), cell(2, size_class=LARGE, territory="DE")]
    assert gaps.find(listed, size_class=LARGE, territory="DE") is listed[1]
    assert gaps.find(listed, size_class=LARGE, territory=ITALY) is None
    assert gaps.find([], territory=ITALY) is None
