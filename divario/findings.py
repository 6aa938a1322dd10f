"""What the current release says by itself: the leads of a territory, and the claims judged."""

from __future__ import annotations

from functools import lru_cache
from operator import itemgetter

from divario import catalogue, queries, store
from divario.catalogue import EU
from divario.queries import Result
from divario.stats import leads
from divario.stats.claims import Judged, judged
from divario.stats.gaps import Cell
from divario.stats.leads import Lead, Spread

KEPT_TERRITORIES = 3
OF_INDICATOR = ("theme", "better", "index_version", "indicator_caveats")
CELL_CODES = ("indicator", "sector", "size_class", "territory", "year")
# A lead in texts: its kind, then the codes of each of its cells. No two leads have the same.
LeadCode = tuple[str | tuple[str, ...], ...]
Found = tuple[dict[LeadCode, Lead], int]
_codes = itemgetter(*CELL_CODES[:-1])


def leads_of(territory: str) -> Found:
    """Every lead of a territory by its code, ranked, and the number of cells looked at.

    Found once for each release and territory, in less than a tenth of a second; then kept.
    """
    return _leads(store.current().release, territory)


@lru_cache(maxsize=KEPT_TERRITORIES)
def _leads(release: str, territory: str) -> Found:
    europe, spreads = _everywhere(release)
    cells = [*_cells(territory), *europe]
    return {code_of(lead): lead for lead in leads.find(cells, spreads, territory)}, len(cells)


@lru_cache(maxsize=1)
def _everywhere(_release: str) -> tuple[list[Cell], list[Spread]]:
    """What the leads of each territory are found against: cells of the EU, spreads of countries."""
    return _cells(EU), queries.run("spreads_by_indicator").records


def _cells(territory: str) -> list[Cell]:
    """The cells of a territory, with what holds for their indicators: only that is asked once."""
    known = catalogue.current().indicators.items()
    shared = {name: {column: of[column] for column in OF_INDICATOR} for name, of in known}
    answer = queries.run("figures_by_territory", territory=territory)
    place = answer.columns.index("indicator")
    return [shared[row[place]] | dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def code_of(lead: Lead) -> LeadCode:
    """The texts from which `leads_of` its territory gives the lead again."""
    return (lead.kind, *[(*_codes(cell), str(cell["year"])) for cell in lead.cells])


def claims() -> tuple[list[Judged], Result]:
    """Every claim with its evidence and verdict, and the answer that holds the figures."""
    answer = queries.run("evidence_by_claim")
    return _claims(queries.run("claims_by_id"), queries.run("tests_by_claim"), answer), answer


@lru_cache(maxsize=4)
def _claims(known: Result, tests: Result, answer: Result) -> list[Judged]:
    """Judged once per release: three answers that are kept are the same objects again."""
    return judged(known.records, tests.records, answer.records)
