"""What the current release says by itself: the leads of a territory, and the claims judged."""

from __future__ import annotations

from functools import lru_cache

from divario import queries, store
from divario.queries import Result
from divario.stats import leads
from divario.stats.claims import Judged, judged
from divario.stats.leads import Lead

KEPT_TERRITORIES = 4
CELL_CODES = ("indicator", "sector", "size_class", "territory", "year")
# A lead in texts: its kind, then the codes of each of its cells. No two leads have the same.
LeadCode = tuple[str | tuple[str, ...], ...]


@lru_cache(maxsize=KEPT_TERRITORIES)
def _leads(_release: str, territory: str) -> tuple[dict[LeadCode, Lead], int]:
    cells = queries.run("cells_by_territory", territory=territory)
    spreads = queries.run("spreads_by_territory", territory=territory)
    found = leads.find(cells.records, spreads.records, territory)
    return {code_of(lead): lead for lead in found}, len(cells.rows)


def leads_of(territory: str) -> tuple[dict[LeadCode, Lead], int]:
    """Every lead of a territory by its code, ranked, and the number of cells looked at.

    Found once for each release and territory: 0.3 s for Italy, then nothing.
    """
    return _leads(store.current().release, territory)


def code_of(lead: Lead) -> LeadCode:
    """The texts from which `leads_of` its territory gives the lead again."""
    return (lead.kind, *(tuple(str(cell[name]) for name in CELL_CODES) for cell in lead.cells))


def claims() -> tuple[list[Judged], Result]:
    """Every claim with its evidence and verdict, and the answer that holds the figures."""
    answer = queries.run("evidence_by_claim")
    return _claims(queries.run("claims_by_id"), queries.run("tests_by_claim"), answer), answer


@lru_cache(maxsize=4)
def _claims(known: Result, tests: Result, answer: Result) -> list[Judged]:
    """Judged once per release: three answers that are kept are the same objects again."""
    return judged(known.records, tests.records, answer.records)
