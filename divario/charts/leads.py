"""Leads as small charts: bars of the cells that they compare, or a strip of countries."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from divario import catalogue, findings
from divario.catalogue import EU
from divario.charts import lead_words, theme, words
from divario.charts.figure import Figure, LaterTable, Table
from divario.charts.recipes import recipe
from divario.i18n import t
from divario.queries import Result
from divario.stats.gaps import Cell
from divario.stats.leads import Lead
from divario.stats.measures import CODES, COLUMNS, TERRITORY

BAR_HEIGHT = 36
PAIR_ROOM = 0.75
STRIP_HEIGHT = 150
STRIP_ROWS = 5


@recipe("cells_by_territory", "territories_by_indicator")
def lead_figure(
    result: Result, language: str, place: str, kind: str, *cells: tuple[str, ...]
) -> Figure:
    """The chart of a lead: its cells of `cells_by_territory` as bars, or for an outlier the
    countries of `territories_by_indicator` as a strip. `place` is where it stands on the page;
    `kind` and `cells` are its `findings.code_of`.
    """
    known, lead = catalogue.current(), _lead(result, (kind, *cells))
    is_strip = lead.kind == "outlier"
    base = Figure(
        name=f"lead-{place}",
        title=lead_words.sentence(lead, language),
        subtitle=t(
            "leads.subtitle",
            language,
            label=lead_words.labels(lead, language),
            unit=known.unit(lead.cells[0]["indicator"], language),
        ),
        alt="",
        how=t(f"leads.how.{'strip' if is_strip else 'bars'}", language),
        kind="derived" if is_strip else "measured",
        result=result,
        table=LaterTable(_table, _drawn(lead, result), language),
        note=lead_words.caveats(lead, language),
    )
    return _strip(base, lead, language) if is_strip else _bars(base, lead, language)


def _lead(result: Result, code: findings.LeadCode) -> Lead:
    """The lead of a code; raises KeyError where there is none, or its cells are not the result's.

    The first cell is always of the territory that the lead is about.
    """
    lead = findings.leads_of(code[1][TERRITORY]).lead(code)
    held = {tuple([cell[name] for name in COLUMNS[CODES]]) for cell in result.records}
    if not held.issuperset([measure[CODES] for measure in lead.measures]):
        raise KeyError("the lead is not about these cells")
    return lead


def _drawn(lead: Lead, result: Result) -> list[Cell]:
    """The cells in the chart: the lead's own, or the countries around an outlier."""
    if lead.kind in {"size", "change"}:
        return list(reversed(lead.cells))
    if lead.kind != "outlier":
        return list(lead.cells)
    own = lead.cells[0]["territory"]
    return [
        cell
        for cell in result.records
        if not cell["is_low_reliability"]
        and (cell["territory"] == own or (cell["is_eu27"] and cell["territory_kind"] == "country"))
    ]


def _table(cells: list[Cell], language: str) -> Table:
    """The cells as a table, with the indicator of each row at its end."""
    plain, known = words.table(cells, language), catalogue.current()
    rows = zip(plain.rows, cells, strict=True)
    return replace(
        plain,
        header=(*plain.header, t("leads.indicator", language)),
        rows=tuple((*row, known.indicator(cell["indicator"], language)) for row, cell in rows),
    )


def _name(cell: Cell, lead: Lead, language: str) -> str:
    """What tells a bar from its neighbour: the one code in which a gap's cells differ."""
    if lead.kind == "sector":
        return words.sector(cell["sector"], language)
    if lead.kind == "size":
        return words.size(cell["size_class"], language)
    return (
        str(cell["year"]) if lead.kind == "change" else words.territory(cell["territory"], language)
    )


def _group(cell: Cell, lead: Lead, language: str) -> str:
    """What one pair of a reversal's bars is about: its indicator, or its size class."""
    if len({other["indicator"] for other in lead.cells}) > 1:
        return catalogue.current().indicator(cell["indicator"], language)
    return words.size(cell["size_class"], language, "label")


def _colour(cell: Cell, lead: Lead) -> str:
    """The accent for the cell that the lead is about, contrast for the EU, grey for the rest."""
    if cell["territory"] == EU:
        return theme.CONTRAST
    gap = lead.gaps[0]
    is_rest = cell is (gap.far if lead.kind == "size" else gap.near)
    return theme.CONTEXT if is_rest else theme.FOCUS


