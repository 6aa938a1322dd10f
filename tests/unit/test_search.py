"""The search index: both languages, accents, synonyms, addresses that open a view."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from divario import catalogue, search, store
from divario.i18n import LANGUAGES
from divario.ui import assets
from divario.ui.view import resolve

MOST_BYTES = 60_000
BY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


def found(typed: str, language: str) -> list[str]:
    """Addresses of the entries with a word that begins with each word typed."""
    words = [f" {word}" for word in search.folded(typed).split()]
    return [
        entry["id"]
        for _, entries in search.groups(language)
        for entry in entries
        if all(word in f" {search.folded(entry['label'])} {entry['words']}" for word in words)
    ]


@BY_LANGUAGE
@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("IA", "gaps?indicator=E_AI_TANY"),
        ("AI", "gaps?indicator=E_AI_TANY"),
        ("fatturazione elettronica", "gaps?indicator=E_INV4S_AP"),
        ("e-invoicing", "gaps?indicator=E_INV4S_AP"),
        ("negozio online", "gaps?indicator=E_AWSELL"),
        ("e-commerce", "gaps?indicator=E_AWSELL"),
        ("gestionale", "gaps?indicator=E_ERP1"),
        ("nuvola", "gaps?indicator=E_CC"),
        ("cloud", "gaps?indicator=E_CC"),
        ("intensita digitale", "gaps?indicator=E_DI3_GELO"),
        ("Intensità", "gaps?indicator=E_DI3_GELO"),
        ("sito", "gaps?indicator=IST_E_WEB_SERIES"),
        ("website", "gaps?indicator=IST_E_WEB_SERIES"),
        ("E_SECPOL2", "gaps?indicator=E_SECPOL2"),
        ("germania", "gaps?countries=DE"),
        ("olanda", "gaps?countries=NL"),
        ("fonti", "method"),
    ],
)
def test_found_in_either_language(typed: str, address: str, language: str) -> None:
    assert address in found(typed, language)


@BY_LANGUAGE
@pytest.mark.parametrize(
    ("typed", "code"), [("edilizia", "F"), ("retail", "G47"), ("hotel", "I55")]
)
def test_sectors_are_found(typed: str, code: str, language: str) -> None:
    assert any(f"sector={code}" in address for address in found(typed, language))


@pytest.mark.parametrize(
    ("label", "rank"),
    [
        ("Purchase of cloud computing services", 1),
        ("Industrial robots", 1),
        ("AI and cloud", 2),
        ("IA, cloud avanzato e analisi dei dati insieme", 3),
    ],
)
def test_names_of_several_things_come_later(label: str, rank: int) -> None:
    assert search.ranked(label).get("rank", 1) == rank
    assert search.ranked(label, is_first=True) == {"rank": 0}


def test_a_theme_is_known_by_its_first_indicator() -> None:
    firsts = search.first_of_themes()
    assert {"E_DI3_GELO", "E_AI_TANY", "E_CC"} <= firsts
    assert len(firsts) == len(
        {record["theme"] for record in catalogue.current().indicators.values()}
    )


def test_nonsense_finds_nothing() -> None:
    assert found("zzzz", "it") == []


@BY_LANGUAGE
def test_every_address_opens_a_valid_view(language: str) -> None:
    entries = [entry for _, listed in search.groups(language) for entry in listed]
    assert len({entry["id"] for entry in entries} - {"gaps"}) >= 300
    for entry in entries:
        page, _, query = entry["id"].partition("?")
        assert (store.ROOT / "pages" / f"{page}.py").exists()
        if page == "gaps":
            assert resolve(dict(parse_qsl(query))).notices == ()


@BY_LANGUAGE
def test_index_is_small_and_of_its_language(language: str) -> None:
    index = assets.search_index(language)
    assert len(index.packed) < MOST_BYTES
    assert assets.find(index.address.rsplit("/", 1)[1]) == index
    assert ("Paesi" in index.body.decode()) == (language == "it")


def test_scripts_import_each_other_by_hash() -> None:
    box = assets.script("combobox.js").address.rsplit("/", 1)[1]
    for name in ("page.js", "controls.js"):
        text = assets.script(name).body.decode()
        assert f'from "./{box}"' in text and '"./combobox.js"' not in text


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert search.folded(search.folded(text)) == search.folded(text)


def test_no_synonym_stands_in_two_lines() -> None:
    words = [word for line in search.synonyms() for word in line]
    assert len(set(words)) == len(words)
