"""What every SQL file promises in its header, tested against what it does."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import Any

import duckdb
import pytest

from divario import queries, sqlfile, store
from divario.queries import Result
from divario.sqlfile import SqlFile
from divario.store import Warehouse

LAYERS = ("staging", "tables", "comparison", "marts", "checks")
FILES = {
    f"{layer}/{file.name}": file
    for layer in LAYERS
    for file in sqlfile.load_folder(store.QUERIES / layer)
}
STORED = [name for name in FILES if name.startswith(("staging/", "tables/"))]
MARTS = [name for name in FILES if name.startswith("marts/")]
LONG = [name for name in MARTS if FILES[name].is_long({})]
WITHIN = [name for name in MARTS if "within" in FILES[name].header]
CHECKS = [name for name in FILES if name.startswith("checks/")]
ALLOWED_KEYS = {
    "question",
    "grain",
    "key",
    "reads",
    "processing",
    "within",
    "long",
    "warnings",
    "parameters",
    "rule",
    "may_be_empty",
}
PARAMETER_TYPES = {"code", "codes", "year", "years", "release"}
COLUMN_KEYS = {"type", "unit", "label", "meaning"}


def parts(name: str) -> tuple[str, SqlFile]:
    """Layer and file of a name such as `marts/observations`."""
    return name.split("/", maxsplit=1)[0], FILES[name]


def without_values(sql: str) -> str:
    """A statement that DuckDB can read alone: `null` for parameters, text for our own types."""
    bare = re.sub(r"\$\w+", "null", sql)
    return re.sub(r"(::|try_cast\(\w+ as )\w+_code\b", r"\1varchar", bare)


@cache
def tables_of(sql: str) -> set[str]:
    """Tables that DuckDB sees, without their aliases."""
    return {name.split(" AS ")[0] for name in store.table_names(without_values(sql))}


def example(file: SqlFile, *, only_required: bool = False) -> dict[str, Any]:
    """The example parameters of a mart's header."""
    declared = queries.parameters_of(file).values()
    return {item.name: item.example for item in declared if item.required or not only_required}


def answer(name: str) -> Result:
    """The answer of a mart to its own example."""
    return queries.run(FILES[name].name, **example(FILES[name]))


@cache
def dictionary() -> dict[str, Any]:
    """The dictionary of columns."""
    path = store.QUERIES / "columns.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def mart_columns() -> set[str]:
    """Every column that any mart returns."""
    return {column for name in MARTS for column in answer(name).columns}


def test_there_are_files_in_every_layer() -> None:
    """No layer is empty, so that no test below passes for want of files."""
    assert {name.split("/")[0] for name in FILES} == set(LAYERS)


@pytest.mark.parametrize("name", FILES)
def test_header_is_complete(name: str) -> None:
    """The header says question, grain, key, reads, processing and warnings."""
    layer, file = parts(name)
    header = file.header
    assert set(header) - ALLOWED_KEYS == set()
    assert all(header["question"][language].strip().endswith("?") for language in ("it", "en"))
    assert header["grain"].strip()
    assert header["key"] and all(isinstance(column, str) for column in header["key"])
    assert header["reads"] and len(set(header["reads"])) == len(header["reads"])
    assert header["processing"] in {"minor", "major"}
    assert isinstance(header["warnings"], list)
    assert bool(header.get("rule")) == (layer == "checks")
    if layer != "marts":
        assert "parameters" not in header


@pytest.mark.parametrize("name", FILES)
def test_parameters_are_those_of_the_statement(name: str) -> None:
    """The header declares each parameter of the statement, and no other, with type and example."""
    file = FILES[name]
    assert set(file.header.get("parameters", {})) == store.parameter_names(file.sql)
    for parameter in queries.parameters_of(file).values():
        assert parameter.type in PARAMETER_TYPES
        assert isinstance(parameter.example, list) == parameter.is_repeatable
        assert isinstance(parameter.required, bool)


@pytest.mark.parametrize("name", FILES)
def test_reads_are_the_tables_used(name: str) -> None:
    """`reads` names exactly the tables that DuckDB sees."""
    file = FILES[name]
    assert set(file.header["reads"]) == tables_of(file.sql)


