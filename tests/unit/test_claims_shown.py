"""Claims as they are shown: charts true to their evidence, words, and any address."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from divario import findings, queries
from divario.charts import claims as words
from divario.errors import ChartWithoutOrigin
from divario.i18n import LANGUAGES
from divario.stats.claims import Evidence, Judged
from divario.ui.claims import chosen, resolve


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_open_claim_has_a_chart_true_to_its_evidence(language: str) -> None:
    """Marks are the cells of the tests in one unit; the table holds every measured cell."""
    known, _ = findings.claims()
    for item in known:
        own = queries.run("evidence_by_claim", claim=item.claim["claim"])
        if item.verdict == "unmeasured":
            with pytest.raises(ValueError, match="nothing was measured"):
                words.evidence_dots(own, language)
            continue
        figure = words.evidence_dots(own, language).checked()
        published = {record["value"] for record in own.records}
        lines = {entry.test["line"] for entry in item.evidence}
        marks = [trace for trace in figure.traces if trace["mode"] == "markers+text"]
        assert {value for trace in marks for value in trace["x"]} <= published | lines
        in_table = {row[words_value_column()] for row in figure.table.raw_rows}
        assert in_table == published
        assert len(figure.table.header) == len(figure.table.rows[0])
        for entry in item.evidence:
            if entry.outcome != "missing":
                assert words.sentence(entry, language) in figure.alt or figure.note


def words_value_column() -> int:
    """Where the value stands in the raw table."""
    return words.words.RAW_COLUMNS.index("value")


def test_chart_without_origin_is_refused() -> None:
    bare = replace(queries.run("evidence_by_claim", claim="trap"), origins=())
    with pytest.raises(ChartWithoutOrigin):
        words.evidence_dots(bare, "it").checked()


@given(st.dictionaries(st.sampled_from(["verdict", "author", "claim", "x"]), st.text(max_size=99)))
def test_any_address_gives_a_valid_view(address: dict[str, str]) -> None:
    known, _ = findings.claims()
    view = resolve(address, known)
    assert resolve(view.address(), known).notices == ()
    assert all(isinstance(item, Judged) for item in chosen(known, view))


def test_an_unmeasured_test_says_so() -> None:
    known, _ = findings.claims()
    item = Evidence(known[0].evidence[0].test, None, None)
    assert item.outcome == "missing"
    assert "not measured" in words.sentence(item, "en")
    assert words.remarks(item, "en") == ""
