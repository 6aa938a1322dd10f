"""Sectors: ordered bars of Italy, the EU as a tick, the national mean as a line."""

from __future__ import annotations

from typing import Any

from divario import catalogue
from divario.catalogue import EU, ITALY, TOTAL
from divario.charts import theme, words
from divario.charts.figure import Figure, Key, LaterTable
from divario.charts.recipes import recipe
from divario.i18n import t
from divario.queries import Result
from divario.stats.gaps import Cell, find, ranked
from divario.stats.levels import at_level

ROW_HEIGHTS = ((14, 37), (99, 25))


@recipe("sectors_by_territory")
def sector_bars(result: Result, language: str, level: str = "section") -> Figure:
    """Bars of `sectors_by_territory` at one level, Italy's values in order, the EU beside each."""
    cells = result.records
    chosen = at_level(cells, level)
    own = [cell for cell in chosen if cell["territory"] == ITALY]
    order = ranked(own) + [cell for cell in own if cell["is_low_reliability"]]
    mean = find(cells, territory=ITALY, sector=TOTAL)
    europe = {cell["sector"]: cell for cell in chosen if cell["territory"] == EU}
    shown = [*order, *europe.values(), *([mean] if mean else [])]
    upper = theme.upper_bound([cell["value"] for cell in shown], 1.15)
    names = [words.sector(cell["sector"], language) for cell in order]
    shown_values = [_shown(cell, language) for cell in order]
    unit = catalogue.current().unit(result.parameters["indicator"], language)
    return Figure(
        name="sectors",
        title=_title(ranked(own), language),
        subtitle=t(
            "sectors.subtitle",
            language,
            unit=unit,
            year=result.parameters["year"],
            size=words.size(result.parameters["size_class"], language, "label"),
        ),
        alt=_alt(ranked(own), mean, language),
        how=t("sectors.how", language),
        kind="measured",
        result=result,
        table=LaterTable(
            words.table,
            [cell for row in order for cell in (row, europe.get(row["sector"])) if cell]
            + ([mean] if mean else []),
            language,
        ),
        traces=_traces(order, europe, language),
        layout=theme.layout(
            language,
            height=next(px for rows, px in ROW_HEIGHTS if len(order) <= rows) * len(order) + 84,
            margin={"l": 8, "r": 24, "t": 30, "b": 52},
            bargap=0.3,
            xaxis=theme.value_axis(unit, upper),
            yaxis=theme.category_axis(
                [f"{name}  {text}" for name, text in zip(names, shown_values, strict=True)],
                tickfont={"size": theme.SIZE - 1},
            ),
            **_mean(mean, upper, language),
        ),
        narrow={
            "yaxis.ticktext": [
                f"{theme.wrapped(name)} {text}"
                for name, text in zip(names, shown_values, strict=True)
            ],
            "yaxis.tickfont.size": theme.SMALL_SIZE,
            "height": 40 * len(order) + 84,
        },
        key=(
            Key(words.territory(ITALY, language), theme.FOCUS, "bar"),
            *([Key(words.territory(EU, language), theme.CONTRAST, "tick")] if europe else ()),
        ),
    )


def _shown(cell: Cell, language: str) -> str:
    """A sector's value, set beside its name: at a bar's end it would meet the EU's tick."""
    return f"<b>{words.value(cell, language)}</b>" + ("*" if cell["status"] else "")


def _traces(order: list[Cell], europe: dict[str, Cell], language: str) -> list[dict[str, Any]]:
    rows = list(range(len(order)))
    beside = [europe.get(cell["sector"]) for cell in order]
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": [cell["value"] for cell in order],
        "y": rows,
        "marker": {
            "color": theme.FOCUS,
            "pattern": {"shape": ["/" if cell["is_low_reliability"] else "" for cell in order]},
        },
        "hovertext": [words.hover(cell, language) for cell in order],
        "hoverinfo": "text",
    }
    ticks = {
        "type": "scatter",
        "mode": "markers",
        "x": [cell["value"] if cell else None for cell in beside],
        "y": rows,
        "marker": {
            "symbol": "line-ns-open",
            "size": 19,
            "color": theme.CONTRAST,
            "line": {"width": 3.5, "color": theme.CONTRAST},
        },
        "hovertext": [words.hover(cell, language) if cell else "" for cell in beside],
        "hoverinfo": "text",
    }
    return [bars, ticks] if europe else [bars]


def _mean(mean: Cell | None, upper: float, language: str) -> dict[str, Any]:
    """The national mean as a dotted line with its value on top; nothing where it is missing."""
    if mean is None:
        return {}
    return {
        "shapes": [
            {
                "type": "line",
                "x0": mean["value"],
                "x1": mean["value"],
                "y0": 0,
                "y1": 1,
                "yref": "paper",
                "layer": "below",
                "line": {"color": theme.TEXT, "width": 1.5, "dash": "dot"},
            }
        ],
        "annotations": [
            theme.annotation(
                mean["value"],
                1,
                t("sectors.mean", language, value=words.value(mean, language)),
                yref="paper",
                yanchor="bottom",
                xanchor="left" if mean["value"] < upper / 2 else "right",
            )
        ],
    }


def _title(order: list[Cell], language: str) -> str:
    if not order:
        return t("sectors.title.missing", language)
    first, last = order[0], order[-1]
    return t(
        "sectors.title",
        language,
        first=words.sector(first["sector"], language),
        first_value=words.value(first, language),
        last=words.sector(last["sector"], language),
        last_value=words.value(last, language),
    )


def _alt(order: list[Cell], mean: Cell | None, language: str) -> str:
    listed = "; ".join(
        f"{words.sector(cell['sector'], language)} {words.value(cell, language)}" for cell in order
    )
    own_mean = t("sectors.mean", language, value=words.value(mean, language)) + "." if mean else ""
    return f"{t('sectors.alt', language)} {listed}. {own_mean}".strip()
