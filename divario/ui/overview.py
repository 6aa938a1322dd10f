"""The pieces of the front page: every figure and sentence is computed from the release."""

from __future__ import annotations

from html import escape
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from divario import catalogue, queries
from divario.catalogue import DEFAULT_INDICATOR, EU, ITALY, LARGE, SMALL, SME, TOTAL
from divario.charts import moved, summary, trends, words
from divario.i18n import t
from divario.queries import Result
from divario.ui import figure, parts, state
from divario.ui.view import resolve

PAGES = Path(__file__).resolve().parents[2] / "pages"
# Each row: the indicator that is shown, then other versions of the same index.
PANELS: tuple[trends.Panel, ...] = (
    (DEFAULT_INDICATOR, "E_DI4_GELO"),
    ("E_AI_TANY",),
    ("E_CC",),
    ("E_DA",),
    ("E_ERP1",),
    ("E_AWSELL",),
    ("E_INV4S_AP",),
    ("E_SISC",),
    ("E_SECPOL2",),
    ("E_SECMDUO",),
    ("E_ITSP2",),
    ("E_ITT2",),
)
# Who comes in, the page that was made for them, and what opens until that page is there.
DOORS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("speak", "stage", {"theme": "stage"}),
    ("write", "leads", {}),
    ("run", "compare", {"size": SMALL}),
)


def opening(language: str) -> None:
    """The headline and the two gaps of basic digital intensity, with their source."""
    view = resolve({"indicator": DEFAULT_INDICATOR})
    answer = queries.run(
        "sizes_by_territory",
        indicator=view.indicator,
        sector=view.sector,
        year=view.year,
        territory=[ITALY, EU],
    )
    said = summary.headline(answer, view.size, language) or ""
    source = words.source(answer, language)
    st.html(
        f'<p class="dv-kicker">{escape(t("overview.kicker", language))}</p>'
        f'<h1 class="dv-headline">{escape(said)}</h1>'
        f"{parts.cards_html(view, answer, language)}"
        f'<p class="dv-caption">{escape(source)}</p>'
    )


def doors(language: str) -> None:
    """Three ways in: to speak, to write, to run a firm."""
    items = []
    for name, page, query in DOORS:
        is_there = (PAGES / f"{page}.py").exists()
        link = _address(page, {}, language) if is_there else _address("gaps", query, language)
        if is_there:
            text = t(f"overview.door.{name}.page", language)
        else:
            text = t(f"overview.door.{name}.gaps", language)
        items.append(
            f'<a href="{escape(link)}" target="_self">'
            f"<b>{escape(t(f'overview.door.{name}', language))}</b> {escape(text)}</a>"
        )
    label = escape(t("overview.doors", language))
    st.html(f'<nav class="dv-overview-doors" aria-label="{label}">{"".join(items)}</nav>')


def indicators(language: str) -> None:
    """The dozen that matter most: one figure, and under it a sentence for each."""
    answer = queries.run(
        "trends_by_indicator",
        indicator=[code for panel in PANELS for code in panel],
        size_class=[SME, LARGE],
        sector=TOTAL,
        territory=[ITALY, EU],
    )
    panels = trends.trend_panels(answer, language, *PANELS)
    figure.show(panels, language, is_stage=state.is_stage())
    _sentences(answer, language)


def _sentences(answer: Result, language: str) -> None:
    """What each indicator says of Italian SMEs, each opening its view."""
    items = []
    for panel in PANELS:
        said = summary.sentence(trends.latest(answer.records, panel[0]), SME, language)
        if said:
            label = catalogue.current().indicator(panel[0], language)
            link = _address("gaps", {"indicator": panel[0]}, language)
            items.append(
                f'<section class="dv-card"><h3><a href="{escape(link)}" target="_self">'
                f"{escape(label)}</a></h3><p>{escape(said)}</p></section>"
            )
    title = escape(t("overview.indicators", language))
    st.html(
        f'<section class="dv-method dv-overview-words"><h2>{title}</h2>'
        f'<div class="dv-cards">{"".join(items)}</div></section>'
    )


def changes(language: str) -> None:
    """What moved since the last comparable survey."""
    answer = queries.run("changes_by_indicator", size_class=SME, sector=TOTAL, territory=ITALY)
    if moved.largest(answer):
        figure.show(moved.moved_dots(answer, language), language, is_stage=state.is_stage())


def _address(page: str, query: dict[str, str], language: str) -> str:
    return f"{page}?{urlencode(query | {'lang': language})}"
