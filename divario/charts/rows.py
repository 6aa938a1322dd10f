"""Charts with one indicator a row: which rows are drawn, their labels and their table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from divario import catalogue
from divario.charts import theme, words
from divario.charts.figure import Table
from divario.i18n import t
from divario.records import THEMES
from divario.stats.gaps import Cell

PER_THEME = 5
OF_ONE_THEME = 24
ROW_HEIGHT = 37
NARROW_ROW_HEIGHT = 52
LABEL_WIDTH = 40
NARROW_LABEL_WIDTH = 52
UNBROKEN = "\x01"
TABLE_SECOND = {"territory": words.territory, "size_class": words.size}


def in_order(cells: Iterable[Cell]) -> list[Cell]:
    """Cells by theme, the newest year first, then as the catalogue lists them."""
    return sorted(cells, key=lambda cell: (THEMES.index(cell["theme"]), -cell["year"]))


def units(cells: Iterable[Cell]) -> list[str]:
    """The units of cells, that of the newest ones first: each makes a chart of its own."""
    newest: dict[str, int] = {}
    for cell in cells:
        newest[cell["unit"]] = max(cell["year"], newest.get(cell["unit"], 0))
    return sorted(newest, key=lambda unit: (-newest[unit], unit))


def drawn(cells: Iterable[Cell], named: Iterable[Cell | None] = ()) -> list[Cell]:
    """Of one cell per indicator those with room: some of each theme, more of a theme alone.

    `named` are cells of which the chart's title speaks: their indicators are always drawn.
    """
    kept_anyway = {cell["indicator"] for cell in named if cell}
    ordered = in_order(cells)
    most = OF_ONE_THEME if len({cell["theme"] for cell in ordered}) == 1 else PER_THEME
    taken: dict[str, int] = {}
    kept = []
    for cell in ordered:
        taken[cell["theme"]] = taken.get(cell["theme"], 0) + 1
        if taken[cell["theme"]] <= most or cell["indicator"] in kept_anyway:
            kept.append(cell)
    return kept


def note(drawn_count: int, count: int, language: str) -> str:
    """How many indicators a chart leaves to its table; empty when it leaves none."""
    if drawn_count == count:
        return ""
    return t("sectors.more", language, drawn=drawn_count, count=count)


def with_themes(cells: list[Cell]) -> list[Cell | str]:
    """Rows from the top: a theme's code before the first of its cells."""
    lines: list[Cell | str] = []
    for cell in cells:
        previous = lines[-1] if lines else None
        if not isinstance(previous, dict) or previous["theme"] != cell["theme"]:
            lines.append(cell["theme"])
        lines.append(cell)
    return lines


def name(cell: Cell, language: str) -> str:
    """An indicator with the year of its cell."""
    label = catalogue.current().indicator(cell["indicator"], language)
    return t("sectors.row", language, label=label, year=cell["year"])


def layout(
    lines: list[Cell | str], language: str, shown: Callable[[Cell], str], **own: Any
) -> dict[str, Any]:
    """The layout of such a chart: labels at the left, themes in bold; `shown` ends a label."""
    labels = [_label(line, language, shown, LABEL_WIDTH) for line in lines]
    return theme.layout(
        language,
        height=ROW_HEIGHT * len(lines) + 64,
        yaxis=theme.category_axis(labels, tickfont={"size": theme.SMALL_SIZE + 1}),
        **({"margin": {"l": 8, "r": 20, "t": 4, "b": 52}} | own),
    )


def narrow(
    lines: list[Cell | str], language: str, shown: Callable[[Cell], str], **own: Any
) -> dict[str, Any]:
    """On a narrow screen the labels stand above their rows."""
    return {
        "height": NARROW_ROW_HEIGHT * len(lines) + 64,
        "yaxis.showticklabels": False,
        "yaxis.range": [len(lines) - 0.5, -0.4],
        "xaxis.nticks": 5,
        "annotations": [
            theme.annotation(
                0,
                row + (0.2 if isinstance(line, str) else -0.14),
                _label(line, language, shown, NARROW_LABEL_WIDTH),
                xref="paper",
                xanchor="left",
                yanchor="bottom",
                align="left",
                font={"size": theme.SMALL_SIZE, "color": theme.TEXT},
            )
            for row, line in enumerate(lines)
        ],
    } | own


def _label(line: Cell | str, language: str, shown: Callable[[Cell], str], width: int) -> str:
    if isinstance(line, str):
        return f"<b>{t(f'theme.{line}', language)}</b>"
    label = name(line, language).removesuffix(str(line["year"]))
    end = f"{line['year']}: {shown(line)}".replace(" ", UNBROKEN)
    return theme.wrapped(label + end, width).replace(UNBROKEN, " ")


def dots(
    cells: list[tuple[int, Cell]], symbol: str, colour: str, size: int, language: str
) -> dict[str, Any]:
    """A trace of values at their rows; one of low reliability is a cross, an open mark is drawn."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [cell["value"] for _, cell in cells],
        "y": [row for row, _ in cells],
        "cliponaxis": False,
        "marker": {
            "symbol": ["x" if cell["is_low_reliability"] else symbol for _, cell in cells],
            "size": size,
            "color": colour,
            "line": {"width": 2 if symbol == "circle-open" else 0},
        },
        "hovertext": [hover(cell, language) for _, cell in cells],
        "hoverinfo": "text",
    }


def hover(cell: Cell, language: str) -> str:
    """What a point says: its indicator above what every point says."""
    label = catalogue.current().indicator(cell["indicator"], language)
    return f"{theme.wrapped(label, 40)}<br>{words.hover(cell, language)}"


def table(cells: list[Cell], language: str, second: str = "territory") -> Table:
    """Cells as a table with the indicator first; `second` is territory or size_class."""
    base = words.table(cells, language)
    known = catalogue.current()
    header = ("indicator", second, "sector", "year", "value", "remarks")
    return Table(
        header=tuple(t(f"sectors.table.{column}", language) for column in header),
        rows=tuple(
            (
                known.indicator(cell["indicator"], language),
                TABLE_SECOND[second](cell[second], language),
                *row[2:],
            )
            for cell, row in zip(cells, base.rows, strict=True)
        ),
        raw_header=base.raw_header,
        raw_rows=base.raw_rows,
        notes=base.notes,
    )
