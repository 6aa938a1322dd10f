"""The one way a chart reaches the page."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

from divario.charts import sentences, theme
from divario.charts.figure import Figure
from divario.i18n import t
from divario.ui import assets, component, share, sheet, state, taken

LABELS = ("toolbar", "how", "table", "cite", "share", "image", "data", "offline", "updated")


def show(figure: Figure, language: str, *, is_stage: bool = False) -> None:
    """Draw a figure with its title, words, caption, table and downloads.

    Raises ChartWithoutOrigin when it lacks an origin, a known kind or an alternative text.
    """
    page = state.page()
    place = share.place(page, tuple(state.address_of(page).items()), figure)
    data = _packed(figure.checked(), language, is_stage)
    if code := share.code(place):
        more = component.packed({"code": code})
    else:
        more = component.packed(taken.along(figure, place, language))
    # Two JSON objects made into one: what is drawn is packed once, however often it is sent.
    sent = data.removesuffix(b"}") + b"," + more.removeprefix(b"{")
    if not sheet.add(sent):
        component.component("figure")(key=f"figure-{figure.name}", data=sent)


def payload(figure: Figure, language: str, is_stage: bool = False) -> dict[str, Any]:
    """What of a figure is drawn, as plain data; `taken.along` is the rest, fetched when wanted."""
    return {
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
        "language": language,
        "labels": _labels(language),
        "release": figure.result.release,
        "plotly": assets.plotly_script().address,
        "outlines": assets.outlines().address if figure.is_map else "",
        "stage": is_stage,
    }


@lru_cache(maxsize=theme.CACHED_FIGURES)
def _packed(figure: Figure, language: str, is_stage: bool) -> bytes:
    """The same as JSON, stamped so that the unchanged is not redrawn."""
    packed = component.packed(payload(figure, language, is_stage))
    stamp = hashlib.sha256(packed).hexdigest()[:16]
    return f'{{"stamp":"{stamp}",'.encode() + packed.removeprefix(b"{")


@lru_cache(maxsize=4)
def _labels(language: str) -> dict[str, str]:
    return {name: t(f"figure.{name}", language) for name in LABELS}
