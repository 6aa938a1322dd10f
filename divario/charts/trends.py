"""Small multiples: several indicators over time, each with SMEs, large enterprises and EU SMEs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from divario import catalogue
from divario.catalogue import EU, ITALY, LARGE, SME
from divario.charts import theme, words, years
from divario.charts.figure import Figure, Key
from divario.charts.recipes import recipe
from divario.i18n import joined, t
from divario.queries import Result
from divario.stats.gaps import Cell, find, size_gap, territory_gap

Panel = tuple[str, ...]  # the indicator that is shown, then other versions of the same index
COLOURS = {(ITALY, LARGE): theme.COMPARED, (EU, SME): theme.CONTRAST, (ITALY, SME): theme.FOCUS}
NAMES = {(ITALY, LARGE): "large", (EU, SME): "europe", (ITALY, SME): "sme"}
UPPER = 104
TICK_YEARS = 5
TICKS_SHARE = 0.12


@dataclass(frozen=True)
class Form:
    """How panels are laid out at one width: columns, heights in pixels, shares of the plot."""

    columns: int
    row_height: int
    title_width: int
    title_share: float
    gap: float
    room: float
    is_named: bool


WIDE = Form(3, 205, 34, 0.26, 0.035, 0.4, is_named=True)
NARROW = Form(2, 200, 21, 0.32, 0.06, 0.44, is_named=False)


@recipe("trends_by_indicator")
def trend_panels(result: Result, language: str, *panels: Panel) -> Figure:
    """One panel per indicator of `trends_by_indicator`, all on the same scales."""
    drawn = [_cells_of(result, panel) for panel in panels]
    cells = [cell for group in drawn for cell in group]
    return Figure(
        name="trends",
        title=_heading(panels, drawn, language),
        subtitle=t("overview.trends.subtitle", language),
        alt=_alt(panels, drawn, language),
        how=t("overview.trends.how", language),
        kind="measured",
        result=result,
        table=words.indicator_table(cells, language),
        traces=[
            _line(segment, panel[0], position, language)
            for position, (panel, group) in enumerate(zip(panels, drawn, strict=True))
            for code in COLOURS
            for segment in years.segments([cell for cell in group if _series(cell) == code])
        ],
        layout=theme.layout(
            language,
            margin={"l": 4, "r": 32, "t": 4, "b": 4},
            **_arranged(panels, drawn, WIDE, language),
        ),
        narrow=_arranged(panels, drawn, NARROW, language) | {"margin.r": 4},
        key=_key(cells, panels, language),
        note=_not_measured(panels, drawn, language),
    )


def latest(cells: list[Cell], indicator: str) -> list[Cell]:
    """The cells of an indicator in the last year in which Italian SMEs were measured."""
    own = [cell for cell in cells if cell["indicator"] == indicator]
    last = max((c["year"] for c in own if _series(c) == (ITALY, SME)), default=None)
    return [cell for cell in own if cell["year"] == last]


def _series(cell: Cell) -> tuple[str, str]:
    return cell["territory"], cell["size_class"]


def _cells_of(result: Result, panel: Panel) -> list[Cell]:
    return [
        cell for cell in result.records if cell["indicator"] in panel and _series(cell) in COLOURS
    ]


def _line(segment: list[Cell], shown: str, position: int, language: str) -> dict[str, Any]:
    """One unbroken run of one series in one panel; other versions of the index are dotted."""
    first = segment[0]
    colour, is_shown = COLOURS[_series(first)], first["indicator"] == shown
    number = position + 1 if position else ""
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": f"{first['indicator']} {first['territory']} {first['size_class']}",
        "x": [cell["year"] for cell in segment],
        "y": [cell["value"] for cell in segment],
        "xaxis": f"x{number}",
        "yaxis": f"y{number}",
        "line": {
            "color": colour,
            "width": 2.5 if _series(first) == (ITALY, SME) else 1.5,
            "dash": "solid" if is_shown else "dot",
        },
        "opacity": 1 if is_shown else 0.55,
        "marker": {
            "size": 5,
            "color": colour,
            "symbol": [years.symbol(cell) for cell in segment],
        },
        "cliponaxis": False,
        "hovertext": [words.hover(cell, language) for cell in segment],
        "hoverinfo": "text",
    }


def _arranged(
    panels: tuple[Panel, ...], drawn: list[list[Cell]], form: Form, language: str
) -> dict[str, Any]:
    """Axes, titles and labels of all panels at one width."""
    every = [cell["year"] for group in drawn for cell in group]
    first, last = min(every), max(every)
    span = [first - 0.4, last + (last - first) * form.room]
    ticks = [year for year in range(first, last + 1) if year % TICK_YEARS == 0]
    rows = -(-len(panels) // form.columns)
    layout: dict[str, Any] = {"height": rows * form.row_height + 30, "annotations": []}
    width = (1 - form.gap * (form.columns - 1)) / form.columns
    for position, (panel, group) in enumerate(zip(panels, drawn, strict=True)):
        row, column = divmod(position, form.columns)
        number = position + 1 if position else ""
        left, top = column * (width + form.gap), 1 - row / rows
        layout[f"xaxis{number}"] = _year_axis(span, ticks, [left, left + width], number)
        bottom = top - (1 - TICKS_SHARE) / rows
        layout[f"yaxis{number}"] = _share_axis([bottom, top - form.title_share / rows], number)
        layout["annotations"] += _title(panel[0], group, number, form, language)
        layout["annotations"] += _ends(panel[0], group, number, form, language)
    return layout


def _year_axis(
    span: list[float], ticks: list[int], domain: list[float], number: int | str
) -> dict[str, Any]:
    return {
        "range": span,
        "domain": domain,
        "anchor": f"y{number}",
        "tickvals": ticks,
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "tickangle": 0,
        "tickfont": {"size": theme.SMALL_SIZE, "color": theme.MUTED},
    }


def _share_axis(domain: list[float], number: int | str) -> dict[str, Any]:
    return {
        "range": [0, UPPER],
        "domain": domain,
        "anchor": f"x{number}",
        "tickvals": [0, 50, 100],
        "ticktext": ["0", "50%", "100%"],
        "ticklabelposition": "inside top",
        "gridcolor": theme.GRID,
        "zerolinecolor": theme.CONTEXT,
        "fixedrange": True,
        "tickfont": {"size": theme.SMALL_SIZE, "color": theme.MUTED},
    }


def _title(
    indicator: str, group: list[Cell], number: int | str, form: Form, language: str
) -> list[dict[str, Any]]:
    """The panel's name and the year of its latest values, above it."""
    last = latest(group, indicator)
    name = theme.wrapped(catalogue.current().indicator(indicator, language), form.title_width)
    year = f" ({last[0]['year']})" if last else ""
    return [
        theme.annotation(
            0,
            1,
            f"<b>{name}</b>{year}",
            xref=f"x{number} domain",
            yref=f"y{number} domain",
            xanchor="left",
            yanchor="bottom",
            yshift=5,
            align="left",
            font={"size": theme.SMALL_SIZE + (1 if form.is_named else 0), "color": theme.TEXT},
        )
    ]


