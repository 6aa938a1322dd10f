"""What the Leads page shows: its parameters made valid, and the leads that they choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from divario import catalogue, findings
from divario.catalogue import ITALY
from divario.records import THEMES
from divario.stats import leads
from divario.stats.leads import Lead
from divario.ui.view import Notice, picked, strangers

PER_PAGE = 10
# `theme` in an address is the page’s look, shared by all pages: a theme of figures is a topic.
FILTERS = ("kind", "topic", "sector", "size")
NAMES = (*FILTERS, "country", "page")


@dataclass(frozen=True)
class LeadsView:
    """A valid state of the page: filters (empty takes all), and what they leave.

    `present` are the themes, sectors and size classes of all leads. `stories` are shown, each with
    the number of further leads that tell it; `dropped` failed a check; `cells_count` is the number
    of cells that all were chosen from.
    """

    kind: str
    topic: str
    sector: str
    size: str
    country: str
    page: int
    present: Mapping[str, frozenset[str]]
    stories: tuple[tuple[Lead, int], ...]
    dropped: tuple[Lead, ...]
    cells_count: int
    notices: tuple[Notice, ...] = ()

    @property
    def pages(self) -> int:
        """The number of pages, at least one."""
        return max(1, -(-len(self.stories) // PER_PAGE))

    @property
    def first(self) -> int:
        """The place of the first lead of this page, counted from zero."""
        return (self.page - 1) * PER_PAGE

    @property
    def shown(self) -> tuple[tuple[Lead, int], ...]:
        """The leads of this page."""
        return self.stories[self.first : self.first + PER_PAGE]

    def address(self, page: int | None = None) -> dict[str, str]:
        """The parameters that say this view, defaults left out."""
        own = {name: getattr(self, name) for name in FILTERS}
        own["country"] = "" if self.country == ITALY else self.country
        number = self.page if page is None else page
        own["page"] = "" if number == 1 else str(number)
        return {name: value for name, value in own.items() if value}


def countries() -> list[str]:
    """The countries that leads can be asked for, in the order of the code list."""
    known = catalogue.current()
    return [
        code for code in known.codes("territory") if known.level("territory", code) == "country"
    ]


def resolve(given: Mapping[str, str]) -> LeadsView:
    """Make any parameters into a valid view; what is not valid becomes the nearest that is."""
    known = catalogue.current()
    notices = strangers(given, NAMES)
    pick = partial(picked, given, notices)
    chosen = {
        "kind": pick("kind", list(leads.KINDS)),
        "topic": pick("topic", list(THEMES)),
        "sector": pick("sector", known.codes("sector")),
        "size": pick("size", known.codes("size_class")),
    }
    country = pick("country", countries(), ITALY)
    found = findings.leads_of(country)
    filtered = leads.chosen(
        found.leads,
        kind=chosen["kind"],
        theme=chosen["topic"],
        sector=chosen["sector"],
        size=chosen["size"],
    )
    view = LeadsView(
        **chosen,
        country=country,
        page=1,
        present=found.present,
        stories=tuple(leads.stories(filtered)),
        dropped=tuple(lead for lead in filtered if lead.faults),
        cells_count=found.cells_count,
    )
    page = _page(given.get("page", ""), view.pages, notices)
    return LeadsView(**(vars(view) | {"page": page, "notices": tuple(notices)}))


def _page(given: str, pages: int, notices: list[Notice]) -> int:
    """A page that exists: the last one where too high a number was asked for, else the first."""
    value = given.strip()[:80]
    is_number = value.isascii() and value.isdigit() and len(value) < 10
    used = min(max(int(value), 1), pages) if is_number else 1
    if value and value != str(used):
        notices.append(Notice("page", value, str(used)))
    return used
