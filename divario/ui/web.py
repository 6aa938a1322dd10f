"""The pieces of the Web evidence page that are not charts: heading, cell, funnel, reading."""

from __future__ import annotations

from html import escape

import streamlit as st

from divario import queries, store
from divario.charts import web_funnel, web_pairs, web_signals, web_words, words
from divario.charts.figure import Figure
from divario.charts.web_words import TOTAL, Row
from divario.i18n import number, points, prose, t
from divario.queries import Result
from divario.ui import figure, parts, sheet, state
from divario.ui.web_view import WebView

COMMANDS = (
    "python -m divario crawl firms.csv --out DIR --contact you@example.org",
    "python -m divario signals DIR/*.warc.gz --firms firms.csv --out DIR",
    "python -m divario aggregate DIR --publish",
)


def notices(view: WebView, language: str) -> None:
    """Say what of the address could not be used, and what is shown in its place."""
    parts.notices(view.notices, language, "web.controls")


def cell_of(view: WebView) -> Result:
    """The chosen cell: one row, or none where nobody classified a site there."""
    return queries.run(
        "pairs_by_sector", territory=view.country, sector=view.sector, year=view.year
    )


def opening(view: WebView, answer: Result, language: str) -> None:
    """The heading: what web and survey say of the chosen cell."""
    st.html(
        f'<p class="dv-kicker">{escape(t("web.kicker", language))}</p>'
        f'<h1 class="dv-headline">{escape(headline(view, answer, language))}</h1>'
        f'<p class="dv-lead">{escape(t("web.lead", language))}</p>'
    )


def headline(view: WebView, answer: Result, language: str) -> str:
    """The chosen cell in one sentence; a missing side is said to be missing."""
    name = ", ".join(
        [
            web_words.name("territory", view.country, language),
            web_words.name("sector", view.sector, language),
            str(view.year),
        ]
    )
    if not answer.rows or answer.records[0]["web_pct"] is None:
        return t("web.title.none", language, cell=name)
    row = answer.records[0]
    if row["is_same_year"]:
        return t(
            "web.title.both",
            language,
            cell=name,
            web=web_pairs.web(row, language),
            survey=web_pairs.survey(row, language),
        )
    return t("web.title.web", language, cell=name, web=web_pairs.web(row, language))


def beside(answer: Result, language: str) -> None:
    """Both values of the chosen cell, both populations, the difference, and why they may differ."""
    if not answer.rows:
        return
    row = answer.records[0]
    cards = [
        ("italy", "web", web_pairs.web(row, language), _web_meaning(row, language)),
        ("europe", "survey", _survey_number(row, language), _survey_meaning(row, language)),
        ("", "difference", _apart(row, language), _apart_meaning(row, language)),
    ]
    drawn = "".join(
        f'<section class="dv-card dv-{tone}"><h2>{escape(t(f"web.card.{key}", language))}</h2>'
        f'<p class="dv-figure-number">{escape(shown)}</p><p>{escape(meaning)}</p></section>'
        for tone, key, shown, meaning in cards
    )
    source = escape(words.source(answer, language))
    st.html(f'<div class="dv-cards">{drawn}</div><p class="dv-caption">{source}</p>')
    with st.expander(t("web.why", language)):
        st.markdown(prose("web_why", language))


def _web_meaning(row: Row, language: str) -> str:
    firms = number(row["web_firms_count"], language, 0)
    if row["web_pct"] is None:
        return t("web.card.web.withheld", language, firms=firms)
    return t("web.card.web.meaning", language, firms=firms)


def _survey_number(row: Row, language: str) -> str:
    return web_pairs.survey(row, language) if row["is_same_year"] else web_words.DASH


def _survey_meaning(row: Row, language: str) -> str:
    """The survey's population; where it has no figure of the year, the nearest that it has."""
    meaning = t("web.card.survey.meaning", language)
    if row["is_same_year"]:
        flags = words.status({"status": row["survey_status"]}, language)
        return f"{meaning} {flags}".strip()
    missing = t("web.card.survey.missing", language, year=row["year"])
    if row["survey_pct"] is None:
        return f"{meaning} {missing}"
    nearest = web_words.share(row["survey_pct"], language, row["survey_decimals_count"])
    near = t("web.card.survey.nearest", language, year=row["survey_year"], value=nearest)
    return f"{meaning} {missing} {near}"


def _apart(row: Row, language: str) -> str:
    shown = web_pairs.difference(row, language)
    known = row["difference_points"] is not None
    return t("card.points", language, value=shown) if known else shown


def _apart_meaning(row: Row, language: str) -> str:
    apart = row["difference_points"]
    if apart is None:
        return t("web.card.difference.none", language)
    shown = points(apart, language, 1)
    return t(f"web.card.difference.{'less' if apart < 0 else 'more'}", language, points=shown)


def heading(key: str, lead: str, anchor: str) -> None:
    """The title of a part of the page, with what must be known before reading it."""
    sheet.html(
        f'<section class="dv-method" id="{anchor}"><h2>{escape(key)}</h2>'
        f"<p>{escape(lead)}</p></section>"
    )


def show(drawn: Figure) -> None:
    """Show a chart in the language and theme of the page."""
    figure.show(drawn, state.language(), is_stage=state.is_stage())


def funnel(view: WebView, language: str) -> None:
    """The funnel of each crawl that was run; where none was, how to run one."""
    asked = {"sector": TOTAL, "size_class": TOTAL, "territory": TOTAL}
    answer = queries.run("crawls_by_sector", indicator=web_funnel.STAGES, **asked)
    crawls = list(dict.fromkeys(row["crawl"] for row in answer.records))
    if not crawls:
        no_crawl(language)
    for crawl in crawls:
        signals(crawl, view, language)
        own = queries.run("crawls_by_sector", crawl=crawl, indicator=web_funnel.STAGES, **asked)
        if web_funnel.stages(own):
            show(web_funnel.funnel_bars(own, language))
        by_sector = queries.run(
            "crawls_by_sector",
            crawl=crawl,
            indicator=["working_tool"],
            size_class=TOTAL,
            territory=TOTAL,
        )
        if web_funnel.sector_rows(by_sector):
            show(web_funnel.funnel_sectors(by_sector, language))


def signals(crawl: str, view: WebView, language: str) -> None:
    """What the sites of a crawl show by size: in the chosen sector, or in all where it is small."""
    known = own_codes("own_indicator")
    for sector in (view.sector, TOTAL):
        answer = queries.run(
            "crawls_by_sector",
            crawl=crawl,
            indicator=[code for code in web_signals.SHOWN if code in known],
            sector=sector if sector in own_codes("own_sector") else TOTAL,
            territory=TOTAL,
        )
        if web_signals.drawn(answer):
            show(web_signals.signal_dots(answer, language))
            return


def own_codes(code_list: str) -> frozenset[str]:
    """The codes that any own crawl has a figure of."""
    return store.current().codes[code_list]


def no_crawl(language: str) -> None:
    """No crawl ships with the project: say so, and how to run one."""
    lines = "".join(f"<li><code>{escape(command)}</code></li>" for command in COMMANDS)
    sheet.html(
        f'<section class="dv-empty" data-missing="crawl">'
        f"<h2>{escape(t('web.funnel.none.title', language))}</h2>"
        f"<p>{escape(t('web.funnel.none', language))}</p><ol>{lines}</ol></section>"
    )


def reading(language: str) -> None:
    """How to read crawl evidence, and its limits."""
    st.html(
        f'<section class="dv-method" id="reading"><h2>{escape(t("web.reading", language))}</h2>'
        "</section>"
    )
    st.markdown(prose("web", language))
