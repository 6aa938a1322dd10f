"""What websites and registers show of a thesis, beside its tests: it never counts."""

from __future__ import annotations

from html import escape

import streamlit as st

from divario import queries
from divario.charts import web_words, words
from divario.charts.web_words import Row
from divario.i18n import t
from divario.ui import state


def beside(claim: str, language: str) -> None:
    """The published figures of a thesis; nothing where it names none."""
    answer = queries.run("figures_by_claim", claim=claim)
    if not answer.rows:
        return
    listed = "".join(_item(row, language) for row in answer.records)
    source = escape(words.source(answer, language))
    st.html(
        f'<section class="dv-method dv-claims-web"><h3>{escape(t("web.claims.title", language))}'
        f"</h3><p>{escape(t('web.claims.lead', language))}</p><ul>{listed}</ul>"
        f'<p class="dv-caption">{source}</p></section>'
    )


def _item(row: Row, language: str) -> str:
    """One figure: value, what, whom, why it bears, what weakens it, and a way to the others."""
    label = web_words.name("indicator", row["indicator"], language)
    whom = web_words.population(row, language)
    said = f"{label}: {web_words.amount(row, language)} ({whom}; {web_words.period(row)})."
    weak = web_words.weakness(row, language)
    marked = f"<em>{escape(t('web.claims.weak', language, weakness=weak))}</em>" if weak else ""
    link = escape(state.href("web", {"topic": row["topic"]}, language))
    topic = escape(t(f"web.topic.{row['topic']}", language))
    return (
        f'<li class="dv-claims-figure"><b>{escape(said)}</b> {escape(row[f"why_{language}"])} '
        f'{marked} <a href="{link}#others" target="_self">{topic}</a></li>'
    )
