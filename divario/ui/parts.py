"""Pieces of pages that are not charts: headline, cards, notices, what was not measured."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import urlencode

import streamlit as st

from divario import catalogue, queries
from divario.catalogue import ITALY
from divario.charts import firms, summary, words
from divario.i18n import joined, t
from divario.queries import Result
from divario.ui import state
from divario.ui.view import GapsView, Notice


def notices(given: Sequence[Notice], language: str) -> None:
    """Say what of the address could not be used, and what is shown in its place."""
    said = [
        t(
            f"notice.{'replaced' if notice.used else 'dropped'}",
            language,
            name=t(f"controls.{notice.name}", language),
            given=notice.given,
            used=notice.used,
        )
        for notice in given
    ]
    said += [
        t("notice.shared", language, name=name, given=value[:40])
        for name, value in state.unknown_shared()
    ]
    if said:
        text = " ".join(escape(sentence) for sentence in said)
        st.html(f'<div class="dv-notice" role="status">{text}</div>')


def headline(view: GapsView, sizes: Result, language: str) -> None:
    """The page's heading: computed from the cells, with the definition under it."""
    known = catalogue.current()
    said = summary.headline(sizes, view.size, language) or t(
        "headline.missing",
        language,
        label=known.indicator(view.indicator, language),
        who=_cell_in_words(view, language),
    )
    caveats = [
        t(f"caveat.{code}", language)
        for code in known.indicators[view.indicator]["indicator_caveats"]
    ]
    st.html(
        f'<p class="dv-kicker">{escape(known.indicator(view.indicator, language))}</p>'
        f'<h1 class="dv-headline">{escape(said)}</h1>'
        f'<p class="dv-lead">{escape(known.indicator(view.indicator, language, "definition"))} '
        f"{escape(' '.join(caveats))} "
        f"{escape(firms.counted(view.sector, view.size, language))}</p>"
    )


def cards(view: GapsView, sizes: Result, language: str) -> None:
    """The two gaps as numbers, with their meaning in words."""
    st.html(cards_html(view, sizes, language))


def cards_html(view: GapsView, sizes: Result, language: str) -> str:
    """The two gaps as HTML, every text escaped."""
    drawn = "".join(
        f'<section class="dv-card dv-{card.tone}"><h2>{escape(card.title)}</h2>'
        f'<p class="dv-figure-number">{escape(card.number)}</p>'
        f"<p>{escape(card.meaning)}</p></section>"
        for card in summary.gap_cards(sizes, view.size, language)
    )
    return f'<div class="dv-cards">{drawn}</div>'


def not_measured(view: GapsView, what: str, language: str) -> None:
    """Say that something was not measured, and show the nearest thing that was."""
    nearest = queries.run(
        "nearest_by_cell",
        indicator=view.indicator,
        territory=ITALY,
        size_class=view.size,
        sector=view.sector,
        year=view.year,
    )
    lines = [t(f"missing.{what}", language, who=_cell_in_words(view, language))]
    sentence = summary.nearest_sentence(nearest.records, language)
    if sentence:
        lines.append(t("missing.nearest", language, sentence=sentence))
    text = " ".join(escape(line) for line in lines)
    if nearest.records:
        text += f" {_link_to(nearest.records[0], language)}"
    wanted = _wanted(view, language)
    if wanted:
        text += f" {escape(t('missing.wanted', language, datasets=wanted))}"
    title = escape(t(f"missing.{what}.title", language))
    st.html(f'<section class="dv-empty" data-missing="{what}"><h2>{title}</h2>{text}</section>')


def _cell_in_words(view: GapsView, language: str) -> str:
    return t(
        "cell.words",
        language,
        size=words.size(view.size, language, "label"),
        sector=words.sector(view.sector, language),
        year=view.year,
    )


def _link_to(cell: dict, language: str) -> str:
    """A link that opens the view of one cell."""
    query = {
        "indicator": cell["indicator"],
        "year": cell["year"],
        "size": cell["size_class"],
        "sector": cell["sector"],
        "lang": language,
    }
    return f'<a href="?{escape(urlencode(query))}" target="_self">{t("missing.open", language)}</a>'


def _wanted(view: GapsView, language: str) -> str:
    """Datasets that would measure the indicator's theme and are not in this release."""
    theme = catalogue.current().indicators[view.indicator]["theme"]
    rows = queries.run("sources_by_dataset").records
    names = [
        row["dataset"]
        for row in rows
        if row["dataset_status"] == "wanted" and theme in row["themes"]
    ]
    return joined(names, language)
