"""Structural business statistics: how many enterprises there are, read from a publisher's file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from divario import sqlfile, store
from divario.errors import SourceRefused
from divario.sources.layout import Layout

if TYPE_CHECKING:
    import duckdb  # noqa: TID251

NAME = "enterprise_counts"
# The datasets that count enterprises by size class, and the code of the count in each.
INDICATORS = {"sbs_sc_ovw": "ENT_NR", "sbs_sc_sca_r2": "V11110"}
COLUMNS = {
    "territory": "VARCHAR",
    "sector": "VARCHAR",
    "size_class": "VARCHAR",
    "year": "SMALLINT",
    "enterprises_count": "BIGINT",
}
FATAL = {
    "bad_value": "a value is not a number",
    "bad_year": "a period is not a year",
    "not_a_count": "a number of enterprises is negative or not whole",
}


def read(
    connection: duckdb.DuckDBPyConnection, layout: Layout, target: Path
) -> tuple[int, dict[str, int]]:
    """Write the counts of a file, in our size classes, as Parquet with the columns `COLUMNS`.

    The view `lines` holds the file. Returns the number of counts written, and of lines by reason;
    the reason `used` is that of the lines that the counts were made of. Raises SourceRefused.
    """
    queries = store.QUERIES / "arrival"
    connection.execute(
        f"create table counting as {sqlfile.parse(queries / 'counting.sql').sql}",
        {"indicator": INDICATORS[layout.dataset]},
    )
    problems = dict(
        connection.execute(
            "select coalesce(problem, 'used'), count(*) from counting group by all"
        ).fetchall()
    )
    _refuse(connection, layout, problems)
    counts = sqlfile.parse(queries / "counts.sql").sql
    connection.execute(f"create table counts as {counts}")
    selected = ", ".join(f"{name}::{kind} as {name}" for name, kind in COLUMNS.items())
    connection.execute(
        f"copy (select {selected} from counts) to $target (format parquet)",
        {"target": str(target)},
    )
    kept = connection.execute("select count(*) from counts").fetchall()[0][0]
    if not kept:
        said = ", ".join(f"{number} {problem}" for problem, number in problems.items())
        problem = f"no count of enterprises can be made of it ({said or 'no lines'})"
        raise SourceRefused(layout.text.name, problem, "fetch the whole dataset")
    return kept, problems


def _refuse(
    connection: duckdb.DuckDBPyConnection, layout: Layout, problems: dict[str, int]
) -> None:
    named = "sector, size_class, territory, year, enterprises_count"
    for problem, sentence in FATAL.items():
        if problems.get(problem):
            row = connection.execute(
                f"select {named} from counting where problem = $problem limit 1",
                {"problem": problem},
            ).fetchall()[0]
            first = ", ".join(str(item) for item in row)
            raise SourceRefused(layout.text.name, f"{sentence} (first: {first})", "fetch it again")
    doubled = connection.execute(
        "select sector, size_class, territory, year from counting where problem is null "
        "group by all having count(*) > 1 order by all limit 1"
    ).fetchall()
    if doubled:
        first = ", ".join(str(item) for item in doubled[0])
        problem = f"a count stands twice (first: {first})"
        raise SourceRefused(layout.text.name, problem, "fetch the file again")
