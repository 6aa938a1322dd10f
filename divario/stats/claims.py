"""Verdicts: which way each test of a claim counts, and what all of them say together.

The rule. A test compares measured cells. Met, it counts in its direction; clearly not met, in the
opposite one; closer to its line than its margin, in neither. A claim is supported when all its
measured tests count for it, contradicted when all count against it, unmeasured when none was
measured, and partly so in any other case.

A cell is one record of a mart. What may not be compared counts as not measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Cell = dict[str, Any]
DIRECTIONS = ("for", "against")
OUTCOMES = ("for", "against", "close", "missing")
VERDICTS = ("supported", "partly", "contradicted", "unmeasured")
OTHER_POPULATION = "all_industry_and_services"
PRECISION = 6


def _above(subject: float, reference: float, line: float) -> float:
    return subject - reference - line


def _below(subject: float, reference: float, line: float) -> float:
    return reference - subject - line


# How far beyond its line a comparison lies, in percentage points: positive when it is met. For a
# share alone the reference is 0 and the line a percentage.
COMPARISONS: dict[str, Callable[[float, float, float], float]] = {
    "italy_below_eu": _below,
    "italy_above_eu": _above,
    "sme_below_large": _below,
    "share_below": lambda subject, _reference, line: line - subject,
    "share_above": _above,
    "rose": _above,
    "fell": _below,
    "gap_between": _above,
    "not_moved": lambda subject, reference, line: line - abs(subject - reference),
}


@dataclass(frozen=True, eq=False)
class Evidence:
    """One test of a claim with the cells that were measured; either may be missing."""

    test: dict[str, Any]
    subject: Cell | None
    reference: Cell | None

    @property
    def cells(self) -> list[Cell]:
        """The measured cells, the subject first."""
        return [cell for cell in (self.subject, self.reference) if cell]

    @property
    def outcome(self) -> str:
        """One of OUTCOMES."""
        return outcome(self.test, self.subject, self.reference)


@dataclass(frozen=True, eq=False)
class Judged:
    """A claim with its evidence and its verdict."""

    claim: dict[str, Any]
    evidence: tuple[Evidence, ...]

    @property
    def verdict(self) -> str:
        """One of VERDICTS."""
        return verdict(item.outcome for item in self.evidence)

    def count(self, outcome: str) -> int:
        """Number of tests with an outcome."""
        return sum(item.outcome == outcome for item in self.evidence)


def outcome(test: dict[str, Any], subject: Cell | None, reference: Cell | None) -> str:
    """Which way a test counts: for, against, close (neither) or missing (not measured)."""
    is_alone = test["comparison"].startswith("share_")
    cells = [subject] if is_alone else [subject, reference]
    if not is_comparable(cells):
        return "missing"
    against = reference["value"] if reference and not is_alone else 0.0
    beyond = COMPARISONS[test["comparison"]](subject["value"], against, test["line"])
    if test["comparison"] == "not_moved":
        is_met: bool | None = round(beyond + test["margin"], PRECISION) >= 0
    elif round(abs(beyond) - test["margin"], PRECISION) < 0:
        is_met = None
    else:
        is_met = beyond > 0
    if is_met is None:
        return "close"
    if is_met:
        return test["direction"]
    return DIRECTIONS[1 - DIRECTIONS.index(test["direction"])]


def is_comparable(cells: Sequence[Cell | None]) -> bool:
    """Whether all cells were measured reliably, in one unit, version and population, unbroken."""
    known = [cell for cell in cells if cell is not None]
    if len(known) < len(cells):
        return False
    versions = {cell["index_version"] for cell in known} - {None}
    populations = {OTHER_POPULATION in (cell["caveats"] or "") for cell in known}
    return (
        len({cell["unit"] for cell in known}) == 1
        and len(versions) <= 1
        and len(populations) == 1
        and not any(cell["is_low_reliability"] or cell["breaks_count"] for cell in known)
    )


def verdict(outcomes: Iterable[str]) -> str:
    """What the tests of a claim say together."""
    measured = {item for item in outcomes if item != "missing"}
    if not measured:
        return "unmeasured"
    if measured == {"for"}:
        return "supported"
    return "contradicted" if measured == {"against"} else "partly"


def judged(
    claims: Iterable[dict[str, Any]], tests: Iterable[dict[str, Any]], cells: Iterable[Cell]
) -> list[Judged]:
    """Every claim with its tests and the cells measured for them, in the order given."""
    by_role = {(cell["claim"], cell["test"], cell["role"]): cell for cell in cells}
    by_claim: dict[str, list[Evidence]] = {}
    for test in tests:
        key = (test["claim"], test["test"])
        evidence = Evidence(test, by_role.get((*key, "subject")), by_role.get((*key, "reference")))
        by_claim.setdefault(test["claim"], []).append(evidence)
    return [Judged(claim, tuple(by_claim.get(claim["claim"], []))) for claim in claims]
