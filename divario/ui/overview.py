"""The pieces of the front page: every figure and sentence is computed from the release."""

from __future__ import annotations

from html import escape

import streamlit as st

from divario import catalogue, queries
from divario.catalogue import ALL_SIZES, DEFAULT_INDICATOR, EU, ITALY, LARGE, SMALL, SME, TOTAL
from divario.charts import moved, summary, trends, words
from divario.i18n import t
from divario.queries import Result
from divario.stats.gaps import find
from divario.ui import figure, parts, state
from divario.ui.view import resolve

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
# Shown beside them as soon as Italian SMEs are among their cells.
AWAITED: tuple[trends.Panel, ...] = (("E_WEB",), ("E_WEBORD",), ("E_SM1_ANY",))
MICRO = "0-9"
# Who comes in, and the view that serves them.
DOORS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("speak", "gaps", {"theme": "stage"}),
    ("write", "leads", {}),
    ("run", "sectors", {"size": SMALL}),
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
    _beyond(answer, language)


def _beyond(answer: Result, language: str) -> None:
    """The same of micro enterprises and of sectors, as far as they were measured."""
    asked = {"indicator": DEFAULT_INDICATOR, "size_class": ALL_SIZES, "territory": [ITALY]}
    sectors = queries.run("sectors_by_territory", year=answer.parameters["year"], **asked)
    micro = find(answer.records, territory=ITALY, size_class=MICRO)
    lines = [
        *([f"{words.statement(micro, language)}."] if micro else []),
        *([summary.ends(sectors, language)] if summary.ends(sectors, language) else []),
    ]
    if lines:
        caption = escape(words.source(sectors, language)) if sectors.rows else ""
        st.html(
            f'<p class="dv-lead">{escape(" ".join(lines))}</p><p class="dv-caption">{caption}</p>'
        )


def doors(language: str) -> None:
    """Three ways in: to speak, to write, to run a firm."""
    items = []
    for name, page, query in DOORS:
        link = state.href(page, query, language)
        text = t(f"overview.door.{name}.text", language)
        items.append(
            f'<a href="{escape(link)}" target="_self">'
            f"<b>{escape(t(f'overview.door.{name}', language))}</b> {escape(text)}</a>"
        )
    label = escape(t("overview.doors", language))
    st.html(f'<nav class="dv-overview-doors" aria-label="{label}">{"".join(items)}</nav>')


def indicators(language: str) -> None:
    """The dozen that matter most, and those that have arrived: a figure, a sentence for each."""
    known = catalogue.current().indicators
    candidates = (*PANELS, *(panel for panel in AWAITED if panel[0] in known))
    answer = queries.run(
        "trends_by_indicator",
        indicator=[code for panel in candidates for code in panel],
        size_class=[SME, LARGE],
        sector=TOTAL,
        territory=[ITALY, EU],
    )
    shown = [p for p in candidates if p in PANELS or trends.latest(answer.records, p[0])]
    panels = trends.trend_panels(answer, language, *shown)
    figure.show(panels, language, is_stage=state.is_stage())
    _sentences(answer, shown, language)


def _sentences(answer: Result, shown: list[trends.Panel], language: str) -> None:
    """What each indicator says of Italian SMEs, each opening its view."""
    items = []
    for panel in shown:
        said = summary.sentence(trends.latest(answer.records, panel[0]), SME, language)
        if said:
            label = catalogue.current().indicator(panel[0], language)
            link = state.href("gaps", {"indicator": panel[0]}, language)
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
