"""Published figures read from the web: by size class, by region, as ranges, and all as a table."""

from __future__ import annotations

from typing import Any

from divario.charts import theme, web_rows, web_words
from divario.charts.figure import Figure, Key
from divario.charts.recipes import recipe
from divario.charts.web_words import TOTAL, Row
from divario.i18n import number, t
from divario.queries import Result

MARKS = (
    ("circle", theme.FOCUS, "dot"),
    ("diamond", theme.CONTRAST, "diamond"),
    ("square", theme.COMPARED, "bar"),
)
NATION = "IT"
ROW_HEIGHT = 30


@recipe("published_by_topic")
def published_sizes(result: Result, language: str) -> Figure:
    """Dots of one source of `published_by_topic`: a row per size class, a mark per indicator."""
    rows = [row for row in result.records if row["value"] is not None]
    sizes = list(dict.fromkeys(row["size_class"] for row in rows if row["size_class"] != TOTAL))
    shown = list(dict.fromkeys(row["indicator"] for row in rows))
    upper = theme.upper_bound([row["value"] for row in rows], 1.2)
    names = [web_words.name("size_class", code, language) for code in sizes]
    return Figure(
        name="web-sizes",
        title=_sizes_title(rows, sizes, shown, language),
        subtitle=t("web.sizes.subtitle", language, population=_population(rows, language)),
        alt=_alt(t("web.sizes.alt", language), rows, language),
        how=t("web.sizes.how", language),
        kind="measured",
        result=result,
        table=web_words.published_table(rows, language),
        traces=[
            _size_marks(rows, sizes, code, mark, language)
            for code, mark in zip(shown, MARKS, strict=False)
        ],
        layout=theme.layout(
            language,
            height=44 * len(sizes) + 70,
            margin={"l": 8, "r": 16, "t": 14, "b": 52},
            xaxis=theme.value_axis(t("web.sizes.unit", language), upper),
            yaxis=theme.category_axis(names),
        ),
        narrow={"yaxis.ticktext": [theme.wrapped(one) for one in names]},
        key=tuple(
            Key(web_words.name("indicator", code, language), colour, shape)
            for code, (_, colour, shape) in zip(shown, MARKS, strict=False)
        ),
    )


def _size_marks(
    rows: list[Row], sizes: list[str], indicator: str, mark: tuple[str, str, str], language: str
) -> dict[str, Any]:
    own = [row for row in rows if row["indicator"] == indicator and row["size_class"] in sizes]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [row["value"] for row in own],
        "y": [sizes.index(row["size_class"]) for row in own],
        "text": [web_words.amount(row, language) for row in own],
        "textposition": "top center",
        "cliponaxis": False,
        "marker": {"symbol": mark[0], "size": 13, "color": mark[1]},
        "hovertext": [_hover(row, language) for row in own],
        "hoverinfo": "text",
    }


def _hover(row: Row, language: str) -> str:
    label = web_words.name("indicator", row["indicator"], language)
    size = web_words.name("size_class", row["size_class"], language)
    return f"<b>{web_words.amount(row, language)}</b><br>{label}<br>{size}, {web_words.period(row)}"


def _sizes_title(rows: list[Row], sizes: list[str], shown: list[str], language: str) -> str:
    ends = [
        next(row for row in rows if row["indicator"] == shown[0] and row["size_class"] == size)
        for size in (sizes[0], sizes[-1])
    ]
    return t(
        "web.sizes.title",
        language,
        where=web_words.name("territory", ends[0]["territory"], language),
        sector=web_words.in_sentence(web_words.name("sector", ends[0]["sector"], language)),
        year=web_words.period(ends[0]),
        low=web_words.amount(ends[0], language),
        low_size=web_words.name("size_class", sizes[0], language),
        high=web_words.amount(ends[1], language),
        high_size=web_words.name("size_class", sizes[-1], language),
    )


def _population(rows: list[Row], language: str) -> str:
    return web_words.population(rows[0], language)


def _alt(lead: str, rows: list[Row], language: str) -> str:
    listed = "; ".join(
        f"{web_words.name('territory', row['territory'], language)}, "
        f"{web_words.name('size_class', row['size_class'], language)}, "
        f"{web_words.name('indicator', row['indicator'], language)}: "
        f"{web_words.amount(row, language)}"
        for row in rows
    )
    return f"{lead} {listed}."


