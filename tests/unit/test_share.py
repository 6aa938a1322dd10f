"""Figures away from their page: drawn again, previewed, cited, read by programmes."""

from __future__ import annotations

import ast
import io
import json
import re
import subprocess
import sys
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from divario import citation, export, findings, queries, snippets
from divario.catalogue import EU, ITALY, SME, TOTAL
from divario.charts import recipes, sentences, sizes
from divario.charts.figure import Figure, Recipe
from divario.charts.recipes import UnknownRecipe
from divario.errors import DivarioError
from divario.i18n import LANGUAGES
from divario.shortcode import View, WrongCode, encode
from divario.ui import embed, preview, share, taken
from divario.ui.figure import payload
from divario.ui.view import resolve
from tests.unit.test_charts import built

BY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
HOSTILE = "</script><img src=x onerror=alert(1)>\"'"


def figure_in(language: str) -> Figure:
    """SMEs and large enterprises that use artificial intelligence, Italy and the EU."""
    answer = queries.run(
        "sizes_by_territory",
        indicator="E_AI_TANY",
        sector=TOTAL,
        year=2025,
        territory=[ITALY, EU],
    )
    return sizes.size_dots(answer, language)


def some_figures(language: str) -> list[Figure]:
    """Every chart of a few indicators: flags, versions, regions only, sector by size."""
    names = ("E_DI3_GELO", "E_AI_TANY", "IST_E_CC_PANY", "IST_P_CUSE")
    return [figure for name in names for figure in built(resolve({"indicator": name}), language)]


def view_of(figure: Figure, language: str) -> View:
    """The view of a figure on the Gaps page, with how it is drawn."""
    return share.place("gaps", (("lang", language),), figure)


