"""A sector's profile: each indicator as dots for the sector, the national total and the EU."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from divario import catalogue
from divario.catalogue import EU
from divario.charts import rows, theme, words
from divario.charts.figure import Figure, Key, LaterTable
from divario.charts.recipes import recipe
from divario.i18n import points, t
from divario.queries import Result
from divario.stats.gaps import Cell
from divario.stats.profile import Compared, compared

KEPT = 32
MARKS = (
    ("own", "circle", theme.FOCUS, 13),
    ("total", "circle-open", theme.TEXT, 17),
    ("europe", "diamond", theme.CONTRAST, 9),
)


@lru_cache(maxsize=KEPT)
def rows_of(result: Result) -> tuple[Compared, ...]:
    """The compared indicators of a profile, in the order of the charts."""
    found = {row.own["indicator"]: row for row in compared(result.records, _sector(result))}
    order = rows.in_order(row.own for row in found.values())
    return tuple(found[cell["indicator"]] for cell in order)


@recipe("profile_by_sector")
def profile_dots(result: Result, language: str) -> Figure:
    """Dots of `profile_by_sector`, asked for one unit; what has no room is in the table."""
    every = rows_of(result)
    unit = result.parameters["unit"]
    found = {row.own["indicator"]: row for row in every}
    furthest = _furthest(every)
    own = rows.drawn((row.own for row in every), [furthest.own] if furthest else [])
    lines = rows.with_themes(own)
    shown = [cell for one in own for cell in found[one["indicator"]].cells]
    short_unit = catalogue.current().text("unit", unit, language, "short")
    upper = theme.upper_bound([cell["value"] for cell in shown], 1.06)
    return Figure(
        name=f"profile-{unit}",
        title=_title(furthest, language),
        subtitle=t(
            "sectors.profile.subtitle",
            language,
            sector=words.sector(_sector(result), language),
            unit=short_unit,
        ),
        alt=_alt(result, own, found, language),
        how=t("sectors.profile.how", language),
        kind="measured",
        result=result,
        table=LaterTable(rows.table, [cell for row in every for cell in row.cells], language),
        traces=_traces(lines, found, language),
        layout=rows.layout(
            lines,
            language,
            lambda cell: words.starred(cell, language),
            xaxis=theme.value_axis(short_unit, upper),
        ),
        narrow=rows.narrow(lines, language, lambda cell: words.starred(cell, language)),
        key=_key(result, shown, language),
        note=rows.note(len(own), len(every), language),
    )


def _sector(result: Result) -> str:
    return result.parameters["sector"]


def _traces(
    lines: list[Cell | str], found: dict[str, Compared], language: str
) -> list[dict[str, Any]]:
    """A grey line from the lowest to the highest of a row, then one trace of dots per role."""
    listed = [
        (position, found[line["indicator"]])
        for position, line in enumerate(lines)
        if isinstance(line, dict)
    ]
    traces = [_line(listed)]
    for role, symbol, colour, size in MARKS:
        cells = [(position, cell) for position, row in listed if (cell := getattr(row, role))]
        trace = rows.dots(cells, symbol, colour, size, language)
        traces.append(trace | {"name": role})
    return traces


def _line(listed: list[tuple[int, Compared]]) -> dict[str, Any]:
    """One grey line per row, from its lowest cell to its highest."""
    x: list[float | None] = []
    y: list[float | None] = []
    for position, row in listed:
        values = [cell["value"] for cell in row.cells]
        x += [min(values), max(values), None]
        y += [position, position, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": {"color": theme.CONTEXT, "width": 3},
        "hoverinfo": "skip",
    }


def _key(result: Result, shown: list[Cell], language: str) -> tuple[Key, ...]:
    sector = words.sector(_sector(result), language)
    entries = [
        Key(t("sectors.key.own", language, sector=sector), theme.FOCUS, "dot"),
        Key(t("sectors.key.total", language), theme.TEXT, "ring"),
    ]
    if any(cell["territory"] == EU for cell in shown):
        entries.append(
            Key(t("sectors.key.europe", language, sector=sector), theme.CONTRAST, "diamond")
        )
    return tuple(entries)


def _furthest(every: list[Compared]) -> Compared | None:
    """Where the sector stands furthest from the national total, of what has a direction."""
    reliable = [
        row
        for row in every
        if row.total and not (row.own["is_low_reliability"] or row.total["is_low_reliability"])
    ]
    directed = [row for row in reliable if row.own["better"] != "neutral"] or reliable
    return max(directed, key=lambda row: abs(row.gap("total").difference), default=None)


def _title(furthest: Compared | None, language: str) -> str:
    if furthest is None:
        return t("sectors.profile.title.missing", language)
    gap = furthest.gap("total")
    return t(
        f"sectors.profile.title.{gap.direction}",
        language,
        label=catalogue.current().indicator(furthest.own["indicator"], language),
        year=furthest.own["year"],
        points=points(gap.difference, language, gap.decimals),
    )


def _alt(result: Result, own: list[Cell], found: dict[str, Compared], language: str) -> str:
    def values(row: Compared) -> str:
        return ", ".join(
            f"{t(f'sectors.role.{role}', language)} {words.value(cell, language)}"
            for role in ("own", "total", "europe")
            if (cell := getattr(row, role))
        )

    listed = "; ".join(
        f"{rows.name(cell, language)}: {values(found[cell['indicator']])}" for cell in own
    )
    sector = words.sector(_sector(result), language)
    return f"{t('sectors.profile.alt', language, sector=sector)} {listed}."
