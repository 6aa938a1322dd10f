"""Palette, type and the layout that every chart shares; safe for colour-blind readers."""

from __future__ import annotations

from typing import Any

from divario import i18n
from divario.catalogue import EU, ITALY

FOCUS = "#0b5fa5"
CONTRAST = "#b3500f"
CONTEXT = "#a9aeb3"
COMPARED = "#5b6167"
TEXT = "#1c2126"
MUTED = "#5b6167"
GRID = "#e3e0d9"
PAPER = "#ffffff"
SCALE = [[0.0, "#f2f6fa"], [0.5, "#8db6d8"], [1.0, "#0b5fa5"]]
# Pages have Streamlit's "Source Sans"; an embedded figure has the part of it that we ship.
FAMILY = '"Source Sans", "Divario Sans", "Source Sans 3", "Segoe UI", sans-serif'
OFF_THE_MARK = "\N{NO-BREAK SPACE}"  # before a label: Plotly would write it against the mark
SIZE = 14
SMALL_SIZE = 12
CACHED_FIGURES = 400


def colour_of(territory: str, compared: tuple[str, ...] = ()) -> str:
    """Accent for Italy, contrast for the EU, dark grey for what was chosen, grey for the rest."""
    if territory == ITALY:
        return FOCUS
    if territory == EU:
        return CONTRAST
    return COMPARED if territory in compared else CONTEXT


def layout(language: str, **own: Any) -> dict[str, Any]:
    """The layout shared by all charts, with a chart's own settings over it."""
    base: dict[str, Any] = {
        "font": {"family": FAMILY, "size": SIZE, "color": TEXT},
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "separators": i18n.SEPARATORS[language],
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "hoverlabel": {"bgcolor": PAPER, "font": {"family": FAMILY, "size": SIZE}},
        "margin": {"l": 8, "r": 16, "t": 8, "b": 44},
    }
    return base | own


def value_axis(title: str, upper: float, **own: Any) -> dict[str, Any]:
    """An axis of percentages that starts at zero and names its unit."""
    return {
        "range": [0, upper],
        "title": {"text": title, "font": {"size": SMALL_SIZE + 1, "color": MUTED}, "standoff": 8},
        "ticksuffix": "%",
        "gridcolor": GRID,
        "zeroline": True,
        "zerolinecolor": CONTEXT,
        "fixedrange": True,
        "nticks": 6,
        "tickfont": {"size": SMALL_SIZE, "color": MUTED},
    } | own


def category_axis(names: list[str], **own: Any) -> dict[str, Any]:
    """An axis of names, the first on top."""
    return {
        "tickmode": "array",
        "tickvals": list(range(len(names))),
        "ticktext": names,
        "range": [len(names) - 0.5, -0.5],
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
        "automargin": True,
        "ticklabeloverflow": "allow",
        "ticklabelstandoff": 6,
        "tickfont": {"size": SIZE},
    } | own


def years_axis(years: list[int], before: float = 0.35, after: float = 0.35) -> dict[str, Any]:
    """An axis that names each year, with room beside the first and the last."""
    return {
        "tickvals": years,
        "ticktext": [str(year) for year in years],
        "range": [years[0] - before, years[-1] + after] if years else [0, 1],
        "showgrid": False,
        "fixedrange": True,
        "tickfont": {"size": SMALL_SIZE, "color": MUTED},
    }


def top_axis(labels: list[str]) -> dict[str, Any]:
    """An axis of a heatmap's columns, named above it."""
    return {
        "tickvals": list(range(len(labels))),
        "ticktext": [wrapped(label, 10) for label in labels],
        "side": "top",
        "fixedrange": True,
        "tickfont": {"size": SMALL_SIZE + 1},
    }


def heatmap(z: list[list[Any]], text: list[list[str]], hover: list[list[str]]) -> dict[str, Any]:
    """A trace of boxes, a value written in each; an empty one stays white."""
    return {
        "type": "heatmap",
        "z": z,
        "text": text,
        "texttemplate": "%{text}",
        "hovertext": hover,
        "hoverinfo": "text",
        "colorscale": SCALE,
        "zmin": 0,
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
    }


def upright(x: float, **own: Any) -> dict[str, Any]:
    """A dotted line at one value, over the whole height of the chart."""
    line = {"color": TEXT, "width": 1.5, "dash": "dot"} | own
    return {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper", "line": line}


def on_top(x: float, text: str, **own: Any) -> dict[str, Any]:
    """The label over an upright line."""
    return annotation(x, 1, text, yref="paper", yanchor="bottom", **own)


def roomy_side(x: float, upper: float) -> str:
    """Where a label's anchor goes, so that it runs to the side that has more room."""
    return "left" if x < upper / 2 else "right"


def annotation(x: float, y: float, text: str, **own: Any) -> dict[str, Any]:
    """A label in the chart's own type, without an arrow."""
    return {
        "x": x,
        "y": y,
        "text": text,
        "showarrow": False,
        "font": {"size": SMALL_SIZE + 1, "color": TEXT},
    } | own


def wrapped(name: str, width: int = 16) -> str:
    """A name broken into lines of about `width` characters, for narrow screens."""
    lines = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + len(word) + 1 > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "<br>".join(lines)


def upper_bound(values: list[float], head_room: float = 1.12) -> float:
    """The end of a percentage axis: room for labels, never above 118 nor below 5."""
    return min(118.0, max(5.0, max(values, default=0.0) * head_room))
