"""Every page, in both languages, through AppTest: texts, origins, alternative texts, state."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from divario import catalogue, queries, store
from divario.i18n import LANGUAGES, t, texts
from divario.provenance import KINDS
from divario.ui import share, taken
from divario.ui.figure import payload

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("overview", "gaps", "sectors", "leads", "claims", "web", "whatif", "revisions", "method")
FIGURES = ("sizes", "sectors", "years", "countries", "table")


def opened(page: str, /, **query: str | list[str]) -> AppTest:
    """A page opened by its address in a fresh session."""
    app = AppTest.from_file(str(ROOT / "divario" / "ui" / "frame.py"), default_timeout=30)
    app.switch_page(str(ROOT / "pages" / f"{page}.py"))
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, app.exception
    return app


@cache
def opened_plainly(page: str, language: str) -> AppTest:
    """A page opened without filters, once for all tests that only read it."""
    return opened(page, lang=language)


def elements(block: Any) -> Iterator[Any]:
    """Every element of a page, in order."""
    for child in block.children.values():
        if hasattr(child, "children"):
            yield from elements(child)
        else:
            yield child


def pieces(app: AppTest) -> Iterator[tuple[str, Any]]:
    """The HTML of a page ("html") and what our components were sent (by key), in order."""
    for element in elements(app.main):
        if element.type == "html":
            yield "html", element.proto.body
        elif element.type == "bidi_component":
            sent = json.loads(element.proto.bytes)
            yield from _in_sheet(sent) if "items" in sent else [(element.key, sent)]


def _in_sheet(box: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for item in box["items"]:
        if "items" in item:
            yield from _in_sheet(item)
        elif "html" in item:
            yield "html", item["html"]
        else:
            yield f"figure-{item['name']}", item


def components(app: AppTest) -> dict[str, dict[str, Any]]:
    """What each of our components was sent, by key."""
    return {key: sent for key, sent in pieces(app) if key != "html"}


def bodies(app: AppTest) -> list[str]:
    """The page's own HTML."""
    return [body for key, body in pieces(app) if key == "html"]


def address(app: AppTest) -> dict[str, str]:
    """What the browser's address says after a run: the one that replaces it, else as it is."""
    sent = components(app).get("address")
    return dict(parse_qsl(sent["search"])) if sent else dict(app.query_params)


def html(app: AppTest) -> str:
    """The page's own HTML, as text."""
    return unescape(re.sub(r"<[^>]+>", " ", " ".join(bodies(app))))


def figures(app: AppTest) -> dict[str, dict[str, Any]]:
    """The figures of a page, by name, with what a reader may take from them."""
    return {
        key.removeprefix("figure-"): data | _taken(data)
        for key, data in components(app).items()
        if key.startswith("figure-")
    }


def _taken(data: dict[str, Any]) -> dict[str, Any]:
    """What the browser would fetch for a figure that can be drawn again from its code."""
    if "code" not in data:
        return {}
    view = share.read(data["code"])
    return json.loads(taken.packed(share.figure_of(view), view))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_in_its_language(page: str, language: str) -> None:
    app = opened_plainly(page, language)
    bar = components(app)["bar"]
    assert bar["language"] == language
    assert [entry["title"] for entry in bar["pages"]] == [
        t(f"{name}.nav", language) for name in PAGES
    ]
    assert [entry["current"] for entry in bar["pages"]] == [name == page for name in PAGES]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("indicator", ["E_DI3_GELO", "E_AI_TANY", "IST_E_CC_PANY", "IST_E_WEB"])
def test_every_chart_has_a_known_origin_and_an_alt_text(indicator: str, language: str) -> None:
    for name, data in figures(opened("gaps", lang=language, indicator=indicator)).items():
        assert data["alt"].strip(), name
        assert data["title"].strip(), name
        assert re.search(r"(Eurostat|Istat), \w+ \(", data["caption"]), (name, data["caption"])
        if data["plot"]:
            meta = data["plot"]["layout"]["meta"]
            assert meta["origins"], name
            assert meta["kind"] in KINDS, name
            assert meta["release"] in data["caption"], name


@pytest.mark.parametrize(
    ("indicator", "language", "expected"),
    [
        ("E_DI3_GELO", "it", ["79,49%", "71,39%", "96,37%", "+8,10 punti", "+16,88 punti"]),
        ("E_DI3_GELO", "en", ["79.49%", "71.39%", "96.37%", "+8.10 points", "+16.88 points"]),
        ("E_AI_TANY", "it", ["15,70%", "18,90%", "53,09%", "−3,20 punti", "+37,39 punti"]),
        ("E_AI_TANY", "en", ["15.70%", "18.90%", "53.09%", "−3.20 points", "+37.39 points"]),
    ],
)
def test_gaps_page_shows_the_published_figures(
    indicator: str, language: str, expected: list[str]
) -> None:
    app = opened("gaps", lang=language, indicator=indicator, year="2025")
    shown = html(app)
    for text in expected:
        assert text in shown, text
    rows = figures(app)["sizes"]["table"]["rows"]
    large = [row for row in rows if row[0] == t("eu.short", language)]
    assert any(expected[1] in row for row in large)


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("overview", {}),
        ("gaps", {}),
        ("sectors", {}),
        ("leads", {}),
        ("leads", {"country": "FR", "kind": "outlier"}),
        ("claims", {"claim": "trap"}),
    ],
)
def test_what_a_code_draws_is_what_the_page_shows(page: str, query: dict[str, str]) -> None:
    """Embeds, previews and what is fetched later come from the code: it must be the same figure."""
    drawn = figures(opened(page, lang="en", **query))
    shown = {name: data for name, data in drawn.items() if data.get("code")}
    assert shown and (page not in {"leads", "claims"} or shown.keys() == drawn.keys())
    for name, data in shown.items():
        again = payload(share.figure_of(share.read(data["code"])), "en")
        sent = json.loads(json.dumps(again))
        assert sent == {key: data[key] for key in sent}, name


