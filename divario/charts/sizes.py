"""The size gap: a dot plot of size classes, one row per territory, the gap drawn between them."""

from __future__ import annotations

from typing import Any

from divario import catalogue
from divario.catalogue import ITALY, LARGE, MEDIUM, SMALL, SME
from divario.charts import theme, words
from divario.charts.figure import Figure, Key, LaterTable
from divario.charts.recipes import recipe
from divario.i18n import points, t
from divario.queries import Result
from divario.stats.gaps import Cell, Gap, size_gap

ROW_HEIGHT = 58
NARROW_ROOM = 1.25
BESIDE = "middle right"
SHAPES = {SMALL: "circle-open", MEDIUM: "circle-open", SME: "circle", LARGE: "diamond"}


@recipe("sizes_by_territory")
def size_dots(result: Result, language: str) -> Figure:
    """Dot plot of `sizes_by_territory`: SMEs and large enterprises, and the gap between them."""
    cells = result.records
    territories = list(dict.fromkeys(cell["territory"] for cell in cells))
    upper = theme.upper_bound([cell["value"] for cell in cells], 1.16)
    names = [words.territory(code, language) for code in territories]
    gaps = {code: size_gap(cells, code) for code in territories}
    unit = catalogue.current().unit(result.parameters["indicator"], language)
    height = ROW_HEIGHT * len(territories) + 74
    return Figure(
        name="sizes",
        title=_title(gaps, language),
        subtitle=t("sizes.subtitle", language, **words.asked(result, language)),
        alt=_alt(gaps, language),
        how=t("sizes.how", language),
        kind="measured",
        result=result,
        table=LaterTable(words.table, cells, language),
        traces=_traces(cells, territories, gaps, language),
        layout=theme.layout(
            language,
            height=height,
            margin={"l": 8, "r": 64, "t": 20, "b": 52},
            xaxis=theme.value_axis(unit, upper),
            yaxis=theme.category_axis(names, range=[len(names) - 0.4, -0.75]),
            annotations=_gap_labels(gaps, territories, language),
        ),
        narrow={
            "yaxis.ticktext": [theme.wrapped(name, 12) for name in names],
            "xaxis.range": [0, upper * NARROW_ROOM],
            "xaxis.nticks": 4,
        },
        key=_key(cells, language),
    )


def _colour(territory: str) -> str:
    return theme.colour_of(territory, (territory,))


def _traces(
    cells: list[Cell], territories: list[str], gaps: dict[str, Gap], language: str
) -> list[dict[str, Any]]:
    """One line per gap, then one trace of dots per size class (so that each has one shape)."""
    lines = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [gap.near["value"], gap.far["value"]],
            "y": [row, row],
            "line": {"color": _colour(code), "width": 3},
            "opacity": 0.45,
            "hoverinfo": "skip",
        }
        for row, code in enumerate(territories)
        if (gap := gaps[code]).near and gap.far
    ]
    highest = max((cell["value"] for cell in cells), default=0.0)
    dots = []
    for size_class in (SMALL, MEDIUM, SME, LARGE):
        own = [cell for cell in cells if cell["size_class"] == size_class]
        if own:
            is_end = size_class in (SME, LARGE) or all(gap.near in own for gap in gaps.values())
            sides = [_side(cell, gaps[cell["territory"]], highest) for cell in own]
            dots.append(_dots(own, territories, sides if is_end else [], language))
    return lines + dots


def _dots(
    own: list[Cell], territories: list[str], sides: list[str], language: str
) -> dict[str, Any]:
    """The dots of one size class; with labels on those sides where it is an end of the gap."""
    labels = [
        (theme.OFF_THE_MARK * 2 if side == BESIDE else "") + _label(cell, territories, language)
        for cell, side in zip(own, sides, strict=bool(sides))
    ]
    return {
        "type": "scatter",
        "mode": "markers+text" if labels else "markers",
        "x": [cell["value"] for cell in own],
        "y": [territories.index(cell["territory"]) for cell in own],
        "text": labels or None,
        "textposition": sides or None,
        "textfont": {"size": theme.SIZE},
        "cliponaxis": False,
        "marker": {
            "symbol": SHAPES[own[0]["size_class"]],
            "size": 15 if labels else 9,
            "color": [_colour(cell["territory"]) for cell in own],
            "line": {"width": 2},
        },
        "hovertext": [words.hover(cell, language) for cell in own],
        "hoverinfo": "text",
    }


def _label(cell: Cell, territories: list[str], language: str) -> str:
    shown = words.starred(cell, language)
    if cell["territory"] != territories[0]:
        return shown
    name = t(f"size.short.{cell['size_class']}", language)
    return f"<b>{name}</b> {shown}"


def _side(cell: Cell, gap: Gap, highest: float) -> str:
    """Labels stand outside the gap, so that they never meet; near the axis they stay off it."""
    if gap.near is None or gap.far is None:
        return "top center"
    lower = min(gap.near["value"], gap.far["value"])
    is_wide = abs(gap.difference) > 0.3 * highest
    if lower < 12 or (is_wide and lower < 0.45 * highest):
        return "top right" if cell["value"] == lower else BESIDE
    return "top left" if cell["value"] == lower else "top right"


def _gap_labels(
    gaps: dict[str, Gap], territories: list[str], language: str
) -> list[dict[str, Any]]:
    """The size of each gap, under the middle of its line."""
    return [
        theme.annotation(
            (gap.near["value"] + gap.far["value"]) / 2,
            row,
            points(gap.difference, language, gap.decimals),
            yshift=-16,
            font={"size": theme.SMALL_SIZE, "color": theme.MUTED},
        )
        for row, code in enumerate(territories)
        if (gap := gaps[code]).near and gap.far and abs(gap.difference) > 4
    ]


def _key(cells: list[Cell], language: str) -> tuple[Key, ...]:
    measured = {cell["size_class"] for cell in cells}
    shapes = ((SME, "dot"), (LARGE, "diamond"), (SMALL, "ring"))
    return tuple(
        Key(
            t("sizes.key.parts", language)
            if shape == "ring" and SME in measured
            else words.size(size_class, language, "label"),
            theme.TEXT,
            shape,
        )
        for size_class, shape in shapes
        if size_class in measured
    )


def _title(gaps: dict[str, Gap], language: str) -> str:
    gap = gaps.get(ITALY)
    if gap is None or gap.difference is None:
        return t("sizes.title.missing", language)
    return t(
        f"sizes.title.{gap.direction}",
        language,
        who=t(f"size.who.{gap.near['size_class']}", language),
        points=points(gap.difference, language, gap.decimals),
    )


def _alt(gaps: dict[str, Gap], language: str) -> str:
    rows = [
        t(
            "sizes.alt.row",
            language,
            territory=words.territory(code, language),
            who=t(f"size.who.{gap.near['size_class']}", language),
            sme=words.value(gap.near, language),
            large=words.value(gap.far, language),
        )
        for code, gap in gaps.items()
        if gap.near and gap.far
    ]
    return t("sizes.alt", language) + " " + " ".join(rows)
