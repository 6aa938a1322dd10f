"""What Italian firms declare in public directories, by class: nobody visited a site."""

from __future__ import annotations

from typing import Any

from divario import catalogue
from divario.charts import theme, web_rows, web_words
from divario.charts.figure import Figure, Key, Table
from divario.charts.recipes import recipe
from divario.charts.web_words import TOTAL, Row
from divario.i18n import number, t
from divario.queries import Result

SITE, FREE = "website_declared", "email_free_provider"
MARKS = {
    SITE: ("circle", theme.FOCUS, "dot"),
    "own_domain_website_or_email": ("square", theme.COMPARED, "bar"),
    FREE: ("diamond", theme.CONTRAST, "diamond"),
}
LEAST_BASE = 30
CROWDED = 14.0  # percentage points that a label takes
COLUMNS = (
    *("source", "territory", "sector", "size_proxy", "size_class", "indicator"),
    *("numerator_count", "denominator_count", "value", "origin"),
)


def by_class(result: Result) -> list[Row]:
    """The rows that stand for one class: no total, no sum of classes, no firms without one."""
    return [
        row for row in result.records if row["size_class"] not in {TOTAL, "NA", "KNOWN", "GE10"}
    ]


@recipe("declared_by_size")
def declared_dots(result: Result, language: str) -> Figure:
    """Dots of `declared_by_size` of one list and sector: a row per class, a mark per indicator."""
    rows = by_class(result)
    classes = list(dict.fromkeys(row["size_class"] for row in rows))
    names = [web_words.name("size_class", code, language) for code in classes]
    shown = [code for code in MARKS if any(row["indicator"] == code for row in rows)]
    sites = [row for row in rows if row["indicator"] == SITE]
    proxy = result.parameters["size_proxy"]
    return Figure(
        name=f"declared-{proxy}",
        title=_title(sites, language),
        subtitle=_subtitle(sites, language),
        alt=_alt(rows, "size_class", language),
        how=t(f"web.declared.how.{proxy}", language),
        kind="declared",
        result=result,
        table=declared_table(result.records, language),
        traces=[  # the site on top: a domain of one's own is never far from it
            _marks(rows, classes, code, language) for code in sorted(shown, key=SITE.__eq__)
        ],
        layout=_layout(names, -7, 112, language),
        narrow={"yaxis.ticktext": [theme.wrapped(one, 14) for one in names]},
        key=tuple(
            Key(web_words.name("declared", code, language), *MARKS[code][1:]) for code in shown
        ),
        note=_note(result.records, language),
    )


def _layout(names: list[str], lower: float, upper: float, language: str) -> dict[str, Any]:
    return theme.layout(
        language,
        height=44 * len(names) + 76,
        margin={"l": 8, "r": 16, "t": 18, "b": 52},
        xaxis=theme.value_axis(
            t("web.declared.unit", language), upper, dtick=20, range=[lower, upper]
        ),
        yaxis=theme.category_axis(names),
    )


def _marks(rows: list[Row], classes: list[str], indicator: str, language: str) -> dict[str, Any]:
    symbol, colour, _ = MARKS[indicator]
    own = [row for row in rows if row["indicator"] == indicator]
    is_labelled = indicator != "own_domain_website_or_email"
    return {
        "type": "scatter",
        "mode": "markers+text" if is_labelled else "markers",
        "x": [row["value"] for row in own],
        "y": [classes.index(row["size_class"]) for row in own],
        "text": [web_words.share(row["value"], language) for row in own],
        "textposition": [
            "bottom center" if _is_crowded(row, rows) else "top center" for row in own
        ],
        "cliponaxis": False,
        "marker": {
            "symbol": [_symbol(symbol, row) for row in own],
            "size": 13,
            "color": colour,
            "line": {"width": 2, "color": colour},
        },
        "hovertext": [_hover(row, language) for row in own],
        "hoverinfo": "text",
    }


def _is_crowded(row: Row, rows: list[Row]) -> bool:
    """Whether a free address’s label would meet that of the website in the same row."""
    return row["indicator"] == FREE and any(
        other["indicator"] == SITE
        and other["size_class"] == row["size_class"]
        and abs(other["value"] - row["value"]) < CROWDED
        for other in rows
    )


def _symbol(symbol: str, row: Row) -> str:
    """An open mark where fewer than LEAST_BASE firms make the share unsteady."""
    return symbol if row["denominator_count"] >= LEAST_BASE else f"{symbol}-open"


