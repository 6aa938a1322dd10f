"""The evidence of a claim: each test as a sentence with its figures, all of them as one chart."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from divario import catalogue, findings
from divario.catalogue import TOTAL
from divario.charts import theme, words
from divario.charts.figure import Figure, Key, Table
from divario.charts.recipes import recipe
from divario.i18n import article, number, points, t
from divario.queries import Result
from divario.stats.claims import Cell, Evidence, Judged
from divario.stats.gaps import Gap

ROW_HEIGHT = 62
NAME_WIDTH = 44
# What the second mark of a row is: the EU, large enterprises, an earlier year, another indicator,
# or the line that a share is held against.
REFERENCES = {
    "italy_below_eu": ("eu", "circle", theme.CONTRAST, "dot"),
    "italy_above_eu": ("eu", "circle", theme.CONTRAST, "dot"),
    "sme_below_large": ("large", "diamond", theme.COMPARED, "diamond"),
    "rose": ("earlier", "circle-open", theme.FOCUS, "ring"),
    "fell": ("earlier", "circle-open", theme.FOCUS, "ring"),
    "not_moved": ("earlier", "circle-open", theme.FOCUS, "ring"),
    "gap_between": ("other", "x", theme.COMPARED, "cross"),
    "share_below": ("line", "line-ns", theme.TEXT, "tick"),
    "share_above": ("line", "line-ns", theme.TEXT, "tick"),
}


def sentence(item: Evidence, language: str) -> str:
    """The figures of a test in words; what was not measured is said to be so."""
    if item.outcome == "missing":
        return t("claims.missing", language)
    said = words.statement(item.subject, language)
    if item.reference is None:
        return f"{said}."
    gap = Gap(near=item.reference, far=item.subject)
    kind = REFERENCES[item.test["comparison"]][0]
    is_other = kind == "other"
    if is_other:
        other = words.statement(item.reference, language)
    else:
        other = t(
            f"claims.reference.{kind}",
            language,
            year=item.reference["year"],
            article=article(item.reference["value"], language, item.reference["decimals_count"]),
            value=words.value(item.reference, language),
        )
    return t(
        "claims.compared.two" if is_other else "claims.compared",
        language,
        base=said,
        other=other,
        points=points(gap.difference or 0.0, language, gap.decimals),
    )


def expectation(item: Evidence, language: str) -> str:
    """What a test asks for, and which way it counts when the answer is yes."""
    test = item.test
    asked = t(
        f"claims.expect.{test['comparison']}",
        language,
        line=number(test["line"], language, 0),
        margin=number(test["margin"], language, 0),
        least=number(test["line"] + test["margin"], language, 0),
    )
    return t(f"claims.test.{test['direction']}", language, asked=asked)


def remarks(item: Evidence, language: str) -> str:
    """What must be known of the cells of a test: their flags, and the indicators' caveats."""
    known = catalogue.current().indicators
    flags = [words.status(cell, language) for cell in item.cells]
    said = [t("claims.status", language, status=text) for text in flags if text]
    codes = dict.fromkeys(
        code for cell in item.cells for code in known[cell["indicator"]]["indicator_caveats"]
    )
    said += [t(f"caveat.{code}", language) for code in codes]
    return " ".join(dict.fromkeys(said))


def source(item: Evidence, answer: Result, language: str) -> str:
    """The source of one test's cells: datasets, vintages, licence, release."""
    codes = {cell["origin"].split(":", 1)[1].partition("@")[0] for cell in item.cells}
    part = replace(
        answer,
        held=answer.held.where({name: [item.test[name]] for name in ("claim", "test")}),
        origins=tuple(origin for origin in answer.origins if origin.code in codes),
    )
    return words.source(part, language)


@recipe("evidence_by_claim")
def evidence_dots(answer: Result, language: str) -> Figure:
    """Dots of `evidence_by_claim` for one claim: a row per test, both ends of its comparison.

    Only tests in the unit that most of them share are drawn, since an axis has one unit; the table
    holds them all. Raises ValueError for a claim of which nothing was measured.
    """
    judged = _judged(answer)
    measured = [item for item in judged.evidence if item.outcome != "missing"]
    if not measured:
        raise ValueError("nothing was measured of this claim")
    unit = Counter(item.subject["unit"] for item in measured).most_common(1)[0][0]
    rows = [item for item in measured if item.subject["unit"] == unit]
    places = [judged.evidence.index(item) + 1 for item in rows]
    drawn = [cell["value"] for item in rows for cell in item.cells]
    drawn += [item.test["line"] for item in rows if item.reference is None]
    upper = theme.upper_bound(drawn, 1.2)
    said = " ".join(sentence(item, language) for item in rows)
    return Figure(
        name="claims",
        title=_title(judged, language),
        subtitle=t("claims.chart.subtitle", language),
        alt=f"{t('claims.chart.alt', language)} {said}",
        how=t("claims.chart.how", language),
        kind="measured",
        result=answer,
        table=_table([cell for item in measured for cell in item.cells], language),
        traces=_traces(rows, upper, language),
        layout=_layout(rows, places, upper, language),
        narrow={
            "yaxis.ticktext": [t("claims.chart.row", language, place=place) for place in places],
            "xaxis.nticks": 4,
        },
        key=_key(rows, language),
        note=t("claims.chart.note", language) if len(rows) < len(measured) else "",
    )


