"""Leads in words: the sentence, the checks passed, and why a comparison was dropped."""

from __future__ import annotations

from divario import catalogue
from divario.charts import words
from divario.i18n import joined, number, points, t
from divario.stats.gaps import Cell, Gap, half_width
from divario.stats.leads import MAX_AGE, Lead

SAID_ELSEWHERE = frozenset({"few_sizes", "areas_only"})


def sentence(lead: Lead, language: str) -> str:
    """The lead as a whole sentence: every figure in it stands in its cells or comes from them."""
    if lead.kind == "reversal":
        ahead, behind = (_against_europe(gap, language) for gap in lead.gaps)
        behind = behind[0].lower() + behind[1:]
        return t("leads.sentence.reversal", language, ahead=ahead, behind=behind)
    gap = lead.gaps[0]
    if lead.kind == "outlier":
        return _outlier(lead, language)
    if lead.kind == "sector":
        return t(
            "leads.sentence.sector",
            language,
            base=words.statement(gap.far, language),
            count=lead.among,
            value=words.value(gap.near, language),
            sector=words.sector(gap.near["sector"], language),
            points=points(gap.difference or 0.0, language, gap.decimals),
        )
    if lead.kind == "size":
        turned = Gap(near=gap.far, far=gap.near)
        return _two(turned, t("versus.large", language), language)
    if lead.kind == "change":
        return _two(gap, t("leads.versus.year", language, year=gap.near["year"]), language)
    return _against_europe(gap, language)


def _two(gap: Gap, versus: str, language: str) -> str:
    return t(
        "leads.sentence.two",
        language,
        base=words.statement(gap.far, language),
        clause=words.distance(gap, language, versus),
        value=words.value(gap.near, language),
    )


def _against_europe(gap: Gap, language: str) -> str:
    return _two(gap, t("versus.eu", language), language)


def _outlier(lead: Lead, language: str) -> str:
    cell = lead.cells[0]
    return t(
        "leads.sentence.outlier",
        language,
        base=words.statement(cell, language),
        count=lead.among,
        median=median(lead, language),
    )


def median(lead: Lead, language: str) -> str:
    """The median that an outlier stands out from, as precise as its own cell."""
    return f"{number(lead.spread.median_pct, language, lead.cells[0]['decimals_count'])}%"


def labels(lead: Lead, language: str) -> str:
    """The indicators of a lead, in words."""
    known = catalogue.current()
    names = dict.fromkeys(cell["indicator"] for cell in lead.cells)
    return joined([known.indicator(name, language) for name in names], language)


def kind(lead: Lead, place: int, language: str) -> str:
    """Place, kind and theme of a lead."""
    return t(
        "leads.kind",
        language,
        number=place,
        kind=t(f"leads.kind.{lead.kind}", language),
        theme=t(f"theme.{lead.cells[0]['theme']}", language),
    )


def caveats(lead: Lead, language: str) -> str:
    """What must be known about the lead's indicators as a whole."""
    codes = dict.fromkeys(code for cell in lead.cells for code in (cell["indicator_caveats"] or ()))
    return " ".join(t(f"caveat.{code}", language) for code in codes if code not in SAID_ELSEWHERE)


def checks(lead: Lead, language: str) -> list[str]:
    """Every check that the lead has passed, spelled out with its numbers."""
    cells = lead.cells
    said = [t("leads.check.unit", language, unit=_unit(cells[0], language))]
    if version := cells[0]["index_version"]:
        said.append(t("leads.check.version", language, version=version))
    else:
        said.append(t("leads.check.no_version", language))
    if len({cell["indicator"] for cell in cells}) > 1:
        said.append(t("leads.check.bases", language))
    else:
        said.append(t("leads.check.population", language))
    return [
        *said,
        _years(cells, language),
        _reliability(lead, language),
        t("leads.check.old", language, years=MAX_AGE),
        _choice(lead, language),
        _rounding(lead, language),
        t("leads.check.sampling", language),
    ]


def _unit(cell: Cell, language: str) -> str:
    return catalogue.current().text("unit", cell["unit"], language)


def _years(cells: tuple[Cell, ...], language: str) -> str:
    years = sorted({cell["year"] for cell in cells})
    if len(years) == 1:
        return t("leads.check.same_year", language, year=years[0])
    return t("leads.check.no_break", language, first=years[0], last=years[-1])


def _reliability(lead: Lead, language: str) -> str:
    unknown = any("status_not_carried" in (cell["caveats"] or "") for cell in lead.cells)
    return t(f"leads.check.{'flags_unknown' if unknown else 'reliable'}", language)


def _choice(lead: Lead, language: str) -> str:
    """How many it was chosen from."""
    said = []
    if lead.kind == "outlier":
        deviation = points(lead.spread.deviation_pct, language)
        return t("leads.check.countries", language, count=lead.among, deviation=deviation)
    if lead.kind == "sector":
        said.append(t("leads.check.sectors", language, count=lead.among))
    middle = t("card.points", language, value=number(lead.middle, language, signed=True))
    count = number(lead.pool, language, 0)
    said.append(
        t(
            f"leads.check.pool{'.change' if lead.kind == 'change' else ''}",
            language,
            count=count,
            median=middle,
        )
    )
    return " ".join(said)


def _rounding(lead: Lead, language: str) -> str:
    """The difference against what rounding alone could make, for the smaller of two gaps."""
    if lead.kind == "outlier":
        difference, rounding = lead.amount, half_width(lead.cells[0])
        decimals = lead.cells[0]["decimals_count"]
    else:
        gap = min(lead.gaps, key=lambda gap: abs(gap.difference or 0.0))
        difference, rounding, decimals = gap.difference or 0.0, gap.rounding, gap.decimals
    return t(
        "leads.check.rounding",
        language,
        difference=points(difference, language, decimals),
        rounding=points(rounding, language, _needed(rounding)),
    )


def _needed(value: float) -> int:
    """The fewest decimals that write a small number exactly, up to four."""
    return next((count for count in range(1, 4) if abs(round(value, count) - value) < 1e-9), 4)


def fault(reason: str, language: str) -> str:
    """Why a comparison was dropped, in words."""
    return t(f"leads.fault.{reason}", language, years=MAX_AGE)


def dropped(lead: Lead, language: str) -> str:
    """A dropped comparison, by kind, indicator and cell; never its figures."""
    cell = lead.cells[0]
    years = sorted({cell["year"] for cell in lead.cells})
    where = t(
        "leads.dropped.where",
        language,
        territory=words.territory(cell["territory"], language),
        size=words.size(cell["size_class"], language),
        sector=words.sector(cell["sector"], language),
        year="–".join(str(year) for year in years),
    )
    return t(
        "leads.dropped.item",
        language,
        kind=t(f"leads.kind.{lead.kind}", language),
        label=labels(lead, language),
        where=where,
    )
