"""The pieces of the Sectors page that are not charts: headline, what is there, what is missing."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from divario import catalogue, queries
from divario.catalogue import ALL_SIZES
from divario.charts import firms, profile, ranks, sector_words, words
from divario.i18n import t
from divario.queries import Result
from divario.records import THEMES
from divario.stats.gaps import find
from divario.stats.profile import Compared
from divario.ui import parts, sheet, state
from divario.ui.sectors_view import SectorsView

KEPT = 32


def notices(view: SectorsView, language: str) -> None:
    """Say what of the address could not be used, and what is shown in its place."""
    parts.notices(view.notices, language, "sectors.controls")


def headline(view: SectorsView, answer: Result, language: str) -> None:
    """The page's heading, computed from the profile's cells of the chosen theme."""
    st.html(_headline(answer, view.sector, view.topic, language))


@lru_cache(maxsize=KEPT)
def _headline(answer: Result, sector: str, topic: str, language: str) -> str:
    rows = profile.rows_of(answer)
    kicker = words.sector(sector, language)
    if topic:
        kicker = f"{kicker} · {t(f'theme.{topic}', language)}"
    said = sector_words.headline(rows, sector, language)
    lead = sector_words.lead(rows, sector, language)
    lead += f" {firms.counted(sector, ALL_SIZES, language)}"
    return (
        f'<p class="dv-kicker">{escape(kicker)}</p>'
        f'<h1 class="dv-headline">{escape(said)}</h1>'
        f'<p class="dv-lead">{escape(lead)}</p>'
    )


def country_answer(view: SectorsView) -> Result | None:
    """The countries' cells of the chosen indicator, in the latest year with Italy's; or None."""
    rows = queries.run("indicators_by_sector", sector=view.sector).records
    own = find(rows, indicator=view.indicator)
    if own is None:
        return None
    return queries.run(
        "territories_by_indicator",
        indicator=view.indicator,
        size_class=ALL_SIZES,
        sector=view.sector,
        year=own["last_year_italy"],
    )


def empty(what: str, view: SectorsView, language: str) -> None:
    """Say that a part of the page has nothing to show for this sector, and why."""
    name = words.sector(view.sector, language)
    title = escape(t(f"sectors.empty.{what}.title", language))
    text = escape(t(f"sectors.empty.{what}", language, sector=name))
    sheet.html(f'<section class="dv-empty" data-missing="{what}"><h2>{title}</h2>{text}</section>')


def measured(answer: Result, places: Result, language: str) -> None:
    """Everything that was measured, by theme, each indicator opening its view on the Gaps page."""
    sheet.html(_measured(answer, places, language, _carried(language)))


@lru_cache(maxsize=KEPT)
def _measured(answer: Result, places: Result, language: str, carried: str) -> str:
    placed = ranks.placed(places)
    by_theme: dict[str, list[str]] = {}
    for row in profile.rows_of(answer):
        said = sector_words.measured(row, placed.get(_code(row)), language)
        by_theme.setdefault(row.own["theme"], []).append(_item(row, said, language, carried))
    blocks = [
        _details(
            t(
                "sectors.theme",
                language,
                theme=t(f"theme.{theme}", language),
                count=len(items),
            ),
            f'<ul class="dv-sectors-list">{"".join(items)}</ul>',
        )
        for theme, items in by_theme.items()
    ]
    source = f'<p class="dv-caption">{escape(words.source(answer, language))}</p>'
    return _section("measured", t("sectors.measured.title", language), "".join(blocks) + source)


def _code(row: Compared) -> str:
    return row.own["indicator"]


def _item(row: Compared, text: str, language: str, carried: str) -> str:
    label = catalogue.current().indicator(_code(row), language)
    view = {
        "indicator": _code(row),
        "year": row.own["year"],
        "size": ALL_SIZES,
        "sector": row.own["sector"],
    }
    return f"<li>{_link(view, label, carried)} {escape(text)}</li>"


def _carried(language: str) -> str:
    """What each link to the Gaps page carries after its view: language, look and release."""
    _, _, query = state.href("gaps", {}, language).partition("?")
    return f"&{query}" if query else ""


def _link(view: dict[str, Any], label: str, carried: str) -> str:
    """A link to a view of the Gaps page."""
    link = escape(f"gaps?{urlencode(view)}{carried}")
    return f'<a href="{link}" target="_self">{escape(label)}</a>'


def missing(view: SectorsView, language: str) -> None:
    """What has no cell for this sector in Italy: whole themes, then single indicators."""
    answer = queries.run("indicators_by_sector", sector=view.sector)
    sheet.html(_missing(answer, view.sector, language, _carried(language)))


@lru_cache(maxsize=KEPT)
def _missing(answer: Result, sector: str, language: str, carried: str) -> str:
    absent: dict[str, list[dict[str, Any]]] = {theme: [] for theme in THEMES}
    for row in answer.records:
        if not row["cells_italy_count"]:
            absent[row["theme"]].append(row)
    measured = {row["theme"] for row in answer.records if row["cells_italy_count"]}
    whole = [theme for theme in THEMES if theme not in measured and absent[theme]]
    partly = [theme for theme in THEMES if theme in measured and absent[theme]]
    lead = t(
        "sectors.missing.lead",
        language,
        missing=sum(map(len, absent.values())),
        count=len(answer.rows),
        sector=words.sector(sector, language),
    )
    body = f"<p>{escape(lead)}</p>"
    body += "".join(_whole(theme, absent[theme], language, carried) for theme in whole)
    body += "".join(_partly(theme, absent[theme], language, carried) for theme in partly)
    return _section("missing", t("sectors.missing.title", language), body)


def _whole(theme: str, rows: list[dict[str, Any]], language: str, carried: str) -> str:
    """A theme without any figure: the datasets that would fill it, then its indicators."""
    title = escape(t("sectors.missing.whole", language, theme=t(f"theme.{theme}", language)))
    listed = t("sectors.missing.indicators", language, count=len(rows))
    return (
        f"<h3>{title}</h3>{_wanted(theme, language)}{_indicators(listed, rows, language, carried)}"
    )


def _partly(theme: str, rows: list[dict[str, Any]], language: str, carried: str) -> str:
    """A theme with some figures: the indicators that lack one, and what would fill it."""
    name = t(f"theme.{theme}", language)
    title = t("sectors.missing.partly", language, theme=name, count=len(rows))
    return _indicators(title, rows, language, carried, _wanted(theme, language))


def _indicators(
    title: str, rows: list[dict[str, Any]], language: str, carried: str, before: str = ""
) -> str:
    """Indicators to be opened, each a link to its view without the sector."""
    known = catalogue.current()
    links = "".join(
        f"<li>{_opened(code, known.indicator(code, language), carried)}</li>"
        for code in (row["indicator"] for row in rows)
    )
    return _details(title, f'{before}<ul class="dv-sectors-list">{links}</ul>')


@lru_cache(maxsize=1024)
def _opened(code: str, label: str, carried: str) -> str:
    """A link to an indicator, written once for all sectors that lack it."""
    return _link({"indicator": code}, label, carried)


def _wanted(theme: str, language: str) -> str:
    """The datasets that would say more of a theme and are not in this release, in words."""
    rows = [
        row
        for row in queries.run("sources_by_dataset").records
        if row["dataset_status"] == "wanted" and theme in row["themes"]
    ]
    if not rows:
        return f"<p>{escape(t('sectors.missing.unlisted', language))}</p>"
    items = "".join(
        f"<li><code>{escape(row['dataset'])}</code>. {escape(row[f'gives_{language}'])}</li>"
        for row in rows
    )
    return f"<p>{escape(t('sectors.missing.wanted', language))}</p><ul>{items}</ul>"


def _details(summary: str, body: str) -> str:
    return f'<details class="dv-details"><summary>{escape(summary)}</summary>{body}</details>'


def _section(name: str, title: str, body: str) -> str:
    return f'<section class="dv-method dv-sectors-{name}"><h2>{escape(title)}</h2>{body}</section>'


def asked(view: SectorsView) -> dict[str, Any]:
    """The parameters that sector and theme of a view give to a query."""
    return {"sector": view.sector, "theme": view.topic or None}
