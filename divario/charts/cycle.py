"""What moves the outcome of the what-if model most: each parameter alone, and all at once."""

from __future__ import annotations

from typing import Any

from divario.charts import theme
from divario.charts.cycle_words import Row, amount, ends, kind, label, scenario, with_unit
from divario.charts.figure import Figure, Key, Table
from divario.charts.recipes import recipe
from divario.i18n import number, t
from divario.queries import Result

DRAWN = 10
ROW_HEIGHT, NARROW_ROW_HEIGHT = 34, 50
NARROW_LABEL = 44
ESCAPED = 30  # per cent of the direct demand won
COLOURS = {"evidence": theme.FOCUS, "derived": theme.COMPARED, "assumption": theme.CONTRAST}


@recipe("sensitivities_by_symbol")
def cycle_tornado(result: Result, language: str) -> Figure:
    """Bars of `sensitivities_by_symbol`: the outcome at both ends of each parameter's range."""
    rows = result.records[:DRAWN]
    first, name = rows[0], scenario(result.parameters["scenario"], language)
    upper = max(max(row["at_low_pct"], row["at_high_pct"]) for row in rows) * 1.16
    base = first["base_pct"]
    said = f" {'; '.join(_said(row, language) for row in rows)}."
    ends = [
        theme.upright(base, width=1.2, dash="solid"),
        theme.upright(ESCAPED, width=1.2, color=theme.MUTED),
    ]
    return Figure(
        name=f"cycle-tornado-{result.parameters['scenario'].replace('_', '-')}",
        title=_tornado_title(first, language),
        subtitle=t(
            "honesty.tornado.subtitle", language, scenario=name, base=number(base, language, 0)
        ),
        alt=t("honesty.tornado.alt", language, scenario=name, base=number(base, language, 0))
        + said,
        how=t("honesty.tornado.how", language, drawn=len(rows), count=len(result.records)),
        kind="simulated",
        result=result,
        table=_sensitivity_table(result.records, language),
        traces=[_side(rows, end, base, language) for end in ("low", "high")],
        layout=_layout(
            rows,
            language,
            _axis(t("honesty.tornado.axis", language), upper),
            barmode="overlay",
            bargap=0.3,
            shapes=ends,
        ),
        narrow=_narrow(rows, language),
        key=(*_kinds(rows, language), *_ends(language)),
        note=t("honesty.tornado.note", language),
    )


def _tornado_title(first: Row, language: str) -> str:
    """The parameter on which most depends, and what it makes of the outcome."""
    low, high = sorted((first["at_low_pct"], first["at_high_pct"]))
    return t(
        "honesty.tornado.title",
        language,
        name=first[f"label_{language}"],
        low=number(low, language, 0),
        high=number(high, language, 0),
    )


def _side(rows: list[Row], end: str, base: float, language: str) -> dict[str, Any]:
    """Bars from the central outcome to that at one end: filled for the high one, open for the low.

    The parameter's own value stands at the bar's end.
    """
    colours = [COLOURS[row["parameter_kind"]] for row in rows]
    fill = colours if end == "high" else [theme.PAPER] * len(rows)
    values = [row[f"at_{end}_pct"] for row in rows]
    return {
        "type": "bar",
        "orientation": "h",
        "base": base,
        "x": [value - base for value in values],
        "y": list(range(len(rows))),
        "marker": {"color": fill, "line": {"color": colours, "width": 1.6}},
        "text": [amount(row[f"range_{end}"], language) for row in rows],
        "textposition": "outside",
        "textfont": {"size": theme.SMALL_SIZE, "color": theme.TEXT},
        "cliponaxis": False,
        "hovertext": [_said(row, language) for row in rows],
        "hoverinfo": "text",
    }


@recipe("sensitivities_by_symbol")
def cycle_sobol(result: Result, language: str) -> Figure:
    """Dots of `sensitivities_by_symbol`: first-order and total Sobol indices with 95% intervals."""
    ordered = sorted(result.records, key=lambda row: -row["total_order"])
    rows = ordered[:DRAWN]
    name = scenario(result.parameters["scenario"], language)
    upper = max(row["total_order"] + row["total_margin"] for row in rows)
    runs = rows[0]["sample_count"] * (len(ordered) + 2)
    return Figure(
        name=f"cycle-sobol-{result.parameters['scenario'].replace('_', '-')}",
        title=t(
            "honesty.sobol.title",
            language,
            first=rows[0][f"label_{language}"],
            second=rows[1][f"label_{language}"],
        ),
        subtitle=t(
            "honesty.sobol.subtitle",
            language,
            scenario=name,
            runs=number(runs, language, 0),
            seed=rows[0]["seed"],
            date=rows[0]["computed_date"],
        ),
        alt=t("honesty.sobol.alt", language, scenario=name)
        + f" {'; '.join(_indices(row, language) for row in rows)}.",
        how=t("honesty.sobol.how", language, drawn=len(rows), count=len(ordered)),
        kind="simulated",
        result=result,
        table=_sensitivity_table(ordered, language),
        traces=[_dots(rows, order, language) for order in ("first", "total")],
        layout=_layout(rows, language, _axis(t("honesty.sobol.axis", language), 108 * upper)),
        narrow=_narrow(rows, language),
        key=(
            *_kinds(rows, language),
            Key(t("honesty.sobol.key.total", language), theme.TEXT, "dot"),
            Key(t("honesty.sobol.key.first", language), theme.TEXT, "ring"),
        ),
    )


