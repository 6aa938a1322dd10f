"""The cells in which survey and web lie furthest apart: both values as ends of a line."""

from __future__ import annotations

from typing import Any

from divario.charts import theme
from divario.charts.figure import Figure, Key
from divario.charts.recipes import recipe
from divario.charts.web_pairs import alt, cell, difference, hover, pair_table, survey, web
from divario.charts.web_words import Row
from divario.i18n import points, t
from divario.queries import Result

FARTHEST = 12
ROW_HEIGHT = 34


@recipe("disagreements_by_cell")
def pair_gaps(result: Result, language: str) -> Figure:
    """Survey and web of the cells of `disagreements_by_cell` that lie furthest apart."""
    rows = result.records[:FARTHEST]
    upper = theme.upper_bound([v for row in rows for v in (row["survey_pct"], row["web_pct"])])
    names = [cell(row, language) for row in rows]
    labels = [f"{one}  <b>{difference(row, language)}</b>" for one, row in _with(names, rows)]
    return Figure(
        name="disagreements",
        title=_gaps_title(rows, language),
        subtitle=t("web.gaps.subtitle", language),
        alt=alt(t("web.gaps.alt", language), rows, language),
        how=t("web.gaps.how", language),
        kind="derived",
        result=result,
        table=pair_table(result.records, language),
        traces=[*_paths(rows), *_ends(rows, language)],
        layout=theme.layout(
            language,
            height=ROW_HEIGHT * len(rows) + 64,
            margin={"l": 8, "r": 16, "t": 6, "b": 52},
            xaxis=theme.value_axis(t("web.unit", language), upper),
            yaxis=theme.category_axis(labels, tickfont={"size": theme.SMALL_SIZE + 1}),
        ),
        narrow={
            "height": 66 * len(rows) + 64,
            "yaxis.ticktext": [
                f"{theme.wrapped(one, 20)} <b>{difference(row, language)}</b>"
                for one, row in _with(names, rows)
            ],
            "yaxis.tickfont.size": theme.SMALL_SIZE,
        },
        key=_ends_key(language),
        note=t("web.gaps.more", language, drawn=len(rows), count=len(result.records))
        if len(rows) < len(result.records)
        else "",
    )


def _with(names: list[str], rows: list[Row]) -> list[tuple[str, Row]]:
    return list(zip(names, rows, strict=True))


def _gaps_title(rows: list[Row], language: str) -> str:
    if not rows:
        return t("web.gaps.title.none", language)
    first = rows[0]
    return t(
        "web.gaps.title",
        language,
        cell=cell(first, language),
        survey=survey(first, language),
        web=web(first, language),
        points=points(first["difference_points"], language, 1),
    )


def _paths(rows: list[Row]) -> list[dict[str, Any]]:
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [row["survey_pct"], row["web_pct"]],
            "y": [place, place],
            "line": {"color": theme.CONTEXT, "width": 3},
            "hoverinfo": "skip",
        }
        for place, row in enumerate(rows)
        if row["survey_pct"] is not None and row["web_pct"] is not None
    ]


def _ends(rows: list[Row], language: str) -> list[dict[str, Any]]:
    """The survey's marks, then the web's on top."""
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [row[f"{side}_pct"] for row in rows],
            "y": list(range(len(rows))),
            "cliponaxis": False,
            "marker": {
                "size": 12,
                "color": colour,
                "symbol": symbol,
                "line": {"width": 2, "color": colour},
            },
            "hovertext": [hover(row, language) for row in rows],
            "hoverinfo": "text",
        }
        for side, symbol, colour in (
            ("survey", "diamond", theme.CONTRAST),
            ("web", "circle", theme.FOCUS),
        )
    ]


def _ends_key(language: str) -> tuple[Key, ...]:
    return (
        Key(t("web.key.web", language), theme.FOCUS, "dot"),
        Key(t("web.key.survey", language), theme.CONTRAST, "diamond"),
    )
