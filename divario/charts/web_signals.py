"""What the sites of a crawl show, signal by signal, by size class: one row a signal."""

from __future__ import annotations

from typing import Any

from divario.charts import theme, web_rows, web_words
from divario.charts.figure import Figure, Key
from divario.charts.recipes import recipe
from divario.charts.web_funnel import SITES, crawl_table, hover, stage
from divario.charts.web_words import TOTAL, Row
from divario.i18n import t
from divario.queries import Result

# Of the signals of a crawl those that a reader knows; the data address has all of them.
SHOWN = (
    *("https", "mobile_viewport", "ecommerce", "booking", "contact_form", "newsletter"),
    *("analytics", "pixels", "social", "privacy_page", "vat_number", "fresh"),
)
MARKS = {
    TOTAL: ("circle", theme.FOCUS, "dot"),
    "0-9": ("circle-open", theme.COMPARED, "ring"),
    "10-49": ("diamond", theme.CONTRAST, "diamond"),
    "50-249": ("square", theme.COMPARED, "bar"),
}


def drawn(result: Result) -> list[Row]:
    """The shares of sites in the drawn size classes and all territories; suppressed ones left out.

    Signals in the order of the highest share of all sizes.
    """
    rows = [
        row
        for row in result.records
        if row["base"] == SITES
        and row["value"] is not None
        and row["territory"] == TOTAL
        and row["size_class"] in MARKS
        and row["indicator"] in SHOWN
    ]
    whole = {row["indicator"]: row["value"] for row in rows if row["size_class"] == TOTAL}
    kept = [row for row in rows if row["indicator"] in whole]
    return sorted(kept, key=lambda row: -whole[row["indicator"]])


@recipe("crawls_by_sector")
def signal_dots(result: Result, language: str) -> Figure:
    """Dots of `crawls_by_sector` of one crawl and sector: a row per signal, a mark per size."""
    rows = drawn(result)
    first = next(row for row in rows if row["size_class"] == TOTAL)
    signals = list(dict.fromkeys(row["indicator"] for row in rows))
    names = [stage(code, language) for code in signals]
    sizes = [code for code in MARKS if any(row["size_class"] == code for row in rows)]
    whole = {row["indicator"]: row for row in rows if row["size_class"] == TOTAL}
    shown = [web_words.share(whole[code]["value"], language) for code in signals]
    return Figure(
        name="web-signals",
        title=_title(names, shown, language),
        subtitle=t(
            "web.signals.subtitle",
            language,
            crawl=first["crawl"],
            year=first["year"],
            sector=web_words.name("sector", first["sector"], language),
        ),
        alt=_alt(rows, language),
        how=t("web.signals.how", language),
        kind="measured",
        result=result,
        table=crawl_table(result.records, language),
        traces=[_marks(rows, signals, code, language) for code in reversed(sizes)],
        layout=web_rows.layout(
            language, web_rows.labels(names, shown), 32, t("web.funnel.unit", language), 104
        ),
        narrow=web_rows.narrow(names, shown, 46),
        key=tuple(
            Key(web_words.name("size_class", code, language), *MARKS[code][1:]) for code in sizes
        ),
    )


def _marks(rows: list[Row], signals: list[str], size: str, language: str) -> dict[str, Any]:
    symbol, colour, _ = MARKS[size]
    own = [row for row in rows if row["size_class"] == size]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [row["value"] for row in own],
        "y": [signals.index(row["indicator"]) for row in own],
        "cliponaxis": False,
        "marker": {"symbol": symbol, "size": 12, "color": colour, "line": {"width": 2}},
        "hovertext": [hover(row, language) for row in own],
        "hoverinfo": "text",
    }


def _title(names: list[str], shown: list[str], language: str) -> str:
    return t(
        "web.signals.title",
        language,
        first=names[0],
        first_value=shown[0],
        last=names[-1],
        last_value=shown[-1],
    )


def _alt(rows: list[Row], language: str) -> str:
    listed = "; ".join(
        f"{stage(row['indicator'], language)}, "
        f"{web_words.name('size_class', row['size_class'], language)}: "
        f"{web_words.share(row['value'], language)}"
        for row in rows
    )
    return f"{t('web.signals.alt', language)} {listed}."
