"""Revisions in words: the cell, its values before and after, releases; also for codes now gone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from divario import catalogue
from divario.catalogue import EU, TOTAL
from divario.charts import web_words, words
from divario.charts.figure import Table
from divario.i18n import number, t

Row = dict[str, Any]
DASH = web_words.DASH
COLUMNS = (
    *("release_before", "release_after", "dataset", "indicator", "unit", "size_class", "sector"),
    *("territory", "year", "change", "value_before", "value_after", "change_points"),
    *("status_before", "status_after", "origin"),
)


def indicator(row: Row, language: str) -> str:
    """The catalogue's name of what a cell measures; the publisher's code where it has none."""
    for record in catalogue.current().indicators.values():
        if (
            record["publisher_code"] == row["indicator"]
            and record["unit"] == row["unit"]
            and row["dataset"] in record["datasets"]
        ):
            return record[f"label_{language}"]
    return row["indicator"]


def place(row: Row, language: str) -> str:
    """Where, of whom and when: Italy, SMEs, 2025; a sector only where it is not the total."""
    named = [
        territory(row, language),
        web_words.name("size_class", row["size_class"], language),
        str(row["year"]),
    ]
    if row["sector"] != TOTAL:
        named.insert(2, web_words.name("sector", row["sector"], language))
    return ", ".join(named)


def territory(row: Row, language: str) -> str:
    """A territory's short name."""
    code = row["territory"]
    return t("eu.short", language) if code == EU else web_words.name("territory", code, language)


def value(row: Row, end: str, language: str) -> str:
    """The value `before` or `after`; a dash where that release has none."""
    shown = row[f"value_{end}"]
    return DASH if shown is None else f"{number(shown, language, row['decimals_count'])}%"


def values(row: Row, language: str) -> str:
    """Both values: 15.70% → 15.75%."""
    return f"{value(row, 'before', language)} → {value(row, 'after', language)}"


def change(row: Row, language: str) -> str:
    """The difference in points with its sign; a dash where one release lacks the cell."""
    if row["change_points"] is None:
        return DASH
    return number(row["change_points"], language, row["decimals_count"], signed=True)


def status(letters: str | None, language: str) -> str:
    """Observation status in words; a dash where nothing was flagged."""
    return words.status({"status": letters}, language) or DASH


def table(rows: Sequence[Row], language: str) -> Table:
    """Revised, new and gone cells: which, how they changed, both values and both statuses."""
    columns = {
        "indicator": [indicator(row, language) for row in rows],
        "place": [place(row, language) for row in rows],
        "dataset": [row["dataset"] for row in rows],
        "change": [t(f"revisions.change.{row['change']}", language) for row in rows],
        "points": [change(row, language) for row in rows],
        "before": [value(row, "before", language) for row in rows],
        "after": [value(row, "after", language) for row in rows],
        "status_before": [status(row["status_before"], language) for row in rows],
        "status_after": [status(row["status_after"], language) for row in rows],
    }
    return Table(
        header=tuple(t(f"revisions.table.{name}", language) for name in columns),
        rows=tuple(zip(*columns.values(), strict=True)),
        raw_header=COLUMNS,
        raw_rows=tuple(tuple(row[name] for name in COLUMNS) for row in rows),
    )
