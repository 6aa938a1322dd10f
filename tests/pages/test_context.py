"""Figures of context beside a thesis and a sector, and how many enterprises a view speaks of."""

from __future__ import annotations

import pytest

from divario import queries
from divario.charts import firms
from divario.errors import DataRefused
from divario.i18n import LANGUAGES, t
from tests.conftest import DataCopy
from tests.pages.test_pages import html, opened

SAID = {
    "it": ("59%", "riportata da techcompany360.it", "21,82%", "riportata da donnainaffari.it"),
    "en": ("59%", "quoted by techcompany360.it", "21.82%", "quoted by donnainaffari.it"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_context_names_the_publisher_and_the_press(language: str) -> None:
    """A thesis and a sector show their figures with both names; other theses show none."""
    title = t("context.title", language)
    skills = html(opened("claims", lang=language, claim="skills")).split(title)[1]
    trade = html(opened("sectors", lang=language, sector="G"))
    assert SAID[language][0] in skills and SAID[language][1] in skills
    assert "Osservatorio Innovazione Digitale nelle PMI" in skills
    assert (
        t("caption.source.context", language, sources="|", release="").split("|")[1][:40] in skills
    )
    assert SAID[language][2] in trade.split(title)[1] and SAID[language][3] in trade
    assert title not in html(opened("claims", lang=language, claim="generation"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_views_say_how_many_enterprises_they_speak_of(language: str) -> None:
    """The count of the register, rounded to two figures; a view without one says nothing."""
    rows = queries.run("enterprises_by_sector", territory="IT").records
    own = [row for row in rows if row["sector"] == "F" and row["size_class"] == "GE10"]
    exact = max(own, key=lambda row: row["year"])["enterprises_count"]
    said = firms.counted("F", "GE10", language)
    digits = "".join(sign for sign in said.split(" (")[0][-8:] if sign.isdigit())
    assert abs(int(digits) - exact) <= exact * 0.05 and int(digits) % 1000 == 0
    assert "sbs_sc_ovw" in said
    assert firms.counted("F", "10-49", language) == ""
    assert said in html(opened("sectors", lang=language, sector="F"))
    wider = firms.counted("C10-S951_X_K", "10-249", language)
    assert wider and wider in html(opened("gaps", lang=language))


def test_a_shown_figure_must_have_been_gathered(small_data: DataCopy) -> None:
    """A sentence about a figure that is not in the file refuses the data."""
    small_data.replace("context/shown.toml", "figure = 328", "figure = 999")
    with pytest.raises(DataRefused, match="was gathered with a value"):
        small_data.open()