@pytest.mark.parametrize("name", FILES)
def test_only_staging_reads_raw(name: str) -> None:
    """Staging reads one raw table and nothing else; no other layer reads raw ones."""
    layer, file = parts(name)
    raw = {table for table in tables_of(file.sql) if table.startswith("raw.")}
    assert ("raw." in file.sql) == (layer == "staging")
    assert raw == (set(file.header["reads"]) if layer == "staging" else set())
    if layer == "staging":
        assert len(raw) == 1


@pytest.mark.parametrize("name", FILES)
def test_statement_is_one_select_in_the_house_style(name: str) -> None:
    """One select, lower-case, without a star, lines up to 88 characters."""
    layer, file = parts(name)
    path = store.QUERIES / layer / f"{file.name}.sql"
    assert len(duckdb.extract_statements(file.sql)) == 1
    assert duckdb.extract_statements(file.sql)[0].type == duckdb.StatementType.SELECT
    assert not file.sql.endswith(";")
    assert not re.search(r"select\s+(distinct\s+)?(\w+\.)?\*", file.sql, re.IGNORECASE)
    assert not re.search(r"\b(SELECT|FROM|WHERE|JOIN|ORDER|GROUP|WITH)\b", file.sql)
    assert all(len(line) <= 88 for line in file.sql.splitlines())
    assert path.read_text(encoding="utf-8").endswith("\n")


@pytest.mark.parametrize("name", FILES)
def test_joins_say_their_type(name: str) -> None:
    """Each join is written as inner, left, right or full."""
    joins = re.findall(r"(\w+)\s+join\b", FILES[name].sql)
    assert set(joins) <= {"inner", "left", "right", "full", "anti", "semi"}


@pytest.mark.parametrize("name", MARTS + CHECKS)
def test_last_clause_orders_the_rows(name: str) -> None:
    """A mart and a check end with an order by (and perhaps a limit), outside any bracket."""
    tail = FILES[name].sql.rsplit("order by", 1)
    assert len(tail) == 2
    assert tail[1].count("(") == tail[1].count(")")
    assert not re.search(r"\b(select|from|where)\b", tail[1])


@pytest.mark.parametrize("name", MARTS)
def test_examples_run_and_answer(name: str, warehouse: Warehouse) -> None:
    """The header's examples give at least one row, with and without the optional parameters."""
    file = FILES[name]
    if not file.header.get("may_be_empty"):  # tests/sql/test_own_crawls.py fills these
        assert answer(name).rows
        assert queries.run(file.name, **example(file, only_required=True)).rows
    assert answer(name).release == warehouse.release


@pytest.mark.parametrize("name", STORED)
def test_key_is_unique_in_the_whole_table(name: str, warehouse: Warehouse) -> None:
    """The key of a stored table names its columns, is never null and never doubled."""
    file = FILES[name]
    key = ", ".join(file.header["key"])
    whole = f"from {file.name}"
    doubled = f"select {key} {whole} group by {key} having count(*) > 1"
    missing = " or ".join(f"{column} is null" for column in file.header["key"])
    if not file.header.get("may_be_empty"):
        assert warehouse.ask(f"select count(*) {whole}", {}).rows > ((0,),)
    assert warehouse.ask(f"{doubled} limit 3", {}).rows == ()
    assert warehouse.ask(f"select {key} {whole} where {missing} limit 3", {}).rows == ()


@pytest.mark.parametrize("name", MARTS)
def test_key_is_unique_in_the_answer(name: str) -> None:
    """The key of a mart names columns of its answer and is never doubled there."""
    result, key = answer(name), FILES[name].header["key"]
    assert set(key) <= set(result.columns)
    found = [tuple(record[column] for column in key) for record in result.records]
    assert len(set(found)) == len(found)
    assert all(None not in values for values in found)


@pytest.mark.parametrize("name", CHECKS)
def test_key_of_a_check_names_its_columns(name: str, warehouse: Warehouse) -> None:
    """The key of a check names columns that it returns; the first column is the file."""
    columns = warehouse.ask(FILES[name].sql, {}).names
    assert columns[0] == "file"
    assert set(FILES[name].header["key"]) <= set(columns)


