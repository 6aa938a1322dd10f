"""The files of a data folder as the tables of the schema `raw`, for `store` to build from.

Every file is checked against its schema and its origin before it is read; codes of the survey and
of its reference lists share one type each, so that they are compared as numbers.
"""

from __future__ import annotations

import csv
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb

from divario import claims, records
from divario.errors import DataRefused
from divario.provenance import Origin
from divario.schema import (
    CODED_COLUMNS,
    CRAWL_TABLES,
    CSV_TABLES,
    LISTED_CODES,
    OWN_CRAWL_COLUMNS,
    SURVEY_COLUMNS,
)


def load(connection: duckdb.DuckDBPyConnection, folder: Path, origins: dict[str, Origin]) -> None:
    """Fill the schema `raw`: the survey's Parquet files, CSVs, crawl figures, the catalogue.

    Raises DataRefused naming file, rule and what is wrong.
    """
    connection.execute("create schema raw")
    with ThreadPoolExecutor(1) as beside:  # DuckDB reads the survey while Python reads the rest
        survey = sorted((folder / "survey").glob("*.parquet"))
        codes = beside.submit(_codes_of, connection.cursor(), survey, origins)
        for name, place in CSV_TABLES.items():
            _load_csv(connection, folder / place / f"{name}.csv", origins)
        _load_crawl(connection, folder / "crawl", origins)
        _load_records(connection, "indicators", records.read_indicators(folder / "indicators.toml"))
        _load_records(connection, "datasets", records.read_datasets(folder / "datasets.toml"))
        _load_records(connection, "shown", records.read_shown(folder / "context" / "shown.toml"))
        for table, named in claims.read_claims(folder / "claims.toml").items():
            _load_records(connection, table, named)
        _load_records(connection, "origins", {name: one.record for name, one in origins.items()})
        _create_survey(connection, survey, codes.result())


def _create_survey(
    connection: duckdb.DuckDBPyConnection, paths: list[Path], codes: dict[str, set[str]]
) -> None:
    """Create `raw.survey`, a view: codes become dictionaries while staging reads them."""
    for name, listed in LISTED_CODES.items():
        try:
            found = connection.execute(listed).fetchall()
        except duckdb.BinderException as error:
            raise misshapen(listed.rsplit(".", 1)[1], error) from None
        codes.setdefault(name, set()).update(code for (code,) in found)
    for name, named in codes.items():
        _create_type(connection, name, named)
    # All these codes are known by now. A cast that may fail would be made of each row; this one is
    # made of each entry of a file's own dictionaries.
    cast = ", ".join(
        f"try_cast({name} as {name}_code) as {name}" if name in CODED_COLUMNS else name
        for name in SURVEY_COLUMNS
    )
    files = ", ".join(_quoted(str(path), "'") for path in paths)  # a view keeps no parameter
    connection.execute(f"create view raw.survey as select {cast} from read_parquet([{files}])")


def misshapen(table: str, error: Exception) -> DataRefused:
    """The refusal of the file of a raw table that has not the columns it should have."""
    place = f"{CSV_TABLES[table]}/{table}.csv" if table in CSV_TABLES else f"{table}.toml"
    return DataRefused(place, "a column is missing or of another type", str(error))


def _codes_of(
    connection: duckdb.DuckDBPyConnection, paths: list[Path], origins: dict[str, Origin]
) -> dict[str, set[str]]:
    """The codes of each column of the survey that occur, none among them, and all origins.

    Refuses a file of another schema, and rows of another dataset than the file's name says.
    """
    _check_parquet(connection, paths, origins, SURVEY_COLUMNS)
    others = ", ".join(f"({name})" for name in CODED_COLUMNS if name != "dataset")
    found = connection.execute(
        f"select {', '.join(CODED_COLUMNS)}, file_index from read_parquet($files) "
        f"group by grouping sets ((file_index, dataset, vintage), {others})",
        {"files": [*map(str, paths)]},
    ).fetchall()
    vintage = CODED_COLUMNS.index("vintage")
    codes = {name: {row[at] or "" for row in found} for at, name in enumerate(CODED_COLUMNS)}
    codes["origin"] = set()
    for file, path in enumerate(paths):
        rows = [row for row in found if row[-1] == file]
        datasets = sorted({row[0] or "" for row in rows})
        if datasets != [path.stem]:
            raise DataRefused(_named(path), "it holds rows of another dataset", str(datasets))
        codes["origin"] |= {origins[path.stem].of_vintage(row[vintage]) for row in rows}
    return codes


