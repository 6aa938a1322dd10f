"""Was a quoted figure revised since? The same cell in two releases, said in a sentence."""

from __future__ import annotations

from html import escape

import streamlit as st

from divario import catalogue, queries, store
from divario.charts import sentences, words
from divario.errors import WrongParameter
from divario.i18n import points, t
from divario.stats.gaps import Cell, Gap, find
from divario.stats.revisions import verdict
from divario.ui import controls, state
from divario.ui.controls import Field
from divario.ui.revisions import heading_of
from divario.ui.revisions_view import QUOTED, RevisionsView

KEY = "revisions-quote"
NAME = {"territory": words.territory, "size": words.size, "sector": words.sector}


def show(view: RevisionsView, language: str) -> None:
    """The choice of a figure, what became of it, and both sentences that may be quoted."""
    heading_of("quote", language)
    fields = [
        Field(
            name,
            t(f"revisions.control.{name}", language),
            view.quoted[name],
            [{"label": "", "options": [[code, _name(name, code, language)] for code in codes]}],
        )
        for name, codes in view.options.items()
    ]
    title = t("revisions.quote", language)
    controls.bar(KEY, language, fields, apply_choice, indicator=view.indicator, title=title)
    then, now = cell_of(view, view.before), cell_of(view, view.after)
    found = verdict(then, now)
    lines = "".join(
        f"<dt>{escape(t(f'revisions.quote.{end}', language, release=release))}</dt>"
        f"<dd>{escape(_quoted(cell, release, language))}</dd>"
        for end, release, cell in (("then", view.before, then), ("now", view.after, now))
    )
    st.html(
        f'<section class="dv-method dv-quote" data-verdict="{found}" role="status">'
        f"<h3>{escape(sentence(view, then, now, language))}</h3><dl>{lines}</dl></section>"
    )


def apply_choice(name: str, value: str) -> None:
    """One choice of a code; another indicator has other years."""
    if name in QUOTED:
        state.change(**{name: value}, **({"year": None} if name == "indicator" else {}))


def _name(name: str, code: str, language: str) -> str:
    """A code's name in the release on the page; the code itself where only the other has it."""
    known = ("size_class" if name == "size" else name, code) in catalogue.current().labels
    return NAME[name](code, language) if name in NAME and known else code


def cell_of(view: RevisionsView, release: str) -> Cell | None:
    """The quoted cell as a release holds it, or None."""
    chosen = view.quoted or {}
    with store.held(store.of_release(release)):
        try:
            cells = queries.run(
                "cells_by_indicator",
                indicator=view.indicator,
                year=chosen["year"],
                territory=[chosen["territory"]],
            ).records
        except WrongParameter:  # this release does not know one of the codes
            return None
    return find(cells, size_class=chosen["size"], sector=chosen["sector"])


def sentence(view: RevisionsView, then: Cell | None, now: Cell | None, language: str) -> str:
    """What became of the figure, in one sentence: value and status then and now."""
    found = verdict(then, now)
    if found == "revised":
        found = "more" if now["value"] > then["value"] else "less"
    gap = Gap(then, now)
    return t(
        f"revisions.quote.{found}",
        language,
        before=view.before,
        after=view.after,
        then=words.value(then, language) if then else "",
        now=words.value(now, language) if now else "",
        points=points(gap.difference or 0.0, language, gap.decimals),
        status_then=_status(then, language),
        status_now=_status(now, language),
    )


def _status(cell: Cell | None, language: str) -> str:
    return (words.status(cell, language) if cell else "") or t(
        "revisions.quote.unflagged", language
    )


def _quoted(cell: Cell | None, release: str, language: str) -> str:
    """The whole sentence of a cell in its release."""
    if cell is None:
        return t("revisions.quote.missing", language)
    with store.held(store.of_release(release)):
        return sentences.sentence(cell, release, language)