def _hover(row: Row, language: str) -> str:
    return t(
        "web.declared.hover",
        language,
        label=web_words.name("declared", row["indicator"], language),
        value=web_words.share(row["value"], language),
        part=number(row["numerator_count"], language, 0),
        whole=number(row["denominator_count"], language, 0),
    )


def _title(sites: list[Row], language: str) -> str:
    low, high = sites[0], sites[-1]
    is_startups = low["source"] == "startups"
    who = t(f"web.declared.who.{'startups' if is_startups else 'hotels'}", language)
    return t(
        "web.declared.title",
        language,
        who=who,
        low=web_words.share(low["value"], language),
        low_class=web_words.name("size_class", low["size_class"], language),
        high=web_words.share(high["value"], language),
        high_class=web_words.name("size_class", high["size_class"], language),
    )


def _subtitle(rows: list[Row], language: str) -> str:
    first = rows[0]
    return t(
        "web.declared.subtitle",
        language,
        sector=web_words.name("sector", first["sector"], language),
        where=web_words.name("territory", first["territory"], language),
        vintage=first["origin"].partition("@")[2],
    )


def _note(rows: list[Row], language: str) -> str:
    """How many firms of the list have no class, and stand in no row."""
    unknown = next(
        (row for row in rows if row["size_class"] == "NA" and row["indicator"] == SITE), None
    )
    if unknown is None:
        return ""
    return t(
        "web.declared.unknown",
        language,
        count=number(unknown["denominator_count"], language, 0),
        value=web_words.share(unknown["value"], language),
    )


def sections(result: Result) -> list[Row]:
    """The sections of a list of start-ups, the highest share first."""
    known = catalogue.current().labels
    rows = [
        row
        for row in result.records
        if row["size_class"] == TOTAL
        and row["indicator"] == SITE
        and len(row["sector"]) == 1
        and (("sector", row["sector"]) in known or ("web_sector", row["sector"]) in known)
        and row["denominator_count"] >= LEAST_BASE
    ]
    return sorted(rows, key=lambda row: -row["value"])


@recipe("declared_by_size")
def declared_sections(result: Result, language: str) -> Figure:
    """Bars of `declared_by_size` of a list by NACE section: the share that declares a site."""
    rows = sections(result)
    names = [web_words.name("sector", row["sector"], language) for row in rows]
    shown = [web_words.share(row["value"], language) for row in rows]
    return Figure(
        name="declared-sections",
        title=_sections_title(rows, language),
        subtitle=_subtitle([rows[0] | {"sector": TOTAL}], language),
        alt=_alt(rows, "sector", language),
        how=t("web.startups.how", language),
        kind="declared",
        result=result,
        table=declared_table(rows, language),
        traces=[
            web_rows.bars([row["value"] for row in rows], [_hover(row, language) for row in rows])
        ],
        layout=_layout(web_rows.labels(names, shown), 0, 100, language)
        | {"height": 30 * len(rows) + 76, "bargap": 0.35},
        narrow=web_rows.narrow(names, shown, 46),
        note=t("web.startups.note", language),
    )


def _sections_title(rows: list[Row], language: str) -> str:
    low, high = (end(rows, key=lambda row: row["value"]) for end in (min, max))
    return t(
        "web.startups.title",
        language,
        low=web_words.share(low["value"], language),
        low_sector=web_words.name("sector", low["sector"], language),
        high=web_words.share(high["value"], language),
        high_sector=web_words.name("sector", high["sector"], language),
    )


def _alt(rows: list[Row], dimension: str, language: str) -> str:
    listed = "; ".join(
        f"{web_words.name(dimension, row[dimension], language)}, "
        f"{web_words.in_sentence(web_words.name('declared', row['indicator'], language))} "
        f"{web_words.share(row['value'], language)}"
        for row in rows
    )
    return f"{t('web.declared.alt', language)} {listed}."


def declared_table(rows: list[Row], language: str) -> Table:
    """What is declared, with part and whole beside each share."""
    return web_words.table(
        rows,
        {
            "territory": [web_words.name("territory", row["territory"], language) for row in rows],
            "sector": [web_words.name("sector", row["sector"], language) for row in rows],
            "class": [web_words.name("size_class", row["size_class"], language) for row in rows],
            "declared": [web_words.name("declared", row["indicator"], language) for row in rows],
            "value": [web_words.share(row["value"], language) for row in rows],
            "part": [number(row["numerator_count"], language, 0) for row in rows],
            "whole": [number(row["denominator_count"], language, 0) for row in rows],
        },
        COLUMNS,
        language,
        notes=(t("web.declared.never", language),),
    )
