"""What the charts of Gaps say once a sector is chosen."""

from __future__ import annotations

from typing import Any

import pytest

from divario import queries
from divario.catalogue import ALL_SIZES, EU, ITALY
from divario.charts import countries, sectors, theme
from divario.charts.figure import Figure


def test_the_chosen_sector_keeps_the_accent() -> None:
    """Its bar alone is in colour, and the key names it; a sector of another level changes none."""
    answer = queries.run(
        "sectors_by_territory",
        indicator="E_AI_TANY",
        territory=[ITALY, EU],
        size_class=ALL_SIZES,
        year=2025,
    )
    plain = sectors.sector_bars(answer, "it")
    figure = sectors.sector_bars(answer, "it", "section", "J")
    colours = dict(zip(figure.layout["yaxis"]["ticktext"], colours_of(figure), strict=True))
    assert [name for name, colour in colours.items() if colour == theme.FOCUS] == [
        "Informazione e comunicazione  <b>51,28%</b>"
    ]
    assert set(colours.values()) == {theme.FOCUS, theme.CONTEXT}
    assert [key.label for key in figure.key] == [
        "Informazione e comunicazione, Italia",
        "Altri settori italiani dello stesso livello",
        "UE",
    ]
    assert colours_of(sectors.sector_bars(answer, "it", "section", "C10-C12")) == theme.FOCUS
    assert colours_of(plain) == theme.FOCUS


def colours_of(figure: Figure) -> Any:
    """The colour of a figure's bars: one, or one for each."""
    return figure.traces[0]["marker"]["color"]


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("it", "Per Paese: fra i Paesi dell’UE questi dati hanno solo l’Italia"),
        ("en", "By country: of the EU countries these data hold Italy alone"),
    ],
)
def test_a_place_among_one_is_no_place(language: str, title: str) -> None:
    """Italy beside the EU alone is not said to be the first of one country."""
    answer = queries.run(
        "territories_by_indicator",
        indicator="E_DI3_GELO",
        size_class=ALL_SIZES,
        sector="I",
        year=2025,
    )
    assert [row["territory"] for row in answer.records] == [ITALY, EU]
    assert countries.country_bars(answer, language, ()).title == title
