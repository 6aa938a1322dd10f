"""What a crawl run with Divario found: from having a site to a working tool, and by sector."""

from __future__ import annotations

from typing import Any

from divario.charts import theme, web_rows, web_words
from divario.charts.figure import Figure, Table
from divario.charts.recipes import recipe
from divario.charts.web_words import TOTAL, Row
from divario.i18n import number, t
from divario.queries import Result

STAGES = ("window_only", "epidermic", "abandoned", "working_tool")
SITES = "sites"
COLUMNS = (
    *("crawl", "indicator", "sector", "size_class", "territory", "year", "base"),
    *("numerator_count", "denominator_count", "value", "low", "high", "is_suppressed", "origin"),
)


def stages(result: Result) -> list[Row]:
    """The stages of all sites of a crawl, in the order of the funnel; suppressed ones left out."""
    found = {
        row["indicator"]: row
        for row in result.records
        if row["base"] == SITES
        and row["value"] is not None
        and {row["sector"], row["size_class"], row["territory"]} == {TOTAL}
    }
    return [found[code] for code in STAGES if code in found]


def stage(code: str, language: str) -> str:
    """The name of a stage, or of another signal of a crawl."""
    return t(f"web.stage.{code}", language)


@recipe("crawls_by_sector")
def funnel_bars(result: Result, language: str) -> Figure:
    """Bars of the four stages with their 95% intervals, of the sites of one crawl."""
    rows = stages(result)
    names = [stage(row["indicator"], language) for row in rows]
    return Figure(
        name="web-funnel",
        title=_title(rows, language),
        subtitle=t(
            "web.funnel.subtitle",
            language,
            crawl=rows[0]["crawl"],
            year=rows[0]["year"],
            sites=number(rows[0]["denominator_count"], language, 0),
        ),
        alt=_alt(rows, language),
        how=t("web.funnel.how", language),
        kind="measured",
        result=result,
        table=crawl_table(result.records, language),
        **_drawn(names, rows, language),
    )


@recipe("crawls_by_sector")
def funnel_sectors(result: Result, language: str) -> Figure:
    """Bars of one stage by sector, of the sites of one crawl; suppressed sectors in the table."""
    code = result.parameters["indicator"][0]
    rows = sorted(sector_rows(result), key=lambda row: -row["value"])
    names = [web_words.name("sector", row["sector"], language) for row in rows]
    return Figure(
        name="web-funnel-sectors",
        title=t(
            "web.funnel.sectors.title",
            language,
            stage=stage(code, language),
            first=web_words.name("sector", rows[0]["sector"], language),
            value=web_words.share(rows[0]["value"], language),
        ),
        subtitle=t(
            "web.funnel.sectors.subtitle", language, crawl=rows[0]["crawl"], year=rows[0]["year"]
        ),
        alt=_alt(rows, language),
        how=t("web.funnel.how", language),
        kind="measured",
        result=result,
        table=crawl_table(result.records, language),
        **_drawn(names, rows, language),
    )


def sector_rows(result: Result) -> list[Row]:
    """The sectors of one stage among the sites, those that were not suppressed.

    Sections, because their divisions would count the same sites again beside them.
    """
    rows = [
        row
        for row in result.records
        if row["base"] == SITES
        and row["value"] is not None
        and row["sector"] != TOTAL
        and row["size_class"] == row["territory"] == TOTAL
    ]
    return [row for row in rows if len(row["sector"]) == 1] or rows


def _bars(rows: list[Row], language: str) -> dict[str, Any]:
    """Bars with their 95% intervals."""
    return web_rows.bars(
        [row["value"] for row in rows],
        [hover(row, language) for row in rows],
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [row["high"] - row["value"] for row in rows],
            "arrayminus": [row["value"] - row["low"] for row in rows],
            "color": theme.TEXT,
            "thickness": 1.2,
            "width": 4,
        },
    )


def _drawn(names: list[str], rows: list[Row], language: str) -> dict[str, Any]:
    """Layout, and what changes of it on a narrow screen."""
    shown = [web_words.share(row["value"], language) for row in rows]
    upper = theme.upper_bound([row["high"] for row in rows])
    unit = t("web.funnel.unit", language)
    return {
        "traces": [_bars(rows, language)],
        "layout": web_rows.layout(language, web_rows.labels(names, shown), 38, unit, upper),
        "narrow": web_rows.narrow(names, shown, 46),
    }


def hover(row: Row, language: str) -> str:
    """What a bar says: share, interval, part and whole."""
    return t(
        "web.funnel.hover",
        language,
        value=web_words.share(row["value"], language),
        low=web_words.share(row["low"], language),
        high=web_words.share(row["high"], language),
        part=number(row["numerator_count"], language, 0),
        whole=number(row["denominator_count"], language, 0),
    )


def _title(rows: list[Row], language: str) -> str:
    by_code = {row["indicator"]: row for row in rows}
    shares = {
        code: web_words.share(by_code[code]["value"] if code in by_code else None, language)
        for code in ("window_only", "working_tool")
    }
    return t("web.funnel.title", language, **shares)


def _alt(rows: list[Row], language: str) -> str:
    listed = "; ".join(
        f"{stage(row['indicator'], language)}, "
        f"{web_words.name('sector', row['sector'], language)}: "
        f"{web_words.share(row['value'], language)}"
        for row in rows
    )
    return f"{t('web.funnel.alt', language)} {listed}."


def crawl_table(rows: list[Row], language: str) -> Table:
    """Each cell of a crawl with part, whole, interval and base; a suppressed one says so."""
    return web_words.table(
        rows,
        {
            "stage": [stage(row["indicator"], language) for row in rows],
            "sector": [web_words.name("sector", row["sector"], language) for row in rows],
            "size": [web_words.name("size_class", row["size_class"], language) for row in rows],
            "territory": [web_words.name("territory", row["territory"], language) for row in rows],
            "value": [_value(row, language) for row in rows],
            "interval": [_interval(row, language) for row in rows],
            "base": [t(f"web.base.{row['base']}", language) for row in rows],
            "part": [_count(row["numerator_count"], language) for row in rows],
            "whole": [_count(row["denominator_count"], language) for row in rows],
        },
        COLUMNS,
        language,
        notes=(t("web.funnel.suppressed", language),),
    )


def _value(row: Row, language: str) -> str:
    if row["is_suppressed"]:
        return t("web.suppressed", language)
    return web_words.share(row["value"], language)


def _interval(row: Row, language: str) -> str:
    if row["low"] is None:
        return web_words.DASH
    ends = [web_words.share(row[end], language) for end in ("low", "high")]
    return web_words.DASH.join(ends)


def _count(count: int | None, language: str) -> str:
    return web_words.DASH if count is None else number(count, language, 0)
