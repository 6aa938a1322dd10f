"""Horizontal bars of figures from the web: a name, its value in bold beside it, and the bar."""

from __future__ import annotations

from typing import Any

from divario.charts import theme

ROOM = 72  # pixels above and below the rows


def labels(names: list[str], shown: list[str]) -> list[str]:
    """Names with their values in bold, for an axis."""
    return [f"{name}  <b>{value}</b>" for name, value in zip(names, shown, strict=True)]


def narrow(names: list[str], shown: list[str], row_height: int) -> dict[str, Any]:
    """On a narrow screen names take more lines; heights are in pixels."""
    return {
        "yaxis.ticktext": [
            f"{theme.wrapped(name, 18)} <b>{value}</b>"
            for name, value in zip(names, shown, strict=True)
        ],
        "yaxis.tickfont.size": theme.SMALL_SIZE,
        "height": row_height * len(names) + ROOM,
    }


def bars(values: list[float | None], hovers: list[str], **own: Any) -> dict[str, Any]:
    """One trace of bars from the top down."""
    return {
        "type": "bar",
        "orientation": "h",
        "x": values,
        "y": list(range(len(values))),
        "marker": {"color": theme.FOCUS},
        "hovertext": hovers,
        "hoverinfo": "text",
    } | own


def layout(
    language: str, names: list[str], row_height: int, unit: str, upper: float, **own: Any
) -> dict[str, Any]:
    """The layout of such bars: an axis of values below, the names at the left."""
    axis = own.pop("axis", {})
    return theme.layout(
        language,
        height=row_height * len(names) + ROOM,
        bargap=0.35,
        xaxis=theme.value_axis(unit, upper, **axis),
        yaxis=theme.category_axis(names, tickfont={"size": theme.SIZE - 1}),
        **({"margin": {"l": 8, "r": 16, "t": 6, "b": 52}} | own),
    )
