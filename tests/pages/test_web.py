"""The Web evidence page through AppTest, in both languages."""

from __future__ import annotations

import pytest

from divario import findings, search, store
from divario.charts.web_words import Row
from divario.i18n import LANGUAGES
from divario.provenance import KINDS
from divario.ui.web_view import telling
from tests.conftest import DataCopy
from tests.pages.test_pages import bodies, components, figures, html, opened
from tests.unit.test_web_data import with_own_crawl

THIN = "\u202f"
FIGURES = {
    "pairs",
    "disagreements",
    "web-sections",
    "web-years",
    "web-divisions",
    "web-sizes",
    "declared-rooms",
    "declared-persons",
    "declared-stars",
    "declared-sections",
    "web-domains",
    "web-audit",
    "web-published",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_has_origin_kind_and_alternative_text(language: str) -> None:
    app = opened("web", lang=language)
    found = figures(app)
    assert set(found) == FIGURES
    for name, data in found.items():
        assert data["alt"].strip() and data["how"].strip(), name
        assert data["release"] in data["caption"], name
        if data["plot"]:
            assert data["plot"]["layout"]["meta"]["kind"] in KINDS, name
    assert set(app.query_params) <= {"lang"}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "it",
            [
                "Germania, Costruzioni, 2024: l’IA sui siti 6,9%; nell’indagine manca la cifra",
                f"delle 73{THIN}988 imprese di ogni dimensione con un sito classificato",
                "delle imprese con almeno 10 addetti, con o senza un sito",
                "La cifra del 2024 per questa cella non è in questa versione dei dati.",
                "La più vicina è del 2025: 14,28%.",
                "Nessuna visita ai siti è compresa in questa versione",
            ],
        ),
        (
            "en",
            [
                "Germany, Construction, 2024: AI on websites 6.9%; the survey’s figure for that",
                "of 73,988 firms of every size with a classified website",
                "of enterprises with 10 or more persons employed, with or without a website",
                "The 2024 figure for this cell is not in this release of the data.",
                "The nearest is that of 2025: 14.28%.",
                "No crawl is part of this release",
            ],
        ),
    ],
)
def test_german_construction_2024_stands_beside_the_survey(language: str, said: list[str]) -> None:
    """6.9% of 73,988 firms; the survey's side is named, and missing where it is."""
    text = html(opened("web", lang=language, country="DE", sector="F", year="2024"))
    for part in said:
        assert part in text


def test_the_cell_fills_itself_when_the_survey_arrives(small_data: DataCopy) -> None:
    """With a survey figure of the same cell, both values and their difference are shown."""
    arrived = (
        "'isoc_eb_ai' as dataset, 'E_AI_TANY' as indicator, 'PC_ENT' as unit, "
        "'GE10' as size_class, 'F' as sector, 'DE' as territory, 2024::smallint as year, "
        "9.5::double as value, 'u' as status, 'extract' as lineage, '2026-07' as vintage, "
        "'' as caveats, 1::smallint as copies_count"
    )
    added = f"select * from cells union all by name select {arrived}"
    small_data.rewrite("survey/isoc_eb_ai.parquet", added)
    small_data.seal()
    store.use(small_data.open())
    text = html(opened("web", lang="en", country="DE", sector="F"))
    assert "Germany, Construction, 2024: AI on websites 6.9%, in the survey 9.50%" in text
    assert "−2.6" in text and "Websites show 2.6 points less than firms declare." in text
    assert "low reliability" in text


def test_opens_on_the_cell_where_web_and_survey_differ_most() -> None:
    """Both values of the newest year that has them: 27.0% of websites against 41.76% declared."""
    said = "France, Information and communication, 2024: AI on websites 27.0%, in the survey 41.76%"
    assert said in html(opened("web", lang="en"))


def pair_of(territory: str, year: int, apart: float | None, *, unsure: bool = False) -> Row:
    """A row of `pairs_by_sector`, as far as the choice looks at it."""
    return {
        "territory": territory,
        "sector": "C",
        "year": year,
        "difference_points": apart,
        "is_low_reliability": unsure,
    }


def test_the_telling_cell_has_both_values_and_both_are_reliable() -> None:
    rows = [
        pair_of("BE", 2025, None),
        pair_of("DE", 2024, 20.0, unsure=True),
        pair_of("FR", 2024, -3.0),
        pair_of("LU", 2024, 2.0),
        pair_of("FR", 2023, 15.0),
    ]
    assert telling(rows) == ("FR", "C", "2024")
    assert telling(rows[:2]) == ("BE", "C", "2025")


