"""The files of a data folder as the tables of the schema `raw`, for `store` to build from.

Every file is checked against its schema and its origin before it is read; codes of the survey and
of its reference lists share one type each, so that they are compared as numbers.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import duckdb

from divario import claims, provenance, records
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
    for name, place in CSV_TABLES.items():
        _load_csv(connection, folder / place / f"{name}.csv", origins)
    _load_crawl(connection, folder / "crawl", origins)
    _load_records(connection, "indicators", records.read_indicators(folder / "indicators.toml"))
    _load_records(connection, "datasets", records.read_datasets(folder / "datasets.toml"))
    _load_records(connection, "shown", records.read_shown(folder / "context" / "shown.toml"))
    for table, named in claims.read_claims(folder / "claims.toml").items():
        _load_records(connection, table, named)
    _load_records(connection, "origins", {name: origin.record for name, origin in origins.items()})
    _load_survey(connection, folder / "survey", origins)


def _load_survey(
    connection: duckdb.DuckDBPyConnection, folder: Path, origins: dict[str, Origin]
) -> None:
    """Create `raw.survey`, a view: codes become dictionaries while staging sorts what is read."""
    paths = sorted(folder.glob("*.parquet"))
    files = [*map(str, paths)]
    _check_parquet(connection, paths, origins, SURVEY_COLUMNS)
    codes = _codes_of(connection, files)
    for name, listed in LISTED_CODES.items():
        codes[name].update(code for (code,) in connection.execute(listed).fetchall())
    catalogued = connection.execute("select name from raw.indicators").fetchall()
    codes["catalogued"] = {code for (code,) in catalogued}
    for name, found in codes.items():
        _create_type(connection, name, found)
    cast = ", ".join(
        f"{name}::{name}_code as {name}" if name in CODED_COLUMNS else name
        for name in SURVEY_COLUMNS
    )
    connection.execute("set variable survey_files = $files", {"files": files})
    connection.execute(
        f"create view raw.survey as select {cast} from read_parquet(getvariable('survey_files'))"
    )


def _codes_of(connection: duckdb.DuckDBPyConnection, files: list[str]) -> dict[str, set[str]]:
    """The codes of each column that occur, and none; refuses rows of another dataset than named."""
    others = ", ".join(f"({name})" for name in CODED_COLUMNS if name != "dataset")
    found = connection.execute(
        f"select {', '.join(CODED_COLUMNS)}, file_index from read_parquet($files) "
        f"group by grouping sets ((file_index, dataset), {others})",
        {"files": files},
    ).fetchall()
    for file, path in enumerate(map(Path, files)):
        datasets = sorted(row[0] or "" for row in found if row[-1] == file)
        if datasets != [path.stem]:
            raise DataRefused(_named(path), "it holds rows of another dataset", str(datasets))
    return {name: {row[at] or "" for row in found} for at, name in enumerate(CODED_COLUMNS)}


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
    if provenance.row_count_of_csv(path) != origins[path.stem].rows:
        raise DataRefused(_named(path), "its number of rows differs from its origin")
    with path.open(encoding="utf-8", newline="") as file:
        columns = dict.fromkeys(next(csv.reader(file)), "VARCHAR")
    read = (
        f"create table raw.{path.stem} as select * from read_csv($file, header = true, "
        "auto_detect = false, columns = $columns, delim = ',', quote = '\"', escape = '\"')"
    )
    try:
        connection.execute(read, {"file": str(path), "columns": columns})
    except duckdb.InvalidInputException as error:
        rule = "it cannot be read as CSV"
        raise DataRefused(_named(path), rule, str(error).split("\n")[0]) from None


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
