"""What websites of a sector show, and the figures of its context: a part of the Sectors page."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from divario import catalogue, queries
from divario.charts import web_declared, web_pairs, web_words, words
from divario.charts.web_funnel import SITES
from divario.charts.web_words import TOTAL, Row
from divario.i18n import number, t
from divario.queries import Result
from divario.ui import context, sheet, state
from divario.ui.web_view import options

STARTUPS = {"source": "startups", "territory": "IT", "size_proxy": "persons"}
WORKING = "working_tool"
KEPT = 32


def shown(sector: str, language: str) -> None:
    """AI on websites beside the survey, start-ups that declare a site, own crawls; or none."""
    year = int(options().years[0])
    answers = (
        queries.run("pairs_by_sector", year=year),
        queries.run("declared_by_size", **STARTUPS, indicator=[web_declared.SITE]),
        queries.run("crawls_by_sector", indicator=[WORKING], size_class=TOTAL, territory=TOTAL),
    )
    every = state.href("web", {}, language)
    own = state.href("web", {"sector": sector}, language)
    sheet.html(_written(sector, language, every, own, *answers))
    context.beside_sector(sector, language)


@lru_cache(maxsize=KEPT)
def _written(sector: str, language: str, every: str, own: str, *answers: Result) -> str:
    """The part as HTML, which leads on to the Web evidence page: to the sector where it has it."""
    found = [(answer, _of(answer, sector)) for answer in answers]
    lines = [
        *(_pair(row, language) for row in found[0][1] if row["web_pct"] is not None),
        *(_declared(row, language) for row in found[1][1] if row["size_class"] == TOTAL),
        *(
            _crawl(row, language)
            for row in found[2][1]
            if row["base"] == SITES and not row["is_suppressed"]
        ),
    ]
    title = escape(t("web.sector.title", language))
    if not lines:
        body = f"<p>{escape(t('web.sector.none', language))}</p>"
    else:
        items = "".join(f"<li>{escape(line)}</li>" for line in lines)
        sources = " ".join(words.source(answer, language) for answer, rows in found if rows)
        link = escape(own if found[0][1] and len(sector) == 1 else every)
        body = (
            f'<ul>{items}</ul><p><a href="{link}" target="_self">'
            f"{escape(t('web.sector.open', language))}</a></p>"
            f'<p class="dv-caption">{escape(sources)}</p>'
        )
    return f'<section class="dv-method dv-sectors-web"><h2>{title}</h2>{body}</section>'


def _of(answer: Result, sector: str) -> list[Row]:
    """The rows of one sector, the country that the Web evidence page opens with first.

    Territories that only the web joins, as four countries together, have no survey beside them.
    """
    known = catalogue.current().labels
    rows = [
        row
        for row in answer.records
        if row["sector"] == sector
        and (row["territory"] == TOTAL or ("territory", row["territory"]) in known)
    ]
    first = options().defaults["country"]
    return sorted(rows, key=lambda row: row["territory"] != first)


def _pair(row: Row, language: str) -> str:
    return t(
        "web.sector.pair",
        language,
        where=web_words.name("territory", row["territory"], language),
        year=row["year"],
        web=web_pairs.web(row, language),
        firms=number(row["web_firms_count"], language, 0),
        survey=web_pairs.survey(row, language),
    )


def _declared(row: Row, language: str) -> str:
    return t(
        "web.sector.declared",
        language,
        value=web_words.share(row["value"], language),
        part=number(row["numerator_count"], language, 0),
        whole=number(row["denominator_count"], language, 0),
    )


def _crawl(row: Row, language: str) -> str:
    return t(
        "web.sector.crawl",
        language,
        crawl=row["crawl"],
        year=row["year"],
        value=web_words.share(row["value"], language),
        sites=number(row["denominator_count"], language, 0),
    )