def _bars(base: Figure, lead: Lead, language: str) -> Figure:
    cells = _drawn(lead, base.result)
    names = [_name(cell, lead, language) for cell in cells]
    is_paired = lead.kind == "reversal"
    rows = [row + (PAIR_ROOM * (1 + row // 2) if is_paired else 0) for row in range(len(cells))]
    groups = [_group(cell, lead, language) for cell in cells] if is_paired else [""] * len(cells)
    listed = "; ".join(
        f"{group} {name} {words.value(cell, language)}".strip()
        for group, name, cell in zip(groups, names, cells, strict=True)
    )
    headings = [
        theme.annotation(0, rows[row] - 0.5, groups[row], xanchor="left", yanchor="bottom")
        for row in ((0, 2) if is_paired else ())
    ]
    upper = theme.upper_bound([cell["value"] for cell in cells], 1.25)
    axis = theme.category_axis(names, tickvals=rows, range=[rows[-1] + 0.5, -0.5])
    return replace(
        base,
        alt=f"{t('leads.alt.bars', language)} {listed}.",
        traces=[_bar(cells, rows, lead, language)],
        layout=theme.layout(
            language,
            height=round(BAR_HEIGHT * (rows[-1] + 1)) + 34,
            margin={"l": 8, "r": 24, "t": 6, "b": 24},
            xaxis=theme.value_axis("", upper),
            yaxis=axis,
            annotations=headings,
        ),
        narrow={
            "yaxis.ticktext": [theme.wrapped(name, 18) for name in names],
            "yaxis.tickfont.size": theme.SMALL_SIZE,
            "xaxis.nticks": 4,
        },
    )


def _bar(cells: list[Cell], rows: list[float], lead: Lead, language: str) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "x": [cell["value"] for cell in cells],
        "y": rows,
        "width": 0.72,
        "text": [words.starred(cell, language) for cell in cells],
        "textposition": "outside",
        "textfont": {"size": theme.SIZE},
        "cliponaxis": False,
        "marker": {"color": [_colour(cell, lead) for cell in cells]},
        "hovertext": [words.hover(cell, language) for cell in cells],
        "hoverinfo": "text",
    }


def _strip(base: Figure, lead: Lead, language: str) -> Figure:
    own, cells = lead.cells[0], _drawn(lead, base.result)
    order = sorted(cells, key=lambda cell: (cell["value"], cell["territory"]))
    upper = theme.upper_bound([cell["value"] for cell in cells], 1.1)
    listed = "; ".join(
        f"{words.territory(cell['territory'], language)} {words.value(cell, language)}"
        for cell in reversed(order)
    )
    said = lead_words.median(lead, language)
    return replace(
        base,
        alt=f"{t('leads.alt.strip', language, median=said)} {listed}.",
        traces=[_dots(order, own["territory"], language)],
        layout=theme.layout(
            language,
            height=STRIP_HEIGHT,
            margin={"l": 12, "r": 24, "t": 26, "b": 24},
            xaxis=theme.value_axis("", upper),
            yaxis={"visible": False, "range": [-4.6, 4.2], "fixedrange": True},
            shapes=[theme.upright(lead.spread.median_pct, width=1)],
            annotations=_strip_labels(lead, upper, language),
        ),
        narrow={"xaxis.nticks": 4},
    )


def _dots(order: list[Cell], own: str, language: str) -> dict[str, Any]:
    is_own = [cell["territory"] == own for cell in order]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [cell["value"] for cell in order],
        # Neighbours stand at different heights, so that no dot hides another.
        "y": [0 if own else (place * 2) % STRIP_ROWS - 2 for place, own in enumerate(is_own)],
        "marker": {
            "size": [15 if own else 10 for own in is_own],
            "color": [theme.FOCUS if own else theme.CONTEXT for own in is_own],
            "line": {"width": 1, "color": theme.PAPER},
        },
        "cliponaxis": False,
        "hovertext": [words.hover(cell, language) for cell in order],
        "hoverinfo": "text",
    }


def _strip_labels(lead: Lead, upper: float, language: str) -> list[dict[str, Any]]:
    """The median over its line, the outlier under its dot, each to the side with more room."""
    own, middle = lead.cells[0], lead.spread.median_pct
    said = t("leads.median", language, median=lead_words.median(lead, language))
    name = f"<b>{words.territory(own['territory'], language)}</b> {words.starred(own, language)}"
    font = {"size": theme.SIZE, "color": theme.FOCUS}
    side = theme.roomy_side(own["value"], upper)
    return [
        theme.on_top(middle, said, xanchor=theme.roomy_side(middle, upper)),
        theme.annotation(own["value"], -3.7, name, xanchor=side, font=font),
    ]
