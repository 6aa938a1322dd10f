"""The Sectors page through AppTest, in both languages."""

from __future__ import annotations

import re

import pytest

from divario import catalogue, queries
from divario.i18n import LANGUAGES, t
from divario.provenance import KINDS
from divario.ui.sectors_view import measured_sectors
from tests.pages.test_pages import bodies, components, figures, html, opened


def charts(**query: str) -> dict:
    """The figures of the page, by name."""
    return figures(opened("sectors", **query))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chart_has_a_known_origin_and_an_alt_text(language: str) -> None:
    found = charts(lang=language, sector="C", compare="F,G47,J")
    assert set(found) == {
        "profile-PC_ENT",
        "profile-PC",
        "beside-PC_ENT",
        "places",
        "countries",
        "inside-PC",
    }
    for name, data in found.items():
        meta = data["plot"]["layout"]["meta"]
        assert data["alt"].strip() and data["how"].strip(), name
        assert meta["kind"] in KINDS and meta["origins"], name
        assert meta["release"] in data["caption"], name


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "it",
            "Manifattura: meglio della media nazionale in 18 indicatori su 79, "
            "meglio dello stesso settore nell’UE in 19 su 53.",
        ),
        (
            "en",
            "Manufacturing: ahead of the national average on 18 of 79 indicators, "
            "and of the same sector in the EU on 19 of 53.",
        ),
    ],
)
def test_default_view_says_its_headline_and_leaves_its_address_empty(
    language: str, said: str
) -> None:
    app = opened("sectors", lang=language)
    assert said in html(app)
    assert set(app.query_params) <= {"lang"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_captions_name_only_their_own_sources(language: str) -> None:
    found = charts(lang=language)
    assert "Istat" not in found["profile-PC_ENT"]["caption"]
    assert "Eurostat" not in found["profile-PC"]["caption"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_missing_themes_are_said_with_the_datasets_that_would_fill_them(language: str) -> None:
    shown = html(opened("sectors", lang=language, sector="F"))
    for theme in ("software", "ecommerce", "presence", "security"):
        name = t(f"theme.{theme}", language)
        assert t("sectors.missing.whole", language, theme=name) in shown
    wanted = [
        row
        for row in queries.run("sources_by_dataset").records
        if row["dataset_status"] == "wanted" and "ecommerce" in row["themes"]
    ]
    assert wanted
    for row in wanted:
        assert row["dataset"] in shown and row[f"gives_{language}"] in shown


def test_every_measured_indicator_links_to_its_gaps_view() -> None:
    app = opened("sectors", lang="en", sector="CA", topic="connectivity")
    written = " ".join(bodies(app))
    assert (
        'href="gaps?indicator=E_FIXBB&amp;year=2025&amp;size=GE10&amp;sector=C10-C12&amp;lang=en"'
        in written
    )
    assert len(re.findall(r"sector=C10-C12", written)) == 9


def test_topic_filters_every_part_and_stands_in_the_address() -> None:
    app = opened("sectors", sector="J", topic="ai", compare="C", indicator="E_AI_TTM")
    indicators = catalogue.current().indicators
    for name, data in figures(app).items():
        raw = data["table"]["rawRows"]
        if name == "countries":
            assert {row[0] for row in raw} == {"E_AI_TTM"}
        assert {indicators[row[0]]["theme"] for row in raw} == {"ai"}, name
    assert dict(app.query_params) == {
        "sector": "J",
        "topic": "ai",
        "compare": "C",
        "indicator": "E_AI_TTM",
    }


def test_stage_theme_is_not_taken_for_a_topic() -> None:
    app = opened("sectors", theme="stage", topic="ai")
    assert dict(app.query_params) == {"theme": "stage", "topic": "ai"}
    assert components(app)["bar"]["theme"] == "stage"


def test_nonsense_is_said_and_is_only_text() -> None:
    app = opened(
        "sectors", sector="<img src=x>", compare="<b>,YY", topic="'; drop", indicator="X" * 99
    )
    shown = html(app)
    for given in ("<img src=x>", "<b>", "YY", "'; drop"):
        assert f"«{given}»" in shown
    assert not any("<img" in body or "<b>" in body for body in bodies(app))
    assert "sectors-controls" in components(app)


@pytest.mark.parametrize(
    ("sector", "what"), [("ICT", "places"), ("I56", "countries"), ("J", "inside")]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_cannot_be_shown_is_said(sector: str, what: str, language: str) -> None:
    shown = html(opened("sectors", lang=language, sector=sector))
    assert t(f"sectors.empty.{what}.title", language) in shown


def test_sectors_of_every_kind_open_in_one_language_or_the_other() -> None:
    """Every sixth of them, and those with the fewest figures."""
    app = opened("sectors")
    few = ["C19", "M72", "53", "D35", "JA_X_58"]
    listed = [*list(dict.fromkeys(measured_sectors().values()))[::6], *few]
    for position, sector in enumerate(listed):
        app.query_params["sector"] = sector
        app.query_params["lang"] = LANGUAGES[position % 2]
        app.run()
        assert not app.exception, sector
        assert any(name.startswith("profile-") for name in figures(app)), sector


def test_who_runs_a_firm_sees_peers_where_measured_and_the_nearest_elsewhere() -> None:
    """Istat crossed sector and size for manufacturing; for retail trade nobody did."""
    crossed = figures(opened("sectors", size="50-99"))
    assert {"peers-PC", "peers-PC_ENT"} <= set(crossed)
    inside, every = (crossed[f"peers-{unit}"] for unit in ("PC", "PC_ENT"))
    assert "(50–99 addetti) a" in inside["title"] and "(50–249 addetti) a" in every["title"]
    assert inside["alt"].count(":") > 10 and "2018" in inside["alt"]
    app = opened("sectors", size="50-99", sector="G47", lang="en")
    assert t("sectors.empty.peers.title", "en") in html(app)
    assert "peers-PC" not in figures(app) and "peers-PC_ENT" in figures(app)
    assert "peers-PC_ENT" not in charts(sector="C")
