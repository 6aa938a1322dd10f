"""Survey and web side by side, cell by cell: what both say of AI, and how far apart they are."""

from __future__ import annotations

from typing import Any

from divario.charts import theme, web_words, words
from divario.charts.figure import Figure, Key, Table
from divario.charts.recipes import recipe
from divario.charts.web_words import DASH, Row
from divario.i18n import number, t
from divario.queries import Result

HEIGHT = 430
LETTERED = 12.0  # percentage points from the line of equality
NEAR = 3.0  # percentage points either way: letters above both points would touch
COLUMNS = (
    *("territory", "sector", "year", "web_pct", "web_firms_count", "is_suppressed"),
    *("survey_pct", "survey_year", "survey_status", "is_same_year", "difference_points"),
    *("origin", "survey_origin"),
)


def survey(row: Row, language: str) -> str:
    """The survey's share with its own decimals; with its year where that is another."""
    if row["survey_pct"] is None:
        return t("web.none", language)
    shown = web_words.share(row["survey_pct"], language, row["survey_decimals_count"])
    return shown if row["is_same_year"] else f"{shown} ({row['survey_year']})"


def web(row: Row, language: str) -> str:
    """The web's share; that it was withheld where its base is too small."""
    return web_words.share(row["web_pct"], language) if row["web_pct"] is not None else DASH


def cell(row: Row, language: str) -> str:
    """A cell's name: territory, sector, year."""
    names = [web_words.name(kind, row[kind], language) for kind in ("territory", "sector")]
    return ", ".join([*names, str(row["year"])])


def remarks(row: Row, language: str) -> str:
    """Why the two values of this very cell may differ, beyond what holds for all."""
    flags = words.status({"status": row["survey_status"]}, language)
    said = [
        flags,
        t("web.why.suppressed", language) if row["is_suppressed"] else "",
        t("web.why.year", language, year=row["survey_year"])
        if row["survey_pct"] is not None and not row["is_same_year"]
        else "",
        t("web.why.total", language) if row["sector"] == web_words.TOTAL else "",
    ]
    return "; ".join(filter(None, said))


def pair_table(rows: list[Row], language: str) -> Table:
    """Both values of each cell with their populations, the difference, and what to know."""
    return web_words.table(
        rows,
        {
            "territory": [web_words.name("territory", row["territory"], language) for row in rows],
            "sector": [web_words.name("sector", row["sector"], language) for row in rows],
            "year": [str(row["year"]) for row in rows],
            "firms": [number(row["web_firms_count"], language, 0) for row in rows],
            "web": [web(row, language) for row in rows],
            "survey": [survey(row, language) for row in rows],
            "difference": [difference(row, language) for row in rows],
            "remarks": [remarks(row, language) for row in rows],
        },
        COLUMNS,
        language,
        notes=(t("web.pairs.populations", language),),
    )


def difference(row: Row, language: str) -> str:
    """Web minus survey, in points, with its sign; a dash where the years differ."""
    if row["difference_points"] is None:
        return DASH
    return number(row["difference_points"], language, 1, signed=True)


def hover(row: Row, language: str) -> str:
    """What a point says: cell, both values, both populations."""
    return t(
        "web.pairs.hover",
        language,
        cell=cell(row, language),
        web=web(row, language),
        firms=number(row["web_firms_count"], language, 0),
        survey=survey(row, language),
    )


def both(rows: list[Row]) -> list[Row]:
    """Cells with a value on both sides, divisions left to their own chart."""
    return [
        row
        for row in rows
        if row["survey_pct"] is not None
        and row["web_pct"] is not None
        and not row["is_low_reliability"]
        and row["sector_level"] != "division"
    ]


@recipe("pairs_by_sector")
def pair_scatter(result: Result, language: str, territory: str = "DE") -> Figure:
    """Dots of `pairs_by_sector` of one year: survey across, web up, the line of equality."""
    rows = both(result.records)
    year = result.parameters["year"]
    across, up = (
        theme.upper_bound([row[f"{side}_pct"] for row in rows]) for side in ("survey", "web")
    )
    same = [row for row in rows if row["is_same_year"]]
    table = pair_table(sorted(rows, key=lambda row: row["territory"] != territory), language)
    axis = {"showgrid": True, "nticks": 6}
    return Figure(
        name="pairs",
        title=_scatter_title(same, rows, language),
        subtitle=t("web.pairs.subtitle", language, year=year),
        alt=alt(t("web.pairs.alt", language), rows, language),
        how=t("web.pairs.how", language),
        kind="measured",
        result=result,
        table=table,
        traces=_scatter(rows, territory, language),
        layout=theme.layout(
            language,
            height=HEIGHT,
            margin={"l": 60, "r": 16, "t": 10, "b": 52},
            xaxis=theme.value_axis(t("web.pairs.axis.survey", language), across, **axis),
            yaxis=theme.value_axis(t("web.pairs.axis.web", language), up, **axis),
            **_equality(min(across, up), language),
        ),
        narrow={"height": 380, "margin.l": 52},
        key=_scatter_key(rows, territory, language),
        note=t("web.pairs.note", language) if len(same) < len(rows) else "",
    )


