"""A later release in which a few cells of the AI survey differ, each in its own way."""

from __future__ import annotations

from pathlib import Path

import duckdb

FILE = "survey/isoc_eb_ai.parquet"
KEY = ("indicator", "size_class", "territory", "year")
REVISED = ("E_AI_TANY", "10-249", "IT", 2025)
LARGEST = ("E_AI_TTM", "GE250", "FR", 2025)
REFINED = ("E_AI_TANY", "10-249", "DE", 2025)
REFLAGGED = ("E_AI_TANY", "10-249", "DK", 2025)
GONE = ("E_AI_TANY", "10-249", "ES", 2025)
NEW = ("E_AI_TANY", "10-249", "ES", 2022)
OLD = {LARGEST: 20.0, REFINED: 24.9}
VALUES = {REVISED: 15.75, LARGEST: 17.0, REFINED: 24.93}
CHANGES = {
    LARGEST: "revised",
    REVISED: "revised",
    REFINED: "refined",
    REFLAGGED: "reflagged",
    GONE: "gone",
    NEW: "new",
}


def _is(cell: tuple) -> str:
    """A condition in SQL: one cell of all activities, in per cent of enterprises."""
    named = " and ".join(f"{name} = {value!r}" for name, value in zip(KEY, cell, strict=True))
    return f"({named} and unit = 'PC_ENT' and sector = 'C10-S951_X_K')"


def _case(column: str, changes: dict[tuple, object]) -> str:
    cases = " ".join(f"when {_is(cell)} then {value!r}" for cell, value in changes.items())
    return f"case {cases} else {column} end as {column}"


def _rewrite(folder: Path, select: str) -> None:
    path = folder / FILE
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"create table cells as select * from read_parquet('{path}')")
        connection.execute(f"copy ({select}) to '{path}' (format parquet)")


def earlier(folder: Path) -> None:
    """Before: one cell known to one decimal, and round values to start from."""
    changed = [_case("value", OLD), _case("caveats", {REFINED: "one_decimal"})]
    _rewrite(folder, f"select * replace ({', '.join(changed)}) from cells")


def later(folder: Path) -> None:
    """After: exactly the cells of CHANGES differ, each as it says there."""
    columns = ", ".join(
        (_case("value", VALUES), _case("caveats", {REFINED: ""}), _case("status", {REFLAGGED: "p"}))
    )
    _rewrite(
        folder,
        f"select * replace ({columns}) from cells where not {_is(GONE)} "
        f"union all by name select * replace (2022::smallint as year) from cells where {_is(GONE)}",
    )
