"""Each row of a figure's table as a sentence that can stand alone in an article.

Value, population with its size class, territory, year, sector, unit and its base, status and
caveats in words, source and release. Sentences travel as columns of parts, since most parts repeat.
"""

from __future__ import annotations

from typing import Any

from divario import catalogue
from divario.catalogue import ITALY, SME, TOTAL
from divario.charts import words
from divario.charts.figure import Figure
from divario.i18n import article, t
from divario.queries import Result

MARK = "\x1f"
SAID_KINDS = frozenset({"simulated", "illustrative", "declared", "indicative"})
KEY = ("indicator", "territory", "size_class", "sector", "year")
Columns = list[str | dict[str, list]]


def sentence(cell: dict[str, Any], release: str, language: str) -> str:
    """One cell as a whole sentence with its unit, status, source and release."""
    return "".join(parts(cell, release, language))


def parts(cell: dict[str, Any], release: str, language: str) -> list[str]:
    """A cell's sentence cut where the cells of a table differ."""
    known = catalogue.current()
    flags = words.status(cell, language)
    caveats = " ".join(known.text(name, code, language) for name, code in words.shared_codes(cell))
    said = {
        "year": cell["year"],
        "article": article(cell["value"], language, cell["decimals_count"]),
        "value": words.value(cell, language),
        "subject": words.size(cell["size_class"], language, "phrase"),
        "inside": words.inside(cell["territory"], language),
        "predicate": known.indicator(cell["indicator"], language, "predicate"),
        # "n.c.a." ends with the full stop that ends the sentence.
        "sector": words.sector(cell["sector"], language, "label").rstrip("."),
        "unit": _lower(known.text("unit", cell["unit"], language)),
        "base": _base(cell, language),
        "status": " " + t("copy.status", language, status=flags) if flags else "",
        "caveats": " " + t("copy.caveats", language, caveats=caveats) if caveats else "",
        "source": _source(cell, language),
        "release": release,
    }
    marked = {name: f"{MARK}{text}{MARK}" for name, text in said.items()}
    lead = t(f"sentence.{words.base_of(cell['indicator'])}", language, **marked)
    return f"{lead}{t('copy.tail', language, **marked)}".split(MARK)


def _base(cell: dict[str, Any], language: str) -> str:
    """What a percentage is a share of, in words."""
    known = catalogue.current()
    caveats = known.indicators[cell["indicator"]]["indicator_caveats"]
    if cell["unit"] != "PC":
        return known.text("unit", cell["unit"], language, "phrase")
    if {"other_denominator", "share_of_persons"} & set(caveats):
        return t("copy.base.other", language)
    return known.text("unit", "PC_ENT", language, "phrase")


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _source(cell: dict[str, Any], language: str) -> str:
    """Publisher, dataset and vintage of one cell."""
    publisher, rest = cell["origin"].split(":", 1)
    code, _, vintage = rest.partition("@")
    return f"{publisher}, {code} ({vintage or t('caption.undated', language)})"


def of_table(figure: Figure, language: str) -> list[list[str]]:
    """The sentence of each row of a figure's table, in parts."""
    cells = cells_of(figure)
    return [
        parts(cell, figure.result.release, language) if cell else _row(figure, row, language)
        for cell, row in zip(cells, figure.table.rows, strict=True)
    ]


def cells_of(figure: Figure) -> list[dict[str, Any] | None]:
    """The cell of the answer behind each row of a table; None for a row that is no single cell."""
    header = figure.table.raw_header
    if not set(KEY) <= set(header) or not _has_cells(figure.result):
        return [None] * len(figure.table.rows)
    found = {
        tuple(cell[name] for name in KEY): cell
        for cell in figure.result.records
        if cell["value"] is not None
    }
    places = [header.index(name) for name in KEY]
    return [found.get(tuple(row[place] for place in places)) for row in figure.table.raw_rows]


def _has_cells(result: Result) -> bool:
    needed = {*KEY, "value", "unit", "status", "caveats", "lineage", "decimals_count", "origin"}
    return needed <= set(result.columns)


def _row(figure: Figure, row: tuple[str, ...], language: str) -> list[str]:
    """A row that is no single cell: the figure's title, each column with its name, the source."""
    told = "; ".join(
        f"{name}: {text}" for name, text in zip(figure.table.header, row, strict=True) if text
    )
    title = figure.title.rstrip(".")
    return [f"{title}. ", told, f". {sourced(figure, language)}"]


def sourced(figure: Figure, language: str) -> str:
    """The source of a figure; before it, that nobody measured it, or how, if that is so."""
    caption = words.source(figure.result, language)
    if figure.kind in SAID_KINDS:
        return f"{t(f'kind.{figure.kind}', language)} {caption}"
    return caption


def focus(figure: Figure) -> int:
    """The row that a figure is about: Italy's, at the size, sector and year that were asked for."""
    asked = figure.result.parameters
    territory = asked.get("territory")
    wanted = {
        "indicator": asked.get("indicator"),
        "territory": territory if isinstance(territory, str) else ITALY,
        "sector": asked.get("sector") or TOTAL,
        "size_class": asked.get("size_class") or SME,
        "year": asked.get("year"),
    }
    ranks = []
    for position, cell in enumerate(cells_of(figure)):
        if cell:
            met = [cell[name] == value for name, value in wanted.items()]
            ranks.append(([*met[:-1], cell["year"]], -position))
    return -max(ranks)[1] if ranks else 0


def packed(rows: list[list[str]]) -> Columns:
    """Sentences as columns: a text that all share, or the different texts and which row has which.

    A sentence is its column texts in order, joined.
    """
    width = max(map(len, rows), default=0)
    columns: Columns = []
    for place in range(width):
        texts = [row[place] if place < len(row) else "" for row in rows]
        different = list(dict.fromkeys(texts))
        if len(different) > 1:
            numbers = {text: number for number, text in enumerate(different)}
            columns.append({"of": different, "at": [numbers[text] for text in texts]})
        elif columns and isinstance(columns[-1], str):
            columns[-1] += different[0]
        else:
            columns.append(different[0])
    return columns


def unpacked(columns: Columns, row: int) -> str:
    """One sentence out of its columns, as the browser puts it together."""
    return "".join(
        column if isinstance(column, str) else column["of"][column["at"][row]] for column in columns
    )
