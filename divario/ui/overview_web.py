"""The way from the front page to Web evidence: one sentence, computed from the release."""

from __future__ import annotations

from html import escape

import streamlit as st

from divario import queries
from divario.charts import web_declared, web_words, words
from divario.i18n import t
from divario.queries import Result
from divario.ui import state

HOTELS = {"source": "accommodation", "sector": "I55.1", "size_proxy": "rooms"}


def pointer(language: str) -> None:
    """How often survey and websites disagree on AI, hotels by rooms, and the way to the page."""
    cells = queries.run("disagreements_by_cell")
    rooms = queries.run("declared_by_size", **HOTELS, indicator=[web_declared.SITE])
    if not cells.rows or not rooms.rows:
        return
    sources = escape(" ".join(words.source(answer, language) for answer in (cells, rooms)))
    link = escape(state.href("web", {}, language))
    title = escape(t("web.overview.title", language))
    st.html(
        f'<section class="dv-method dv-overview-web"><h2>{title}</h2>'
        f"<p>{escape(said(cells, rooms, language))} "
        f'<a href="{link}" target="_self">{escape(t("web.overview.open", language))}</a></p>'
        f'<p class="dv-caption">{sources}</p></section>'
    )


def said(cells: Result, rooms: Result, language: str) -> str:
    """The sentence itself."""
    years = [row["year"] for row in cells.records]
    classes = web_declared.by_class(rooms)
    return t(
        "web.overview.text",
        language,
        below=sum(row["difference_points"] < 0 for row in cells.records),
        count=len(cells.rows),
        first=min(years),
        last=max(years),
        where=web_words.name("territory", classes[0]["territory"], language),
        low=web_words.share(classes[0]["value"], language),
        high=web_words.share(classes[-1]["value"], language),
    )