def test_an_own_crawl_fills_the_funnel(small_data: DataCopy) -> None:
    store.use(with_own_crawl(small_data).open())
    app = opened("web", lang="en")
    found = figures(app)
    title = "Working tool: 15.0% of websites; window only: 40.0%"
    assert found["web-funnel"]["title"] == title
    assert found["web-signals"]["subtitle"].endswith("crawl “towns”, 2026, All sectors")
    assert found["web-funnel-sectors"]["plot"]["traces"][0]["x"] == [27.27]
    assert "No crawl is part of this release" not in html(app)


def test_address_is_kept_and_a_wrong_one_is_said() -> None:
    app = opened(
        "web", lang="en", country="FR", sector="J", year="2023", topic="upkeep", list="veneto"
    )
    assert (app.query_params["country"], app.query_params["list"]) == ("FR", "veneto")
    assert "France, Information and communication, 2023: AI on websites 23.1%" in html(app)
    app = opened("web", lang="en", year="2031", sector="construction")
    text = html(app)
    assert "2031" in text and "France" in text
    fields = {one["name"]: one["value"] for one in components(app)["web-controls"]["fields"]}
    assert (fields["country"], fields["sector"], fields["year"]) == ("FR", "J", "2024")


@pytest.mark.parametrize("year", ["2016", "2020", "2023"])
@pytest.mark.parametrize("country", ["BE", "LU", "BE_DE_FR_LU"])
def test_no_choice_breaks_the_page(country: str, year: str) -> None:
    """Territories without a survey, years without one, and sectors that were withheld."""
    for sector in ("T", "U"):
        opened("web", lang="it", country=country, year=year, sector=sector)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "it",
            [
                "in 21 celle su 37",
                "67,9% con 1–9 camere, 98,3% con 100 o più; nessun sito visitato",
            ],
        ),
        (
            "en",
            ["in 21 cells of 37", "67.9% of those with 1–9 rooms, 98.3% of those with 100 or more"],
        ),
    ],
)
def test_overview_points_to_the_page(language: str, said: list[str]) -> None:
    text = html(opened("overview", lang=language))
    for part in said:
        assert part in text


@pytest.mark.parametrize(
    ("language", "said", "nothing"),
    [
        (
            "it",
            [
                f"Germania, 2024: l’IA sui siti 6,9% (73{THIN}988 imprese con un sito)",
                "Start-up innovative italiane: dichiara un sito 84,6%",
            ],
            "Di questo settore nessuna fonte",
        ),
        (
            "en",
            [
                "Germany, 2024: AI on websites 6.9% (73,988 firms with a website)",
                "Innovative Italian start-ups: 84.6% declare a website",
            ],
            "No source that ships tells",
        ),
    ],
)
def test_sectors_page_says_what_their_sites_show(
    language: str, said: list[str], nothing: str
) -> None:
    text = html(opened("sectors", lang=language, sector="F"))
    for part in said:
        assert part in text
    assert nothing not in text
    assert nothing in html(opened("sectors", lang=language, sector="C10-C12"))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("it", ["Profilo Twitter abbandonato: 30–35% dei partner", "campione non documentato"]),
        ("en", ["Twitter account abandoned: 30–35% of partners", "sampling not documented"]),
    ],
)
def test_claims_show_the_web_outside_the_count(language: str, said: list[str]) -> None:
    """The audit stands beside its thesis, which stays unmeasured: figures of its own author."""
    known, _ = findings.claims()
    (audit,) = [item for item in known if item.claim["claim"] == "twitter_audit"]
    assert audit.verdict == "unmeasured"
    text = html(opened("claims", lang=language, claim="twitter_audit"))
    for part in said:
        assert part in text
    trap = opened("claims", lang=language, claim="trap")
    assert not any("dv-claims-web" in body for body in bodies(trap))


def test_search_finds_the_page_by_what_it_holds() -> None:
    """In each language, by words of both."""
    for language in LANGUAGES:
        (pages,) = [listed for kind, listed in search.groups(language) if kind == "pages"]
        (entry,) = [one for one in pages if one["id"] == "web"]
        for word in ("crawl", "vetrina", "startup", "domini", "hotels"):
            assert word in f"{search.folded(entry['label'])} {entry['words']}".split(), word
