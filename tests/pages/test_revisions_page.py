"""Revisions: alone, between two releases, a quoted figure, any address; and pages as fragments."""

from __future__ import annotations

import ast
import shutil
from random import Random

import pytest

from divario import pointer, releases, store
from divario.i18n import LANGUAGES, t
from divario.ui import revisions_quote, revisions_view
from tests import revised
from tests.pages.test_pages import ROOT, address, bodies, components, figures, html, opened
from tests.unit.test_random_links import wild

BY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
NAMES = ("indicator", "size", "territory", "year")


def lookup(cell: tuple) -> dict[str, str]:
    """The parameters that look a cell up."""
    return dict(zip(NAMES, map(str, cell), strict=True))


@BY_LANGUAGE
def test_one_release_is_explained(language: str) -> None:
    """No chart, but what a release is and the two commands that make one."""
    app = opened("revisions", lang=language, before="0000", year="2025")
    shown = html(app)
    assert figures(app) == {}
    assert t("revisions.what.text", language) in shown
    assert "python -m divario update --from DIR" in shown
    assert store.current().release in shown
    assert t("notice.quoted", language, text="0000") in shown


@BY_LANGUAGE
def test_two_releases_show_what_differs(revised_pair: tuple[str, str], language: str) -> None:
    """Counts, figures with every changed cell, the whole CSV, and the look-up by link."""
    before, after = revised_pair
    app = opened("revisions", lang=language, **lookup(revised.REVISED))
    shown = html(app)
    number = {"it": ("15,70%", "15,75%", "0,05 punti"), "en": ("15.70%", "15.75%", "0.05 points")}
    for text in (*number[language], before, after):
        assert text in shown
    drawn = figures(app)
    assert set(drawn) == {"revisions", "revisions-datasets", "revisions-cells"}
    assert len(drawn["revisions-cells"]["table"]["rawRows"]) == len(revised.CHANGES)
    assert drawn["revisions"]["links"]["kept"].split("#")[0].endswith(f"release={after}")
    link = f"/data/revisions_by_cell.csv?before={before}&amp;after={after}"
    assert any(link in body for body in bodies(app))
    # Defaults are left out of the address: the year and everything but the indicator.
    assert address(app) == {"indicator": "E_AI_TANY"} | ({"lang": "en"} if language == "en" else {})
    fields = {one["name"]: one for one in components(app)["revisions-controls"]["fields"]}
    assert (fields["before"]["value"], fields["after"]["value"]) == revised_pair


@pytest.mark.parametrize(
    ("cell", "change"), [*revised.CHANGES.items(), (("E_AI_TANY", "10-249", "FR", 2025), "same")]
)
def test_what_became_of_a_figure(revised_pair: tuple[str, str], cell: tuple, change: str) -> None:
    """Each kind has its own sentence, with both releases, in both languages."""
    view = revisions_view.resolve(lookup(cell))
    assert not view.notices
    then, now = (revisions_quote.cell_of(view, release) for release in revised_pair)
    assert revisions_quote.verdict(then, now) == change
    for language in LANGUAGES:
        said = revisions_quote.sentence(view, then, now, language)
        assert revised_pair[0] in said and revised_pair[1] in said
        if change == "reflagged":
            assert {"it": "provvisorio", "en": "provisional"}[language] in said
    none = revisions_view.resolve(lookup(cell) | {"sector": "F"})
    if "F" in none.options["sector"]:
        cells = [revisions_quote.cell_of(none, release) for release in revised_pair]
        assert revisions_quote.verdict(*cells) == "none"


def test_any_address_gives_a_valid_view(revised_pair: tuple[str, str]) -> None:
    """Releases by first digits; wild links raise nothing, and say what they could not use."""
    before, after = revised_pair
    back = revisions_view.resolve({"before": after[:5], "after": "shipped", "change": "gone"})
    assert (back.before, back.after, back.change) == (after, before, "gone")
    assert back.notices == () and revisions_view.resolve(back.address()) == back
    draw = Random("revisions")
    for _ in range(60):
        link = wild(draw, revisions_view.NAMES)
        view = revisions_view.resolve(link)
        assert {notice.name for notice in view.notices} <= link.keys() | {""}
        again = revisions_view.resolve(view.address())
        assert again.notices == () and again.address() == view.address()


def test_a_release_that_cannot_be_opened_is_said(revised_pair: tuple[str, str]) -> None:
    """A kept folder under another's name is not compared; an empty one is not even listed."""
    broken = pointer.place_of("0" * 12)
    shutil.copytree(pointer.place_of(revised_pair[1]), broken)
    empty = pointer.place_of("1" * 12)
    empty.mkdir()
    try:
        listed = [item.id for item in releases.comparable()]
        assert broken.name in listed and empty.name not in listed
        app = opened("revisions", lang="en", before=broken.name)
        assert t("revisions.refused", "en") in html(app)
        names = [one["name"] for one in components(app)["revisions-controls"]["fields"]]
        assert names == ["before", "after"]
        shown = html(opened("method", lang="en"))
        assert t("method.release.broken", "en", release=empty.name) in shown
    finally:
        empty.rmdir()
        shutil.rmtree(broken)


@pytest.mark.parametrize("path", sorted((ROOT / "pages").glob("*.py")), ids=lambda path: path.stem)
def test_every_page_keeps_to_one_release(path) -> None:
    """A page is one function under @release.fragment, and nothing beside it draws."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    functions = {node.name: node for node in body if isinstance(node, ast.FunctionDef)}
    marks = [ast.unparse(mark) for mark in functions["page"].decorator_list]
    assert marks == ["release.fragment"]
    calls = [ast.unparse(node) for node in body if isinstance(node, ast.Expr)][1:]
    assert calls == ["page()"]
