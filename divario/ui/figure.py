"""The one way a chart reaches the page."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from divario import catalogue, citation, snippets
from divario.charts import sentences, theme, words
from divario.charts.figure import Figure
from divario.i18n import joined, t
from divario.ui import assets, share, state
from divario.ui.component import component

VALUE_COLUMN = 4
LABELS = (
    *("how", "table", "query", "csv", "address", "toolbar", "queryIntro", "offline"),
    *("cite", "share", "image", "data", "copy", "copied", "notCopied", "sentence", "apa", "bibtex"),
    *("publisher", "pick", "view", "short", "preview", "embed", "frozen", "frozenHint"),
    *("png", "svg", "square", "imageHint", "imageFailed", "xlsx", "code", "codeHint"),
    *("python", "r", "duckdb", "sheetData", "sheetCodes", "sheetSources", "accessed", "release"),
    *("statusCode", "statusWords", "unit"),
)


def show(figure: Figure, language: str, *, is_stage: bool = False) -> None:
    """Draw a figure with its title, words, caption, table and downloads.

    Raises ChartWithoutOrigin when it lacks an origin, a known kind or an alternative text.
    """
    data = payload(figure.checked(), language, is_stage)
    page = state.page()
    links = share.links(page, tuple(state.address_of(page).items()), figure.name, figure.recipe)
    component("figure")(key=f"figure-{figure.name}", data=data | {"links": links})


@lru_cache(maxsize=theme.CACHED_FIGURES)
def payload(figure: Figure, language: str, is_stage: bool = False) -> dict[str, Any]:
    """What the component is sent: plain data, stamped so that the unchanged is not redrawn."""
    own_address = address(figure.result.query, dict(figure.result.parameters))
    data: dict[str, Any] = {
        "name": figure.name,
        "title": figure.title,
        "subtitle": figure.subtitle,
        "alt": figure.alt,
        "how": figure.how,
        "note": figure.note,
        "caption": sentences.sourced(figure, language),
        "key": [
            {"label": entry.label, "colour": entry.colour, "shape": entry.shape}
            for entry in figure.key
        ],
        "plot": (
            {"traces": figure.traces, "layout": figure.layout | {"meta": figure.meta}}
            if figure.traces
            else None
        ),
        "narrow": figure.narrow,
        "table": {
            "header": figure.table.header,
            "rows": figure.table.rows,
            "numeric": VALUE_COLUMN,
            "rawHeader": figure.table.raw_header,
            "rawRows": figure.table.raw_rows,
            "notes": figure.table.notes,
        },
        "language": language,
        "labels": _labels(language),
        "address": own_address,
        "release": figure.result.release,
        "plotly": assets.plotly_script().address,
        "stage": is_stage,
    }
    data |= _taken_along(figure, own_address, language)
    stamp = json.dumps(data, sort_keys=True, default=str).encode()
    return data | {"stamp": hashlib.sha256(stamp).hexdigest()[:16]}


def _taken_along(figure: Figure, own_address: str, language: str) -> dict[str, Any]:
    """What a reader may take from a figure: sentences, citations, programmes, sources, flags."""
    cells, focus = sentences.cells_of(figure), sentences.focus(figure)
    return {
        "sentences": {
            "columns": sentences.packed(sentences.of_table(figure, language)),
            "focus": focus,
        },
        "snippets": snippets.snippets(own_address, cells[focus] if cells else None),
        "cite": citation.citations(figure, language),
        "sources": citation.sources(figure, language),
        "flagged": _flagged(figure, language),
        "statuses": _statuses(figure, language),
    }


def address(query: str, parameters: dict[str, Any], form: str = "csv") -> str:
    """The data address of an answer: /data/<query>.<form>?parameters."""
    given = {name: value for name, value in parameters.items() if value is not None}
    return f"/data/{query}.{form}?{urlencode(given, doseq=True)}"


def _labels(language: str) -> dict[str, str]:
    return {name: t(f"figure.{name}", language) for name in LABELS}


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
