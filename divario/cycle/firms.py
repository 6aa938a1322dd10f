"""My firm: a size class and a sector set what the survey knows of a firm; the rest is assumption.

The survey says how firms of one size or sector differ from others, not how large a stock is. So the
ledger's firm stands for small firms (10–49) of all sectors together, and another firm's starting
tools and capability are the ledger's times the ratio of measured shares (decision 0031).
"""

from __future__ import annotations

from math import prod
from typing import Any

from divario import catalogue, queries
from divario.catalogue import ITALY, TOTAL
from divario.cycle import ledger
from divario.errors import WrongParameter
from divario.i18n import LANGUAGES, number, t

Record = dict[str, Any]
SIZES = {"10-49": 0, "50-249": 4, "0-9": 2}  # place of the firm that stands for it in the ledger
SECTORS = (TOTAL, "C", "F", "G", "H", "I", "J", "L", "M", "N")
BASE = "10-49"
SURVEYED = (BASE, "50-249")
ANY_SIZE = "GE10"  # the sizes that the survey by sector covers together
TOOLS, SKILLS = ("E_ERP1", "E_CRM1"), ("E_ITSP2", "E_ITT2")
STOCKS = {"eA0": TOOLS, "K0": SKILLS}
CEILING = 0.9  # a share that is many times the usual one still leaves something to learn


def for_browser() -> dict[str, Any]:
    """Sizes, sectors and, by "size|sector", each firm's settings, starting stocks and facts.

    A fact holds label, value, unit, kind (measured, derived, assumption) and origin; texts in both
    languages. The first size and sector together are the ledger's own firm.
    """
    firms = {f"{size}|{sector}": firm(size, sector) for size in SIZES for sector in SECTORS}
    return {
        "sizes": [{"id": size, "label": _name("size_class", size)} for size in SIZES],
        "sectors": [{"id": sector, "label": _name("sector", sector)} for sector in SECTORS],
        "firms": firms,
    }


def firm(size: str, sector: str) -> Record:
    """One firm: `settings` (N, Y0), `initial` stocks and `facts` with their origins."""
    known = ledger.current()
    settings = dict(known.sizes[SIZES[size]])
    initial = dict(known.initial)
    facts = [_size_fact(symbol, value) for symbol, value in settings.items()]
    for name, indicators in STOCKS.items():
        is_surveyed = size in SURVEYED
        found = (
            [*_by_size(indicators, size), *_by_sector(indicators, sector)] if is_surveyed else []
        )
        ratio = prod(_ratio(group) for group in _grouped(found))
        initial[name] = round(min(known.initial[name] * ratio, CEILING), 4)
        shown = [_share_fact(cell, base) for cell, base in found]
        facts += [*shown, _stock_fact(name, initial[name], known.initial[name], is_own=not found)]
    facts += [_assumed(name, initial[name]) for name in ("T0", "G0")]
    facts += _website()
    return {"settings": settings, "initial": initial, "facts": facts}


def _by_size(indicators: tuple[str, ...], size: str) -> list[tuple[Record, Record]]:
    """Each indicator in the size class, beside the small firms that the ledger stands for."""
    places = (size, TOTAL), (BASE, TOTAL)
    return [pair for code in indicators if (pair := _pair(code, *places))]


def _by_sector(indicators: tuple[str, ...], sector: str) -> list[tuple[Record, Record]]:
    """Each indicator in the sector, beside all sectors, where both have a figure of one year."""
    if sector == TOTAL:
        return []
    places = (ANY_SIZE, sector), (ANY_SIZE, TOTAL)
    return [pair for code in indicators if (pair := _pair(code, *places))]


def _pair(
    indicator: str, own: tuple[str, str], base: tuple[str, str]
) -> tuple[Record, Record] | None:
    """The latest year's two reliable cells, by (size class, sector); None where one is missing."""
    cells = {
        (cell["size_class"], cell["sector"], cell["year"]): cell
        for cell in _cells(indicator, unit=["PC_ENT"])
        if cell["value"] and "u" not in (cell["status"] or "")
    }
    years = sorted(year for *place, year in cells if tuple(place) == own)
    for year in reversed(years):
        if (*base, year) in cells:
            return cells[*own, year], cells[*base, year]
    return None


