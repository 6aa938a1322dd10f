"""The warehouse: the only module that opens DuckDB.

A warehouse is built in memory from the data folder through `queries/staging` and `queries/tables`,
checked by `queries/checks`, and then locked: no file, no network, no setting can be reached any
more. A new release is a new warehouse; the running one is never changed (`live.py` chooses).
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import duckdb

from divario import live, pointer, provenance, raw, sqlfile
from divario.errors import DataRefused
from divario.held import SHORT, Held
from divario.provenance import Origin
from divario.sqlfile import SqlFile

ROOT, DATA = pointer.ROOT, pointer.SHIPPED
QUERIES = ROOT / "queries"

MEMORY_LIMIT = "512MB"
TIME_LIMIT_MS = 10_000
SCRATCH_MEMORY = "700MB"
# One thread, and neither of two steps that pay for millions of rows only: values are not packed for
# a sort, a list is not made a table to be joined. Of a small answer they are a tenth and a fifth.
# Nor does anybody look for parts of a plan that are the same: no mart has any, and it takes 2%.
SKIPPED = "compressed_materialization,in_clause,common_subplan"
ANSWERING = f"set threads = 1; set disabled_optimizers = '{SKIPPED}'"
ScratchError = duckdb.Error
# It would have a query asked as a relation, which plans each one twice.
warnings.filterwarnings("ignore", "Arrow output on a DB-API result", UserWarning)


@dataclass(frozen=True)
class Warehouse:
    """A built, checked and locked release.

    `codes` holds the allowed values of each code list of `queries/tables/code.sql`; `origins` the
    origin records by dataset name; `folder` is the data folder that it was built from.
    """

    connection: duckdb.DuckDBPyConnection
    release: str
    origins: dict[str, Origin]
    codes: dict[str, frozenset[str]]
    folder: Path

    def ask(self, sql: str, parameters: dict[str, Any], *, is_long: bool = False) -> Held:
        """Run one query on a cursor of its own; what is known to be long comes whole in columns.

        One connection shared by threads mixes their results; a cursor costs 44 µs.
        """
        short = 0 if is_long else SHORT
        with self.connection.cursor() as cursor:
            cursor.execute(_parsed(sql), parameters)
            names = tuple([column[0] for column in cursor.description])
            first = cursor.fetchmany(short)
            return Held(names, first, cursor.to_arrow_table() if len(first) == short else None)


@cache
def _parser() -> duckdb.DuckDBPyConnection:
    """A connection that only reads statements, kept: to open one takes 30 ms, a cursor of it none.

    Without threads of its own, so that a process that is forked may go on using it.
    """
    return duckdb.connect(":memory:", config={"threads": 1})


@lru_cache(maxsize=256)
def _parsed(sql: str) -> duckdb.Statement:
    """A statement as DuckDB's parser reads it, kept: reading it takes a sixth of a small answer.

    Threads may share it: each run works on a copy of its own.
    """
    with _parser().cursor() as connection:
        (statement,) = connection.extract_statements(sql)
    return statement


def table_names(sql: str) -> set[str]:
    """Tables that a statement reads, as DuckDB's own parser sees them."""
    with _parser().cursor() as connection:
        return set(connection.get_table_names(sql, qualified=True))


def parameter_names(sql: str) -> set[str]:
    """Named parameters of a statement, as DuckDB's own parser sees them."""
    with _parser().cursor() as connection:
        return set(connection.extract_statements(sql)[0].named_parameters)


def row_count(path: Path) -> int:
    """Number of records of a data file, Parquet or CSV."""
    if path.suffix == ".csv":
        return provenance.row_count_of_csv(path)
    with duckdb.connect(":memory:") as connection:
        return connection.execute(
            "select count(*) from read_parquet($file)", {"file": str(path)}
        ).fetchall()[0][0]