@pytest.mark.parametrize("page", PAGES)
def test_links_keep_language_look_and_release(page: str) -> None:
    """Whoever speaks before a room, or quotes a kept release, does not lose it by following one."""
    kept = {"lang": "en", "theme": "stage", "release": store.current().release}
    app = opened(page, **kept)
    written = " ".join(bodies(app))
    hrefs = [unescape(link) for link in re.findall(r'href="([^"#]*)', written)]
    links = [href for href in hrefs if re.match(rf"({'|'.join(PAGES)})?\?", href)]
    assert links or page in {"gaps", "web", "revisions"}, "those have none of their own yet"
    for link in links:
        assert kept.items() <= dict(parse_qsl(link.split("?")[1])).items(), link


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_the_other_language_on_a_page(language: str) -> None:
    other = "en" if language == "it" else "it"
    own_texts, other_texts = set(texts(language).values()), texts(other)
    for page in PAGES:
        app = opened_plainly(page, language)
        shown = html(app) + json.dumps([components(app), figures(app)], ensure_ascii=False)
        for key, text in other_texts.items():
            if len(text) > 30 and "{" not in text and text not in own_texts:
                assert text not in shown, (page, key)


def test_italian_is_the_default_and_nonsense_says_so() -> None:
    app = opened("gaps", lang="klingon", indicator="E_AI_TANI", year="1066", size="SME'; drop")
    assert components(app)["bar"]["language"] == "it"
    shown = html(app)
    for given in ("klingon", "E_AI_TANI", "1066", "SME'; drop"):
        assert f"«{given}»" in shown
    assert address(app)["indicator"] == "E_AI_TANY"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", [page for page in PAGES if page != "whatif"])
def test_unknown_parameters_are_listed_escaped_and_shortened(page: str, language: str) -> None:
    """Five nonsense names on any page: the valid view, what was ignored, a clean address."""
    names = ("foo", "sectr", "<b>x</b>", "y" * 200, "\u202enip")
    app = opened(page, lang=language, **dict.fromkeys(names, "1"))
    written = " ".join(bodies(app))
    said = [t("notice.quoted", language, text=name) for name in ("foo", "sectr", "\ufffdnip")]
    said.append(t("notice.quoted", language, text="y" * 40 + "…"))
    for text in (*said, "&lt;b&gt;x&lt;/b&gt;"):
        assert text in written, text
    assert "<b>x" not in written and "\u202e" not in written
    assert address(app) == ({"lang": "en"} if language == "en" else {})
    assert "h1 class" in written


def test_a_parameter_given_twice_loses_no_value() -> None:
    """As the data addresses take it: two countries are compared; of two sectors it is said."""
    app = opened("gaps", lang="en", countries=["DE", "FR"], sector=["J", "F"])
    assert address(app)["countries"] == "DE,FR"
    assert t("notice.quoted", "en", text="J,F") in html(app)


def test_markup_in_an_address_is_only_text() -> None:
    app = opened("gaps", indicator="<img src=x onerror=alert(1)>", countries="<b>,XX")
    assert not any("<img" in body or "<b>" in body for body in bodies(app))
    assert "«<img src=x onerror=alert(1)>»" in html(app)


def test_what_was_not_measured_is_said_with_the_nearest_that_was() -> None:
    app = opened("gaps", lang="en", indicator="E_AI_TANY", sector="F", size="10-249")
    shown = html(app)
    assert t("missing.countries.title", "en") in shown
    assert "The nearest measured figure: In 2025, 10.39% of enterprises" in shown
    assert "not measured in Italy" in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_micro_firms_are_told_that_they_are_not_included(language: str) -> None:
    how = figures(opened_plainly("gaps", language))["sizes"]["how"]
    assert ("sotto i 10 addetti" if language == "it" else "fewer than 10 persons employed") in how


def test_address_says_the_view_and_leaves_defaults_out() -> None:
    app = opened("gaps", lang="en", indicator="E_AI_TANY", year="2024", countries="FR")
    assert dict(app.query_params) == {
        "lang": "en",
        "indicator": "E_AI_TANY",
        "year": "2024",
        "countries": "FR",
    }
    assert address(opened("gaps", lang="it", indicator="E_DI3_GELO")) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_method_page_names_every_source_indicator_and_query(language: str) -> None:
    shown = html(opened_plainly("method", language))
    for name in queries.marts():
        assert name in shown
    for row in queries.run("sources_by_dataset").records:
        assert row["dataset"] in shown
        assert row[f"gives_{language}"] in shown
    for record in catalogue.current().indicators.values():
        assert record[f"definition_{language}"] in shown


def test_indicators_of_every_kind_open() -> None:
    """The default view: no error, a table; test_charts.py draws all indicators in both languages.

    A kind is what is measured and out of which datasets, in one language or the other.
    """
    app = opened("gaps")
    known = catalogue.current().indicators
    kinds = {(of["theme"], *of["datasets"]): name for name, of in known.items()}
    for position, indicator in enumerate(kinds.values()):
        app.query_params["indicator"] = indicator
        app.query_params["lang"] = LANGUAGES[position % 2]
        app.run()
        assert not app.exception, indicator
        assert "figure-table" in components(app), indicator
