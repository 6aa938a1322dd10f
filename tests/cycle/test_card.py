"""The model card: current in docs, in both languages, its numbers those of the data."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from divario import queries
from divario.cycle import card, cited, ledger
from divario.i18n import LANGUAGES, number, t

BY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


@BY_LANGUAGE
def test_the_card_in_docs_is_current(language: str) -> None:
    page = card.FOLDER / card.NAMES[language]
    assert page.read_text(encoding="utf-8") == card.render(language), (
        f"docs/{page.name} is out of date: refresh it with '{card.COMMAND}'"
    )


def test_both_languages_say_the_same_numbers() -> None:
    numbers = [re.findall(r"\d+", re.sub(r"[,.\u202f]", "", card.render(one))) for one in LANGUAGES]
    assert numbers[0] == numbers[1]
    assert len(numbers[0]) > 40


@BY_LANGUAGE
def test_the_card_says_what_is_in_the_data(language: str) -> None:
    text = card.render(language)
    assert ledger.current().version in text
    assert not re.search(r"[{}]|None|\bnan\b", text)
    kinds = [row["parameter_kind"] for row in queries.run("parameters_by_symbol").records]
    for name in ledger.KINDS:
        assert f"\n- {t(f'honesty.count.{name}', language, count=kinds.count(name))}\n" in text
    for row in queries.run("mismatches_by_target").records:
        decimals = 0 if row["target"] == "large" else 1
        assert f"| {number(row['model_value'], language, decimals)}" in text
        assert cited.said(row["cited"], language) in text
    assert len(re.findall(r"(?m)^## ", text)) == 9


def test_write_gives_both_cards(tmp_path: Path) -> None:
    assert [path.name for path in card.write(tmp_path)] == [card.NAMES[one] for one in LANGUAGES]
    assert (tmp_path / "model-card.md").read_text(encoding="utf-8") == card.render("en")
