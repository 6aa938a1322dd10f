"""Up to four sectors side by side: each indicator as one dot per sector, in the same year."""

from __future__ import annotations

from typing import Any

from divario import catalogue
from divario.charts import rows, theme, words
from divario.charts.figure import Figure, Key, LaterTable
from divario.charts.recipes import recipe
from divario.i18n import points, t
from divario.queries import Result
from divario.stats.gaps import Cell, Gap, find

MARKS = (
    ("circle", theme.FOCUS, "dot", 14),
    ("diamond", theme.CONTRAST, "diamond", 12),
    ("circle-open", theme.TEXT, "ring", 12),
    ("square", theme.COMPARED, "bar", 10),
)


def firsts(result: Result) -> list[Cell]:
    """The first sector's cell of each indicator, in the order of the charts."""
    first = result.parameters["sector"][0]
    return rows.in_order(cell for cell in result.records if cell["sector"] == first)


@recipe("sectors_by_indicator")
def sector_dots(result: Result, language: str) -> Figure:
    """Dots of `sectors_by_indicator`, asked for one unit; the first sector is the focus."""
    sectors = result.parameters["sector"]
    unit = result.parameters["unit"]
    every = firsts(result)
    by_indicator = {cell["indicator"]: _all(result, cell, sectors) for cell in every}
    widest = _widest(by_indicator)
    own = rows.drawn(every, [widest.near] if widest else [])
    lines = rows.with_themes(own)
    shown = [cell for one in own for cell in by_indicator[one["indicator"]]]
    short_unit = catalogue.current().text("unit", unit, language, "short")
    upper = theme.upper_bound([cell["value"] for cell in shown], 1.06)
    return Figure(
        name=f"beside-{unit}",
        title=_title(widest, language),
        subtitle=t("sectors.beside.subtitle", language, unit=short_unit),
        alt=_alt(own, by_indicator, language),
        how=t("sectors.beside.how", language),
        kind="measured",
        result=result,
        table=LaterTable(
            rows.table, [cell for cells in by_indicator.values() for cell in cells], language
        ),
        traces=_traces(lines, by_indicator, sectors, language),
        layout=rows.layout(
            lines,
            language,
            lambda cell: words.value(cell, language),
            xaxis=theme.value_axis(short_unit, upper),
        ),
        narrow=rows.narrow(lines, language, lambda cell: words.value(cell, language)),
        key=tuple(
            Key(words.sector(code, language), colour, shape)
            for code, (_, colour, shape, _) in zip(sectors, MARKS, strict=False)
        ),
        note=rows.note(len(own), len(every), language),
    )


def _all(result: Result, first: Cell, sectors: list[str]) -> list[Cell]:
    """The cells of one indicator, in the order of the sectors asked for."""
    same = [cell for cell in result.records if cell["indicator"] == first["indicator"]]
    return [cell for code in sectors if (cell := find(same, sector=code))]


def _traces(
    lines: list[Any], by_indicator: dict[str, list[Cell]], sectors: list[str], language: str
) -> list[dict[str, Any]]:
    """One trace per sector, the first one on top."""
    traces = []
    for code, (symbol, colour, _, size) in zip(sectors, MARKS, strict=False):
        cells = [
            (row, cell)
            for row, line in enumerate(lines)
            if isinstance(line, dict)
            and (cell := find(by_indicator[line["indicator"]], sector=code))
        ]
        trace = rows.dots(cells, symbol, colour, size, language)
        traces.append(trace | {"name": code})
    return traces[::-1]


def _widest(by_indicator: dict[str, list[Cell]]) -> Gap | None:
    """The widest distance between two of the sectors."""
    gaps = []
    for cells in by_indicator.values():
        sure = [cell for cell in cells if not cell["is_low_reliability"]]
        if len(sure) > 1:
            low, high = (end(sure, key=lambda cell: cell["value"]) for end in (min, max))
            gaps.append(Gap(near=low, far=high))
    return max(gaps, key=lambda gap: gap.difference, default=None)


def _title(widest: Gap | None, language: str) -> str:
    if widest is None:
        return t("sectors.beside.title.missing", language)
    return t(
        "sectors.beside.title",
        language,
        label=catalogue.current().indicator(widest.far["indicator"], language),
        year=widest.far["year"],
        high=words.sector(widest.far["sector"], language),
        low=words.sector(widest.near["sector"], language),
        points=points(widest.difference, language, widest.decimals),
    )


def _alt(own: list[Cell], by_indicator: dict[str, list[Cell]], language: str) -> str:
    listed = "; ".join(
        f"{rows.name(one, language)}: "
        + ", ".join(
            f"{words.sector(cell['sector'], language)} {words.value(cell, language)}"
            for cell in by_indicator[one["indicator"]]
        )
        for one in own
    )
    return f"{t('sectors.beside.alt', language)} {listed}."
