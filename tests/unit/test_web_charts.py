"""Charts of the Web evidence page: exact titles, tables and marks, in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from divario import queries
from divario.charts import (
    recipes,
    web_declared,
    web_funnel,
    web_gaps,
    web_pairs,
    web_published,
    web_sectors,
    web_signals,
    web_words,
)
from divario.charts.figure import Figure
from divario.i18n import LANGUAGES
from divario.queries import Result
from divario.ui import figure
from tests.conftest import DataCopy
from tests.unit.test_web_data import with_own_crawl

THIN = "\u202f"
ROOMS = {"source": "accommodation", "size_proxy": "rooms", "sector": "I55.1"}
STARTUPS = {"source": "startups", "territory": "IT", "size_proxy": "persons"}
SITES = ["website_declared"]


def asked(name: str, **parameters: object) -> Result:
    """An answer of the shipped data."""
    return queries.run(name, **parameters)


def every(language: str) -> list[Figure]:
    """Each figure of the page as it opens, without a crawl."""
    cells = asked("pairs_by_sector", territory="DE", year=2024)
    marks = list(web_declared.MARKS)
    return [
        web_pairs.pair_scatter(asked("pairs_by_sector", year=2024), language, "DE"),
        web_gaps.pair_gaps(asked("disagreements_by_cell"), language),
        web_sectors.web_bars(cells, language),
        web_sectors.web_bars(cells, language, "F"),
        web_sectors.web_years(asked("pairs_by_sector", territory="DE", sector="F"), language),
        web_published.published_sizes(asked("published_by_topic", source="hesse_retail"), language),
        web_published.domain_bars(
            asked("published_by_topic", indicator="it_domains_per_100_enterprises", year=2021),
            language,
        ),
        web_published.audit_ranges(asked("published_by_topic", source="twitter_audit"), language),
        web_published.published_figures(asked("published_by_topic", topic="upkeep"), language),
        web_declared.declared_dots(asked("declared_by_size", **ROOMS, indicator=marks), language),
        web_declared.declared_sections(
            asked("declared_by_size", **STARTUPS, indicator=SITES), language
        ),
    ]


TITLES = {
    "it": [
        "In 12 celle su 15 le imprese dichiarano più IA di quanta ne mostrino i siti",
        "Belgio, Tutti i settori, 2024: 24,71% nell’indagine, 7,6% sui siti, lontani 17,1 punti",
        "L’IA sui siti: da Alloggio e ristorazione, 5,6%, a Informazione e comunicazione, 42,9%",
        "Dentro Costruzioni: da Ingegneria civile, 5,8%, a Lavori di costruzione specializzati, "
        "7,0%",
        f"L’IA sui siti: 0,5% nel 2016, 6,9% nel 2024, su 73{THIN}988 imprese",
        "Assia (Germania), commercio al dettaglio, 2022: con un sito 36% (0–9 addetti) e 68% "
        "(50 addetti e oltre)",
        "Domini «.it» ogni 100 imprese: Lombardia 22,37, Italia 16",
        "Profili Twitter abbandonati: 30–35% dei partner di un distributore informatico",
        "46 cifre pubblicate: 35 citate dalla stampa, 20 senza un campione documentato",
        "Alberghi con un sito dichiarato: 67,9% (1–9 camere), 98,3% (100 camere e oltre)",
        "Start-up innovative con un sito dichiarato: 68,3% (Arte, sport e divertimento), "
        "92,6% (Elettricità e gas)",
    ],
    "en": [
        "In 12 cells of 15 firms declare more AI than websites show",
        "Belgium, All sectors, 2024: 24.71% in the survey, 7.6% on websites, 17.1 points apart",
        "AI on websites: from Accommodation and food service, 5.6%, to Information and "
        "communication, 42.9%",
        "Inside Construction: from Civil engineering, 5.8%, to Specialised construction, 7.0%",
        "AI on websites: 0.5% in 2016, 6.9% in 2024, of 73,988 firms",
        "Hesse (Germany), retail trade, 2022: with a website 36% (0–9 persons employed) and 68% "
        "(50 persons employed or more)",
        "Names in “.it” per 100 enterprises: Lombardia 22.37, Italy 16",
        "Twitter accounts abandoned: 30–35% of partners of an IT distributor",
        "46 published figures: 35 quoted by the press, 20 without a documented sample",
        "Hotels that declare a website: 67.9% (1–9 rooms), 98.3% (100 rooms or more)",
        "Innovative start-ups that declare a website: 68.3% (Arts, sports and recreation), "
        "92.6% (Electricity and gas)",
    ],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_are_computed(language: str) -> None:
    assert [one.title for one in every(language)] == TITLES[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_can_be_shown_and_drawn_again_from_their_address(language: str) -> None:
    """Each has origin, kind, alt text and recipe; drawn again it is the same figure."""
    for one in every(language):
        data = figure.payload(one.checked(), language)
        assert data["caption"].endswith(f"{one.result.release}."), one.name
        assert one.recipe and one.table.rows and one.how, one.name
        again = recipes.again(one.recipe, language)
        assert (again.title, again.table) == (one.title, one.table)
        width = len(one.table.header)
        assert all(len(row) == width for row in one.table.rows), one.name


@pytest.mark.parametrize(
    ("language", "declared", "indicative"),
    [
        (
            "it",
            "Dichiarato in un elenco: nessun sito visitato.",
            "Solo indicativo: il metodo non è documentato.",
        ),
        (
            "en",
            "Declared in a directory, no site visited.",
            "Indicative only: the method is undocumented.",
        ),
    ],
)
def test_what_nobody_measured_says_so_in_its_caption(
    language: str, declared: str, indicative: str
) -> None:
    """Caption, and so image, sentence and preview, begin with it."""
    for one in every(language):
        caption = figure.payload(one, language)["caption"]
        assert caption.startswith(declared) == (one.kind == "declared"), one.name
        assert caption.startswith(indicative) == (one.kind == "indicative"), one.name
    kinds = [one.kind for one in every(language)]
    assert kinds.count("declared") == 2 and kinds.count("indicative") == 1


def test_rows_of_the_pair_table_hold_both_populations() -> None:
    """France, construction, 2024: 3.14% surveyed against 7.4% on websites, 4.3 points apart."""
    answer = asked("pairs_by_sector", territory="FR", year=2024)
    table = web_sectors.web_bars(answer, "en").table
    (row,) = [row for row in table.rows if row[1] == "Construction"]
    assert row[:3] == ("France", "Construction", "2024")
    assert row[4:] == ("7.4%", "3.14%", "+4.3", "")
    assert "firms of every size" in table.notes[0] and "10 or more" in table.notes[0]


def test_a_survey_of_another_year_says_its_year_and_gives_no_difference() -> None:
    """Germany, construction, 2024: the survey's 14.28% is of 2025."""
    answer = asked("pairs_by_sector", territory="DE", sector="F", year=2024)
    (row,) = web_sectors.web_bars(answer, "en").table.rows
    assert row[4:] == ("6.9%", "14.28% (2025)", "–", "survey of another year (2025)")


