"""Every page under random addresses: valid ones come back as they were, wild ones do no harm."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

import pytest

from divario import catalogue, findings
from divario.claims import AUTHORS
from divario.records import THEMES
from divario.stats import leads
from divario.stats.claims import VERDICTS
from divario.ui import claims, leads_view, sectors_view, view, web_view

VIEWS = 200
GAPS, SECTORS, LEADS, CLAIMS, WEB = "gaps", "sectors", "leads", "claims", "web"
# 10,000 in all; fewest where looking for the nearest code among hundreds takes longest.
LINKS = {GAPS: 350, SECTORS: 1_500, LEADS: 150, CLAIMS: 4_000, WEB: 4_000}
Resolve = Callable[[Mapping[str, str]], Any]


def resolve_claims(given: Mapping[str, str]) -> claims.ClaimsView:
    """The view of the Claims page, among the theses that there are."""
    return claims.resolve(given, findings.claims()[0])


RESOLVE: dict[str, Resolve] = {
    GAPS: view.resolve,
    SECTORS: sectors_view.resolve,
    LEADS: leads_view.resolve,
    CLAIMS: resolve_claims,
    WEB: web_view.resolve,
}
NAMES: dict[str, tuple[str, ...]] = {
    GAPS: view.NAMES,
    SECTORS: sectors_view.NAMES,
    LEADS: leads_view.NAMES,
    CLAIMS: claims.NAMES,
    WEB: web_view.NAMES,
}


def gaps(draw: Random) -> dict[str, str]:
    """A valid set of filters of the Gaps page."""
    known = catalogue.current()
    indicator = draw.choice(list(known.indicators))
    places = [code for code in known.codes("territory") if code not in {"IT", "EU27_2020"}]
    countries = draw.sample(places, draw.randrange(view.MAX_COMPARED + 1))
    return {
        "indicator": indicator,
        "year": str(draw.choice(view.options_of(indicator).years)),
        "size": draw.choice(known.codes("size_class")),
        "sector": draw.choice(known.codes("sector")),
        "countries": ",".join(countries) or "-",
        "detail": draw.choice(view.DETAILS),
    }


def sectors(draw: Random) -> dict[str, str]:
    """A valid set of filters of the Sectors page; some sectors have no indicator by country."""
    found = list(dict.fromkeys(sectors_view.measured_sectors().values()))
    sector, *compare = draw.sample(found, 1 + draw.randrange(sectors_view.MAX_OTHERS + 1))
    options = sectors_view.resolve({"sector": sector}).options
    return {
        "sector": sector,
        "size": draw.choice(("", *sectors_view.SIZES)),
        "compare": ",".join(compare),
        "topic": draw.choice(("", *options.themes)),
        "indicator": draw.choice(options.indicators or ("",)),
    }


def the_leads(draw: Random) -> dict[str, str]:
    """A valid set of filters of the Leads page, of a few countries, on its first page."""
    known = catalogue.current()
    return {
        "kind": draw.choice(("", *leads.KINDS)),
        "topic": draw.choice(("", *THEMES)),
        "sector": draw.choice(("", *known.codes("sector"))),
        "size": draw.choice(("", *known.codes("size_class"))),
        "country": draw.choice(("IT", "FR", "DE")),
        "page": "1",
    }


def the_claims(draw: Random) -> dict[str, str]:
    """A valid set of filters of the Claims page."""
    known = [item.claim["claim"] for item in findings.claims()[0]]
    return {
        "verdict": draw.choice((claims.ALL, *VERDICTS)),
        "author": draw.choice((claims.ALL, *AUTHORS)),
        "claim": draw.choice(("", *known)),
    }


def web(draw: Random) -> dict[str, str]:
    """A valid set of filters of the Web evidence page."""
    known = web_view.options()
    return {
        "country": draw.choice(known.countries),
        "sector": draw.choice(known.sectors),
        "year": draw.choice(known.years),
        "topic": draw.choice(web_view.TOPICS),
        "list": draw.choice(list(known.lists)),
    }


DRAWN = {GAPS: gaps, SECTORS: sectors, LEADS: the_leads, CLAIMS: the_claims, WEB: web}
EACH_PAGE = pytest.mark.parametrize("page", DRAWN)


def said(page: str, shown: Any) -> dict[str, str]:
    """A whole view in the words of an address, defaults too."""
    fields = {"list": "hotels"}
    values = {name: getattr(shown, fields.get(name, name)) for name in NAMES[page]}
    return {
        name: (",".join(value) or ("-" if name == "countries" else ""))
        if isinstance(value, tuple)
        else str(value)
        for name, value in values.items()
    }


@EACH_PAGE
def test_valid_filters_come_back_from_their_address(page: str) -> None:
    """200 sets: the view is what was asked, its address gives it again, defaults are left out."""
    draw, resolve = Random(page), RESOLVE[page]
    addresses = set()
    for _ in range(VIEWS):
        asked = DRAWN[page](draw)
        shown = resolve(asked)
        assert shown.notices == (), asked
        assert said(page, shown) == asked
        address = shown.address()
        assert address.items() <= asked.items()
        again = resolve(address)
        assert again == shown and again.address() == address
        addresses.add(tuple(address.items()))
    assert len(addresses) > VIEWS // 10


def wild(draw: Random, names: tuple[str, ...]) -> dict[str, str]:
    """A link that nobody meant: names and values of any characters, codes cut or glued."""

    def text() -> str:
        kind = draw.randrange(4)
        if kind == 0:
            return "".join(chr(draw.choice((32, 0x7F, 0xE9, 0x2603, 0x1F600, 0))) for _ in "abc")
        if kind == 1:
            return bytes(draw.randrange(256) for _ in range(draw.randrange(30))).decode("latin-1")
        if kind == 2:
            return draw.choice(("<script>alert(1)</script>", "' or 1=1 --", "../..", "-1", "NaN"))
        code = draw.choice(("E_AI_TANY", "10-249", "C10-S951_X_K", "IT,EU27_2020", "2025", "page"))
        return code[draw.randrange(3) :] * draw.randrange(1, 40)

    return {
        draw.choice(names) if draw.random() < 0.8 else text(): text()
        for _ in range(draw.randrange(1, 7))
    }


@EACH_PAGE
def test_random_links_raise_nothing_and_say_what_was_ignored(page: str) -> None:
    """A valid view for each link, and a notice for each wrong value."""
    draw, resolve = Random(page + "wild"), RESOLVE[page]
    noticed = 0
    for _ in range(LINKS[page]):
        link = wild(draw, NAMES[page])
        shown = resolve(link)
        told = {notice.name for notice in shown.notices} - {""}
        assert told <= link.keys() & set(NAMES[page]), link
        strange = [notice.given for notice in shown.notices if not notice.name]
        assert strange == [name[:80] for name in link if name not in NAMES[page]], link
        own = said(page, shown)
        for name in link.keys() & set(NAMES[page]) - {"countries", "compare"}:
            value = link[name].strip()[:80]
            kept = not value or value == own[name]
            assert kept != (name in told) or (page == SECTORS and name == "sector"), (name, link)
        clean = resolve(shown.address())
        assert clean.notices == () and clean.address() == shown.address(), link
        noticed += bool(told)
    assert noticed > LINKS[page] // 2