def _layout(rows: list[Evidence], places: list[int], upper: float, language: str) -> dict[str, Any]:
    names = [f"{place}. {_name(item, language)}" for place, item in zip(places, rows, strict=True)]
    unit = catalogue.current().text("unit", rows[0].subject["unit"], language, "short")
    return theme.layout(
        language,
        height=ROW_HEIGHT * len(rows) + 66,
        margin={"l": 8, "r": 24, "t": 14, "b": 52},
        xaxis=theme.value_axis(unit, upper),
        yaxis=theme.category_axis(
            [theme.wrapped(name, NAME_WIDTH) for name in names],
            range=[len(names) - 0.5, -0.6],
        ),
    )


def _judged(answer: Result) -> Judged:
    """The claim that the answer was asked for, judged as on its page."""
    known, _ = findings.claims()
    asked = answer.parameters.get("claim")
    for item in known:
        if item.claim["claim"] == asked:
            return item
    raise ValueError("the evidence of one claim is drawn, not that of all")


def _title(judged: Judged, language: str) -> str:
    return t(
        "claims.chart.title",
        language,
        favour=judged.count("for"),
        against=judged.count("against"),
        close=judged.count("close"),
    )


def _name(item: Evidence, language: str) -> str:
    """A row's name: what was measured, of whom, when."""
    known = catalogue.current()
    subject = item.subject
    label = known.indicator(subject["indicator"], language)
    if REFERENCES[item.test["comparison"]][0] == "other":
        other = known.indicator(item.reference["indicator"], language)
        label = t("claims.chart.against", language, label=label, other=other)
    parts = [label, words.size(subject["size_class"], language)]
    if subject["sector"] != TOTAL:
        parts.append(words.sector(subject["sector"], language))
    return ", ".join([*parts, str(subject["year"])])


def _traces(rows: list[Evidence], upper: float, language: str) -> list[dict[str, Any]]:
    """A line per test, then the references by kind, then the subjects on top."""
    lines = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [item.subject["value"], _reference_value(item)],
            "y": [row, row],
            "line": {"color": theme.CONTEXT, "width": 3},
            "hoverinfo": "skip",
        }
        for row, item in enumerate(rows)
    ]
    kinds = dict.fromkeys(REFERENCES[item.test["comparison"]] for item in rows)
    references = [
        _marks(
            [
                (row, _reference_value(item), item.reference, _side(item, upper, is_subject=False))
                for row, item in enumerate(rows)
                if REFERENCES[item.test["comparison"]] == kind
            ],
            kind[1],
            kind[2],
            language,
        )
        for kind in kinds
    ]
    subjects = _marks(
        [
            (row, item.subject["value"], item.subject, _side(item, upper, is_subject=True))
            for row, item in enumerate(rows)
        ],
        "circle",
        theme.FOCUS,
        language,
    )
    return [*lines, *references, subjects]


def _marks(
    marks: list[tuple[int, float, Cell | None, str]], symbol: str, colour: str, language: str
) -> dict[str, Any]:
    """Marks of one kind; a mark without a cell is a test's line, and has no figure of its own."""
    is_line = symbol == "line-ns"
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [value for _, value, _, _ in marks],
        "y": [row for row, _, _, _ in marks],
        "text": [words.starred(cell, language) if cell else "" for _, _, cell, _ in marks],
        "textposition": [side for _, _, _, side in marks],
        "textfont": {"size": theme.SMALL_SIZE + 1},
        "cliponaxis": False,
        "marker": {
            "symbol": symbol,
            "size": 20 if is_line else 13,
            "color": colour,
            "line": {"width": 3 if is_line else 2, "color": colour},
        },
        "hovertext": [
            words.hover(cell, language) if cell else t("claims.key.line", language)
            for _, _, cell, _ in marks
        ],
        "hoverinfo": "text",
    }


def _reference_value(item: Evidence) -> float:
    return item.reference["value"] if item.reference else item.test["line"]


def _side(item: Evidence, upper: float, *, is_subject: bool) -> str:
    """Labels stand at the outer side of each end, near the axis one of them below: no two meet."""
    own = item.subject["value"] if is_subject else _reference_value(item)
    other = _reference_value(item) if is_subject else item.subject["value"]
    is_left = own < other or (own == other and is_subject)
    if not is_left:
        return "top right"
    return "top left" if own > upper / 4 else "bottom right"


def _key(rows: list[Evidence], language: str) -> tuple[Key, ...]:
    kinds = dict.fromkeys(REFERENCES[item.test["comparison"]] for item in rows)
    own = Key(t("claims.key.subject", language), theme.FOCUS, "dot")
    return (own, *(Key(t(f"claims.key.{kind[0]}", language), kind[2], kind[3]) for kind in kinds))


def _table(cells: list[Cell], language: str) -> Table:
    """The shared table of cells, with the indicator named in place of the sector."""
    unique = list(
        {
            tuple(cell[name] for name in ("indicator", *words.RAW_COLUMNS[1:5])): cell
            for cell in cells
        }.values()
    )
    plain = words.table(unique, language)
    known = catalogue.current()
    labels = [
        known.indicator(cell["indicator"], language)
        + ("" if cell["sector"] == TOTAL else f" ({words.sector(cell['sector'], language)})")
        for cell in unique
    ]
    return replace(
        plain,
        header=(t("claims.table.indicator", language), *plain.header[:2], *plain.header[3:]),
        rows=tuple(
            (label, *row[:2], *row[3:]) for label, row in zip(labels, plain.rows, strict=True)
        ),
    )
