"""The pieces of the front page: every sentence is computed from the release."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

import streamlit as st

from divario import catalogue, queries
from divario.catalogue import DEFAULT_INDICATOR, EU, ITALY
from divario.charts import summary, words
from divario.i18n import t
from divario.queries import Result
from divario.ui import parts
from divario.ui.view import GapsView, resolve

KEY_INDICATORS = (
    "E_AI_TANY",
    "E_CC",
    "E_DA",
    "E_ERP1",
    "E_CRM1",
    "E_AWSELL",
    "E_ITSP2",
    "E_ITT2",
)


def opening(language: str) -> None:
    """The headline and the two gaps of basic digital intensity, with their source."""
    view, answer = _answer(DEFAULT_INDICATOR)
    said = summary.headline(answer, view.size, language) or ""
    source = words.source(answer, language)
    st.html(
        f'<p class="dv-kicker">{escape(t("overview.kicker", language))}</p>'
        f'<h1 class="dv-headline">{escape(said)}</h1>'
        f"{parts.cards_html(view, answer, language)}"
        f'<p class="dv-caption">{escape(source)}</p>'
    )


def indicators(language: str) -> None:
    """One sentence for each indicator that matters most, each opening its view."""
    items = []
    for name in KEY_INDICATORS:
        view, answer = _answer(name)
        said = summary.headline(answer, view.size, language)
        if said:
            label = catalogue.current().indicator(name, language)
            link = urlencode({"indicator": name, "lang": language})
            items.append(
                f'<section class="dv-card"><h2><a href="gaps?{escape(link)}" target="_self">'
                f"{escape(label)}</a></h2><p>{escape(said)}</p></section>"
            )
    title = escape(t("overview.indicators", language))
    st.html(
        f'<section class="dv-method"><h2>{title}</h2>'
        f'<div class="dv-cards">{"".join(items)}</div></section>'
    )


def _answer(indicator: str) -> tuple[GapsView, Result]:
    view = resolve({"indicator": indicator})
    answer = queries.run(
        "sizes_by_territory",
        indicator=view.indicator,
        sector=view.sector,
        year=view.year,
        territory=[ITALY, EU],
    )
    return view, answer
