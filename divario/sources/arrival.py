"""A publisher's file, read into the survey's schema with an account of every line."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from divario import sqlfile, store
from divario.errors import SourceRefused
from divario.schema import SURVEY_COLUMNS
from divario.sources import counting, plain, readers
from divario.sources.layout import CODED, LONG, Layout

if TYPE_CHECKING:
    import duckdb  # noqa: TID251

QUERIES = store.QUERIES / "arrival"
REFERENCE = {
    "size_class": "size_classes",
    "sector": "sectors",
    "unit": "units",
    "territory": "territories",
}
# Lines that say nothing; lines that are set aside and listed; lines that refuse the whole file.
EMPTY = ("no_value", "confidential")
ASIDE = ("not_annual", "unknown_status", *(f"unknown_{name}" for name in CODED))
FATAL = {
    "bad_value": "a value is not a number",
    "bad_year": "a period is not a year",
    "no_indicator": "a line has no indicator",
    "out_of_range": "a percentage lies outside 0 and 100",
}
OTHER = "other_line"  # of another dataset, or with another value in a column that is unknown
PROBLEMS = (OTHER, *EMPTY, *ASIDE, *FATAL)
LISTED = 200


@dataclass(frozen=True)
class Arrived:
    """What one file gave: its layout, the Parquet file of kept cells, and the account.

    `problems` counts lines not kept by reason; `unknown` holds (dimension, code, official label,
    lines) of the codes that the reference tables lack.
    """

    layout: Layout
    parquet: Path
    read: int
    kept: int
    problems: dict[str, int]
    unknown: list[tuple[str, str, str, int]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The dataset's name in the catalogue."""
        code = self.layout.dataset
        return counting.NAME if code in counting.INDICATORS else code


def read_file(path: Path, reference: Path, folder: Path, vintage: str = "") -> Arrived:
    """Read one file of a publisher's dataset; `reference` is the folder of code lists.

    Writes a Parquet file in the survey's schema below `folder`. `vintage` dates a file that does
    not say its own. Raises SourceRefused, naming the first offending line.
    """
    text = plain.unpack(path, folder)
    layout = readers.read(text, path.name, folder)
    target = folder / f"{path.name}.parquet"
    with store.scratch(folder) as connection:
        _prepare(connection, reference)
        try:
            _view(connection, layout)
            if layout.dataset in counting.INDICATORS:
                _refuse_extra(connection, layout)
                kept, counts = counting.read(connection, layout, target)
                return Arrived(layout, target, sum(counts.values()), kept, counts)
            query = sqlfile.parse(QUERIES / "arriving.sql")
            connection.execute(f"create table arriving as {query.sql}")
        except store.ScratchError as error:
            problem = f"its lines cannot be read ({str(error).splitlines()[0]})"[:300]
            raise SourceRefused(
                path.name, problem, "it is cut or damaged: fetch it again"
            ) from None
        counts = dict(
            connection.execute(
                "select problem::varchar, count(*) from arriving group by all"
            ).fetchall()
        )
        if counts.get(OTHER):
            _refuse_extra(connection, layout)
        kept = counts.pop(None, 0)
        _refuse_faults(connection, path.name, counts, kept)
        unknown = _unknown(connection, layout, counts)
        _write(connection, layout, target, (layout.updated or vintage)[:10] or None)
    return Arrived(layout, target, kept + sum(counts.values()), kept, counts, unknown)


def _prepare(connection: duckdb.DuckDBPyConnection, reference: Path) -> None:
    """The codes that the reference tables know, as types of one byte, and the problems."""
    for name, table in REFERENCE.items():
        connection.execute(
            f"create type {name}_known as enum (select distinct code from "
            "read_csv($file, header = true, all_varchar = true) order by code)",
            {"file": str(reference / f"{table}.csv")},
        )
    listed = ", ".join(f"'{name}'" for name in PROBLEMS)
    connection.execute(f"create type problem as enum ({listed})")