class Seen(HTMLParser):
    """The elements and the meta contents of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.meta: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        if tag == "meta":
            name = given.get("property") or given.get("name") or given.get("http-equiv") or ""
            self.meta[name] = given.get("content") or ""


@BY_LANGUAGE
def test_every_figure_is_drawn_again_from_its_code(language: str) -> None:
    """Each chart of each indicator: out of its own code comes the very same payload."""
    for figure in some_figures(language):
        view = share.read(encode(view_of(figure, language)))
        again = share.figure_of(view)
        assert again is figure or payload(again, language) == payload(figure, language), view
        assert taken.along(again, view, language) == taken.along(figure, view, language), view


@pytest.mark.parametrize(
    "made",
    [
        Recipe("eval", "sizes_by_territory", ()),
        Recipe("size_dots", "cells_by_indicator", (("indicator", "E_CC"),)),
        Recipe("size_dots", "sizes_by_territory", (("indicator", HOSTILE),)),
        Recipe("size_dots", "sizes_by_territory", (("colour", "red"),)),
        Recipe("sector_bars", "sectors_by_territory", (), "["),
        Recipe("sector_bars", "sectors_by_territory", (), "5"),
        Recipe("sector_bars", "sectors_by_territory", (), '[{"a":1}]'),
        Recipe("sector_bars", "sectors_by_territory", (), "[" * 1_999),
        Recipe("sector_bars", "sectors_by_territory", (), '["a"]' * 1_000),
        Recipe("evidence_dots", "evidence_by_claim", ()),
        Recipe("evidence_dots", "evidence_by_claim", (("claim", "none"),)),
        Recipe("lead_figure", "cells_by_territory", (("territory", "IT"),), '["1","size"]'),
        Recipe("lead_figure", "cells_by_territory", (("territory", "IT"),), '["1","size",["a"]]'),
    ],
)
def test_a_recipe_that_is_none_is_refused(made: Recipe) -> None:
    """Nothing but our errors, and nothing is drawn."""
    with pytest.raises(DivarioError):
        recipes.again(made, "it")


def test_a_lead_of_another_territory_is_refused() -> None:
    """What Italy's lead is made of finds nothing among Germany's."""
    lead = json.dumps(["1", *findings.code_of(findings.leads_of(ITALY).leads[0])])
    with pytest.raises(DivarioError):
        recipes.again(
            Recipe("lead_figure", "cells_by_territory", (("territory", "DE"),), lead), "it"
        )


def test_arguments_of_the_wrong_number_are_refused() -> None:
    """A chart asked with more than it takes is an unknown recipe, not a failure."""
    made = figure_in("it").recipe
    with pytest.raises(UnknownRecipe):
        recipes.again(Recipe(made.builder, made.query, made.asked, '["a","b"]'), "it")


def test_pages_that_are_not_ours_have_no_address() -> None:
    """A code made by somebody else cannot lead to another page, host or figure name."""
    for page in ("nothing", "../gaps", "//evil.example", "https://evil.example", "gaps/x", "é"):
        with pytest.raises(WrongCode):
            share.read(encode(View(page)))
    with pytest.raises(WrongCode):
        share.read(encode(View("gaps", (), 'x" onload="alert(1)')))
    for page in ("gaps", "method", "overview"):
        assert share.read(encode(View(page))).page == page


def test_readable_addresses() -> None:
    """The overview is the home page; values are escaped; the figure is the anchor."""
    assert share.path_of(View("overview", (("lang", "en"),))) == "/?lang=en"
    assert share.path_of(View("gaps", (("sector", "a b&c"),), "sizes")) == (
        "/gaps?sector=a+b%26c#figure-sizes"
    )


@BY_LANGUAGE
def test_preview_page_says_what_the_view_says(language: str) -> None:
    """Title, description and image computed from the figure; then on to the view."""
    figure = figure_in(language)
    code = encode(view_of(figure, language))
    seen = Seen(share.preview(share.read(code), code, "https://example.org"))
    assert seen.meta["og:title"] == seen.meta["twitter:title"] == figure.title
    assert ("15,70%" if language == "it" else "15.70%") in seen.meta["og:description"]
    assert figure.result.release in seen.meta["twitter:description"]
    assert seen.meta["og:image"] == f"https://example.org/preview/{code}.png"
    assert seen.meta["refresh"] == f"0; url=/gaps?lang={language}#figure-sizes"


@given(st.sampled_from(["lang", "indicator", "x"]), st.text(max_size=30))
def test_no_markup_of_an_address_reaches_a_page(name: str, text: str) -> None:
    """Whatever a code carries, the pages have the elements that they always have."""
    figure = figure_in("it")
    plain = view_of(figure, "it")
    view = View(
        "gaps",
        ((name, HOSTILE + text.replace("\n", "")),),
        plain.figure,
        plain.builder,
        plain.query,
        plain.asked,
    )
    code = encode(view)
    assert (
        Seen(share.preview(share.read(code), code, "http://h")).tags
        == Seen(share.preview(plain, "c", "http://h")).tags
    )
    assert Seen(embed.page(view)).tags == Seen(embed.page(plain)).tags
    assert Seen(share.undrawn(view)).tags == Seen(share.undrawn(plain)).tags


def test_embedded_data_is_the_payload_and_ends_no_script() -> None:
    """Inside the script element no character could close it."""
    page = embed.page(view_of(figure_in("en"), "en"))
    sent = re.search(r'<script type="application/json" id="figure">(.*?)</script>', page)[1]
    assert "<" not in sent
    assert "15.70%" in sent


@BY_LANGUAGE
def test_preview_image(language: str) -> None:
    """1200 by 630, not blank, from few kilobytes; Italy, the EU, then others by name."""
    figure = figure_in(language)
    picture = Image.open(io.BytesIO(preview.image(figure, language)))
    assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert len(picture.convert("L").getcolors()) > 50
    named = [(name, cell["value"]) for name, cell in preview.rows_of(figure, language)]
    assert named == [("Italia" if language == "it" else "Italy", 15.7), (named[1][0], 18.9)]


@BY_LANGUAGE
def test_preview_images_of_every_kind_of_figure(language: str) -> None:
    """Long titles, flags, tables without a chart: all can be drawn."""
    for figure in some_figures(language):
        assert preview.image(figure, language).startswith(b"\x89PNG")


@BY_LANGUAGE
def test_citations(language: str) -> None:
    """Each names title, release, dataset and vintage; BibTeX is balanced and escaped."""
    figure = figure_in(language)
    made = citation.citations(figure, language)
    assert set(made) == {"apa", "bibtex", "publisher"}
    for text in (made["apa"], made["bibtex"]):
        assert figure.result.release in text
        assert figure.title in text
        assert citation.LINK in text
    assert "(online data code: isoc_eb_ai)" in made["publisher"]
    assert "2026-02-27" in made["publisher"] and "extract of 2026-07" not in made["publisher"]
    assert made["bibtex"].count("{") == made["bibtex"].count("}")
    assert r"isoc\_eb\_ai" in made["bibtex"]
    keys = re.findall(r"@misc\{([^,]+),", made["bibtex"])
    assert len(keys) == len(set(keys)) == 1 + len(figure.result.origins)
    assert citation.sources(figure, language)[1][1] == "isoc_eb_ai"


def focus_of(figure: Figure) -> dict:
    """The cell that a figure is about."""
    return sentences.cells_of(figure)[sentences.focus(figure)]


@pytest.mark.parametrize("is_whole", [False, True])
def test_the_sql_programme_prints_the_figure_without_an_extension(tmp_path, is_whole: bool) -> None:
    """Run as printed, over the data that its address gives, where DuckDB may install nothing."""
    figure = figure_in("en")
    (tmp_path / "data.csv").write_text(export.to_csv(figure.result), encoding="utf-8")
    cell = None if is_whole else focus_of(figure)
    code = snippets.snippets("/data.csv", cell)["duckdb"]
    locked = "import duckdb\n" + "".join(
        f"duckdb.execute('set auto{does}_known_extensions = false')\n"
        for does in ("install", "load")
    )
    code = code.replace("import duckdb\n", locked).replace(snippets.ORIGIN, tmp_path.as_uri())
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "15.7\n" if cell else "columns]" in done.stdout


def test_the_programmes_choose_the_same_cell() -> None:
    """Python is valid; R names every key with its value, and prints one number."""
    made = snippets.snippets("/data/x.csv?a=b", focus_of(figure_in("it")))
    ast.parse(made["python"])
    for name, item in (
        ("territory", f'"{ITALY}"'),
        ("size_class", f'"{SME}"'),
        ("sector", f'"{TOTAL}"'),
        ("year", "2025"),
    ):
        assert f"cells${name} == {item}" in made["r"]
        assert f'cells["{name}"] == {item}' in made["python"]
    assert made["r"].count("(") == made["r"].count(")")
    assert 'na.strings = ""' in made["r"]
    whole = snippets.snippets("/data/x.csv", None)
    assert whole["python"].endswith("print(cells)") and whole["r"].endswith("print(cells)")


def test_unknown_code_says_so_in_both_languages() -> None:
    """Both languages, each marked, each with a way on."""
    page = unescape(share.unknown())
    assert '<section lang="it">' in page and '<section lang="en">' in page
    assert 'href="/"' in page and 'href="/?lang=en"' in page
