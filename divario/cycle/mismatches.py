"""What the model is known to get wrong: its number beside the one that was observed.

Each is a strict expected failure of the tests, and stands in the model card.
"""

from __future__ import annotations

from typing import Any

from divario.cycle import solver
from divario.cycle.ledger import Ledger

MICRO = {"N": 3, "Y0": 25_000}
PLANT = {"N": 56, "Y0": 900_000, "out": 0}
VOUCHER = {"vouch": 2_400, "vouch_t": 3, "vouch_match": 1, "vouch_tool": 0}
GROUP = {"vouch": 10_000, "vouch_t": 9, "vouch_tool": 0, "out": 0}


def turnover_lift(ledger: Ledger, month: int) -> float:
    """Per cent of turnover that a voucher for advice adds to a micro firm, over as usual."""
    helped, usual = (
        solver.one(ledger.values(one), ledger.start(), month).last("Y")
        for one in (MICRO | VOUCHER, MICRO)
    )
    return float(100 * (helped / usual - 1))


def practices_lift(ledger: Ledger) -> float:
    """Points of capability that group consulting adds in a firm of 56, after fifteen months."""
    helped, usual = (
        solver.one(ledger.values(one), ledger.start(), 15).last("K")
        for one in (PLANT | GROUP, PLANT)
    )
    return float(100 * (helped - usual))


def rows(ledger: Ledger, large_growing_pct: float) -> list[dict[str, Any]]:
    """Each mismatch: target, the model's number, the range that was observed, and by whom.

    `large_growing_pct` is the share of plausible firms of 100 persons whose only ending is growth;
    what is observed of large firms is in the survey, where the query `mismatches_by_target` looks.
    """
    trial = "UK Growth Vouchers evaluation"
    found = (
        ("vouchers", turnover_lift(ledger, 12), 8.2, 8.2, trial),
        ("vouchers_later", turnover_lift(ledger, 24), 0.0, 0.0, trial),
        ("group", practices_lift(ledger), 8.0, 10.0, "Iacovone, Maloney and McKenzie 2022"),
        ("large", large_growing_pct, None, None, "Eurostat, isoc_e_dii"),
    )
    names = ("target", "model", "observed_low", "observed_high", "source")
    return [dict(zip(names, row, strict=True)) for row in found]
