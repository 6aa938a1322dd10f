"""Sector by size: a heatmap, only where the publisher measured the cross."""

from __future__ import annotations

from typing import Any

from divario.catalogue import TOTAL
from divario.charts import theme, words
from divario.charts.figure import Figure, LaterTable
from divario.charts.recipes import recipe
from divario.i18n import t
from divario.queries import Result
from divario.stats.gaps import Cell, find

ROW_HEIGHT = 44


@recipe("sizes_by_sector")
def sector_size_heat(result: Result, language: str) -> Figure:
    """Heatmap of `sizes_by_sector`: sectors down, size classes across, the value in each cell."""
    cells = crossed(result)
    sectors = list(dict.fromkeys(cell["sector"] for cell in cells))
    sizes = list(dict.fromkeys(cell["size_class"] for cell in cells))
    grid = [
        [find(cells, sector=sector, size_class=size_class) for size_class in sizes]
        for sector in sectors
    ]
    names = [words.sector(code, language) for code in sectors]
    return Figure(
        name="heat",
        title=_title(cells, language),
        subtitle=t("heat.subtitle", language, **words.asked(result, language)),
        alt=_alt(cells, language),
        how=t("heat.how", language),
        kind="measured",
        result=result,
        table=LaterTable(words.table, cells, language),
        traces=[_boxes(grid, language)],
        layout=theme.layout(
            language,
            height=ROW_HEIGHT * len(sectors) + 72,
            margin={"l": 8, "r": 8, "t": 46, "b": 10},
            xaxis=theme.top_axis([words.size(code, language) for code in sizes]),
            yaxis=theme.category_axis(names),
        ),
        narrow={
            "yaxis.ticktext": [theme.wrapped(name, 12) for name in names],
            "yaxis.tickfont.size": theme.SMALL_SIZE,
            "xaxis.tickfont.size": 10,
            "xaxis.ticktext": [theme.wrapped(words.size(code, language), 8) for code in sizes],
        },
    )


def _boxes(grid: list[list[Cell | None]], language: str) -> dict[str, Any]:
    none = t("cell.none", language)
    return theme.heatmap(
        [[cell["value"] if cell else None for cell in row] for row in grid],
        [[words.value(cell, language) if cell else none for cell in row] for row in grid],
        [[words.hover(cell, language) if cell else none for cell in row] for row in grid],
    )


def crossed(result: Result) -> list[Cell]:
    """Cells of the sectors that were measured in at least two size classes."""
    cells = result.records
    sizes: dict[str, set[str]] = {}
    for cell in cells:
        sizes.setdefault(cell["sector"], set()).add(cell["size_class"])
    return [cell for cell in cells if len(sizes[cell["sector"]]) > 1]


def has_cross(result: Result) -> bool:
    """Whether any sector but the total was measured by size."""
    return any(cell["sector"] != TOTAL for cell in crossed(result))


def _title(cells: list[Cell], language: str) -> str:
    inner = [cell for cell in cells if cell["sector"] != TOTAL and not cell["is_low_reliability"]]
    low = min(inner, key=lambda cell: cell["value"])
    high = max(inner, key=lambda cell: cell["value"])
    return t(
        "heat.title",
        language,
        low=words.value(low, language),
        low_where=_where(low, language),
        high=words.value(high, language),
        high_where=_where(high, language),
    )


def _where(cell: Cell, language: str) -> str:
    return f"{words.sector(cell['sector'], language)}, {words.size(cell['size_class'], language)}"


def _alt(cells: list[Cell], language: str) -> str:
    listed = "; ".join(
        f"{words.sector(cell['sector'], language)}, {words.size(cell['size_class'], language)} "
        f"{words.value(cell, language)}"
        for cell in cells
    )
    return f"{t('heat.alt', language)} {listed}."