def _ends(
    indicator: str, group: list[Cell], number: int | str, form: Form, language: str
) -> list[dict[str, Any]]:
    """The latest value of each series at its end, pushed apart where ends are close."""
    inner = form.row_height * (1 - form.title_share - TICKS_SHARE)
    step = (theme.SMALL_SIZE + 2) / inner * UPPER
    cells = sorted(latest(group, indicator), key=lambda cell: -cell["value"])
    places: list[float] = []
    for cell in cells:
        places.append(min(cell["value"], places[-1] - step) if places else cell["value"])
    lift = max(0.0, step / 2 - min(places, default=step))
    return [
        theme.annotation(
            cell["year"],
            place + lift,
            _end_text(cell, form, language),
            xref=f"x{number}",
            yref=f"y{number}",
            xanchor="left",
            xshift=6,
            align="left",
            font={"size": theme.SMALL_SIZE, "color": COLOURS[_series(cell)]},
        )
        for cell, place in zip(cells, places, strict=True)
    ]


def _end_text(cell: Cell, form: Form, language: str) -> str:
    shown = words.value(cell, language)
    if _series(cell) == (ITALY, SME):
        shown = f"<b>{shown}</b>"
    return f"{shown} {_series_name(_series(cell), language)}" if form.is_named else shown


def _series_name(series: tuple[str, str], language: str) -> str:
    """A series in a word, beside its line: SMEs, Large, EU."""
    if series[0] == EU:
        return t("overview.trends.eu", language)
    return t(f"size.short.{series[1]}", language)


def _key(cells: list[Cell], panels: tuple[Panel, ...], language: str) -> tuple[Key, ...]:
    """The three colours, and the marks that are drawn."""
    shown = {panel[0] for panel in panels}
    marks = (
        ("break", "lozenge", any(cell["has_break"] for cell in cells)),
        ("provisional", "ring", any(cell["is_provisional"] for cell in cells)),
        ("unreliable", "cross", any(cell["is_low_reliability"] for cell in cells)),
        ("versions", "dash", any(cell["indicator"] not in shown for cell in cells)),
    )
    return (
        *(
            Key(t(f"overview.trends.key.{NAMES[series]}", language), colour, "line")
            for series, colour in reversed(COLOURS.items())
        ),
        *(
            Key(t(f"years.key.{name}", language), theme.TEXT, shape)
            for name, shape, is_drawn in marks
            if is_drawn
        ),
    )


def _not_measured(panels: tuple[Panel, ...], drawn: list[list[Cell]], language: str) -> str:
    """Which panels lack one of the three series in their latest year."""
    known = catalogue.current()
    missing = [
        known.indicator(panel[0], language)
        for panel, group in zip(panels, drawn, strict=True)
        if len(latest(group, panel[0])) < len(COLOURS)
    ]
    if not missing:
        return ""
    return t("overview.trends.missing", language, names=joined(missing, language))


def _heading(panels: tuple[Panel, ...], drawn: list[list[Cell]], language: str) -> str:
    """In how many panels Italian SMEs are below large enterprises, and below SMEs of the EU."""
    ends = [latest(group, panel[0]) for panel, group in zip(panels, drawn, strict=True)]
    size = [size_gap(cells) for cells in ends]
    europe = [territory_gap(cells, SME) for cells in ends]
    return t(
        "overview.trends.title",
        language,
        sizes=sum(gap.direction == "ahead" for gap in size),
        sizes_count=sum(gap.difference is not None for gap in size),
        europe=sum(gap.direction == "behind" for gap in europe),
        europe_count=sum(gap.difference is not None for gap in europe),
    )


def _alt(panels: tuple[Panel, ...], drawn: list[list[Cell]], language: str) -> str:
    """The latest values of each panel, in words."""
    known, listed = catalogue.current(), []
    for panel, group in zip(panels, drawn, strict=True):
        cells = latest(group, panel[0])
        ends = [
            f"{t(f'overview.trends.key.{NAMES[series]}', language)} {words.value(cell, language)}"
            for series in reversed(COLOURS)
            if (cell := find(cells, territory=series[0], size_class=series[1]))
        ]
        year = f" ({cells[0]['year']})" if cells else ""
        listed.append(f"{known.indicator(panel[0], language)}{year}: {', '.join(ends)}")
    return f"{t('overview.trends.alt', language)} {'; '.join(listed)}."
