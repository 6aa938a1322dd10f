"""Enterprises of one size class beside those one class up: each indicator as two dots."""

from __future__ import annotations

from typing import Any

from divario import catalogue
from divario.catalogue import LARGE, MEDIUM, SMALL
from divario.charts import rows, theme, words
from divario.charts.figure import Figure, Key, LaterTable
from divario.charts.recipes import recipe
from divario.i18n import t
from divario.queries import Result
from divario.stats.gaps import Cell, Gap, find

# The ladders of size classes that the publishers measure: Eurostat's and, inside sectors, Istat's.
LADDERS = ((SMALL, MEDIUM, LARGE), (SMALL, "50-99", "100-249", LARGE))
SIZES = LADDERS[1]
# Where only Eurostat measured, the class that holds Istat's.
HOLDING = {"50-99": MEDIUM, "100-249": MEDIUM}
MARKS = (("circle", theme.FOCUS, "dot", 13), ("circle-open", theme.TEXT, "ring", 15))


def steps(result: Result, size: str) -> list[Gap]:
    """Of each indicator the class `size` (near) and the next one up that was measured (far)."""
    pairs = []
    for cell in rows.in_order(c for c in result.records if c["size_class"] == size):
        same = [c for c in result.records if c["indicator"] == cell["indicator"]]
        pairs.append(Gap(near=cell, far=_next(same, size)))
    return pairs


def _next(cells: list[Cell], size: str) -> Cell | None:
    above = {code for one in LADDERS if size in one for code in one[one.index(size) + 1 :]}
    measured = [code for code in catalogue.current().codes("size_class") if code in above]
    return next((cell for code in measured if (cell := find(cells, size_class=code))), None)


@recipe("sizes_by_indicator")
def peer_dots(result: Result, language: str, size: str, only: tuple[str, ...] = ()) -> Figure:
    """Dots of `sizes_by_indicator`, asked for one unit; `only` are the indicators to draw."""
    every = steps(result, size)
    unit = catalogue.current().text("unit", result.parameters["unit"], language, "short")
    listed = [pair for pair in every if not only or pair.near["indicator"] in only]
    highest = _highest(listed)
    own = rows.drawn((pair.near for pair in listed), [highest.near] if highest else [])
    lines = rows.with_themes(own)
    found = {pair.near["indicator"]: pair for pair in listed}
    upper = theme.upper_bound([cell["value"] for pair in listed for cell in _cells(pair)], 1.06)
    return Figure(
        name=f"peers-{result.parameters['unit']}",
        title=_title(highest, language),
        subtitle=t(
            "sectors.peers.subtitle",
            language,
            sector=words.sector(result.parameters["sector"], language),
            size=words.size(size, language),
            unit=unit,
        ),
        alt=_alt(own, found, language),
        how=t("sectors.peers.how", language),
        kind="measured",
        result=result,
        table=LaterTable(
            rows.table, [c for pair in every for c in _cells(pair)], language, "size_class"
        ),
        traces=_traces(lines, found, language),
        layout=rows.layout(
            lines,
            language,
            lambda c: words.starred(c, language),
            xaxis=theme.value_axis(unit, upper),
        ),
        narrow=rows.narrow(lines, language, lambda c: words.starred(c, language)),
        key=_key(listed, language),
        note=t("sectors.peers.more", language, drawn=len(own), count=len(every))
        if only
        else rows.note(len(own), len(every), language),
    )


def _cells(pair: Gap) -> list[Cell]:
    return [cell for cell in (pair.near, pair.far) if cell]


def _highest(pairs: list[Gap]) -> Gap | None:
    """The highest step up, of what is better when there is more of it."""
    sure = [
        pair
        for pair in pairs
        if pair.direction == "ahead"
        and pair.near["better"] == "more"
        and not any(cell["is_low_reliability"] for cell in _cells(pair))
    ]
    return max(sure, key=lambda pair: pair.difference, default=None)


def _title(highest: Gap | None, language: str) -> str:
    if highest is None:
        return t("sectors.peers.title.missing", language)
    return t(
        "sectors.peers.title",
        language,
        label=catalogue.current().indicator(highest.near["indicator"], language),
        own=words.value(highest.near, language),
        size=words.size(highest.near["size_class"], language),
        above=words.value(highest.far, language),
        size_above=words.size(highest.far["size_class"], language),
    )


def _traces(lines: list[Cell | str], found: dict[str, Gap], language: str) -> list[dict[str, Any]]:
    """A grey line for each step, then the dots of the class above, then one's own on top."""
    pairs = [
        (row, found[line["indicator"]]) for row, line in enumerate(lines) if isinstance(line, dict)
    ]
    whole = [(row, pair) for row, pair in pairs if pair.far]
    line = {
        "type": "scatter",
        "mode": "lines",
        "x": [x for _, pair in whole for x in (pair.near["value"], pair.far["value"], None)],
        "y": [y for row, _ in whole for y in (row, row, None)],
        "line": {"color": theme.CONTEXT, "width": 3},
        "hoverinfo": "skip",
    }
    ends = ([(row, pair.near) for row, pair in pairs], [(row, pair.far) for row, pair in whole])
    own, above = (
        rows.dots(cells, symbol, colour, size, language)
        for cells, (symbol, colour, _, size) in zip(ends, MARKS, strict=True)
    )
    return [line, above, own]


def _key(pairs: list[Gap], language: str) -> tuple[Key, ...]:
    """The two classes by name; where indicators differ in the class above, all of these."""
    own = list(dict.fromkeys(pair.near["size_class"] for pair in pairs))
    above = list(dict.fromkeys(pair.far["size_class"] for pair in pairs if pair.far))
    return tuple(
        Key(" / ".join(words.size(code, language) for code in codes), colour, shape)
        for codes, (_, colour, shape, _) in zip((own, above), MARKS, strict=True)
        if codes
    )


def _alt(own: list[Cell], found: dict[str, Gap], language: str) -> str:
    listed = "; ".join(
        f"{rows.name(cell, language)}: "
        + ", ".join(
            f"{words.size(one['size_class'], language)} {words.value(one, language)}"
            for one in _cells(found[cell["indicator"]])
        )
        for cell in own
    )
    return f"{t('sectors.peers.alt', language)} {listed}."
