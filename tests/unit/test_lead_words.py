"""Leads as they are said, drawn and asked for by an address."""

from __future__ import annotations

import re

import pytest

from divario import catalogue, findings
from divario.charts import lead_words
from divario.charts.leads import lead_figure
from divario.i18n import LANGUAGES
from divario.stats import leads
from divario.stats.comparable import REASONS
from divario.stats.leads import Lead
from divario.ui import leads as page
from divario.ui import leads_view

BY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


def everything() -> tuple[Lead, ...]:
    """Every lead of Italy in the release."""
    return findings.leads_of("IT").leads


@BY_LANGUAGE
def test_every_shown_number_stands_in_its_cells(language: str) -> None:
    """Percentages of a sentence are values of its cells (or the named median); points differ."""
    for lead, _ in leads.stories(everything()):
        said = lead_words.sentence(lead, language)
        allowed = {f"{cell['value']:.{cell['decimals_count']}f}" for cell in lead.cells}
        allowed |= {f"{abs(gap.difference):.{gap.decimals}f}" for gap in lead.gaps if gap.near}
        if lead.spread:
            allowed.add(f"{lead.spread.median_pct:.{lead.cells[0]['decimals_count']}f}")
        plain = said
        for cell in lead.cells:  # "at least 1% of their turnover" is the indicator's name
            name = catalogue.current().indicator(cell["indicator"], language, "predicate")
            plain = plain.replace(name, "")
        plain = plain.replace(",", ".") if language == "it" else plain
        shown = re.findall(r"(?<![\d.])\d+(?:\.\d+)?(?=%| punt| point)", plain)
        assert len(shown) >= 2, said
        assert set(shown) <= allowed, said
        assert "  " not in said and ".." not in said and "{" not in said and said.endswith(".")
        assert str(lead.cells[0]["year"]) in said


@BY_LANGUAGE
def test_every_kind_has_a_figure_with_origin_alt_and_its_cells(language: str) -> None:
    """The first two stories of each kind: the chart draws exactly the lead's values."""
    for kind in leads.KINDS:
        for lead, _ in leads.stories(leads.chosen(everything(), kind=kind))[:2]:
            code = findings.code_of(lead)
            drawn = lead_figure(page._result(lead), language, "1", *code).checked()
            values = {value for trace in drawn.traces for value in trace["x"]}
            own = {cell["value"] for cell in lead.cells}
            assert own <= values
            assert kind == "outlier" or own == values
            assert {row[5] for row in drawn.table.raw_rows} == values
            assert own <= {row["value"] for row in drawn.result.records}
            assert all(lead_words.checks(lead, language))


@BY_LANGUAGE
def test_each_fault_has_words(language: str) -> None:
    """Every reason that a lead may be dropped for is said, and a dropped lead shows no figure."""
    said = [lead_words.fault(reason, language) for reason in (*REASONS, *leads.FAULTS)]
    assert len(set(said)) == len(said)
    lead = next(lead for lead in everything() if "break" in lead.faults)
    assert "%" not in lead_words.dropped(lead, language)


def test_view_is_valid_whatever_the_address_says() -> None:
    """Unknown values become the nearest or none, and are noticed; the page stays in range."""
    view = leads_view.resolve({"kind": "chnge", "country": "xx<b>", "page": "9999", "topic": "ai"})
    assert (view.kind, view.country, view.topic, view.page) == ("change", "IT", "ai", view.pages)
    assert [notice.name for notice in view.notices] == ["kind", "country", "page"]
    assert view.address() == {"kind": "change", "topic": "ai", "page": str(view.pages)}
    assert leads_view.resolve({}).address() == {}
    assert leads_view.resolve({"page": "-3"}).page == 1
