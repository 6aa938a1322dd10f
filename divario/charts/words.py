"""Cells in words: values, status, sentences, sources and tables, in the reader's language."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from divario import catalogue, queries
from divario.catalogue import EU
from divario.charts.figure import Table
from divario.i18n import article, joined, percent, points, t
from divario.queries import Result
from divario.stats.gaps import Gap

Cell = dict[str, Any]
MODEL = "cycle_"  # how the codes of the what-if model's own files begin
RAW_COLUMNS = (
    "indicator",
    "territory",
    "size_class",
    "sector",
    "year",
    "value",
    "unit",
    "status",
    "caveats",
    "origin",
)


def value(cell: Cell, language: str) -> str:
    """A cell's percentage, with as many decimals as were published."""
    return percent(cell["value"], language, cell["decimals_count"])


def starred(cell: Cell, language: str) -> str:
    """The same, with a star where the table has a remark on the figure."""
    return value(cell, language) + ("*" if cell["status"] else "")


def territory(code: str, language: str) -> str:
    """A territory's name, short enough for a label."""
    if code == EU:
        return t("eu.short", language)
    return catalogue.current().text("territory", code, language)


def inside(code: str, language: str) -> str:
    """A territory within a sentence: in Italy, nei Paesi Bassi."""
    return catalogue.current().text("territory", code, language, "phrase")


def sector(code: str, language: str, form: str = "short") -> str:
    """A sector's name; `form` is short (axis) or label (whole)."""
    return catalogue.current().text("sector", code, language, form)


def size(code: str, language: str, form: str = "short") -> str:
    """A size class's name; `form` is short, label or phrase ('of SMEs (10–249 …)')."""
    return catalogue.current().text("size_class", code, language, form)


def asked(result: Result, language: str) -> dict[str, str]:
    """What a question was about, by the names that subtitles give it: unit, size, sector, year."""
    given = result.parameters
    said = {"unit": catalogue.current().unit(given["indicator"], language)}
    if "year" in given:
        said["year"] = str(given["year"])
    if "size_class" in given:
        said["size"] = size(given["size_class"], language, "label")
    if "sector" in given:
        said["sector"] = sector(given["sector"], language)
    return said


def subject(code: str, language: str) -> str:
    """Whom a percentage is of, without the bracket: 'delle PMI', 'SMEs'."""
    return re.sub(r" \([^)]*\)", "", size(code, language, "phrase"))


def status(cell: Cell, language: str) -> str:
    """A cell's observation status in words; empty when the publisher flagged nothing."""
    known = catalogue.current()
    letters = sorted(set(cell["status"] or ""))
    return joined([known.text("status", letter, language) for letter in letters], language)


def shared_codes(cell: Cell) -> list[tuple[str, str]]:
    """Code list and code of how a cell was read and of its caveats."""
    lineage = [] if cell["lineage"] == "extract" else [("lineage", cell["lineage"])]
    caveats = (cell["caveats"] or "").split(",")
    return lineage + [("caveat", code) for code in caveats if code]


def statement(cell: Cell, language: str) -> str:
    """One cell as a sentence without its full stop: who, where, when, how many, what."""
    known = catalogue.current()
    shown = value(cell, language)
    text = t(
        f"sentence.{base_of(cell['indicator'])}",
        language,
        year=cell["year"],
        article=article(cell["value"], language, cell["decimals_count"]),
        value=shown,
        subject=subject(cell["size_class"], language),
        inside=inside(cell["territory"], language),
        predicate=known.indicator(cell["indicator"], language, "predicate"),
    )
    if cell["sector"] != catalogue.TOTAL:
        text += t("sentence.sector", language, sector=sector(cell["sector"], language, "label"))
    return text


def base_of(indicator: str) -> str:
    """What a percentage is a share of: enterprises, their turnover or their persons employed."""
    record = catalogue.current().indicators[indicator]
    if record["unit"] == "PC_TURN":
        return "turnover"
    return "persons" if "share_of_persons" in record["indicator_caveats"] else "cell"


