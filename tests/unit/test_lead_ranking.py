"""Leads: exact values on the shipped data, stable order, nothing broken or unreliable ranked."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from random import Random
from typing import Any

import plain_leads
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from divario import catalogue, findings, queries
from divario.stats import finding, leads
from divario.stats.comparable import refusal
from divario.stats.finding import Others
from divario.stats.gaps import Cell
from divario.stats.leads import Lead, Spread
from divario.stats.measures import COLUMNS, in_series
from divario.ui import leads as page

KEY = ("indicator", "sector", "size_class", "year")
FEW = ("E_AI_TANY", "E_DI3_GELO", "E_CC", "E_ITSP2", "E_ITT2", "E_CC1_SI", "E_CC_PEM", "E_CC_PSEC")


@cache
def cells(territory: str = "IT") -> tuple[dict[str, Any], ...]:
    """The cells of a few indicators, of Italy and the EU."""
    asked = {"territory": territory, "indicator": list(FEW)}
    return tuple(queries.run("cells_by_territory", **asked).records)


@cache
def spreads() -> tuple[dict[str, Any], ...]:
    """The spreads of the countries' figures of the same indicators."""
    return tuple(queries.run("spreads_by_indicator", indicator=list(FEW)).records)


def found_in(
    cells: Iterable[Cell], spreads: Iterable[dict[str, Any]], territory: str = "IT"
) -> list[Lead]:
    """The leads of a territory found in cells of its own and of the EU."""
    held = list(cells)
    known = {cell["indicator"]: {n: cell[n] for n in findings.OF_INDICATOR} for cell in held}
    near = {
        tuple(row[name] for name in KEY): Spread(*[row[name] for name in Spread._fields])
        for row in spreads
    }

    def series(place: str) -> Any:
        own = [cell for cell in held if cell["territory"] == place]
        return in_series([tuple(cell[name] for name in COLUMNS) for cell in own])

    return finding.find(series(territory), Others(series("EU27_2020"), near, known), territory)


def everything() -> tuple[Lead, ...]:
    """Every lead of Italy in the release."""
    return findings.leads_of("IT").leads


def ranked(found: list[Lead]) -> list[tuple]:
    """What tells the order: codes and scores of the sound leads."""
    return [(lead.code, lead.score) for lead in found if not lead.faults]


def one(kind: str, indicator: str, **codes: Any) -> Lead:
    """The lead of a kind at one cell."""
    (found,) = [
        lead
        for lead in everything()
        if lead.kind == kind
        and lead.cells[0]["indicator"] == indicator
        and all(lead.cells[0][name] == code for name, code in codes.items())
    ]
    return found


def test_published_figures_make_the_leads() -> None:
    """Exact values of 2025: 53.09 − 15.70 by size, 15.70 − 18.90 to the EU, 53.09 − 32.5 a year."""
    assert one("size", "E_AI_TANY", sector=catalogue.TOTAL).amount == pytest.approx(37.39)
    own = one("europe", "E_AI_TANY", size_class="10-249", sector=catalogue.TOTAL)
    assert own.amount == pytest.approx(-3.20)
    fast = one("change", "E_AI_TANY", size_class="GE250", sector=catalogue.TOTAL)
    assert fast.amount == pytest.approx(20.59)
    assert [cell["year"] for cell in fast.cells] == [2025, 2024]
    slow = one("change", "E_DI3_GELO", size_class="GE10", sector="C13-C15")
    assert slow.amount == pytest.approx((72.93 - 33.42) / 2)


def test_score_is_the_robust_z_of_its_pool() -> None:
    """Recomputed from the amounts of the pool with another formula for the median."""
    pool = [
        lead
        for lead in everything()
        if lead.kind == "size" and not lead.faults and lead.cells[0]["unit"] == "PC_ENT"
    ]

    def middle(values: list[float]) -> float:
        order, half = sorted(values), len(values) // 2
        return order[half] if len(order) % 2 else (order[half - 1] + order[half]) / 2

    centre = middle([lead.amount for lead in pool])
    scale = max(1.4826 * middle([abs(lead.amount - centre) for lead in pool]), 1.0)
    for lead in pool:
        assert lead.pool == len(pool)
        assert lead.score == pytest.approx(abs(lead.amount - centre) / scale)


def test_every_ranked_lead_passes_its_checks() -> None:
    """Same unit, version and population, no break, no low reliability, clear of rounding."""
    newest = max(cell["year"] for lead in everything() for cell in lead.cells)
    sound = [lead for lead in everything() if not lead.faults]
    assert {lead.kind for lead in sound} == set(leads.KINDS)
    for lead in sound:
        for gap in lead.gaps:
            if gap.near:
                assert refusal(gap.near, gap.far) is None
                assert gap.direction in {"ahead", "behind"}
        assert not any(cell["is_low_reliability"] for cell in lead.cells)
        assert all(cell["year"] >= newest - leads.MAX_AGE for cell in lead.cells[:1])
        assert not any("compulsory_it" in cell["indicator_caveats"] for cell in lead.cells)


def test_reversals_point_both_ways() -> None:
    """Ahead in one, behind in the other, by whether more is better; same theme and year."""
    found = [lead for lead in everything() if lead.kind == "reversal"]
    assert found
    for lead in found:
        signs = [gap.difference * (1 if gap.far["better"] == "more" else -1) for gap in lead.gaps]
        assert signs[0] > 0 > signs[1]
        assert len({(cell["theme"], cell["year"], cell["sector"]) for cell in lead.cells}) == 1
        assert lead.amount == pytest.approx(min(abs(sign) for sign in signs))