def test_scatter_leaves_divisions_out_and_rings_other_years() -> None:
    answer = asked("pairs_by_sector", year=2024)
    drawn = web_pairs.pair_scatter(answer, "en", "FR")
    others, chosen = drawn.traces
    assert len(chosen["x"]) == 12 and set(chosen["marker"]["symbol"]) == {"circle"}
    assert set(others["marker"]["symbol"]) == {"circle", "circle-open"}
    line = drawn.layout["shapes"][0]
    assert (line["x0"], line["x1"]) == (line["y0"], line["y1"])
    german = web_pairs.pair_scatter(answer, "en", "DE").traces[1]
    places = dict(zip(german["text"], german["textposition"], strict=True))
    assert (places["C"], places["G"]) == ("top center", "bottom center"), "they would touch"


def test_withheld_shares_are_in_the_table_alone() -> None:
    answer = asked("pairs_by_sector", territory="LU", year=2024)
    drawn = web_sectors.web_bars(answer, "en", "C")
    withheld = [row for row in drawn.table.rows if "not given" in row[-1]]
    assert withheld and all(row[4] == "–" for row in withheld)
    assert len(drawn.traces[0]["x"]) == len(drawn.table.rows) - len(withheld)
    assert str(len(withheld)) in drawn.note


def test_an_own_crawl_is_drawn_and_what_is_suppressed_is_not(small_data: DataCopy) -> None:
    from divario import store  # noqa: PLC0415

    store.use(with_own_crawl(small_data).open())
    whole = {"crawl": "towns", "sector": "TOTAL", "size_class": "TOTAL", "territory": "TOTAL"}
    answer = asked("crawls_by_sector", indicator=list(web_funnel.STAGES), **whole)
    funnel = web_funnel.funnel_bars(answer, "en")
    assert funnel.title == "Working tool: 15.0% of websites; window only: 40.0%"
    assert "20 websites" in funnel.subtitle
    assert funnel.traces[0]["x"] == [40.0, 15.0]
    assert funnel.traces[0]["error_x"]["array"] == pytest.approx([21.34, 21.04])
    by_sector = asked("crawls_by_sector", crawl="towns", indicator=["working_tool"])
    sectors = web_funnel.funnel_sectors(by_sector, "en")
    assert sectors.title == "Working tool: Accommodation and food service leads, 27.3% of websites"
    assert sectors.traces[0]["x"] == [27.27]
    (suppressed,) = [row for row in sectors.table.rows if row[1] == "Construction"]
    assert suppressed[4:6] == ("under 10", "–")


def test_signals_of_an_own_crawl_by_size(small_data: DataCopy) -> None:
    """One row a signal, the value of all sizes beside it, a mark per class with 10 sites."""
    from divario import store  # noqa: PLC0415

    store.use(with_own_crawl(small_data).open())
    answer = asked(
        "crawls_by_sector", crawl="towns", indicator=["https", "ecommerce"], sector="TOTAL"
    )
    dots = web_signals.signal_dots(answer, "it")
    assert dots.title == "Sui siti visitati: HTTPS 90,0%, Vende online 15,0%"
    small, whole = dots.traces
    assert (whole["x"], small["x"]) == ([90.0, 15.0], [100.0, 20.0])
    assert [key.label for key in dots.key] == ["Tutte le dimensioni", "10–49 addetti"]


@given(st.decimals(min_value=0, max_value=99999, places=2))
def test_amounts_keep_the_decimals_that_were_published(value: object) -> None:
    row = {"value": float(value), "low": None, "high": None, "unit": "pct"}
    shown = web_words.amount(row, "en")
    assert float(shown.removesuffix("%").replace(",", "")) == pytest.approx(float(value))
    assert shown.endswith("%") and not shown.endswith(".0%")
