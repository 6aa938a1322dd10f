"""What differs between two releases: the largest revisions, counts by dataset, every cell."""

from __future__ import annotations

from typing import Any

from divario.charts import revision_words as said
from divario.charts import theme
from divario.charts.figure import Figure, Key, Table
from divario.charts.recipes import recipe
from divario.charts.revision_words import Row
from divario.charts.rows import UNBROKEN
from divario.comparison import CHANGES
from divario.i18n import number, t
from divario.queries import Result

DRAWN = 15
ROW_HEIGHT = 60
MOST = 500  # as in revisions_by_rank
LOOKS: dict[str, dict[str, Any]] = {
    "revised": {"color": theme.FOCUS},
    "refined": {"color": "#8db6d8"},
    "reflagged": {"color": theme.CONTEXT},
    "new": {"color": theme.FOCUS, "pattern": {"shape": "/"}},
    "gone": {"color": theme.CONTRAST, "pattern": {"shape": "\\"}},
}
COUNTS = ("cells_before_count", "cells_after_count", *(f"{one}_count" for one in CHANGES))


def between(result: Result, language: str) -> str:
    """Which two releases an answer compares, in words."""
    asked = result.parameters
    return t("revisions.between", language, before=asked["before"], after=asked["after"])


@recipe("revisions_by_rank")
def revision_bars(result: Result, language: str) -> Figure:
    """The largest revised values as bars of percentage points, up and down from nothing."""
    rows = result.records[:DRAWN]
    names = [said.indicator(row, language) for row in rows]
    places = [f"{said.place(row, language)}: {said.values(row, language)}" for row in rows]
    return Figure(
        name="revisions",
        title=_title(rows[0], language),
        subtitle=between(result, language),
        alt=_alt(rows, language),
        how=t("revisions.how", language),
        kind="derived",
        result=result,
        table=said.table(result.records, language),
        traces=[_bars(rows, names, places, language)],
        layout=theme.layout(
            language,
            height=ROW_HEIGHT * len(rows) + 64,
            bargap=0.45,
            margin={"l": 8, "r": 16, "t": 6, "b": 52},
            xaxis=_axis(rows, language),
            yaxis=theme.category_axis(
                _labels(rows, names, 44, language), tickfont={"size": theme.SMALL_SIZE + 1}
            ),
        ),
        narrow=_narrow(_labels(rows, names, 52, language)),
        note=_note(len(rows), len(result.rows), language),
    )


def _title(row: Row, language: str) -> str:
    return t(
        "revisions.title",
        language,
        indicator=said.indicator(row, language),
        place=said.place(row, language),
        before=said.value(row, "before", language),
        after=said.value(row, "after", language),
    )


def _note(drawn: int, count: int, language: str) -> str:
    if drawn == count:
        return ""
    return t(
        "revisions.most" if count == MOST else "revisions.more",
        language,
        drawn=drawn,
        count=number(count, language, 0),
    )


def _axis(rows: list[Row], language: str) -> dict[str, Any]:
    """Points on both sides of nothing, with room for the numbers at the ends of the bars."""
    changes = [row["change_points"] for row in rows]
    low, high = min(0.0, *changes), max(0.0, *changes)
    room = 0.35 * (high - low)
    ends = [low - room if low < 0 else 0, high + room if high > 0 else 0]
    return theme.value_axis(
        t("revisions.axis", language), 0, range=ends, ticksuffix="", zerolinecolor=theme.TEXT
    )


def _bars(rows: list[Row], names: list[str], places: list[str], language: str) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "x": [row["change_points"] for row in rows],
        "y": list(range(len(rows))),
        "marker": {
            "color": [theme.FOCUS if row["change_points"] > 0 else theme.CONTRAST for row in rows]
        },
        "text": [said.change(row, language) for row in rows],
        "textposition": "outside",
        "cliponaxis": False,
        "hovertext": [
            f"{theme.wrapped(name, 40)}<br>{place}"
            for name, place in zip(names, places, strict=True)
        ],
        "hoverinfo": "text",
    }


def _labels(rows: list[Row], names: list[str], width: int, language: str) -> list[str]:
    """Each row's indicator, and below it its cell with both values, which stay in one line."""
    labels = []
    for row, name in zip(rows, names, strict=True):
        both = f"<b>{said.values(row, language)}</b>".replace(" ", UNBROKEN)
        place = theme.wrapped(f"{said.place(row, language)}: {both}", width)
        labels.append(f"{theme.wrapped(name, width)}<br>{place.replace(UNBROKEN, ' ')}")
    return labels