def distance(gap: Gap, language: str, versus: str) -> str:
    """A gap as a clause: '3.20 points below the EU'; empty when an end is missing."""
    if gap.direction == "missing":
        return ""
    return t(
        f"clause.{gap.direction}",
        language,
        points=points(gap.difference or 0.0, language, gap.decimals),
        versus=versus,
    )


def source(result: Result, language: str) -> str:
    """The caption of a figure: publishers, datasets, vintages of its cells, licence, release."""
    vintages = vintages_of(result)
    named = [
        t(
            "caption.dataset",
            language,
            publisher=origin.publisher,
            code=origin.code,
            vintage=", ".join(vintages[origin.code]) or t("caption.undated", language),
            licence=origin.licence,
        )
        for origin in result.origins
    ]
    sources = "; ".join(named)
    if named and all(origin.name.startswith("own_") for origin in result.origins):
        return t("caption.source.own", language, sources=sources, release=result.release)
    if named and all(origin.code.startswith(MODEL) for origin in result.origins):
        return t("caption.source.model", language, sources=sources, release=result.release)
    if named and all(origin.name.startswith("context.") for origin in result.origins):
        return t("caption.source.context", language, sources=sources, release=result.release)
    how = {origin.is_direct for origin in result.origins}
    key = "mixed" if len(how) > 1 else "direct" if how == {True} else "copy"
    return t(f"caption.source.{key}", language, sources=sources, release=result.release)


def vintages_of(result: Result) -> dict[str, list[str]]:
    """By dataset code, the vintages of the very cells of a result, oldest first."""
    found: dict[str, set[str]] = {origin.code: set() for origin in result.origins}
    named = {cell.get(name) for cell in result.records for name in queries.ORIGIN_COLUMNS}
    for origin in named - {None}:
        code, _, vintage = origin.split(":", 1)[1].partition("@")
        found[code] |= {vintage} - {""}
    return {code: sorted(vintages) for code, vintages in found.items()}


def table(cells: list[Cell], language: str) -> Table:
    """Cells as a table in the reader's language, and as codes and numbers.

    The observation status stands in words beside its value; what many cells share stands once,
    under the table, by letter.
    """
    codes = dict.fromkeys(code for cell in cells for code in shared_codes(cell))
    letters = dict(zip(codes, "abcdefghijklmnopqrstuvwxyz", strict=False))
    known = catalogue.current()
    header = ("territory", "size_class", "sector", "year", "value", "remarks")
    return Table(
        header=tuple(t(f"table.{name}", language) for name in header),
        rows=tuple(
            (
                territory(cell["territory"], language),
                size(cell["size_class"], language),
                sector(cell["sector"], language),
                str(cell["year"]),
                value(cell, language),
                " ".join(
                    [status(cell, language), *(f"({letters[code]})" for code in shared_codes(cell))]
                ).strip(),
            )
            for cell in cells
        ),
        raw_header=RAW_COLUMNS,
        raw_rows=tuple(tuple(cell[name] for name in RAW_COLUMNS) for cell in cells),
        notes=tuple(
            f"({letters[code]}) {known.text(code[0], code[1], language)}" for code in codes
        ),
    )


def hover(cell: Cell, language: str) -> str:
    """What a point says when it is pointed at: its codes and its status in words."""
    lines = [
        f"<b>{value(cell, language)}</b> {subject(cell['size_class'], language)}",
        f"{territory(cell['territory'], language)}, {cell['year']}",
        sector(cell["sector"], language),
    ]
    flags = status(cell, language)
    return "<br>".join([*lines, *([f"<i>{flags}</i>"] if flags else [])])


def indicator_table(cells: list[Cell], language: str) -> Table:
    """Cells of several indicators as a table: the indicator's name instead of the sector."""
    plain = table(cells, language)
    names = [catalogue.current().indicator(cell["indicator"], language) for cell in cells]
    territory, size, _, *rest = plain.header
    return replace(
        plain,
        header=(t("controls.indicator", language), territory, size, *rest),
        rows=tuple(
            (name, row[0], row[1], *row[3:]) for name, row in zip(names, plain.rows, strict=True)
        ),
    )
