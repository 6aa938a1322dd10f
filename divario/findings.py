"""What the current release says by itself: the leads of a territory, and the claims judged."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from divario import catalogue, queries, store
from divario.catalogue import EU
from divario.queries import Result
from divario.stats import finding
from divario.stats.claims import Judged, judged
from divario.stats.finding import Others
from divario.stats.leads import Lead, Spread
from divario.stats.measures import INDICATOR, SECTOR, SERIES, SIZE_CLASS, Series, in_series

KEPT_TERRITORIES = 8  # of some 4 MB each
OF_INDICATOR = ("theme", "better", "index_version", "indicator_caveats")
# A lead in texts: its kind, then the codes of each of its cells. No two leads have the same.
LeadCode = tuple[str | tuple[str, ...], ...]


@dataclass(frozen=True, eq=False)
class Found:
    """Every lead of a territory, ranked, and the number of cells looked at."""

    leads: tuple[Lead, ...]
    cells_count: int

    def lead(self, code: LeadCode) -> Lead:
        """The lead whose `code_of` this is; raises KeyError where there is none."""
        kind, first = code[0], code[1][: SERIES.stop]
        for lead in self.leads:
            if lead.kind == kind and lead.ends[0][1][SERIES] == first and code_of(lead) == code:
                return lead
        raise KeyError(code)

    @cached_property
    def present(self) -> dict[str, frozenset[str]]:
        """The themes, sectors and size classes that some lead has a cell in."""
        ends = [(lead.about[end[INDICATOR]], end) for lead in self.leads for end in lead.measures]
        return {
            "theme": frozenset([about["theme"] for about, _ in ends]),
            "sector": frozenset([end[SECTOR] for _, end in ends]),
            "size_class": frozenset([end[SIZE_CLASS] for _, end in ends]),
        }


def leads_of(territory: str) -> Found:
    """Every lead of a territory, found once for each release and then kept."""
    return _leads(store.current().release, territory)


@lru_cache(maxsize=KEPT_TERRITORIES)
def _leads(release: str, territory: str) -> Found:
    others = _others(release)
    own = others.europe if territory == EU else _series(territory)
    series = [own] if territory == EU else [own, others.europe]
    count = sum([len(years) for one in series for years in one.values()])
    return Found(tuple(finding.find(own, others, territory)), count)


@lru_cache(maxsize=1)
def _others(_release: str) -> Others:
    """What the leads of each territory are found against."""
    spreads = {
        (indicator, sector, size_class, year): Spread._make(rest)
        for indicator, size_class, sector, year, *rest in queries.run("spreads_by_indicator").rows
    }
    known = catalogue.current().indicators
    about = {name: {column: of[column] for column in OF_INDICATOR} for name, of in known.items()}
    return Others(_series(EU), spreads, about)


def _series(territory: str) -> Series:
    return in_series(queries.run("figures_by_territory", territory=territory).rows)


def code_of(lead: Lead) -> LeadCode:
    """The texts from which `leads_of` its territory gives the lead again."""
    return (lead.kind, *[(*codes[:-1], str(codes[-1])) for codes in lead.code[1:]])


def claims() -> tuple[list[Judged], Result]:
    """Every claim with its evidence and verdict, and the answer that holds the figures."""
    answer = queries.run("evidence_by_claim")
    return _claims(queries.run("claims_by_id"), queries.run("tests_by_claim"), answer), answer


@lru_cache(maxsize=4)
def _claims(known: Result, tests: Result, answer: Result) -> list[Judged]:
    """Judged once per release: three answers that are kept are the same objects again."""
    return judged(known.records, tests.records, answer.records)