def _cells(indicator: str, **codes: list[str]) -> list[Record]:
    """An indicator's Italian cells; none where the release does not hold it."""
    try:
        return queries.run("observations", indicator=indicator, territory=[ITALY], **codes).records
    except WrongParameter:
        return []


def _grouped(pairs: list[tuple[Record, Record]]) -> list[list[tuple[Record, Record]]]:
    """Pairs by what sets them apart, size or sector: each group gives one ratio."""
    by_sector = [pair for pair in pairs if pair[0]["size_class"] == ANY_SIZE]
    return [group for group in ([p for p in pairs if p not in by_sector], by_sector) if group]


def _ratio(pairs: list[tuple[Record, Record]]) -> float:
    """Geometric mean of how many times the usual share each share is."""
    return prod(cell["value"] / base["value"] for cell, base in pairs) ** (1 / len(pairs))


def _fact(label: Record, value: float, unit: str, kind: str, origin: Record) -> Record:
    return {"label": label, "value": value, "unit": unit, "kind": kind, "origin": origin}


def _share_fact(cell: Record, base: Record) -> Record:
    origin = {}
    for language in LANGUAGES:
        origin[language] = t(
            "cycle.firm.share",
            language,
            source=cell["origin"].split("@")[0].replace(":", " "),
            year=cell["year"],
            whom=_whom(cell, language),
            base=number(base["value"], language),
            other=_whom(base, language),
        )
    known = catalogue.current()
    label = {one: known.indicator(cell["indicator"], one) for one in LANGUAGES}
    return _fact(label, cell["value"], "%", "measured", origin)


def _whom(cell: Record, language: str) -> str:
    """Size class and sector of a cell, in words."""
    known = catalogue.current()
    named = (("size_class", cell["size_class"]), ("sector", cell["sector"]))
    return ", ".join(known.text(*pair, language, "short") for pair in named)


def _stock_fact(name: str, value: float, usual: float, *, is_own: bool) -> Record:
    if is_own:
        return _assumed(name, value)
    origin = {
        one: t(
            "cycle.firm.stock",
            one,
            usual=number(usual, one),
            value=number(value, one),
            most=number(CEILING, one),
        )
        for one in LANGUAGES
    }
    return _fact(_label(name), value, "", "derived", origin)


def _assumed(name: str, value: float) -> Record:
    origin = {one: t("cycle.firm.assumed", one) for one in LANGUAGES}
    return _fact(_label(name), value, "", "assumption", origin)


def _label(name: str) -> Record:
    return {one: t(f"whatif.start.{name}", one) for one in LANGUAGES}


def _size_fact(symbol: str, value: float) -> Record:
    one = ledger.current().parameters[symbol]
    origin = {language: t("cycle.firm.size", language) for language in LANGUAGES}
    return _fact(one.label, value, one.unit, "assumption", origin)


def _website() -> list[Record]:
    """The latest Italian figure on websites: shown, since it moves nothing: no size, no sector."""
    found = _cells("E_WEB", sector=[TOTAL])
    measured = [one for one in found if one["size_class"] == ANY_SIZE and one["value"]]
    if not measured:
        return []
    cell = max(measured, key=lambda one: one["year"])
    known = catalogue.current()
    label = {one: known.indicator("E_WEB", one) for one in LANGUAGES}
    origin = {
        one: t(
            "cycle.firm.website",
            one,
            source=cell["origin"].split("@")[0].replace(":", " "),
            year=cell["year"],
            whom=_whom(cell, one),
        )
        for one in LANGUAGES
    }
    return [_fact(label, cell["value"], "%", "measured", origin)]


def _name(code_list: str, code: str) -> Record:
    if code_list == "size_class" and code == "0-9":
        return {one: t("cycle.firm.micro", one) for one in LANGUAGES}
    form = "short" if code_list == "sector" else "label"
    return {one: catalogue.current().text(code_list, code, one, form) for one in LANGUAGES}