def test_outliers_equal_the_countries_of_the_other_query() -> None:
    """The median of an outlier is that of the countries that its chart draws."""
    lead = next(lead for lead in everything() if lead.kind == "outlier" and not lead.faults)
    values = sorted(
        row["value"]
        for row in page._result(lead).records
        if row["is_eu27"] and row["territory_kind"] == "country"
    )
    half = len(values) // 2
    median = values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2
    assert lead.spread.median_pct == pytest.approx(median)
    assert lead.among == len(values)
    assert lead.score >= finding.OUTLYING


@settings(max_examples=15)
@given(st.integers(0, 10**6))
def test_order_does_not_depend_on_the_input(seed: int) -> None:
    """Shuffled cells and spreads give the same leads with the same scores in the same order."""
    mixed, others = list(cells()), list(spreads())
    Random(seed).shuffle(mixed)
    Random(seed).shuffle(others)
    plain = found_in(cells(), spreads())
    found = found_in(mixed, others)
    assert ranked(found) == ranked(plain)
    assert [lead.code for lead, _ in leads.stories(found)] == [
        lead.code for lead, _ in leads.stories(plain)
    ]


@settings(max_examples=40)
@given(st.integers(0, 10**6))
def test_a_cell_of_low_reliability_is_never_ranked(place: int) -> None:
    """Whatever cell is planted as unreliable, no ranked lead holds it."""
    planted = list(cells())
    place %= len(planted)
    planted[place] = planted[place] | {"is_low_reliability": True, "status": "u"}
    code = plain_leads.code(planted[place])
    for lead in found_in(planted, spreads()):
        if code in lead.code:
            assert "unreliable" in lead.faults


@settings(max_examples=40)
@given(st.integers(0, 10**6))
def test_no_change_is_ranked_across_a_planted_break(place: int) -> None:
    """A break planted at a cell ends every change that comes up to it."""
    planted = list(cells())
    place %= len(planted)
    planted[place] = planted[place] | {"status": "b"}
    code = plain_leads.code(planted[place])
    for lead in found_in(planted, spreads()):
        if lead.kind == "change" and lead.code[1] == code:
            assert "break" in lead.faults


def test_a_small_pool_is_not_ranked() -> None:
    """Fewer than MIN_POOL differences of a kind say nothing of what is unusual."""
    few = [cell for cell in cells() if cell["indicator"] == "E_AI_TANY"]
    found = [lead for lead in found_in(few, []) if lead.kind == "size"]
    assert [lead.faults for lead in found] == [("small_pool",)]
    assert found_in([], []) == []


def test_kinds_take_turns() -> None:
    """Without a filter the first stories are one of each kind, in their order."""
    first = [lead.kind for lead, _ in leads.stories(everything())][: len(leads.KINDS)]
    assert first == list(leads.KINDS)
    only = [lead.score for lead, _ in leads.stories(leads.chosen(everything(), kind="change"))]
    assert only == sorted(only, reverse=True)


def test_filters_hold_for_one_and_the_same_cell() -> None:
    """A filtered lead has a cell with all the chosen codes, and none is lost."""
    found = leads.chosen(everything(), theme="ai", sector="F", size="GE10")
    assert 0 < len(found) < len(everything())
    for lead in found:
        assert any(
            (cell["theme"], cell["sector"], cell["size_class"]) == ("ai", "F", "GE10")
            for cell in lead.cells
        )
    assert leads.chosen(everything()) == list(everything())


@pytest.mark.parametrize("territory", ["IT", "LU", "EA", "EU27_2020"])
def test_leads_are_those_found_the_long_way(territory: str) -> None:
    """From whole cells with their segments, pair by pair: the same leads, checks, scores, order."""
    found = findings.leads_of(territory)
    every = list(catalogue.current().indicators)
    parts = [
        queries.run("cells_by_territory", territory=territory, indicator=every[place::2])
        for place in range(2)
    ]
    whole = [cell for part in parts for cell in part.records]
    others = queries.run("spreads_by_indicator").records
    expected = plain_leads.plain(whole, others, territory)
    assert [told(lead) for lead in found.leads] == expected
    assert found.cells_count == len(whole)
    assert {lead.kind for lead in found.leads} >= ({"change", "size"} if expected else set())
    for lead in found.leads[::97]:
        assert found.lead(findings.code_of(lead)) is lead
        for cell, end in zip(lead.cells, lead.measures, strict=True):
            assert tuple(cell[name] for name in COLUMNS) == end
            assert {*COLUMNS, *findings.OF_INDICATOR} == set(cell)


@pytest.mark.parametrize("territory", ["IT", "ES", "FR", "PL"])
def test_equal_figures_are_told_apart_by_their_codes(territory: str) -> None:
    """With figures of whole fours many are equal: still the same leads in the same order."""
    fours = [
        cell | {"value": round(cell["value"] / 4) * 4.0, "decimals_count": 2}
        for cell in cells(territory)
    ]
    found = found_in(fours, spreads(), territory)
    assert [told(lead) for lead in found] == plain_leads.plain(fours, list(spreads()), territory)
    assert len({lead.amount for lead in found if not lead.faults}) < len(found) / 3


def told(lead: Lead) -> tuple:
    """What a lead says, as `plain_leads.plain` does."""
    numbers = (lead.pool, lead.middle, lead.score)
    if lead.faults:
        numbers = (*numbers[:2], 0.0)
    return (lead.kind, lead.code[1:], lead.amount, lead.faults, lead.among, *numbers)


def test_columns_are_those_of_the_query() -> None:
    """What is read by its place stands there."""
    assert queries.run("figures_by_territory", territory="LU").columns == COLUMNS
