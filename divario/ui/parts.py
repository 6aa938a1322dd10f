"""Pieces of pages that are not charts: headline, cards, notices, what was not measured."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from divario import catalogue, queries
from divario.catalogue import ITALY
from divario.charts import firms, summary, web_words, words
from divario.i18n import joined, t
from divario.queries import Result
from divario.ui import sheet, state
from divario.ui.view import GapsView, Notice

# Filters that hold several codes, of which one may be refused.
MANY = frozenset({"countries", "compare"})
LISTS = {"size": "size_class", "country": "territory"}  # the others are named as their list
MOST_NAMED = 8
LONGEST = 40


def notices(given: Sequence[Notice], language: str, labels: str = "controls") -> None:
    """Say what of the address could not be used, and what is shown in its place.

    `labels` is the beginning of the keys under which the page's filters are named.
    """
    said = [
        t(
            f"notice.{_kind(notice)}",
            language,
            name=t(f"{labels}.{notice.name}", language),
            given=_shortened(notice.given),
            used=_named(notice, language),
        )
        for notice in given
        if notice.name
    ]
    said += [
        t("notice.ignored", language, name=name, given=_shortened(value))
        for name, value in state.unknown_shared()
    ]
    if names := [_shortened(notice.given) for notice in given if not notice.name]:
        said.append(_strangers(names, language))
    if said:
        text = " ".join(escape(sentence) for sentence in said)
        st.html(f'<div class="dv-notice" role="status">{text}</div>')


def _named(notice: Notice, language: str) -> str:
    """What is shown instead, by the name that the page gives it; a code of no list as it is."""
    if notice.name == "indicator" and notice.used in catalogue.current().indicators:
        return catalogue.current().indicator(notice.used, language)
    return web_words.name(LISTS.get(notice.name, notice.name), notice.used, language)


def _kind(notice: Notice) -> str:
    if notice.used:
        return "replaced"
    return "dropped" if notice.name in MANY else "ignored"


def _strangers(names: Sequence[str], language: str) -> str:
    """One sentence for all parameters that the page does not have; the first few are named."""
    quoted = [t("notice.quoted", language, text=name) for name in names[:MOST_NAMED]]
    if (left := len(names) - MOST_NAMED) > 0:
        quoted.append(t(f"notice.more{'.one' if left == 1 else ''}", language, count=left))
    return t("notice.unknown", language, names=joined(quoted, language))


def _shortened(text: str) -> str:
    """A text from an address as it may be shown: printable, and not longer than a line."""
    seen = "".join(letter if letter.isprintable() else "\ufffd" for letter in text[:LONGEST])
    return seen + "…" * (len(text) > LONGEST)


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
    if view.is_whole_sector:
        caveats.append(t("headline.whole_sector", language))
    st.html(
        f'<p class="dv-kicker">{escape(known.indicator(view.indicator, language))}</p>'
        f'<h1 class="dv-headline">{escape(said)}</h1>'
        f'<p class="dv-lead">{escape(known.indicator(view.indicator, language, "definition"))} '
        f"{escape(' '.join(caveats))} "
        f"{escape(firms.counted(view.sector, view.size, language))}</p>"
    )


def cards(view: GapsView, sizes: Result, language: str) -> None:
    """The two gaps as numbers, with their meaning in words."""
    sheet.html(cards_html(view, sizes, language))


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
    is_there = bool(nearest.records) and _is_of(nearest.records[0], view)
    if sentence:
        near = t(f"missing.{'there' if is_there else 'nearest'}", language, sentence=sentence)
        lines.append(near)
    text = " ".join(escape(line) for line in lines)
    if nearest.records and not is_there:
        text += f" {_link_to(nearest.records[0], language)}."
    wanted = _wanted(view, language)
    if wanted:
        text += f" {escape(t('missing.wanted', language, datasets=wanted))}"
    title = escape(t(f"missing.{what}.title", language))
    sheet.html(f'<section class="dv-empty" data-missing="{what}"><h2>{title}</h2>{text}</section>')


def _cell_in_words(view: GapsView, language: str) -> str:
    return t(
        "cell.words",
        language,
        size=words.size(view.size, language, "label"),
        sector=words.sector(view.sector, language),
        year=view.year,
    )


def _is_of(cell: dict, view: GapsView) -> bool:
    """Whether a cell is the one that the view is about: a link to it would lead nowhere."""
    own = (cell["indicator"], cell["year"], cell["size_class"], cell["sector"])
    return own == (view.indicator, view.year, view.size, view.sector)


def _link_to(cell: dict, language: str) -> str:
    """A link that opens the view of one cell."""
    query = {
        "indicator": cell["indicator"],
        "year": cell["year"],
        "size": cell["size_class"],
        "sector": cell["sector"],
    }
    link = escape(state.href("", query, language))
    return f'<a href="{link}" target="_self">{t("missing.open", language)}</a>'


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
