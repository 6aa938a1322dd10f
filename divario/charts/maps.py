"""A map of Europe beside the ranked bars: darker where the value is higher, Italy outlined."""

from __future__ import annotations

from functools import lru_cache
from math import ceil, floor
from typing import Any

from divario import catalogue, queries
from divario.catalogue import ITALY
from divario.charts import theme, words
from divario.charts.figure import Figure, Key, LaterTable
from divario.charts.recipes import recipe
from divario.i18n import joined, number, t
from divario.queries import Result
from divario.stats.gaps import Cell, ranked

SHADES = ("#ebe8e1", "#d2d0cb", "#b6b7b6", "#989b9e", "#777d82", "#555c63", "#343b42")
STEPS = (0.5, 1, 2, 5, 10, 20, 25)
BORDER = "#ffffff"
NONE = "#ffffff"
DOTS = ("MT", "LU", "CY")
HEIGHT = 520
FRAME = {"x": (-1650, 2950), "y": (-1950, 2300)}
LEAST = 10
Outlines = dict[str, list[tuple[list[int], list[int]]]]


@recipe("territories_by_indicator")
def europe(result: Result, language: str) -> Figure:
    """The countries of `territories_by_indicator` as filled outlines, in classes of equal width."""
    cells = {cell["territory"]: cell for cell in result.records}
    shapes = outlines()
    reliable = ranked(cell for cell in cells.values() if cell["territory"] in shapes)
    bounds = classes([cell["value"] for cell in reliable])
    fills = {cell["territory"]: shade(cell["value"], bounds) for cell in reliable}
    order = [code for code in shapes if code != ITALY] + [code for code in shapes if code == ITALY]
    missing = [code for code in shapes if code not in fills]
    return Figure(
        name="map",
        title=_title(reliable, language),
        subtitle=t("map.subtitle", language, **words.asked(result, language)),
        alt=_alt(reliable, language),
        how=t("map.how", language),
        kind="measured",
        result=result,
        table=LaterTable(words.table, reliable, language),
        traces=[
            *(_area(code, fills.get(code), cells, language) for code in order),
            *(_dot(code, shapes[code], fills.get(code), cells, language) for code in DOTS),
        ],
        layout=theme.layout(
            language,
            height=HEIGHT,
            margin={"l": 0, "r": 0, "t": 4, "b": 4},
            xaxis=_hidden(FRAME["x"]),
            yaxis=_hidden(FRAME["y"]) | {"scaleanchor": "x", "scaleratio": 1},
        ),
        narrow={"height": 330},
        key=_key(bounds, bool(missing), language),
        note=_note(missing, cells, language),
    )


def is_drawable(result: Result) -> bool:
    """Whether enough countries were measured to make a map of them."""
    shapes = outlines()
    known = [cell for cell in ranked(result.records) if cell["territory"] in shapes]
    return len(known) >= LEAST


def outlines() -> Outlines:
    """Rings of each country in kilometres, the largest first."""
    return _outlines(queries.run("outlines_by_territory"))


@lru_cache(maxsize=4)
def _outlines(result: Result) -> Outlines:
    found: Outlines = {}
    for row in result.records:
        found.setdefault(row["territory"], []).append((row["x_km"], row["y_km"]))
    return found


def paths(shapes: Outlines) -> dict[str, dict[str, list[int | None]]]:
    """Each country's rings one after the other, a gap between two, as a trace takes them."""
    drawn: dict[str, dict[str, list[int | None]]] = {}
    for code, rings in shapes.items():
        xs: list[int | None] = []
        ys: list[int | None] = []
        for ring_x, ring_y in rings:
            xs += [None, *ring_x] if xs else ring_x
            ys += [None, *ring_y] if ys else ring_y
        drawn[code] = {"x": xs, "y": ys}
    return drawn


def classes(values: list[float]) -> list[float]:
    """Bounds of classes of equal, round width that hold all values: at most one per shade."""
    if not values:
        return [0.0, 1.0]
    low, high = min(values), max(values)
    for step in STEPS:
        first, last = floor(low / step), max(ceil(high / step), floor(low / step) + 1)
        if last - first <= len(SHADES):
            break
    return [step * position for position in range(first, last + 1)]


