"""Where plausible firms of each size end in the what-if model, in 100 of them."""

from __future__ import annotations

from typing import Any

from divario.charts import theme, web_rows
from divario.charts.cycle_words import Row, in_hundred, persons, scenario, sized, whole
from divario.charts.figure import Figure, Key, Table
from divario.charts.recipes import recipe
from divario.i18n import number, t
from divario.queries import Result

REGIMES = {"trap": theme.COMPARED, "two": "#c9ccd0", "growth": theme.FOCUS}
LEAST_LABELLED = 4  # a narrower part of a bar has no room for its number


@recipe("regimes_by_size")
def cycle_regimes(result: Result, language: str) -> Figure:
    """Stacked bars of `regimes_by_size`: in 100 plausible firms of a size, who ends where."""
    rows = result.records
    name = scenario(result.parameters["scenario"], language)
    labels = [_label(row, language) for row in rows]
    return Figure(
        name=f"cycle-regimes-{result.parameters['scenario'].replace('_', '-')}",
        title=_title(rows, name, language),
        subtitle=t(
            "honesty.regimes.subtitle",
            language,
            draws=number(rows[0]["draws_count"], language, 0),
            seed=rows[0]["seed"],
            date=rows[0]["computed_date"],
        ),
        alt=t("honesty.regimes.alt", language, scenario=name)
        + f" {' '.join(sized(row, language) for row in rows)}",
        how=t("honesty.regimes.how", language),
        kind="simulated",
        result=result,
        table=_regimes_table(rows, language),
        traces=[_share(rows, regime, language) for regime in REGIMES],
        layout=_layout(rows, labels, language),
        narrow={
            "yaxis.ticktext": [text.replace(" <i>", "<br><i>") for text in labels],
            "xaxis.nticks": 4,
            "margin.r": 84,
        },
        key=tuple(
            Key(t(f"honesty.regimes.{regime}", language), colour, "bar")
            for regime, colour in REGIMES.items()
        ),
    )


def _title(rows: list[Row], name: str, language: str) -> str:
    """What becomes of the smallest firms and of the largest."""
    first, last = rows[0], rows[-1]
    return t(
        "honesty.regimes.title",
        language,
        scenario=name,
        few=in_hundred(first)["trap"],
        small=persons(first, language),
        many=in_hundred(last)["trap"],
        large=persons(last, language),
    )


def _layout(rows: list[Row], labels: list[str], language: str) -> dict[str, Any]:
    return web_rows.layout(
        language,
        labels,
        44,
        t("honesty.regimes.axis", language),
        100,
        barmode="stack",
        uniformtext={"minsize": theme.SMALL_SIZE, "mode": "hide"},
        axis={"ticksuffix": ""},
        margin={"l": 8, "r": 96, "t": 40, "b": 52},
        annotations=_escaped(rows, language),
    )


def _label(row: Row, language: str) -> str:
    """Persons employed, with the size class that they fall in."""
    sizes = row["size_class"].replace("-", "–")
    return t("honesty.regimes.label", language, persons=persons(row, language), sizes=sizes)


def _escaped(rows: list[Row], language: str) -> list[dict[str, Any]]:
    """At the right of each bar how many are out after five years, under a heading."""
    own = {"xanchor": "left", "align": "left", "xshift": 8}
    head = theme.annotation(
        100,
        1,
        t("honesty.regimes.escaped", language),
        **own,
        yref="paper",
        yanchor="bottom",
        font={"size": theme.SMALL_SIZE, "color": theme.MUTED},
    )
    return [head] + [
        theme.annotation(100, place, f"<b>{number(whole(row), language, 0)}</b>", **own)
        for place, row in enumerate(rows)
    ]


def _share(rows: list[Row], regime: str, language: str) -> dict[str, Any]:
    """The firms of one regime, with their number within the bar where it has room."""
    counts = [in_hundred(row)[regime] for row in rows]
    return web_rows.bars(
        counts,
        [sized(row, language) for row in rows],
        marker={"color": REGIMES[regime]},
        text=[number(count, language, 0) if count >= LEAST_LABELLED else "" for count in counts],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={
            "size": theme.SIZE,
            "color": theme.TEXT if regime == "two" else theme.PAPER,
        },
    )


def _regimes_table(rows: list[Row], language: str) -> Table:
    keys = ("persons", "turnover", "draws", "trap", "two", "growth", "escaped")
    raw = (
        *("scenario", "size_class", "persons_count", "turnover_month_eur", "draws_count"),
        *("trap_count", "two_count", "growth_count", "escaped_count"),
        *("seed", "computed_date", "ledger_version", "origin"),
    )
    return Table(
        header=tuple(t(f"honesty.table.{key}", language) for key in keys),
        rows=tuple(
            (
                number(row["persons_count"], language, 0),
                number(row["turnover_month_eur"], language, 0),
                number(row["draws_count"], language, 0),
                *(number(in_hundred(row)[name], language, 0) for name in REGIMES),
                number(whole(row), language, 0),
            )
            for row in rows
        ),
        raw_header=raw,
        raw_rows=tuple(tuple(row[column] for column in raw) for row in rows),
    )