def _dots(rows: list[Row], order: str, language: str) -> dict[str, Any]:
    """One kind of index per parameter, in per cent of the variance, a little above the other."""
    colours = [COLOURS[row["parameter_kind"]] for row in rows]
    shift = -0.16 if order == "total" else 0.16
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [100 * row[f"{order}_order"] for row in rows],
        "y": [place + shift for place in range(len(rows))],
        "marker": {
            "symbol": "circle" if order == "total" else "circle-open",
            "size": 10,
            "color": colours,
            "line": {"width": 2, "color": colours},
        },
        "error_x": {
            "type": "data",
            "array": [100 * row[f"{order}_margin"] for row in rows],
            "color": theme.COMPARED,
            "thickness": 1.2,
            "width": 3,
        },
        "cliponaxis": False,
        "hovertext": [_indices(row, language) for row in rows],
        "hoverinfo": "text",
    }


def _layout(rows: list[Row], language: str, axis: dict[str, Any], **own: Any) -> dict[str, Any]:
    names = [f"{label(row, language)}  <i>{kind(row, language)}</i>" for row in rows]
    return theme.layout(
        language,
        height=ROW_HEIGHT * len(rows) + 70,
        margin={"l": 8, "r": 24, "t": 6, "b": 52},
        xaxis=axis,
        yaxis=theme.category_axis(names, tickfont={"size": theme.SIZE - 1}),
        **own,
    )


def _axis(title: str, upper: float) -> dict[str, Any]:
    return theme.value_axis(title, upper)


def _narrow(rows: list[Row], language: str) -> dict[str, Any]:
    """On a narrow screen names stand above their rows."""
    return {
        "height": NARROW_ROW_HEIGHT * len(rows) + 70,
        "yaxis.showticklabels": False,
        "yaxis.range": [len(rows) - 0.5, -0.75],
        "xaxis.nticks": 5,
        "margin.r": 40,
        "bargap": 0.52,
        "annotations": [
            theme.annotation(
                0,
                place - 0.3,
                f"{label(row, language)} <i>({kind(row, language)})</i>",
                xref="paper",
                xanchor="left",
                yanchor="bottom",
                font={"size": theme.SMALL_SIZE, "color": theme.TEXT},
                bgcolor=theme.PAPER,
                borderpad=0,
            )
            for place, row in enumerate(rows)
        ],
    }


def _kinds(rows: list[Row], language: str) -> tuple[Key, ...]:
    present = {row["parameter_kind"] for row in rows}
    return tuple(
        Key(t(f"honesty.kind.{name}", language), colour, "bar")
        for name, colour in COLOURS.items()
        if name in present
    )


def _ends(language: str) -> tuple[Key, ...]:
    return (
        Key(t("honesty.tornado.key.high", language), theme.TEXT, "bar"),
        Key(t("honesty.tornado.key.low", language), theme.TEXT, "frame"),
    )


def _said(row: Row, language: str) -> str:
    return t(
        "honesty.tornado.row",
        language,
        name=row[f"label_{language}"],
        kind=kind(row, language),
        low=amount(row["range_low"], language),
        high=amount(row["range_high"], language),
        at_low=number(row["at_low_pct"], language, 0),
        at_high=number(row["at_high_pct"], language, 0),
    )


def _indices(row: Row, language: str) -> str:
    return t(
        "honesty.sobol.row",
        language,
        name=row[f"label_{language}"],
        kind=kind(row, language),
        first=ends(row, "first", language),
        total=ends(row, "total", language),
    )


def _range(row: Row, language: str) -> str:
    low = amount(row["range_low"], language)
    return f"{low}–{with_unit(row['range_high'], row['parameter_unit'], language)}"


def _sensitivity_table(rows: list[Row], language: str) -> Table:
    """Every parameter that was varied; the fifth column is the width of what it moves."""
    keys = ("parameter", "symbol", "kind", "range", "moves", "at_low", "at_high", "first", "total")
    raw = (
        *("scenario", "symbol", "parameter_kind", "parameter_value", "range_low", "range_high"),
        *("parameter_unit", "base_pct", "at_low_pct", "at_high_pct"),
        *("first_order", "first_margin", "total_order", "total_margin"),
        *("sample_count", "seed", "computed_date", "ledger_version", "origin"),
    )
    return Table(
        header=tuple(t(f"honesty.table.{key}", language) for key in keys),
        rows=tuple(
            (
                row[f"label_{language}"],
                row["symbol"],
                kind(row, language),
                _range(row, language),
                number(abs(row["at_high_pct"] - row["at_low_pct"]), language, 1),
                number(row["at_low_pct"], language, 1),
                number(row["at_high_pct"], language, 1),
                ends(row, "first", language),
                ends(row, "total", language),
            )
            for row in rows
        ),
        raw_header=raw,
        raw_rows=tuple(tuple(row[column] for column in raw) for row in rows),
        notes=(t("honesty.table.note", language),),
    )