@contextmanager
def scratch(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection for reading publishers' files, beside any warehouse and gone after the block.

    Two threads, `SCRATCH_MEMORY`, then files below `folder`; no extension is loaded or fetched.
    """
    settings = {
        "threads": 2,
        "memory_limit": SCRATCH_MEMORY,
        "temp_directory": str(folder / "spilled"),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    with duckdb.connect(":memory:", config=settings) as connection:
        yield _silent(connection)


def open_warehouse(folder: Path = DATA) -> Warehouse:
    """Build, check and lock a warehouse from a data folder.

    Raises DataRefused, naming file, rule and row, when anything of the data cannot be trusted;
    nothing is half loaded then.
    """
    origins = provenance.verify(folder)
    connection = empty()
    try:
        raw.load(connection, folder, origins)
        for layer in ("staging", "tables"):
            _create_tables(connection, sqlfile.load_folder(QUERIES / layer))
        _check(connection)
        connection.execute("drop schema raw cascade")
        lock(connection)
    except BaseException:
        connection.close()
        raise
    listed = "select code_list, list(code) from code group by code_list"
    codes = {name: frozenset(named) for name, named in connection.execute(listed).fetchall()}
    return Warehouse(connection, provenance.release_id(folder), origins, codes, folder)


def empty() -> duckdb.DuckDBPyConnection:
    """A connection to an empty warehouse, which whoever fills it then has to `lock`."""
    return _silent(duckdb.connect(":memory:"))


def _silent(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """After two seconds a statement would draw its progress into standard output, among the CSV."""
    connection.execute("set enable_progress_bar = false")
    return connection


def _create_tables(connection: duckdb.DuckDBPyConnection, files: Iterable[SqlFile]) -> None:
    """Fill the tables of a layer, two at a time, each when those that it reads are filled."""
    filled: dict[str, Future[None]] = {}

    def fill(query: SqlFile) -> None:
        for name in query.header["reads"]:
            if name in filled:
                filled[name].result()
        with connection.cursor() as cursor:
            _create_table(cursor, query)

    with ThreadPoolExecutor(2) as pool:
        for query in sqlfile.in_order_of_reading(files):
            filled[query.name] = pool.submit(fill, query)
        for one in filled.values():
            one.result()


def _create_table(connection: duckdb.DuckDBPyConnection, query: SqlFile) -> None:
    """Fill one table; what cannot be cast or is not there refuses the file that it reads."""
    try:
        connection.execute(f"create table {query.name} as {query.sql}")
    except (duckdb.ConversionException, duckdb.BinderException) as error:
        raise raw.misshapen(query.header["reads"][0].removeprefix("raw."), error) from None


def _check(connection: duckdb.DuckDBPyConnection) -> None:
    """Run `queries/checks`, two at a time; the first offending row refuses the data."""

    def offending(query: SqlFile) -> tuple[SqlFile, tuple | None]:
        with connection.cursor() as cursor:
            return query, cursor.execute(query.sql).fetchone()

    with ThreadPoolExecutor(2) as pool:
        for query, row in pool.map(offending, sqlfile.load_folder(QUERIES / "checks")):
            if row:
                file, *rest = row
                what = ", ".join(str(item) for item in rest)
                raise DataRefused(str(file), query.header["rule"], what)


def lock(connection: duckdb.DuckDBPyConnection) -> None:
    """Close the SQL surface: from here on only queries on the loaded tables can run."""
    connection.execute(ANSWERING)
    connection.execute(f"set memory_limit = '{MEMORY_LIMIT}'")
    connection.execute(f"set global max_execution_time = {TIME_LIMIT_MS}")
    connection.execute("set temp_directory = ''")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")


def open_release(release: str) -> Warehouse:
    """Build, check and lock the warehouse of a kept release.

    Raises UnknownRelease, or DataRefused, also where its files are not those of its name.
    """
    warehouse = open_warehouse(pointer.folder_of(release))
    if warehouse.release != release:
        warehouse.connection.close()
        rule = "its files are not those that its name was computed from"
        raise DataRefused(f"releases/{release}", rule, warehouse.release)
    return warehouse


_live = live.Live(open_release)
current, use, of_release, in_memory = _live.current, _live.use, _live.of, _live.in_memory
held, holding, served = _live.held, _live.holding, _live.served
follow, watch = _live.follow, _live.watch
