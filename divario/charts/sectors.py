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

Pair = tuple[Cell, Cell | None]  # a sector in Italy and in the EU
ROW_HEIGHTS = ((14, 37), (99, 25))


@recipe("sectors_by_territory")
def sector_bars(
    result: Result, language: str, level: str = "section", chosen: str = TOTAL
) -> Figure:
    """Bars of `sectors_by_territory` at one level, Italy's values in order, the EU beside each.

    The bar of the `chosen` sector keeps the accent, where it is one of them; the others are grey.
    """
    cells = result.records
    at = at_level(cells, level)
    own = [cell for cell in at if cell["territory"] == ITALY]
    order = ranked(own) + [cell for cell in own if cell["is_low_reliability"]]
    mean = find(cells, territory=ITALY, sector=TOTAL)
    europe = {cell["sector"]: cell for cell in at if cell["territory"] == EU}
    means = [mean] if mean else []
    upper = theme.upper_bound([cell["value"] for cell in [*order, *europe.values(), *means]], 1.15)
    pairs = [(cell, europe.get(cell["sector"])) for cell in order]
    listed = [cell for pair in pairs for cell in pair if cell] + means
    unit = catalogue.current().unit(result.parameters["indicator"], language)
    return Figure(
        name="sectors",
        title=_title(ranked(own), language),
        subtitle=t("sectors.subtitle", language, **words.asked(result, language)),
        alt=_alt(ranked(own), mean, language),
        how=t("sectors.how", language),
        kind="measured",
        result=result,
        table=LaterTable(words.table, listed, language),
        traces=_traces(pairs, chosen, language),
        layout=_layout(order, unit, upper, language) | _mean(mean, upper, language),
        narrow=_narrow(order, language),
        key=_key(pairs, chosen, language),
    )


def _layout(order: list[Cell], unit: str, upper: float, language: str) -> dict[str, Any]:
    names = [f"{name}  {text}" for name, text in _named(order, language)]
    return theme.layout(
        language,
        height=next(px for rows, px in ROW_HEIGHTS if len(order) <= rows) * len(order) + 84,
        margin={"l": 8, "r": 24, "t": 30, "b": 52},
        bargap=0.3,
        xaxis=theme.value_axis(unit, upper),
        yaxis=theme.category_axis(names, tickfont={"size": theme.SIZE - 1}),
    )


def _narrow(order: list[Cell], language: str) -> dict[str, Any]:
    names = [f"{theme.wrapped(name)} {text}" for name, text in _named(order, language)]
    return {
        "yaxis.ticktext": names,
        "yaxis.tickfont.size": theme.SMALL_SIZE,
        "height": 40 * len(order) + 84,
    }


def _named(order: list[Cell], language: str) -> list[tuple[str, str]]:
    """Each sector's name and its value, set beside it: at a bar's end it would meet a tick."""
    return [
        (words.sector(cell["sector"], language), f"<b>{words.starred(cell, language)}</b>")
        for cell in order
    ]


def _key(pairs: list[Pair], chosen: str, language: str) -> tuple[Key, ...]:
    keys = [Key(words.territory(ITALY, language), theme.FOCUS, "bar")]
    if _is_among(pairs, chosen):
        name = t("sectors.key.own", language, sector=words.sector(chosen, language))
        others = Key(t("sectors.key.others", language), theme.CONTEXT, "bar")
        keys = [Key(name, theme.FOCUS, "bar"), others]
    if any(other for _own, other in pairs):
        keys.append(Key(words.territory(EU, language), theme.CONTRAST, "tick"))
    return tuple(keys)


def _is_among(pairs: list[Pair], chosen: str) -> bool:
    return any(own["sector"] == chosen for own, _other in pairs)


def _colours(pairs: list[Pair], chosen: str) -> str | list[str]:
    if not _is_among(pairs, chosen):
        return theme.FOCUS
    return [theme.FOCUS if own["sector"] == chosen else theme.CONTEXT for own, _other in pairs]


def _traces(pairs: list[Pair], chosen: str, language: str) -> list[dict[str, Any]]:
    """Bars of each pair's first cell, ticks of its second."""
    rows = list(range(len(pairs)))
    order, beside = [own for own, _ in pairs], [other for _, other in pairs]
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": [cell["value"] for cell in order],
        "y": rows,
        "marker": {
            "color": _colours(pairs, chosen),
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
    return [bars, ticks] if any(beside) else [bars]


def _mean(mean: Cell | None, upper: float, language: str) -> dict[str, Any]:
    """The national mean as a dotted line with its value on top; nothing where it is missing."""
    if mean is None:
        return {}
    said = t("sectors.mean", language, value=words.value(mean, language))
    side = theme.roomy_side(mean["value"], upper)
    return {
        "shapes": [theme.upright(mean["value"]) | {"layer": "below"}],
        "annotations": [theme.on_top(mean["value"], said, xanchor=side)],
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