@pytest.mark.parametrize("name", CHECKS)
def test_checks_return_nothing_on_the_shipped_data(name: str, warehouse: Warehouse) -> None:
    """No shipped row breaks a rule."""
    assert warehouse.ask(FILES[name].sql, {}).rows == ()


@pytest.mark.parametrize("name", FILES)
def test_file_names(name: str) -> None:
    """Names follow `stg_<source>` and `<noun>_by_<grain>`; `observations` is the exception."""
    layer, file = parts(name)
    patterns = {
        "staging": r"stg_[a-z_]+",
        "tables": r"[a-z]+",
        "comparison": r"[a-z]+",
        "marts": r"[a-z]+_by_[a-z]+|observations",
        "checks": r"[a-z_]+",
    }
    assert re.fullmatch(patterns[layer], file.name)
    if layer == "staging":
        assert file.header["reads"] == [f"raw.{file.name.removeprefix('stg_')}"]


@pytest.mark.parametrize("name", MARTS)
def test_columns_are_documented(name: str) -> None:
    """The dictionary knows every column of a mart."""
    assert [column for column in answer(name).columns if column not in dictionary()] == []


def test_dictionary_is_complete_and_used(warehouse: Warehouse) -> None:
    """Each documented column has type, unit, labels and meaning, and a mart or table has it."""
    rows = warehouse.ask("select column_name from duckdb_columns()", {}).rows
    assert sorted(set(dictionary()) - mart_columns() - {name for (name,) in rows}) == []
    for column, entry in dictionary().items():
        assert set(entry) >= COLUMN_KEYS, column
        assert entry["type"] and entry["meaning"], column
        assert all(entry["label"][language].strip() for language in ("it", "en")), column


@pytest.mark.parametrize("name", MARTS)
def test_column_names_say_their_type(name: str, warehouse: Warehouse) -> None:
    """`is_` and `has_` are truth values, `_count` whole numbers, and the other way round."""
    result = answer(name)
    for position, column in enumerate(result.columns):
        values = [row[position] for row in result.rows if row[position] is not None]
        if values:
            is_flag = column.startswith(("is_", "has_"))
            assert all(isinstance(value, bool) == is_flag for value in values), column
        if column.endswith("_count"):
            assert all(type(value) is int for value in values), column


@pytest.mark.parametrize("name", MARTS)
def test_columns_hold_the_rows_of_every_mart(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Held in columns from the first row on, an answer has the very values that DuckDB gives."""
    file = FILES[name]
    warehouse, given = queries.ready(file, example(file, only_required=True))
    asked = queries.validate(file, given, warehouse)
    with warehouse.connection.cursor() as cursor:
        expected = cursor.execute(file.sql, asked).fetchall()
    monkeypatch.setattr(store, "SHORT", 0)
    held = warehouse.ask(file.sql, asked)
    assert (held.first, len(held)) == ([], len(expected))
    assert repr(list(held.rows)) == repr(expected)


@pytest.mark.parametrize("name", LONG)
def test_what_is_declared_long_is_long(name: str) -> None:
    """It has more rows than are fetched as rows: it comes in columns, unless it is narrowed."""
    file, required = FILES[name], example(FILES[name], only_required=True)
    held = queries.run(file.name, **required).held
    assert len(held) > store.SHORT and held.first == []
    assert example(file) == required or answer(name).held.first


@pytest.mark.parametrize("name", WITHIN)
def test_a_query_within_a_wider_one_selects_its_rows(name: str) -> None:
    """Taken from the wider answer, a query's rows are those that the warehouse gives."""
    file = FILES[name]
    wider = FILES[f"marts/{file.header['within']}"]
    shared = queries.parameters_of(wider)
    assert set(shared) <= set(queries.parameters_of(file))
    found = 0
    for indicator in sorted(store.current().codes["indicator"])[::20]:
        asked = example(file) | {"indicator": indicator}
        answer = queries.run(wider.name, **{key: asked[key] for key in shared})
        narrow = queries.within(answer, file.name, **asked)
        rows = store.current().ask(file.sql, dict(narrow.parameters)).rows
        assert narrow.columns == answer.columns
        assert narrow.rows == rows
        found += len(rows)
    assert found
