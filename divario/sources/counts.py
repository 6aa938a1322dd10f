"""Put counts of enterprises that arrived into a data folder, or into a folder of their own."""

from __future__ import annotations

import tempfile
from pathlib import Path

from divario import provenance, records, sqlfile, store
from divario.errors import SourceRefused
from divario.sources import build
from divario.sources.arrival import QUERIES, Arrived
from divario.sources.build import Warned
from divario.sources.counting import COLUMNS, NAME

LIMITS = {
    "it": "Le cifre sono quelle del file dell’editore alla data indicata, senza le note di stato; "
    "le classi che l’editore non dà sono somme delle loro parti. Il totale comprende le sezioni da "
    "B a S senza O e senza S94, più ampio di quello dell’indagine ICT.",
    "en": "The figures are those of the publisher’s file at the date given, without the status "
    "flags; classes that the publisher does not give are sums of their parts. The total covers "
    "sections B to S without O and S94, wider than the ICT survey’s.",
}


def add(folder: Path, arrived: list[Arrived], *, is_part: bool, how: str) -> list[Warned]:
    """Replace a data folder's counts by those that arrived; returns the warnings.

    With `is_part` counts that the files lack stay. Raises SourceRefused where more than a fifth
    would go; the folder may be half changed then: give a copy.
    """
    target = folder / "reference" / f"{NAME}.csv"
    catalogue = folder / "datasets.toml"
    title = records.read_datasets(catalogue)[NAME]["title"]
    warned, facts = write(target, arrived, title, is_part=is_part, how=how)
    build.update_catalogue(catalogue, NAME, facts, arrived)
    return warned


def write(
    target: Path, arrived: list[Arrived], title: dict[str, str], *, is_part: bool, how: str
) -> tuple[list[Warned], tuple[int, int, int, int]]:
    """Write the CSV file and its origin; the file may be there already. As `add`.

    Returns the warnings, and the number of counts, of territories, the first and the last year.
    """
    with tempfile.TemporaryDirectory() as scratch, store.scratch(Path(scratch)) as connection:
        columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
        connection.execute(f"create table present ({columns})")
        connection.execute(f"create table arrived ({columns}, file_order integer)")
        if target.exists():
            connection.execute(
                "insert into present by name select * from read_csv($file, header = true)",
                {"file": str(target)},
            )
        for order, item in enumerate(arrived):
            connection.execute(
                "insert into arrived select *, $place from read_parquet($file)",
                {"file": str(item.parquet), "place": order},
            )
        query = sqlfile.parse(QUERIES / "counted.sql").sql
        connection.execute(f"create table merged as {query}", {"is_part": is_part})
        before, after = (
            connection.execute(f"select count(*) from {table}").fetchall()[0][0]
            for table in ("present", "merged")
        )
        if not is_part and after < before * (1 - build.LARGEST_LOSS):
            problem = f"it has {after:,} counts where the release has {before:,}"
            raise SourceRefused(NAME, problem, "fetch the whole dataset, or give --part")
        jumps = connection.execute(sqlfile.parse(QUERIES / "count_jump.sql").sql).fetchall()
        connection.execute("copy merged to $file (header, format csv)", {"file": str(target)})
        facts = build.facts_of(connection)
    text = build.origin_text(title, arrived, how, LIMITS)
    provenance.origin_path(target).write_text(text, encoding="utf-8")
    return build.listed(NAME, "count_jump", jumps), facts
