"""The Leads page through AppTest: both languages, figures, checks, filters, hostile addresses."""

from __future__ import annotations

import re

import pytest
from test_pages import bodies, components, figures, html, opened

from divario.i18n import LANGUAGES, t, texts
from divario.stats.leads import KINDS


@pytest.mark.parametrize("language", LANGUAGES)
def test_ten_leads_each_with_chart_origin_and_checks(language: str) -> None:
    app = opened("leads", lang=language)
    drawn = figures(app)
    assert list(drawn) == [f"lead-{place + 1}" for place in range(10)]
    for data in drawn.values():
        assert data["plot"] and data["alt"].strip() and data["how"].strip()
        assert re.search(r"(Eurostat|Istat), \w+ \(", data["caption"])
        assert data["plot"]["layout"]["meta"]["origins"]
    shown = html(app)
    for key in ("leads.check.sampling", "leads.order.score", "leads.dropped.lead"):
        assert t(key, language) in shown
    for kind in KINDS:
        assert t(f"leads.kind.{kind}", language) in shown
    for reason in ("break", "law", "rounding"):
        assert t(f"leads.fault.{reason}", language) in shown
    assert "{" not in shown
    other = "en" if language == "it" else "it"
    foreign = [text for key, text in texts(other).items() if key.startswith("leads.")]
    own = set(texts(language).values())
    assert [
        x for x in foreign if len(x) > 12 and "{" not in x and x not in own and x in shown
    ] == []


def test_filters_are_in_the_address_and_in_the_bar() -> None:
    address = {"kind": "change", "topic": "ai", "size": "GE250"}
    app = opened("leads", **address)
    assert dict(app.query_params) == address
    fields = {field["name"]: field for field in components(app)["leads-controls"]["fields"]}
    assert {name: fields[name]["value"] for name in address} == address
    assert fields["country"]["value"] == "IT"
    first = figures(app)["lead-1"]
    assert "53,09%" in first["title"] and "20,59 punti in più rispetto al 2024" in first["title"]


def test_another_country_and_a_later_page() -> None:
    app = opened("leads", lang="en", country="DE", page="2")
    assert dict(app.query_params) == {"lang": "en", "country": "DE", "page": "2"}
    assert all("Germany" in data["title"] for data in figures(app).values())
    written = " ".join(bodies(app))
    assert 'href="?country=DE&amp;page=3&amp;lang=en"' in written
    assert 'href="?country=DE&amp;lang=en"' in written


@pytest.mark.parametrize("language", LANGUAGES)
def test_nonsense_is_said_and_escaped(language: str) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    app = opened("leads", lang=language, kind=hostile, country="Atlantis", page="1e9")
    shown = html(app)
    for given in (hostile, "Atlantis", "1e9"):
        assert t("notice.quoted", language, text=given) in shown
    assert not any("<img" in body for body in bodies(app))
    assert len(figures(app)) == 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_lead_is_said_as_such(language: str) -> None:
    app = opened("leads", lang=language, topic="factors", kind="outlier")
    assert figures(app) == {}
    shown = html(app)
    assert t("leads.title.none", language) in shown
    assert t("leads.none", language) in shown
