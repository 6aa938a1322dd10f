"""The one way a chart reaches the page."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from divario.charts import theme, words
from divario.charts.figure import Figure
from divario.i18n import t
from divario.ui import assets
from divario.ui.component import component

VALUE_COLUMN = 4


def show(figure: Figure, language: str, *, is_stage: bool = False) -> None:
    """Draw a figure with its title, words, caption, table and downloads.

    Raises ChartWithoutOrigin when it lacks an origin, a known kind or an alternative text.
    """
    component("figure")(
        key=f"figure-{figure.name}", data=payload(figure.checked(), language, is_stage)
    )


@lru_cache(maxsize=theme.CACHED_FIGURES)
def payload(figure: Figure, language: str, is_stage: bool = False) -> dict[str, Any]:
    """What the component is sent: plain data, stamped so that the unchanged is not redrawn."""
    simulated = figure.kind in {"simulated", "illustrative"}
    caption = words.source(figure.result, language)
    data: dict[str, Any] = {
        "name": figure.name,
        "title": figure.title,
        "subtitle": figure.subtitle,
        "alt": figure.alt,
        "how": figure.how,
        "note": figure.note,
        "caption": f"{t(f'kind.{figure.kind}', language)} {caption}" if simulated else caption,
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
        "labels": _labels(language),
        "address": address(figure.result.query, dict(figure.result.parameters)),
        "release": figure.result.release,
        "plotly": assets.plotly_script().address,
        "stage": is_stage,
    }
    stamp = json.dumps(data, sort_keys=True, default=str).encode()
    return data | {"stamp": hashlib.sha256(stamp).hexdigest()[:16]}


def address(query: str, parameters: dict[str, Any], form: str = "csv") -> str:
    """The data address of an answer: /data/<query>.<form>?parameters."""
    given = {name: value for name, value in parameters.items() if value is not None}
    return f"/data/{query}.{form}?{urlencode(given, doseq=True)}"


def _labels(language: str) -> dict[str, str]:
    names = ("how", "table", "query", "csv", "address", "toolbar", "queryIntro", "offline")
    return {name: t(f"figure.{name}", language) for name in names}
