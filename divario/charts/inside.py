"""Size classes inside one sector: a heatmap of the indicators that were crossed with size."""

from __future__ import annotations

from typing import Any

from divario import catalogue
from divario.charts import rows, theme, words
from divario.charts.figure import Figure, LaterTable
from divario.charts.recipes import recipe
from divario.i18n import t
from divario.queries import Result
from divario.stats.gaps import Cell

ROW_HEIGHT = 38


@recipe("sizes_by_indicator")
def size_heat(result: Result, language: str) -> Figure:
    """Heatmap of `sizes_by_indicator`, asked for one unit: indicators by size class."""
    cells = rows.in_order(result.records)
    firsts = list({cell["indicator"]: cell for cell in cells}.values())
    ends = _furthest_apart(cells)
    own = rows.drawn(firsts, ends[:1])
    sizes = _sizes(cells)
    placed = {(cell["indicator"], cell["size_class"]): cell for cell in reversed(cells)}
    grid = [[placed.get((cell["indicator"], size)) for size in sizes] for cell in own]
    names = [theme.wrapped(rows.name(cell, language), rows.LABEL_WIDTH) for cell in own]
    labels = [words.size(code, language) for code in sizes]
    return Figure(
        name=f"inside-{result.parameters['unit']}",
        title=_title(ends, language),
        subtitle=t(
            "sectors.inside.subtitle",
            language,
            sector=words.sector(result.parameters["sector"], language),
            unit=catalogue.current().text("unit", result.parameters["unit"], language, "short"),
        ),
        alt=_alt(result, grid, language),
        how=t("sectors.inside.how", language),
        kind="measured",
        result=result,
        table=LaterTable(rows.table, cells, language, "size_class"),
        traces=[_boxes(grid, language)],
        layout=theme.layout(
            language,
            height=ROW_HEIGHT * len(own) + 70,
            margin={"l": 8, "r": 8, "t": 46, "b": 10},
            xaxis=theme.top_axis(labels),
            yaxis=theme.category_axis(names, tickfont={"size": theme.SMALL_SIZE + 1}),
        ),
        narrow=_narrow(own, labels, language),
        note=rows.note(len(own), len(firsts), language),
    )


def _narrow(own: list[Cell], labels: list[str], language: str) -> dict[str, Any]:
    """On a narrow screen names and size classes take more lines."""
    return {
        "height": 62 * len(own) + 76,
        "yaxis.ticktext": [theme.wrapped(rows.name(cell, language), 20) for cell in own],
        "yaxis.tickfont.size": theme.SMALL_SIZE,
        "xaxis.tickfont.size": 10,
        "xaxis.ticktext": [theme.wrapped(label, 8) for label in labels],
        "margin.t": 46,
    }


def _boxes(grid: list[list[Cell | None]], language: str) -> dict[str, Any]:
    """One box per cell, its value written in it; a missing cell stays white and says so."""
    none = t("cell.none", language)
    return theme.heatmap(
        [[cell["value"] if cell else None for cell in row] for row in grid],
        [[words.value(cell, language) if cell else none for cell in row] for row in grid],
        [[rows.hover(cell, language) if cell else none for cell in row] for row in grid],
    )


def _sizes(cells: list[Cell]) -> list[str]:
    """The size classes in the order of their code list."""
    found = {cell["size_class"] for cell in cells}
    return [code for code in catalogue.current().codes("size_class") if code in found]


def _furthest_apart(cells: list[Cell]) -> tuple[Cell, ...]:
    """The lowest and highest cell of the indicator whose size classes lie furthest apart."""
    spread: dict[str, list[Cell]] = {}
    for cell in cells:
        if not cell["is_low_reliability"]:
            spread.setdefault(cell["indicator"], []).append(cell)
    ends = [
        (min(found, key=lambda c: c["value"]), max(found, key=lambda c: c["value"]))
        for found in spread.values()
    ]
    return max(ends, key=lambda pair: pair[1]["value"] - pair[0]["value"], default=())


def _title(ends: tuple[Cell, ...], language: str) -> str:
    if not ends:
        return t("sectors.inside.title.missing", language)
    low, high = ends
    return t(
        "sectors.inside.title",
        language,
        label=catalogue.current().indicator(low["indicator"], language),
        low=words.value(low, language),
        low_size=words.size(low["size_class"], language),
        high=words.value(high, language),
        high_size=words.size(high["size_class"], language),
    )


def _alt(result: Result, grid: list[list[Cell | None]], language: str) -> str:
    listed = "; ".join(
        f"{rows.name(next(filter(None, row)), language)}: "
        + ", ".join(
            f"{words.size(cell['size_class'], language)} {words.value(cell, language)}"
            for cell in row
            if cell
        )
        for row in grid
    )
    sector = words.sector(result.parameters["sector"], language)
    return f"{t('sectors.inside.alt', language, sector=sector)} {listed}."
