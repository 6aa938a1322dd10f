"""The computed headline of an indicator and its two gaps, in words."""

from __future__ import annotations

from dataclasses import dataclass

from divario import catalogue
from divario.catalogue import ITALY, LARGE
from divario.charts import words
from divario.charts.figure import Figure, LaterTable
from divario.charts.recipes import recipe
from divario.i18n import joined, number, t
from divario.queries import Result
from divario.stats.gaps import Cell, Gap, find, ranked, size_gap, territory_gap
from divario.stats.levels import at_level


@dataclass(frozen=True)
class GapCard:
    """One gap as a number with its meaning; `tone` is italy or europe, for its colour."""

    tone: str
    title: str
    number: str
    meaning: str


def headline(result: Result, size: str, language: str) -> str | None:
    """What the view says of Italy in one sentence; None when that cell was not measured."""
    return sentence(result.records, size, language)


def sentence(cells: list[Cell], size: str, language: str) -> str | None:
    """Italy's cell of one year and its distances from the EU and from large enterprises."""
    cell = find(cells, territory=ITALY, size_class=size)
    if cell is None:
        return None
    clauses = [words.distance(territory_gap(cells, size), language, t("versus.eu", language))]
    if size != LARGE and (large := find(cells, territory=ITALY, size_class=LARGE)):
        gap = Gap(near=large, far=cell)
        clauses.append(words.distance(gap, language, t("versus.large", language)))
    said = joined([clause for clause in clauses if clause], language)
    base = words.statement(cell, language)
    return t("headline.with_gaps" if said else "headline.alone", language, base=base, gaps=said)


def gap_cards(result: Result, size: str, language: str) -> list[GapCard]:
    """The two gaps: from SMEs to large enterprises in Italy, and from the EU to Italy."""
    cells = result.records
    better = catalogue.current().indicators[result.parameters["indicator"]]["better"]
    return [
        _size_card(size_gap(cells), better, language),
        _europe_card(territory_gap(cells, size), size, better, language),
    ]


def _size_card(gap: Gap, better: str, language: str) -> GapCard:
    title = t("card.size.title", language)
    if gap.difference is None:
        return GapCard("italy", title, t("cell.none", language), t("card.size.missing", language))
    meaning = t(
        "card.size.meaning",
        language,
        large=words.value(gap.far, language),
        sme=words.value(gap.near, language),
        subject=words.subject(gap.near["size_class"], language),
    )
    return GapCard(
        "italy",
        title,
        _signed(gap, language),
        f"{meaning} {_verdict(gap, better, gap.near['size_class'], language, is_far=False)}",
    )


def _europe_card(gap: Gap, size: str, better: str, language: str) -> GapCard:
    title = t("card.europe.title", language)
    if gap.difference is None:
        return GapCard(
            "europe", title, t("cell.none", language), t("card.europe.missing", language)
        )
    meaning = t(
        "card.europe.meaning",
        language,
        subject=words.size(size, language, "label"),
        italy=words.value(gap.far, language),
        eu=words.value(gap.near, language),
    )
    return GapCard(
        "europe",
        title,
        _signed(gap, language),
        f"{meaning} {_verdict(gap, better, ITALY, language, is_far=True)}",
    )


def _signed(gap: Gap, language: str) -> str:
    return t(
        "card.points",
        language,
        value=number(gap.difference or 0.0, language, gap.decimals, signed=True),
    )


def _verdict(gap: Gap, better: str, who: str, language: str, *, is_far: bool) -> str:
    """Whether the difference is an advantage: it depends on whether more is better.

    `who` is the size class or territory spoken of; `is_far` whether it is the far end of the gap.
    """
    if gap.direction == "level":
        return t("verdict.level", language)
    if better == "neutral":
        return t("verdict.neutral", language)
    is_far_better = (gap.direction == "ahead") == (better == "more")
    is_own = is_far_better == is_far
    return t(f"verdict.{who}.{'ahead' if is_own else 'behind'}", language)


def ends(result: Result, language: str) -> str:
    """Italy's highest and lowest sections of `sectors_by_territory`; empty with fewer than two."""
    own = ranked([c for c in at_level(result.records, "section") if c["territory"] == ITALY])
    if len(own) < 2:
        return ""
    high, low = own[0], own[-1]
    return t(
        "overview.sectors",
        language,
        high=words.sector(high["sector"], language, "label"),
        high_value=words.value(high, language),
        low=words.sector(low["sector"], language, "label"),
        low_value=words.value(low, language),
        year=high["year"],
    )


@recipe("cells_by_indicator")
def all_cells(result: Result, language: str) -> Figure:
    """Every measured cell of a view as a table: `cells_by_indicator`."""
    cells = result.records
    return Figure(
        name="table",
        title=t("table.title", language, count=number(len(cells), language, 0)),
        subtitle=t("table.subtitle", language, year=result.parameters["year"]),
        alt=t("table.title", language, count=number(len(cells), language, 0)),
        how=t("table.how", language),
        kind="measured",
        result=result,
        table=LaterTable(words.table, cells, language),
    )


def nearest_sentence(cells: list[Cell], language: str) -> str | None:
    """The nearest measured cell as a sentence, or None when nothing was measured."""
    return words.statement(cells[0], language) + "." if cells else None