def _narrow(lines: list[str]) -> dict[str, Any]:
    """On a narrow screen the labels stand above their bars."""
    row_height = 84
    return {
        "height": row_height * len(lines) + 70,
        "bargap": 0.78,
        "yaxis.showticklabels": False,
        "yaxis.range": [len(lines) - 0.5, -0.95],
        "xaxis.nticks": 4,
        "annotations": [
            theme.annotation(
                0,
                row - 0.14,
                line,
                xref="paper",
                xanchor="left",
                yanchor="bottom",
                align="left",
                bgcolor=theme.PAPER,
                font={"size": theme.SMALL_SIZE, "color": theme.TEXT},
            )
            for row, line in enumerate(lines)
        ],
    }


def _alt(rows: list[Row], language: str) -> str:
    listed = "; ".join(
        f"{said.indicator(row, language)}, {said.place(row, language)}: "
        f"{said.values(row, language)}"
        for row in rows
    )
    return f"{t('revisions.alt', language)} {listed}."


@recipe("revisions_by_dataset")
def revision_counts(result: Result, language: str) -> Figure:
    """How many cells of each dataset differ, by how."""
    rows = result.records
    upper = 1.05 * max(map(total, rows))
    labels = [f"{row['dataset']}  <b>{number(total(row), language, 0)}</b>" for row in rows]
    kinds = [one for one in CHANGES if any(row[f"{one}_count"] for row in rows)]
    return Figure(
        name="revisions-datasets",
        title=_counts_title(rows, language),
        subtitle=between(result, language),
        alt=_counts_alt(rows, language),
        how=t("revisions.counts.how", language),
        kind="derived",
        result=result,
        table=_counts_table(rows, language),
        traces=[_stack(kind, rows, language) for kind in kinds],
        layout=theme.layout(
            language,
            height=40 * len(rows) + 72,
            barmode="stack",
            bargap=0.35,
            margin={"l": 8, "r": 16, "t": 6, "b": 52},
            xaxis=theme.value_axis(
                t("revisions.counts.axis", language), upper, ticksuffix="", nticks=5
            ),
            yaxis=theme.category_axis(labels),
        ),
        narrow={"yaxis.tickfont.size": theme.SMALL_SIZE, "xaxis.nticks": 3},
        key=tuple(
            Key(
                t(f"revisions.change.{kind}", language),
                LOOKS[kind]["color"],
                "hatch" if "pattern" in LOOKS[kind] else "bar",
            )
            for kind in kinds
        ),
    )


def total(row: Row) -> int:
    """How many cells of a dataset differ, in whichever way."""
    return sum(row[f"{one}_count"] for one in CHANGES)


def _counts_title(rows: list[Row], language: str) -> str:
    cells, count = number(sum(map(total, rows)), language, 0), rows[0]["datasets_count"]
    return t("revisions.counts.title", language, cells=cells, changed=len(rows), count=count)


def _stack(kind: str, rows: list[Row], language: str) -> dict[str, Any]:
    counts = [row[f"{kind}_count"] for row in rows]
    named = t(f"revisions.change.{kind}", language)
    return {
        "type": "bar",
        "orientation": "h",
        "x": counts,
        "y": list(range(len(rows))),
        "marker": LOOKS[kind],
        "hovertext": [
            f"{row['dataset']}: {named} {number(count, language, 0)}"
            for row, count in zip(rows, counts, strict=True)
        ],
        "hoverinfo": "text",
    }


def _counts_alt(rows: list[Row], language: str) -> str:
    listed = "; ".join(
        f"{row['dataset']}: "
        + ", ".join(
            f"{t(f'revisions.change.{one}', language)} {row[f'{one}_count']}"
            for one in CHANGES
            if row[f"{one}_count"]
        )
        for row in rows
    )
    return f"{t('revisions.counts.alt', language)} {listed}."


def _counts_table(rows: list[Row], language: str) -> Table:
    names = ("dataset", *COUNTS, "largest_points")
    return Table(
        header=tuple(t(f"revisions.table.{name}", language) for name in names),
        rows=tuple(
            (
                row["dataset"],
                *(number(row[name], language, 0) for name in COUNTS),
                said.DASH
                if row["largest_points"] is None
                else number(row["largest_points"], language),
            )
            for row in rows
        ),
        raw_header=(*names, "origin"),
        raw_rows=tuple(tuple(row[name] for name in (*names, "origin")) for row in rows),
    )


@recipe("revisions_by_rank")
def revision_cells(result: Result, language: str) -> Figure:
    """The cells that differ as a table, those chosen by dataset and kind of change."""
    count = len(result.rows)
    title = t(
        f"revisions.cells.title{'.most' if count == MOST else ''}",
        language,
        count=number(count, language, 0),
    )
    return Figure(
        name="revisions-cells",
        title=title,
        subtitle=between(result, language),
        alt=title,
        how=t("revisions.cells.how", language),
        kind="derived",
        result=result,
        table=said.table(result.records, language),
    )
