"""Two releases side by side: what differs between them, in a locked warehouse of its own.

The published cells of both are copied out of their warehouses and joined once
(`queries/comparison`); the marts about revisions then read what differs. The latest pairs asked for
are kept: a release never changes, so neither does what lies between two.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import lru_cache

from divario import sqlfile, store
from divario.store import Warehouse

KEPT = 4
CHANGES = ("revised", "refined", "reflagged", "new", "gone")
FOLDER = store.QUERIES / "comparison"
_lock = threading.Lock()


@dataclass(frozen=True)
class FileChange:
    """A data file that differs and holds no cells of a survey; None where a release lacks it."""

    name: str
    rows_before: int | None
    rows_after: int | None


def of(before: str, after: str) -> Warehouse:
    """The warehouse of what differs between two kept releases, named as the second of them.

    Made at the first question (about a second, and two for a release that is not open). Raises
    UnknownRelease, or DataRefused where this program cannot open one of them.
    """
    with _lock:  # so that two readers do not make the same one
        return _made(before, after)


@lru_cache(maxsize=KEPT)
def _made(before: str, after: str) -> Warehouse:
    ends = {"before": store.of_release(before), "after": store.of_release(after)}
    statements = {file.name: file.sql for file in sqlfile.load_folder(FOLDER)}
    connection = store.empty()
    try:
        for name, end in ends.items():
            with end.connection.cursor() as cursor:
                connection.register("arrived", cursor.sql(statements["published"]).to_arrow_table())
            connection.execute(f"create table cell_{name} as from arrived")
            connection.unregister("arrived")
        for name in ("revision", "compared"):
            connection.execute(f"create table {name} as {statements[name]}")
        for name in ends:
            connection.execute(f"drop table cell_{name}")
        store.lock(connection)
    except BaseException:
        connection.close()
        raise
    datasets = connection.execute("select dataset from compared").fetchall()
    codes = {
        "release": frozenset((before, after)),
        "dataset": frozenset(name for (name,) in datasets),
        "change": frozenset(CHANGES),
    }
    origins = ends["before"].origins | ends["after"].origins
    return Warehouse(connection, after, origins, codes, ends["after"].folder)


def other_files(before: str, after: str) -> list[FileChange]:
    """The data files that differ and are no survey: crawls, directories, counts, code lists."""
    surveys = of(before, after).codes["dataset"]
    old, new = store.of_release(before).origins, store.of_release(after).origins
    return [
        FileChange(
            name,
            old[name].rows if name in old else None,
            new[name].rows if name in new else None,
        )
        for name in sorted(old.keys() | new.keys())
        if name not in surveys and "." not in name and old.get(name) != new.get(name)
    ]