def _view(connection: duckdb.DuckDBPyConnection, layout: Layout) -> None:
    """The views `given`, the file as it is, and `lines`: columns that it lacks are empty there."""
    relation = connection.read_csv(
        str(layout.text),
        names=list(layout.columns),
        dtype=dict.fromkeys(layout.columns, "VARCHAR"),
        header=False,
        skiprows=1,
        delimiter=layout.delimiter,
        quotechar='"',
        escapechar='"',
    )
    relation.create_view("given")
    # Only names of ours are put together here, never a text of the file.
    shown = [name if name in layout.columns else f"'A' as {name}" for name in LONG[:1]]
    shown += [name if name in layout.columns else f"'' as {name}" for name in LONG[1:]]
    fixed = [name for name in layout.columns if name == "flow" or name.startswith("extra_")]
    fixed = fixed if layout.first else []
    differs = " or ".join(f"given.{name} is distinct from first_line.{name}" for name in fixed)
    columns = ", ".join(f"nullif(${name}, '') as {name}" for name in fixed) or "true as nothing"
    values = dict(zip(layout.columns, layout.first, strict=False))
    connection.execute(
        f"create table first_line as select {columns}", {name: values[name] for name in fixed}
    )
    connection.execute(
        f"create view lines as select {', '.join(shown)}, {differs or 'false'} as is_other "
        "from given cross join first_line"
    )


def _refuse_extra(connection: duckdb.DuckDBPyConnection, layout: Layout) -> None:
    """A further column may be empty or constant; one that varies is a dimension we do not know."""
    if "flow" in layout.columns and connection.execute(
        "select count(*) from (select distinct flow from given limit 2)"
    ).fetchall() != [(1,)]:
        raise SourceRefused(layout.text.name, "it holds several datasets", "give one file for each")
    for name in (column for column in layout.columns if column.startswith("extra_")):
        values = connection.execute(f"select distinct {name} from given limit 2").fetchall()
        if len(values) > 1:
            two = " and ".join(str(value) for (value,) in values)[:200]
            problem = f"column {int(name[6:]) + 1} is unknown and holds several values ({two})"
            raise SourceRefused(layout.text.name, problem, "fetch the dataset without it")


def _refuse_faults(
    connection: duckdb.DuckDBPyConnection, name: str, counts: dict[str, int], kept: int
) -> None:
    columns = "indicator, unit, size_class, sector, territory, year"
    for problem, sentence in FATAL.items():
        if counts.get(problem):
            row = connection.execute(
                f"select {columns}, value from arriving where problem = $problem limit 1",
                {"problem": problem},
            ).fetchall()[0]
            first = ", ".join(str(item) for item in row)
            raise SourceRefused(name, f"{sentence} (first: {first})", "fetch the file again")
    doubled = connection.execute(sqlfile.parse(QUERIES / "doubled.sql").sql).fetchall()
    if doubled:
        first = ", ".join(str(item) for item in doubled[0])
        raise SourceRefused(name, f"a cell stands twice (first: {first})", "fetch the file again")
    if not kept:
        said = ", ".join(f"{number} {problem}" for problem, number in counts.items()) or "no lines"
        raise SourceRefused(name, f"no cell of it can be used ({said})", "choose another dataset")


def _unknown(
    connection: duckdb.DuckDBPyConnection, layout: Layout, counts: dict[str, int]
) -> list[tuple[str, str, str, int]]:
    """Codes that the reference tables lack, with the label that the file gives."""
    found = []
    for name in CODED:
        if not counts.get(f"unknown_{name}"):
            continue
        label = f"label_{name}" if f"label_{name}" in layout.columns else "null"
        rows = connection.execute(
            f"select coalesce({name}, ''), max({label}), count(*) from given where "
            f"try_cast({name} as {name}_known) is null group by all order by all limit {LISTED}"
        ).fetchall()
        known = layout.labels.get(name, {})
        found += [(name, code, text or known.get(code, ""), lines) for code, text, lines in rows]
    return found


def _write(
    connection: duckdb.DuckDBPyConnection, layout: Layout, target: Path, vintage: str | None
) -> None:
    given = {"dataset": layout.dataset, "lineage": "extract", "vintage": vintage}
    # A text that is the same on every line is written four times faster as a code than as text.
    said = [text for text in given.values() if text]
    connection.execute("create type said as enum (select unnest($said))", {"said": said})
    constant = {name: f"${name}::said" for name in given}
    constant |= {"caveats": "null::said", "copies_count": "1::smallint"}
    shown = [f"{constant[name]} as {name}" if name in constant else name for name in SURVEY_COLUMNS]
    connection.execute(
        f"copy (select {', '.join(shown)} from arriving where problem is null) "
        f"to $target (format parquet)",
        given | {"target": str(target)},
    )
