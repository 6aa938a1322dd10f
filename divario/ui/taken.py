"""What a reader may take from a figure: table, sentences, citations, programmes, sources, links.

None of it is needed to draw: a page fetches it from `/figure/<code>.json` when it is wanted.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from divario import catalogue, citation, snippets
from divario.charts import sentences, theme, words
from divario.charts.figure import Figure
from divario.i18n import joined, t
from divario.shortcode import View
from divario.ui import component, share

VALUE_COLUMN = 4
LABELS = (
    *("query", "csv", "address", "queryIntro", "copy", "copied", "notCopied", "sentence", "apa"),
    *("bibtex", "publisher", "pick", "view", "short", "preview", "embed", "frozen", "frozenHint"),
    *("kept", "keptEmbed"),
    *("png", "svg", "square", "imageHint", "imageFailed", "xlsx", "code", "codeHint", "unit"),
    *("python", "r", "duckdb", "sheetData", "sheetCodes", "sheetSources", "accessed", "release"),
    *("statusCode", "statusWords"),
)


def along(figure: Figure, place: View, language: str) -> dict[str, Any]:
    """All of it as plain data, for the place of the figure in the site."""
    own_address = address(figure.result.query, dict(figure.result.parameters))
    cells, focus = sentences.cells_of(figure), sentences.focus(figure)
    return {
        "address": own_address,
        "table": {
            "header": figure.table.header,
            "rows": figure.table.rows,
            "numeric": VALUE_COLUMN,
            "rawHeader": figure.table.raw_header,
            "rawRows": figure.table.raw_rows,
            "notes": figure.table.notes,
        },
        "sentences": {
            "columns": sentences.packed(sentences.of_table(figure, language)),
            "focus": focus,
        },
        "snippets": snippets.snippets(own_address, cells[focus] if cells else None),
        "cite": citation.citations(figure, language),
        "sources": citation.sources(figure, language),
        "flagged": _flagged(figure, language),
        "statuses": _statuses(figure, language),
        "links": share.links(place, figure.result.release),
        "words": {name: t(f"figure.{name}", language) for name in LABELS},
    }


@lru_cache(maxsize=theme.CACHED_FIGURES)
def packed(figure: Figure, place: View) -> bytes:
    """The same as JSON, in the language of the place."""
    return component.packed(along(figure, place, share.language_of(place)))


def address(query: str, parameters: dict[str, Any], form: str = "csv") -> str:
    """The data address of an answer: /data/<query>.<form>?parameters."""
    given = {name: value for name, value in parameters.items() if value is not None}
    return f"/data/{query}.{form}?{urlencode(given, doseq=True)}"


def _flagged(figure: Figure, language: str) -> str:
    """The publisher's flags that some cell of the table carries, for the foot of an image."""
    known = catalogue.current()
    letters = sorted({letter for cell in _flags(figure) for letter in cell})
    named = joined([known.text("status", letter, language) for letter in letters], language)
    return t("figure.flagged", language, status=named) if named else ""


def _statuses(figure: Figure, language: str) -> dict[str, str]:
    """Each status of the table in words, by its letters, for the workbook."""
    return {
        letters: words.status({"status": letters}, language)
        for letters in dict.fromkeys(_flags(figure))
        if letters
    }


def _flags(figure: Figure) -> list[str]:
    header = figure.table.raw_header
    if "status" not in header:
        return []
    place = header.index("status")
    return [row[place] or "" for row in figure.table.raw_rows]