def _equality(end: float, language: str) -> dict[str, Any]:
    """The line on which survey and web are equal, named where it leaves the chart."""
    line = {"color": theme.TEXT, "width": 1.2, "dash": "dot"}
    ends = {"x0": 0, "y0": 0, "x1": end, "y1": end}
    label = theme.annotation(
        end * 0.94,
        end * 0.94,
        t("web.pairs.equal", language),
        xanchor="right",
        yanchor="bottom",
        font={"size": theme.SMALL_SIZE, "color": theme.MUTED},
    )
    return {"shapes": [{"type": "line", "line": line, **ends}], "annotations": [label]}


def _scatter(rows: list[Row], territory: str, language: str) -> list[dict[str, Any]]:
    """The other territories first, the chosen one on top; a ring where the survey is a year off.

    Only the chosen territory's sectors far from the line are lettered: near it letters collide.
    """
    traces = []
    for is_chosen in (False, True):
        own = [row for row in rows if (row["territory"] == territory) == is_chosen]
        colour = theme.FOCUS if is_chosen else theme.COMPARED
        traces.append(
            {
                "type": "scatter",
                "mode": "markers+text" if is_chosen else "markers",
                "x": [row["survey_pct"] for row in own],
                "y": [row["web_pct"] for row in own],
                "text": [_letter(row) for row in own],
                "textposition": _places(own),
                "textfont": {"size": theme.SMALL_SIZE, "color": theme.TEXT},
                "cliponaxis": False,
                "marker": {
                    "size": 11,
                    "color": colour,
                    "symbol": ["circle" if row["is_same_year"] else "circle-open" for row in own],
                    "line": {"width": 2, "color": colour},
                },
                "hovertext": [hover(row, language) for row in own],
                "hoverinfo": "text",
            }
        )
    return traces


def _places(rows: list[Row]) -> list[str]:
    """Letters stand above their points; the right one of two neighbours has it below."""
    lettered = [(row["survey_pct"], row["web_pct"]) for row in rows if _letter(row)]
    return [
        "bottom center"
        if _letter(row)
        and any(
            0 < row["survey_pct"] - x < NEAR and abs(row["web_pct"] - y) < NEAR for x, y in lettered
        )
        else "top center"
        for row in rows
    ]


def _letter(row: Row) -> str:
    is_far = abs(row["web_pct"] - row["survey_pct"]) > LETTERED
    return row["sector"] if is_far and row["sector"] != web_words.TOTAL else ""


def _scatter_key(rows: list[Row], territory: str, language: str) -> tuple[Key, ...]:
    others = sorted({row["territory"] for row in rows} - {territory})
    chosen = [Key(web_words.name("territory", territory, language), theme.FOCUS, "dot")]
    if all(row["territory"] != territory for row in rows):
        chosen = []
    names = ", ".join(web_words.name("territory", code, language) for code in others)
    ring = [Key(t("web.pairs.key.ring", language), theme.COMPARED, "ring")]
    return (
        *chosen,
        *([Key(names, theme.COMPARED, "dot")] if others else []),
        *(ring if any(not row["is_same_year"] for row in rows) else []),
    )


def _scatter_title(same: list[Row], rows: list[Row], language: str) -> str:
    if not same:
        return t("web.pairs.title.apart" if rows else "web.pairs.title.none", language)
    below = sum(row["difference_points"] < 0 for row in same)
    return t("web.pairs.title", language, below=below, count=len(same))


def alt(lead: str, rows: list[Row], language: str) -> str:
    """Both values of each cell in words, after `lead`."""
    listed = "; ".join(
        f"{cell(row, language)}: {web(row, language)}, {survey(row, language)}" for row in rows
    )
    return f"{lead} {listed}."
