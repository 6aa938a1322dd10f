"""Figures from the web in words: codes, amounts with their unit, what weakens a figure, tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from divario import catalogue
from divario.charts.figure import Table
from divario.i18n import number, t
from divario.queries import Result

Row = dict[str, Any]
TOTAL = "TOTAL"
DASH = "–"
# What a reader must see beside a figure, before anything else that weakens it.
MARKED = ("press", "undocumented")


def name(kind: str, code: str, language: str) -> str:
    """The name of a code of the crawl data, or of the survey's code list of that kind.

    A code of an own crawl that no list names stands as it is.
    """
    known = catalogue.current().labels
    for code_list in (f"web_{kind}", kind):
        if (code_list, code) in known:
            return known[code_list, code][f"short_{language}"]
    return code


def share(value: float | None, language: str, decimals: int = 1) -> str:
    """A percentage, or that there is none."""
    return t("web.none", language) if value is None else f"{number(value, language, decimals)}%"


def decimals_of(value: float) -> int:
    """How many decimals a figure was published with, two at most."""
    return len(f"{value:.2f}".rstrip("0").partition(".")[2])


def amount(row: Row, language: str) -> str:
    """A published figure with its unit: 36%, 30–35% of partners, 22.37 domains per 100 firms."""
    shown = ends(row, language)
    if not shown:
        return t("web.definition", language)
    unit = name("unit", row["unit"], language)
    return f"{shown}{unit}" if unit.startswith("%") else f"{shown} {unit}"


def ends(row: Row, language: str) -> str:
    """The number of a published figure, or its range; empty for a definition."""
    given = [end for end in (row["value"], row["low"], row["high"]) if end is not None]
    return DASH.join(number(end, language, decimals_of(end)) for end in given)


def period(row: Row) -> str:
    """The year of a published figure, or the period that its source gives."""
    return row["period"] or str(row["year"])


def codes(row: Row) -> list[str]:
    """What weakens a published figure, the marks first."""
    given = (row["weaknesses"] or "").split(",")
    return sorted(filter(None, given), key=lambda code: code not in MARKED)


def weakness(row: Row, language: str) -> str:
    """What weakens a published figure, in words."""
    return "; ".join(name("weakness", code, language) for code in codes(row))


def population(row: Row, language: str) -> str:
    """Whom a published figure is about, with the number of firms where it is known."""
    said = name("population", row["population"], language)
    if row["base_count"] is None:
        return said
    return f"{said} ({number(row['base_count'], language, 0)})"


def publishers(rows: Iterable[Row]) -> list[str]:
    """The publishers of rows, each once, in their order."""
    return list(dict.fromkeys(row["origin"].partition(":")[0] for row in rows))


def table(
    rows: Sequence[Row],
    columns: dict[str, list[str]],
    raw_columns: Sequence[str],
    language: str,
    notes: tuple[str, ...] = (),
) -> Table:
    """Rows as a table: `columns` maps the key of each heading to its texts, row by row.

    Numbers stand in the fifth column, as in every table of the project.
    """
    return Table(
        header=tuple(t(f"web.table.{key}", language) for key in columns),
        rows=tuple(zip(*columns.values(), strict=True)),
        raw_header=tuple(raw_columns),
        raw_rows=tuple(tuple(row[column] for column in raw_columns) for row in rows),
        notes=notes,
    )


def published_table(rows: Sequence[Row], language: str) -> Table:
    """Published figures with population, method, weakness and source beside each value."""
    return table(
        rows,
        {
            "figure": [name("indicator", row["indicator"], language) for row in rows],
            "territory": [name("territory", row["territory"], language) for row in rows],
            "sector": [name("sector", row["sector"], language) for row in rows],
            "size": [name("size_class", row["size_class"], language) for row in rows],
            "value": [amount(row, language) for row in rows],
            "year": [period(row) for row in rows],
            "population": [population(row, language) for row in rows],
            "method": [name("method", row["method"], language) for row in rows],
            "weakness": [weakness(row, language) for row in rows],
            "source": [row["origin"].partition("@")[0].replace(":", ", ", 1) for row in rows],
        },
        (
            *("source", "source_kind", "topic", "indicator", "territory", "sector", "size_class"),
            *("year", "period", "value", "low", "high", "unit", "population", "base_count"),
            *("method", "weaknesses", "definition", "citation", "origin"),
        ),
        language,
    )


def in_sentence(text: str) -> str:
    """A label within a sentence: its first letter small unless the word is an abbreviation."""
    return text if re.match(r"[A-ZÀ-Ý]{2}|.\.", text) else text[:1].lower() + text[1:]


def one_source(result: Result) -> str:
    """The publisher of an answer from one source."""
    return publishers(result.records)[0]
