"""The Claims page through AppTest: verdicts, evidence, dissent, filters, in both languages."""

from __future__ import annotations

import re

import pytest

from divario import findings
from divario.i18n import LANGUAGES, t
from divario.stats.claims import VERDICTS
from tests.pages.test_pages import address, bodies, components, figures, html, opened

DISSENT = {
    "it": ["79,49%", "71,39%", "75,31%", "51,79%", "97,40%", "38,00%"],
    "en": ["79.49%", "71.39%", "75.31%", "51.79%", "97.40%", "38.00%"],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_shows_every_claim_its_author_and_the_dissent(language: str) -> None:
    app = opened("claims", lang=language)
    shown = html(app)
    known, _ = findings.claims()
    assert len(known) == 20
    for item in known:
        assert item.claim[f"title_{language}"] in shown
        assert item.claim[f"text_{language}"] in shown
    for text in DISSENT[language]:
        assert text in shown, text
    assert t("claims.title", language, count=20, partly=10, unmeasured=9) in shown
    assert "Gianluca Diegoli" in shown
    for name in VERDICTS:
        assert t(f"claims.verdict.{name}", language) in shown
    assert figures(app) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_claim_opens_with_its_evidence(language: str) -> None:
    """Each figure with source, release and a link to Gaps; what is not measured says why."""
    known, answer = findings.claims()
    app = opened("claims", lang=language)
    for item in known:
        claim = item.claim
        app.query_params["claim"] = claim["claim"]
        app.query_params["lang"] = language
        app.run()
        assert not app.exception, claim["claim"]
        body = " ".join(bodies(app))
        opened_part = body.split("dv-claims-open", 1)[1].split("dv-claims-list")[0]
        opened_part = opened_part.split("dv-claims-web")[0].split("dv-context")[0]
        text = html(app)
        assert claim[f"settle_{language}"] in text
        assert claim[f"limits_{language}"] in text
        assert opened_part.count("<li>") == len(item.evidence)
        measured = len(item.evidence) - item.count("missing")
        assert opened_part.count('href="gaps?') == measured
        assert opened_part.count(answer.release) == measured
        if claim[f"awaiting_{language}"]:
            assert (claim[f"awaiting_{language}"] in text) == (measured < len(item.evidence))
        assert f'id="claim-{claim["claim"]}"' in body
        assert ("claims" in figures(app)) == (item.verdict != "unmeasured")
        for entry in item.evidence:
            assert entry.test[f"why_{language}"] in text


def test_filters_leave_what_they_say() -> None:
    app = opened("claims", lang="en", verdict="unmeasured", author="comment")
    body = " ".join(bodies(app))
    listed = re.findall(r'<li id="(\w+)">', body)
    assert listed == ["small_wins", "generation", "twitter_audit", "wrong_goal_b2b"]
    none = opened("claims", lang="en", verdict="contradicted")
    assert t("claims.empty", "en") in html(none)
    fields = components(app)["claims-controls"]["fields"]
    assert [field["value"] for field in fields] == ["unmeasured", "comment", ""]


def test_address_leaves_defaults_out_and_keeps_the_open_claim() -> None:
    assert address(opened("claims", lang="it", verdict="all")) == {}
    app = opened("claims", lang="en", author="dissent", claim="trap")
    assert dict(app.query_params) == {"lang": "en", "author": "dissent", "claim": "trap"}
    assert "dv-claims-open" in " ".join(bodies(app))


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_address_is_only_text(language: str) -> None:
    app = opened("claims", lang=language, claim="<img src=x>", verdict="tarp'; drop", author="x")
    assert "<img" not in " ".join(bodies(app))
    for given in ("<img src=x>", "tarp'; drop"):
        assert f"«{given}»" in html(app) or given in html(app)


def test_near_miss_opens_the_nearest_claim() -> None:
    app = opened("claims", lang="en", claim="vanitty")
    assert address(app)["claim"] == "vanity"
    assert "vanitty" in html(app)
