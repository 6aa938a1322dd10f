"""Writes what the What-if page shows but does not compute: `python -m divario sensitivity`.

Three files of `data/cycle/`, each row with seed, date and the version of the ledger it holds for,
and the same in their origin records. Needs the packages of the tests (SALib).
"""

from __future__ import annotations

import csv
import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from divario import provenance, store
from divario.cycle import mismatches, sensitivity
from divario.cycle.ledger import FOLDER, Ledger
from divario.cycle.uncertainty import SEED

DIGITS = 10
FILES = ("sensitivity", "regimes", "mismatches")
LARGEST = 100
Row = dict[str, Any]


def write(ledger: Ledger, folder: Path = FOLDER) -> list[str]:
    """Compute everything and write it, origins sealed; returns the names of changed records.

    About two minutes on two cores. Nothing is written before all is computed.
    """
    tables = compute(ledger)
    made = {
        "seed": SEED,
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "salib": version("salib"),
        "sample": sensitivity.SAMPLE,
        "draws": sensitivity.DRAWS,
        "ledger": ledger.version,
    }
    stamp = {"seed": SEED, "computed_date": made["date"], "ledger_version": made["ledger"]}
    for name, rows in tables.items():
        _write_rows(folder / f"{name}.csv", [row | stamp for row in rows])
        _write_made(folder / f"{name}.origin.toml", made)
    return provenance.seal(folder.parent, store.row_count)


def compute(ledger: Ledger) -> dict[str, list[Row]]:
    """The rows of each file."""
    sizes = sorted(ledger.sizes, key=lambda size: size["N"])
    regimes = [
        {"scenario": scenario, **sensitivity.regimes(ledger, scenario, size)}
        for scenario in sensitivity.SCENARIOS
        for size in sizes
    ]
    large = next(row for row in regimes if row["persons_count"] == LARGEST)
    return {
        "sensitivity": [
            {"scenario": scenario, **alone, **together, "sample_count": sensitivity.SAMPLE}
            for scenario in sensitivity.SCENARIOS
            for alone, together in zip(
                sensitivity.tornado(ledger, scenario),
                sensitivity.sobol(ledger, scenario),
                strict=True,
            )
        ],
        "regimes": regimes,
        "mismatches": mismatches.rows(ledger, 100 * large["growth_count"] / large["draws_count"]),
    }


def _write_rows(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: _short(value) for name, value in row.items()} for row in rows)


def _short(value: Any) -> Any:
    return f"{value:.{DIGITS}g}" if isinstance(value, float) else value


def _write_made(path: Path, made: Row) -> None:
    """Put how the file was made into its origin record, in place of what stood there."""
    kept = [
        line
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.startswith("made.")
    ]
    new = [
        f"made.{name} = {value}" if isinstance(value, int) else f'made.{name} = "{value}"'
        for name, value in made.items()
    ]
    path.write_text("\n".join([*kept, *new, ""]), encoding="utf-8")