@recipe("published_by_topic")
def domain_bars(result: Result, language: str) -> Figure:
    """Bars of an indicator of .it names by region, Italy as a line; provinces in the table alone.

    Only the regions that the copies of the study give: the others are missing, not zero.
    """
    rows = sorted(result.records, key=lambda row: -row["value"])
    regions = [row for row in rows if row["territory"].startswith("IT") and not _is_nation(row)]
    nation = next((row for row in rows if _is_nation(row)), None)
    names = [web_words.name("territory", row["territory"], language) for row in regions]
    shown = [web_words.ends(row, language) for row in regions]
    upper = theme.upper_bound([row["value"] for row in regions])
    unit = web_words.name("unit", rows[0]["unit"], language)
    return Figure(
        name="web-domains",
        title=_domains_title(regions, nation, language),
        subtitle=t("web.domains.subtitle", language, unit=unit, year=web_words.period(rows[0])),
        alt=_alt(t("web.domains.alt", language), regions, language),
        how=t("web.domains.how", language),
        kind="measured",
        result=result,
        table=web_words.published_table(rows, language),
        traces=[
            web_rows.bars(
                [row["value"] for row in regions], [_hover(row, language) for row in regions]
            )
        ],
        layout=web_rows.layout(
            language,
            web_rows.labels(names, shown),
            ROW_HEIGHT,
            unit,
            upper,
            axis={"ticksuffix": ""},
            margin={"l": 8, "r": 16, "t": 26, "b": 52},
            **_nation(nation, language),
        ),
        narrow=web_rows.narrow(names, shown, 44),
        note=t("web.domains.note", language),
    )


def _is_nation(row: Row) -> bool:
    return row["territory"] == NATION


def _nation(nation: Row | None, language: str) -> dict[str, Any]:
    """Italy's figure as a dotted line with its value on top; nothing where it is missing."""
    if nation is None:
        return {}
    value = nation["value"]
    label = t("web.domains.nation", language, value=web_words.ends(nation, language))
    return {"shapes": [theme.upright(value)], "annotations": [theme.on_top(value, label)]}


def _domains_title(regions: list[Row], nation: Row | None, language: str) -> str:
    first = regions[0]
    name = web_words.name("territory", first["territory"], language)
    if nation is None:
        return t(
            "web.domains.title.first", language, first=name, value=web_words.ends(first, language)
        )
    return t(
        "web.domains.title",
        language,
        first=name,
        value=web_words.ends(first, language),
        nation=web_words.ends(nation, language),
    )


@recipe("published_by_topic")
def audit_ranges(result: Result, language: str) -> Figure:
    """The ranges that a source of `published_by_topic` gives, as bars from low to high."""
    rows = [row for row in result.records if row["low"] is not None]
    names = [web_words.name("indicator", row["indicator"], language) for row in rows]
    return Figure(
        name="web-audit",
        title=t("web.audit.title", language, range=web_words.amount(rows[0], language)),
        subtitle=t(
            "web.audit.subtitle",
            language,
            population=_population(rows, language),
            period=web_words.period(rows[0]),
        ),
        alt=_alt(t("web.audit.alt", language), rows, language),
        how=t("web.audit.how", language),
        kind="indicative",
        result=result,
        table=web_words.published_table(rows, language),
        traces=[_ranges(rows, language)],
        layout=web_rows.layout(
            language,
            names,
            34,
            web_words.name("unit", rows[0]["unit"], language),
            theme.upper_bound([row["high"] for row in rows], 1.7),
        ),
        narrow={
            "yaxis.ticktext": [theme.wrapped(one, 18) for one in names],
            "height": 46 * len(rows) + web_rows.ROOM,
        },
        note=t("web.audit.note", language),
    )


def _ranges(rows: list[Row], language: str) -> dict[str, Any]:
    """Hatched bars from the lower to the upper end of each range."""
    return web_rows.bars(
        [row["high"] - row["low"] for row in rows],
        [_hover(row, language) for row in rows],
        base=[row["low"] for row in rows],
        text=[web_words.ends(row, language) + "%" for row in rows],
        textposition="outside",
        cliponaxis=False,
        marker={"color": theme.CONTEXT, "pattern": {"shape": "/"}},
    )


@recipe("published_by_topic")
def published_figures(result: Result, language: str) -> Figure:
    """Every published figure of a topic as a table, the marked ones counted in the title."""
    rows = result.records
    pressed, unsure = (
        sum(mark in web_words.codes(row) for row in rows) for mark in web_words.MARKED
    )
    title = t(
        "web.all.title",
        language,
        count=number(len(rows), language, 0),
        press=number(pressed, language, 0),
        undocumented=number(unsure, language, 0),
    )
    sources = len({row["source"] for row in rows})
    return Figure(
        name="web-published",
        title=title,
        subtitle=t("web.all.subtitle", language, count=number(sources, language, 0)),
        alt=title,
        how=t("web.all.how", language),
        kind="measured",
        result=result,
        table=web_words.published_table(rows, language),
    )
