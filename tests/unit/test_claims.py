"""The theses: their file, the rule of the verdict, and the verdicts of the shipped data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from divario import findings, queries, store
from divario.claims import read_claims
from divario.errors import DataRefused
from divario.records import read_indicators
from divario.stats.claims import (
    COMPARISONS,
    DIRECTIONS,
    OUTCOMES,
    is_comparable,
    judged,
    outcome,
    verdict,
)
from tests.conftest import DataCopy

OUTCOME_LISTS = st.lists(st.sampled_from(OUTCOMES), max_size=8)
VALUES = st.integers(0, 10_000).map(lambda hundredths: hundredths / 100)
FLIPPED = {"for": "against", "against": "for", "close": "close", "missing": "missing"}
EXPECTED = {
    "trap": ("partly", 3, 3, 0),
    "product_culture": ("partly", 3, 0, 1),
    "no_marketing": ("partly", 3, 1, 0),
    "sales_rule": ("unmeasured", 0, 0, 0),
    "retail_dies": ("partly", 0, 2, 1),
    "vanity": ("partly", 2, 1, 0),
    "cheap_seo": ("unmeasured", 0, 0, 0),
    "course_99": ("partly", 1, 0, 1),
    "tools_not_strategy": ("partly", 2, 1, 0),
    "training_not_enough": ("supported", 3, 0, 0),
    "take_the_money": ("unmeasured", 0, 0, 0),
    "consultant_roi": ("unmeasured", 0, 0, 0),
    "small_wins": ("unmeasured", 0, 0, 0),
    "no_staff": ("partly", 3, 1, 0),
    "paper_flows": ("partly", 2, 2, 1),
    "skills": ("partly", 2, 1, 1),
    "generation": ("unmeasured", 0, 0, 0),
    "twitter_audit": ("unmeasured", 0, 0, 0),
    "wrong_goal_b2b": ("unmeasured", 0, 0, 0),
    "web_can_waste": ("unmeasured", 0, 0, 0),
}

# Tests whose figures are not in the shipped data.
AWAITED = {
    "trap.micro_basic_below_half",
    "trap.very_low_trade_above_eu",
    "no_marketing.orders_on_site_below_half",
    "no_marketing.site_without_sales_sme",
    "vanity.social_without_sales_sme",
    "skills.languages_above_delivery",
    "wrong_goal_b2b.image_above_customers",
}


def cell(value: float, **codes: Any) -> dict[str, Any]:
    """A reliable cell with a value."""
    plain = {
        "value": value,
        "unit": "PC_ENT",
        "index_version": None,
        "caveats": "",
        "is_low_reliability": False,
        "breaks_count": 0,
    }
    return plain | codes


def a_test(comparison: str, direction: str = "for", line: float = 0.0) -> dict[str, Any]:
    """A test with a margin of two points."""
    return {"comparison": comparison, "direction": direction, "line": line, "margin": 2.0}


def test_verdicts_of_the_shipped_data() -> None:
    """Each claim with its verdict and the tests for, against, undecided; only awaited ones lack."""
    known, _ = findings.claims()
    found = {
        item.claim["claim"]: (
            item.verdict,
            item.count("for"),
            item.count("against"),
            item.count("close"),
        )
        for item in known
    }
    assert found == EXPECTED
    missing = {
        f"{item.claim['claim']}.{entry.test['test']}"
        for item in known
        for entry in item.evidence
        if entry.outcome == "missing"
    }
    assert missing == AWAITED
    assert all(item.claim["awaiting_it"] for item in known if item.count("missing"))


def test_every_cell_that_a_test_names_is_measured() -> None:
    """An indicator misspelt would only look unmeasured: all but those to come are measured.

    Those to come stand in the catalogue's file.
    """
    named = read_claims(store.DATA / "claims.toml")["claim_cells"]
    answer = queries.run("evidence_by_claim")
    found = {f"{row['claim']}.{row['test']}.{row['role']}" for row in answer.records}
    assert found == {key for key in named if key.rpartition(".")[0] not in AWAITED}
    known = read_indicators(store.DATA / "indicators.toml")
    assert {cell["indicator"] for cell in named.values()} <= set(known)


@pytest.mark.parametrize(
    ("test", "italy", "europe"),
    [
        ("basic_v3_above_eu", 79.49, 71.39),
        ("cloud_above_eu", 75.31, 51.79),
        ("invoices_above_eu", 97.4, 38.0),
    ],
)
def test_dissent_holds_the_published_figures(test: str, italy: float, europe: float) -> None:
    known, _ = findings.claims()
    shown = {
        item.test["test"]: item
        for judgement in known
        for item in judgement.evidence
        if item.test["is_dissent"]
    }
    assert len(shown) == 3
    assert (shown[test].subject["value"], shown[test].reference["value"]) == (italy, europe)
    assert shown[test].outcome == "against"


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ([], "unmeasured"),
        (["missing", "missing"], "unmeasured"),
        (["for", "missing", "for"], "supported"),
        (["against"], "contradicted"),
        (["for", "against"], "partly"),
        (["for", "close"], "partly"),
        (["close"], "partly"),
    ],
)
def test_rule_of_the_verdict(outcomes: list[str], expected: str) -> None:
    assert verdict(outcomes) == expected


@given(OUTCOME_LISTS)
def test_verdict_is_fair(outcomes: list[str]) -> None:
    """Order and unmeasured tests do not matter; sides exchanged, the verdict is exchanged."""
    said = verdict(outcomes)
    assert verdict(reversed(outcomes)) == said
    assert verdict([*outcomes, "missing"]) == said
    mirror = {"supported": "contradicted", "contradicted": "supported"}
    assert verdict(FLIPPED[item] for item in outcomes) == mirror.get(said, said)


@pytest.mark.parametrize(
    ("comparison", "line", "subject", "reference", "expected"),
    [
        ("italy_below_eu", 0, 40, 42, "for"),
        ("italy_below_eu", 0, 40, 41.99, "close"),
        ("italy_below_eu", 0, 42, 40, "against"),
        ("italy_above_eu", 0, 42, 40, "for"),
        ("sme_below_large", 10, 20, 32, "for"),
        ("sme_below_large", 10, 20, 31.9, "close"),
        ("sme_below_large", 10, 20, 28, "against"),
        ("share_below", 50, 48, None, "for"),
        ("share_below", 50, 48.81, None, "close"),
        ("share_above", 50, 48, None, "against"),
        ("rose", 0, 12.1, 10.1, "for"),
        ("fell", 0, 12.1, 10.1, "against"),
        ("not_moved", 0, 12.1, 10.1, "for"),
        ("not_moved", 0, 10.1, 12.11, "against"),
        ("gap_between", 10, 30, 10, "for"),
    ],
)
def test_outcome_of_a_test(
    comparison: str, line: float, subject: float, reference: float | None, expected: str
) -> None:
    other = None if reference is None else cell(reference)
    assert outcome(a_test(comparison, "for", line), cell(subject), other) == expected
    mirrored = outcome(a_test(comparison, "against", line), cell(subject), other)
    assert mirrored == FLIPPED[expected]


@given(st.sampled_from(sorted(COMPARISONS)), st.sampled_from(DIRECTIONS), VALUES, VALUES)
def test_rounding_of_floats_never_decides(
    comparison: str, direction: str, subject: float, reference: float
) -> None:
    """The outcome is that of exact hundredths, whatever binary fractions do."""
    exact = COMPARISONS[comparison](round(subject * 100), round(reference * 100), 0) / 100
    if comparison.startswith("share_"):
        exact = COMPARISONS[comparison](round(subject * 100), 0, 0) / 100
    met = exact >= -2 if comparison == "not_moved" else exact >= 2
    unmet = exact < -2 if comparison == "not_moved" else exact <= -2
    expected = direction if met else FLIPPED[direction] if unmet else "close"
    found = outcome(a_test(comparison, direction), cell(subject), cell(reference))
    assert found == expected


@pytest.mark.parametrize(
    "other",
    [
        None,
        cell(50, unit="PC_TURN"),
        cell(50, index_version="v4"),
        cell(50, caveats="all_industry_and_services"),
        cell(50, is_low_reliability=True),
        cell(50, breaks_count=1),
    ],
)
def test_what_may_not_be_compared_is_not_measured(other: dict[str, Any] | None) -> None:
    own = cell(10, index_version="v3")
    assert not is_comparable([own, other])
    assert outcome(a_test("gap_between"), own, other) == "missing"
    assert outcome(a_test("gap_between"), None, own) == "missing"
    assert is_comparable([own, cell(50)])


def test_missing_cells_make_a_claim_unmeasured() -> None:
    claims = [{"claim": "a"}, {"claim": "b"}]
    tests = [a_test("share_below", line=50) | {"claim": "a", "test": "x"}]
    assert [item.verdict for item in judged(claims, tests, [])] == ["unmeasured", "unmeasured"]


def test_small_data_open_without_the_indicators(small_data: DataCopy) -> None:
    """Claims about indicators that are not there are not measured, and nothing is refused."""
    warehouse = small_data.open()
    store.use(warehouse)
    queries._cache.clear()
    known, _ = findings.claims()
    verdicts = {item.claim["claim"]: item.verdict for item in known}
    assert verdicts["no_staff"] == "unmeasured"
    assert verdicts["trap"] == "partly"


def test_release_depends_on_the_theses(small_data: DataCopy) -> None:
    before = small_data.open().release
    small_data.replace("claims.toml", "margin = 2", "margin = 3")
    assert small_data.open().release != before


@pytest.mark.parametrize(
    ("old", "new", "rule", "row"),
    [
        ('comparison = "not_moved"', 'comparison = "felt"', "'comparison' is not one of", "trap."),
        ('direction = "for"', 'direction = "maybe"', "'direction' is not one of", "trap."),
        ('author = "article"', 'author = "me"', "'author' is not one of", "trap"),
        ('title.en = "The cycle without a budget"', "", "lacks 'title.en'", "trap"),
        ("earlier = 2022", "earlier = 2024", "the earlier year is not before", "trap."),
        ("earlier = 2022", "", "lacks the year 'earlier'", "trap."),
        ("year = 2024", 'year = "2024"', "lacks the year 'year'", "trap."),
        ('threshold = "wide"', 'threshold = "huge"', "unknown threshold", "trap."),
        ("line = 0", "line = -1", "'line' between 0 and 100", "level"),
        ("margin = 2", "margin = true", "'margin' between 0 and 100", "level"),
        ("dissent = true", 'dissent = "yes"', "neither true nor false", "trap."),
        ('id = "very_low_v3_fell"', 'id = "basic_v4_still"', "the same id", "trap.basic"),
        ('settle.it = "La spesa', 'setle.it = "La spesa', "lacks 'settle.it'", "trap"),
        ('size_class = "10-249"', 'size_class = "11-249"', "names a known size class", "trap"),
        ('sector = "J"', 'sector = "JJ"', "names a known size class, sector", "training"),
        ("[claims.trap]", "[claims.trap", "it is not valid TOML", ""),
    ],
)
def test_spoiled_file_is_refused(
    small_data: DataCopy, old: str, new: str, rule: str, row: str
) -> None:
    """Each spoiled term is refused with the file, the rule and the claim or test."""
    small_data.replace("claims.toml", old, new)
    with pytest.raises(DataRefused) as refusal:
        small_data.open()
    assert refusal.value.file == "claims.toml"
    assert rule in refusal.value.rule
    assert row in refusal.value.row


def test_missing_file_and_table_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataRefused, match="missing"):
        read_claims(tmp_path / "claims.toml")
    (tmp_path / "claims.toml").write_text("[claims.a]\n", encoding="utf-8")
    with pytest.raises(DataRefused, match="thresholds"):
        read_claims(tmp_path / "claims.toml")