def shade(value: float, bounds: list[float]) -> str:
    """The shade of a value's class; the upper bound belongs to the last class."""
    count = len(bounds) - 1
    position = sum(value >= bound for bound in bounds[1:-1])
    return SHADES[position * (len(SHADES) - 1) // max(1, count - 1)]


def _hidden(bounds: tuple[int, int]) -> dict[str, Any]:
    return {"range": list(bounds), "visible": False, "fixedrange": True, "constrain": "domain"}


def _said(code: str, cells: dict[str, Cell], language: str) -> str:
    if code in cells:
        return words.hover(cells[code], language)
    return f"{words.territory(code, language)}<br>{t('cell.none', language)}"


def _area(code: str, fill: str | None, cells: dict[str, Cell], language: str) -> dict[str, Any]:
    """One country as a filled trace, hatched without a reliable figure.

    Its outline (`paths`) is the same in every map: a page fetches all outlines once.
    """
    is_italy = code == ITALY
    pattern = {"shape": "/", "size": 6, "solidity": 0.25, "fgcolor": theme.COMPARED}
    return {
        "type": "scatter",
        "mode": "lines",
        "name": code,
        "meta": {"outline": code},
        "fill": "toself",
        "fillcolor": fill or NONE,
        **({} if fill else {"fillpattern": pattern | {"bgcolor": NONE}}),
        "line": {
            "color": theme.FOCUS if is_italy else BORDER if fill else theme.CONTEXT,
            "width": 3 if is_italy else 1,
        },
        "hoveron": "fills",
        "text": _said(code, cells, language),
        "hoverinfo": "text",
    }


def _dot(
    code: str,
    rings: list[tuple[list[int], list[int]]],
    fill: str | None,
    cells: dict[str, Cell],
    language: str,
) -> dict[str, Any]:
    """A country too small to be seen, as a dot at its middle."""
    ring_x, ring_y = rings[0]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": f"{code} dot",
        "x": [round((min(ring_x) + max(ring_x)) / 2)],
        "y": [round((min(ring_y) + max(ring_y)) / 2)],
        "marker": {
            "size": 11,
            "color": fill or NONE,
            "line": {"width": 1.5, "color": theme.COMPARED},
            "symbol": "circle" if fill else "circle-x-open",
        },
        "hovertext": [_said(code, cells, language)],
        "hoverinfo": "text",
    }


def _key(bounds: list[float], has_missing: bool, language: str) -> tuple[Key, ...]:
    """The classes from the lowest, and the marks."""
    decimals = 0 if all(bound == int(bound) for bound in bounds) else 1
    shown = [number(bound, language, decimals) for bound in bounds]
    entries = [
        Key(f"{low}–{high}%", shade(bound, bounds), "bar")
        for bound, low, high in zip(bounds, shown, shown[1:], strict=False)
    ]
    entries.append(Key(catalogue.current().text("territory", ITALY, language), theme.FOCUS, "line"))
    if has_missing:
        entries.append(Key(t("map.key.missing", language), theme.COMPARED, "hatch"))
    return tuple(entries)


def _title(order: list[Cell], language: str) -> str:
    """The highest and the lowest country."""
    first, last = order[0], order[-1]
    return t(
        "map.title",
        language,
        first=words.territory(first["territory"], language),
        first_value=words.value(first, language),
        last=words.territory(last["territory"], language),
        last_value=words.value(last, language),
    )


def _note(missing: list[str], cells: dict[str, Cell], language: str) -> str:
    """Which countries have no figure, which an unreliable one, and whose the outlines are."""
    names = {
        kind: joined([words.territory(code, language) for code in codes], language)
        for kind, codes in (
            ("none", [code for code in missing if code not in cells]),
            ("unreliable", [code for code in missing if code in cells]),
        )
    }
    said = [t(f"map.{kind}", language, names=listed) for kind, listed in names.items() if listed]
    return " ".join([*said, t("map.outlines", language)])


def _alt(order: list[Cell], language: str) -> str:
    listed = "; ".join(
        f"{words.territory(cell['territory'], language)} {words.value(cell, language)}"
        for cell in order
    )
    return f"{t('map.alt', language)} {listed}."
