"""What the current release says by itself: the leads of a territory, and the claims judged."""

from __future__ import annotations

import pickle
import threading
import zlib
from collections.abc import Callable, Iterable
from functools import lru_cache

from divario import queries, store
from divario.queries import Result
from divario.stats import leads
from divario.stats.claims import Judged, judged
from divario.stats.leads import Lead

KEPT_TERRITORIES = 3
CELL_CODES = ("indicator", "sector", "size_class", "territory", "year")
PAUSE_S = 1.0
QUIET_S = 5.0
# A lead in texts: its kind, then the codes of each of its cells. No two leads have the same.
LeadCode = tuple[str | tuple[str, ...], ...]
Found = tuple[dict[LeadCode, Lead], int]
# Leads that were found before anybody asked, packed: 0.3 MB instead of 15 for a territory.
_packed: dict[tuple[str, str], bytes] = {}


@lru_cache(maxsize=KEPT_TERRITORIES)
def _leads(release: str, territory: str) -> Found:
    packed = _packed.get((release, territory))
    if packed is None:
        return _found(territory)
    return pickle.loads(zlib.decompress(packed))  # noqa: S301 — bytes of this process


def _found(territory: str) -> Found:
    cells = queries.run("cells_by_territory", territory=territory)
    spreads = queries.run("spreads_by_territory", territory=territory)
    found = leads.find(cells.records, spreads.records, territory)
    return {code_of(lead): lead for lead in found}, len(cells.rows)


def leads_of(territory: str) -> Found:
    """Every lead of a territory by its code, ranked, and the number of cells looked at.

    Found once for each release and territory: 0.2 s for Italy, a quarter of that where
    `prepare_one` has come by, then nothing.
    """
    return _leads(store.current().release, territory)


def pack(territory: str) -> None:
    """Find the leads of a territory and keep them packed, for its first reader."""
    by_code, count = _found(territory)
    same: dict[object, object] = {}
    for cell in {id(cell): cell for lead in by_code.values() for cell in lead.cells}.values():
        for name, value in cell.items():
            if isinstance(value, str):  # each text once: a row of the database has its own
                cell[name] = same.setdefault(value, value)
    body = pickle.dumps((by_code, count), pickle.HIGHEST_PROTOCOL)
    _packed[store.current().release, territory] = zlib.compress(body, 6)


def prepare_one(territories: Iterable[str]) -> bool:
    """Pack the leads of the first territory that the current release has none of; False: of all."""
    with store.held() as warehouse:
        for key in [key for key in _packed if key[0] != warehouse.release]:
            del _packed[key]
        left = [one for one in territories if (warehouse.release, one) not in _packed]
        if left:
            pack(left[0])
        return bool(left)


def prepare_when_idle(territories: Callable[[], Iterable[str]]) -> None:
    """Pack the leads of all territories in the background, one each time nobody asked for a while.

    Nobody waits for it: a reader who comes during the fraction of a second that one takes shares
    the processor with it. It goes on with a new release, and lives as long as the process.
    """

    def work() -> None:
        pause = threading.Event()
        while not pause.wait(PAUSE_S):
            if store.idle_s() > QUIET_S:
                prepare_one(territories())

    threading.Thread(target=work, name="leads", daemon=True).start()


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
