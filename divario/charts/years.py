"""Time: one line per territory, cut at every break in series and at every index version."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from divario import catalogue
from divario.catalogue import EU, ITALY
from divario.charts import theme, words
from divario.charts.figure import Figure, Key, LaterTable
from divario.charts.recipes import recipe
from divario.i18n import points, t
from divario.queries import Result
from divario.stats.gaps import Cell, Gap

HEIGHT = 380
LABEL_ROOM = 0.055
LABEL_WIDTH = 12  # letters in a line of the right margin


@recipe("years_by_territory")
def year_lines(result: Result, language: str) -> Figure:
    """Lines of `years_by_territory`; no line crosses a break, a version or a unit."""
    indicator = result.parameters["indicator"]
    cells = comparable(result.records, indicator)
    own = [cell for cell in cells if cell["indicator"] == indicator]
    years = sorted({cell["year"] for cell in cells})
    upper = theme.upper_bound([cell["value"] for cell in cells], 1.1)
    unit = catalogue.current().unit(indicator, language)
    return Figure(
        name="years",
        title=_title(own, language),
        subtitle=t("years.subtitle", language, **words.asked(result, language)),
        alt=_alt(own, language),
        how=t("years.how", language),
        kind="measured",
        result=result,
        table=LaterTable(words.table, cells, language),
        traces=[_line(one, one[0]["indicator"] == indicator, language) for one in segments(cells)],
        layout=theme.layout(
            language,
            height=HEIGHT,
            margin={"l": 56, "r": 92, "t": 12, "b": 40},
            xaxis=theme.years_axis(years),
            yaxis=theme.value_axis(unit, upper),
            annotations=_end_labels(own, upper, years, language) + _versions(cells, indicator),
        ),
        narrow={
            "margin.r": 78,
            "xaxis.ticktext": [f"’{year % 100:02d}" for year in years],
            "xaxis.tickangle": 0,
        },
        key=_key(cells, indicator, language),
    )


def comparable(cells: list[Cell], indicator: str) -> list[Cell]:
    """The asked indicator for every territory; other index versions for Italy and the EU only."""
    return [
        cell for cell in cells if cell["indicator"] == indicator or cell["territory"] in {ITALY, EU}
    ]


def is_comparable(result: Result) -> bool:
    """Whether at least two years were measured."""
    return len({cell["year"] for cell in result.records}) > 1


def segments(cells: list[Cell]) -> list[list[Cell]]:
    """Cells that one line may join: same index version, territory, unit and unbroken segment."""

    def run(cell: Cell) -> tuple:
        return cell["indicator"], cell["territory"], cell["unit"], cell["segment"]

    ordered = sorted(cells, key=lambda cell: (*run(cell), cell["year"]))
    return [list(group) for _, group in groupby(ordered, key=run)]


def _line(segment: list[Cell], is_asked: bool, language: str) -> dict[str, Any]:
    territory = segment[0]["territory"]
    colour = theme.colour_of(territory, (territory,))
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": f"{segment[0]['indicator']} {territory} {segment[0]['segment']}",
        "x": [cell["year"] for cell in segment],
        "y": [cell["value"] for cell in segment],
        "line": {
            "color": colour,
            "width": 3 if territory == ITALY else 2,
            "dash": "solid" if is_asked else "dot",
        },
        "opacity": 1 if is_asked else 0.5,
        "marker": {
            "size": 9 if territory == ITALY else 7,
            "color": colour,
            "symbol": [symbol(cell) for cell in segment],
        },
        "cliponaxis": False,
        "hovertext": [words.hover(cell, language) for cell in segment],
        "hoverinfo": "text",
    }


def symbol(cell: Cell) -> str:
    """Low reliability is a cross, provisional a ring, the first point after a break a diamond."""
    if cell["is_low_reliability"]:
        return "x"
    if cell["is_provisional"]:
        return "circle-open"
    return "diamond-open" if cell["has_break"] else "circle"


def _last_points(own: list[Cell]) -> list[Cell]:
    last: dict[str, Cell] = {}
    for cell in own:
        if cell["territory"] not in last or cell["year"] > last[cell["territory"]]["year"]:
            last[cell["territory"]] = cell
    return sorted(last.values(), key=lambda cell: -cell["value"])


def _end_labels(
    own: list[Cell], upper: float, years: list[int], language: str
) -> list[dict[str, Any]]:
    """The name of each line at its end, pushed apart where ends are close; its year if it ended."""
    labels, floor, above = [], upper * 1.1, 0.5
    for cell in _last_points(own):
        name = words.territory(cell["territory"], language)
        name += f" ({cell['year']})" if cell["year"] < years[-1] else ""
        name = theme.wrapped(name.replace("-", "- "), LABEL_WIDTH).replace("- ", "-")
        half = 0.5 + 0.4 * name.count("<br>")
        floor = min(cell["value"], floor - upper * LABEL_ROOM * (above + half))
        above = half
        labels.append(
            theme.annotation(
                years[-1] + 0.25,
                floor,
                name,
                xanchor="left",
                align="left",
                font={
                    "size": theme.SMALL_SIZE + 1,
                    "color": theme.colour_of(cell["territory"], (cell["territory"],)),
                },
            )
        )
    lift = max(0.0, -min((label["y"] for label in labels), default=0.0))
    return [label | {"y": label["y"] + lift} for label in labels]


def _versions(cells: list[Cell], indicator: str) -> list[dict[str, Any]]:
    """The version of the index, beside the first Italian point of each."""
    first: dict[str, Cell] = {}
    for cell in sorted(cells, key=lambda cell: cell["year"]):
        if cell["index_version"] and cell["territory"] == ITALY:
            first.setdefault(cell["indicator"], cell)
    return [
        theme.annotation(
            cell["year"],
            cell["value"],
            cell["index_version"],
            yshift=16,
            font={
                "size": theme.SMALL_SIZE,
                "color": theme.TEXT if name == indicator else theme.MUTED,
            },
        )
        for name, cell in first.items()
    ]


def _key(cells: list[Cell], indicator: str, language: str) -> tuple[Key, ...]:
    """Marks are explained only where they are drawn."""
    marks = (
        ("break", "lozenge", any(cell["has_break"] for cell in cells)),
        ("provisional", "ring", any(cell["is_provisional"] for cell in cells)),
        ("unreliable", "cross", any(cell["is_low_reliability"] for cell in cells)),
        ("versions", "dash", any(cell["indicator"] != indicator for cell in cells)),
    )
    return tuple(
        Key(t(f"years.key.{name}", language), theme.TEXT, shape)
        for name, shape, is_drawn in marks
        if is_drawn
    )


def change(own: list[Cell], territory: str = ITALY) -> Gap | None:
    """From the first to the last comparable point of a territory's last unbroken segment."""
    runs = [run for run in segments(own) if run[0]["territory"] == territory]
    if not runs or len(runs[-1]) < 2:
        return None
    return Gap(near=runs[-1][0], far=runs[-1][-1])


def _title(own: list[Cell], language: str) -> str:
    gap = change(own)
    if gap is None:
        return t("years.title.missing", language)
    return t(
        f"years.title.{gap.direction}",
        language,
        points=points(gap.difference, language, gap.decimals),
        first=gap.near["year"],
        last=gap.far["year"],
    )


def _alt(own: list[Cell], language: str) -> str:
    listed = "; ".join(
        f"{words.territory(run[0]['territory'], language)} "
        + ", ".join(f"{cell['year']} {words.value(cell, language)}" for cell in run)
        for run in segments(own)
    )
    return f"{t('years.alt', language)} {listed}."