def _create_type(connection: duckdb.DuckDBPyConnection, name: str, codes: set[str]) -> None:
    connection.execute(
        f"create type {name}_code as enum (select unnest($codes) as code order by code)",
        {"codes": [*codes]},
    )


def _load_csv(
    connection: duckdb.DuckDBPyConnection, path: Path, origins: dict[str, Origin]
) -> None:
    """Create `raw.<name>` from one CSV file, every column as text."""
    if not path.exists():
        raise DataRefused(_named(path), "the file is missing")
    try:
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file, strict=True)
        if uneven := [number for number, row in enumerate(rows, 1) if len(row) != len(header)]:
            raise ValueError(f"record {uneven[0]} has not as many fields as the header")
    except (ValueError, csv.Error) as error:
        raise DataRefused(_named(path), "it cannot be read as CSV", str(error)) from None
    if len(rows) != origins[path.stem].rows:
        raise DataRefused(_named(path), "its number of rows differs from its origin")
    selected = ", ".join(
        f"unnest(${number}::varchar[]) as {_quoted(name)}" for number, name in enumerate(header, 1)
    )
    columns = [[row[at] or None for row in rows] for at in range(len(header))]
    connection.execute(f"create table raw.{path.stem} as select {selected}", columns)


def _load_crawl(
    connection: duckdb.DuckDBPyConnection, folder: Path, origins: dict[str, Origin]
) -> None:
    """Create the raw tables of what websites show; `raw.own_crawls` may stay empty."""
    for name, columns in CRAWL_TABLES.items():
        path = folder / f"{name}.parquet"
        if not path.exists():
            raise DataRefused(f"crawl/{path.name}", "the file is missing")
        _check_parquet(connection, [path], origins, columns)
        connection.execute(
            f"create table raw.{name} as select * from read_parquet($file)", {"file": str(path)}
        )
    columns = ", ".join(f'"{name}" {kind}' for name, kind in OWN_CRAWL_COLUMNS.items())
    connection.execute(f"create table raw.own_crawls (file VARCHAR, {columns})")
    for path in sorted(folder.glob("own_*.parquet")):
        _check_parquet(connection, [path], origins, OWN_CRAWL_COLUMNS)
        connection.execute(
            "insert into raw.own_crawls select $name, * from read_parquet($file)",
            {"name": path.stem, "file": str(path)},
        )


def _check_parquet(
    connection: duckdb.DuckDBPyConnection,
    paths: list[Path],
    origins: dict[str, Origin],
    columns: dict[str, str],
) -> None:
    """Refuse a Parquet file that cannot be read, has another schema or another number of rows."""
    described = (
        "select s.file_name, list(s.name), list(s.duckdb_type), any_value(m.num_rows) "
        "from (from parquet_schema($files) where column_id > 0 order by file_name, column_id) as s "
        "inner join parquet_file_metadata($files) as m on s.file_name = m.file_name group by all"
    )
    try:
        files = connection.execute(described, {"files": [*map(str, paths)]}).fetchall()
    except duckdb.Error as error:
        for path in paths if len(paths) > 1 else ():  # one at a time: which one is it?
            _check_parquet(connection, [path], origins, columns)
        rule = "it cannot be read as Parquet"
        raise DataRefused(_named(paths[0]), rule, str(error).split("\n")[0]) from None
    for file, names, kinds, rows in files:
        path, found = Path(file), list(zip(names, kinds, strict=True))
        if found != list(columns.items()):
            odd = sorted(set(found) ^ set(columns.items())) or ["their order"]
            rule = f"its columns are not those of the {path.parent.name} schema"
            raise DataRefused(_named(path), rule, str(odd[0]))
        if rows != origins[path.stem].rows:
            rule = "its number of rows differs from its origin"
            raise DataRefused(_named(path), rule, f"{rows} rows")


def _quoted(text: str, quote: str = '"') -> str:
    """A name, or with ' a text, as SQL writes it."""
    return quote + text.replace(quote, 2 * quote) + quote


def _named(path: Path) -> str:
    """A data file as messages name it: its folder and its name."""
    return f"{path.parent.name}/{path.name}"


def _load_records(
    connection: duckdb.DuckDBPyConnection, table: str, named: dict[str, dict[str, Any]]
) -> None:
    """Create `raw.<table>` from named records; a value in two languages becomes two columns."""
    columns = records.columns_of(named)
    selected = ", ".join(f"unnest(${key}) as {key}" for key in columns)
    connection.execute(f"create table raw.{table} as select {selected}", columns)
