"""A sector's position among the sectors of its level, indicator by indicator."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from divario import catalogue
from divario.charts import rows, theme, words
from divario.charts.figure import Figure, Key, LaterTable
from divario.charts.recipes import recipe
from divario.i18n import t
from divario.queries import Result
from divario.stats.profile import Position, positions

SIZES = {True: 15, False: 8}
KEPT = 32


@recipe("ranks_by_sector")
def places(result: Result, language: str) -> Figure:
    """Rows of dots of `ranks_by_sector`: every ranked sector in its place, the chosen one in blue.

    The axis is the place, not the value, so that indicators of different units may share it.
    """
    found = placed(result)
    best, worst = _extremes(list(found.values()))
    own = rows.drawn((one.own for one in found.values()), [best.own, worst.own])
    shown = [found[cell["indicator"]] for cell in own]
    lines = rows.with_themes(own)
    every = rows.in_order(one.own for one in found.values())
    sector = words.sector(result.parameters["sector"], language)

    def rank(cell: dict[str, Any]) -> str:
        return rank_in_words(found[cell["indicator"]], language)

    return Figure(
        name="places",
        title=_title(best, worst, sector, language),
        subtitle=t(
            f"sectors.places.subtitle.{shown[0].level}",
            language,
            sector=sector,
        ),
        alt=_alt(shown, sector, language),
        how=t("sectors.places.how", language),
        kind="derived",
        result=result,
        table=LaterTable(
            rows.table, [cell for one in every for cell in found[one["indicator"]].peers], language
        ),
        traces=_traces(lines, found, language),
        layout=rows.layout(lines, language, rank, xaxis=_axis(shown, language)),
        narrow=rows.narrow(lines, language, rank),
        key=(
            Key(sector, theme.FOCUS, "dot"),
            Key(t("sectors.key.others", language), theme.CONTEXT, "dot"),
        ),
        note=rows.note(len(own), len(every), language),
    )


@lru_cache(maxsize=KEPT)
def placed(result: Result) -> dict[str, Position]:
    """The positions of the asked sector, by indicator."""
    found = positions(result.records, result.parameters["sector"])
    return {one.own["indicator"]: one for one in found}


def rank_in_words(one: Position, language: str) -> str:
    """A position as text: 5 of 10."""
    return t("sectors.rank", language, rank=one.rank, count=one.count)


def _axis(shown: list[Position], language: str) -> dict[str, Any]:
    most = max(one.count for one in shown)
    return {
        "range": [0.4, most + 0.6],
        "tickvals": sorted({1, *range(5, most + 1, 5), *([most] if most < 5 else [])}),
        "title": {
            "text": t("sectors.places.axis", language),
            "font": {"size": theme.SMALL_SIZE + 1, "color": theme.MUTED},
            "standoff": 8,
        },
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "tickfont": {"size": theme.SMALL_SIZE, "color": theme.MUTED},
    }


def _traces(lines: list[Any], found: dict[str, Position], language: str) -> list[dict[str, Any]]:
    """Two traces, the others under the chosen one; equal values share the better place."""
    traces = []
    for is_own in (False, True):
        cells = [
            (row, found[line["indicator"]].place(cell), cell)
            for row, line in enumerate(lines)
            if isinstance(line, dict)
            for cell in found[line["indicator"]].peers
            if (cell["sector"] == line["sector"]) == is_own
        ]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [place for _, place, _ in cells],
                "y": [row for row, _, _ in cells],
                "cliponaxis": False,
                "marker": {
                    "symbol": "circle",
                    "size": SIZES[is_own],
                    "color": theme.FOCUS if is_own else theme.CONTEXT,
                },
                "hovertext": [rows.hover(cell, language) for _, _, cell in cells],
                "hoverinfo": "text",
            }
        )
    return traces


def _extremes(found: list[Position]) -> tuple[Position, Position]:
    """Where the sector stands highest and lowest, of the indicators in which more is better.

    Of equal places the newest counts.
    """
    directed = [one for one in found if one.own["better"] == "more"] or found
    newest_first = sorted(directed, key=lambda one: -one.own["year"])

    def height(one: Position) -> float:
        return (one.rank - 1) / (one.count - 1)

    return min(newest_first, key=height), max(newest_first, key=height)


def _title(best: Position, worst: Position, sector: str, language: str) -> str:
    known = catalogue.current()
    return t(
        "sectors.places.title" if best is not worst else "sectors.places.title.one",
        language,
        sector=sector,
        best=rank_in_words(best, language),
        best_label=known.indicator(best.own["indicator"], language),
        worst=rank_in_words(worst, language),
        worst_label=known.indicator(worst.own["indicator"], language),
    )


def _alt(shown: list[Position], sector: str, language: str) -> str:
    listed = "; ".join(
        f"{rows.name(one.own, language)}: {rank_in_words(one, language)}" for one in shown
    )
    return f"{t('sectors.places.alt', language, sector=sector)} {listed}."
