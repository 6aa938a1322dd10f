"""What the warehouse refuses, what it locks, what it calls a release, and what threads get."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from divario import provenance, queries, store
from divario.errors import DataRefused
from divario.store import Warehouse
from tests.conftest import DataCopy

AI = "survey/isoc_eb_ai.parquet"
AI_ORIGIN = "survey/isoc_eb_ai.origin.toml"
RECORD = "isoc_eb_ai.origin.toml"
SECTORS = "reference/sectors.csv"
CATALOGUE = "indicators.toml"
ONE_CELL = (
    "indicator = 'E_AI_TANY' and unit = 'PC_ENT' and size_class = '10-249' "
    "and territory = 'IT' and year = 2025 and sector = 'C10-S951_X_K'"
)
ROW = "E_AI_TANY, PC_ENT, 10-249, C10-S951_X_K, IT, 2025"


def with_cell(change: str) -> Callable[[DataCopy], None]:
    """A spoiler that changes one column of one cell of the AI survey."""
    value, column = change.rsplit(" as ", 1)
    select = f"select * replace (case when {ONE_CELL} then {value} else {column} end as {column})"

    def spoil(data: DataCopy) -> None:
        data.rewrite(AI, f"{select} from cells")

    return spoil


def with_rows(select: str) -> Callable[[DataCopy], None]:
    """A spoiler that writes the AI survey anew from a statement."""
    return lambda data: data.rewrite(AI, select)


def with_bytes(name: str, content: bytes) -> Callable[[DataCopy], None]:
    """A spoiler that gives a file another content."""
    return lambda data: data.file(name).write_bytes(content)


def with_text(name: str, old: str, new: str) -> Callable[[DataCopy], None]:
    """A spoiler that replaces a text in a file."""
    return lambda data: data.replace(name, old, new)


def without(name: str) -> Callable[[DataCopy], None]:
    """A spoiler that deletes a file."""
    return lambda data: data.file(name).unlink()


def cut(data: DataCopy) -> None:
    """Keep the first half of a Parquet file."""
    path = data.file(AI)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def one_row_too_few(data: DataCopy) -> None:
    """An origin that counts more rows than its file has."""
    data.replace(AI_ORIGIN, "rows = ", "rows = 1")


def title_as_text(data: DataCopy) -> None:
    """An origin whose title is one text instead of two."""
    data.replace(AI_ORIGIN, "title.it =", "title =")
    data.replace(AI_ORIGIN, "title.en =", "other.en =")


def file_without_origin(data: DataCopy) -> None:
    """A data file without origin, beside the others."""
    data.file("survey/new.parquet").write_bytes(data.file(AI).read_bytes())


def twice_the_first_sector(data: DataCopy) -> None:
    """A reference table with one code standing twice."""
    path = data.file("reference/sectors.csv")
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[4], ""]), encoding="utf-8")


class Case(NamedTuple):
    """One way to spoil the data: what is done, whether it is sealed, and what must be said."""

    spoil: Callable[[DataCopy], None]
    file: str
    rule: str
    row: str = ""
    is_sealed: bool = True


DOUBLED = f"select * from cells union all (select * from cells where {ONE_CELL})"
CASES = {
    "cut": Case(cut, AI, "cannot be read as Parquet"),
    "cut_unsealed": Case(cut, AI, "SHA-256 differs", is_sealed=False),
    "not_parquet": Case(with_bytes(AI, b"hello"), AI, "cannot be read as Parquet"),
    "empty": Case(with_bytes(AI, b""), AI, "cannot be read as Parquet"),
    "column_missing": Case(
        with_rows("select * exclude (caveats) from cells"), AI, "survey schema", "caveats"
    ),
    "column_added": Case(with_rows("select *, 1 as extra from cells"), AI, "schema", "extra"),
    "column_of_other_type": Case(
        with_rows("select * replace (value::varchar as value) from cells"), AI, "schema", "value"
    ),
    "fewer_rows": Case(one_row_too_few, AI, "number of rows", is_sealed=False),
    "doubled": Case(with_rows(DOUBLED), AI, "each cell stands once", ROW),
    "over_100": Case(with_cell("100.5 as value"), AI, "within 0 and 100", f"{ROW}, 100.5"),
    "negative": Case(with_cell("-0.1 as value"), AI, "within 0 and 100", f"{ROW}, -0.1"),
    "nan": Case(with_cell("'nan'::double as value"), AI, "within 0 and 100", f"{ROW}, nan"),
    "infinite": Case(with_cell("'inf'::double as value"), AI, "within 0 and 100", f"{ROW}, inf"),
    "no_value": Case(with_cell("null as value"), AI, "within 0 and 100", f"{ROW}, None"),
    "sme_outside": Case(with_cell("99.0 as value"), AI, "between small and medium", "E_AI_TANY"),
    "unknown_territory": Case(with_cell("'QQ' as territory"), AI, "reference", "territory, QQ"),
    "unknown_size": Case(with_cell("'1-3' as size_class"), AI, "reference", "size_class, 1-3"),
    "unknown_sector": Case(with_cell("'Z99' as sector"), AI, "reference", "sector, Z99"),
    "unknown_unit": Case(with_cell("'PC_X' as unit"), AI, "reference", "unit, PC_X"),
    "unknown_status": Case(with_cell("'bz' as status"), AI, "status letter", f"{ROW}, bz"),
    "empty_status": Case(with_cell("'' as status"), AI, "status letter", ROW),
    "foreign_dataset": Case(with_cell("'isoc_xx' as dataset"), AI, "another dataset", "isoc_xx"),
    "changed_value": Case(with_cell("15.71 as value"), AI, "SHA-256 differs", is_sealed=False),
    "no_origin": Case(without(AI_ORIGIN), RECORD, "record is missing", is_sealed=False),
    "new_file": Case(file_without_origin, "new.origin.toml", "is missing", is_sealed=False),
    "no_file": Case(without(AI), RECORD, "data file that this origin"),
    "no_reference": Case(without(SECTORS), "sectors.origin.toml", "data file that this origin"),
    "origin_not_toml": Case(with_text(AI_ORIGIN, "publisher =", "publisher"), RECORD, "TOML"),
    "origin_not_utf8": Case(with_bytes(AI_ORIGIN, b"\xff"), RECORD, "TOML", is_sealed=False),
    "origin_no_key": Case(with_text(AI_ORIGIN, "licence", "l"), RECORD, "lacks a key", "licence"),
    "origin_no_english": Case(
        with_text(AI_ORIGIN, "title.en =", "title.de ="), RECORD, "lacks a key", "title.en"
    ),
    "origin_title_is_text": Case(title_as_text, RECORD, ""),
    "catalogue_not_toml": Case(with_text(CATALOGUE, "[E_DI3_GELO]", "[E_"), CATALOGUE, "TOML"),
    "catalogue_missing": Case(without(CATALOGUE), CATALOGUE, "file is missing"),
    "catalogue_no_key": Case(with_text(CATALOGUE, "better", "best"), CATALOGUE, "better", "E_DI3_"),
    "catalogue_theme": Case(with_text(CATALOGUE, 'theme = "', 'theme = "x'), CATALOGUE, "theme"),
    "catalogue_one_language": Case(
        with_text(CATALOGUE, "label.en =", "label.de ="), CATALOGUE, "label.en", "E_DI3_"
    ),
    "catalogue_label_empty": Case(
        with_text(CATALOGUE, "label.en = ", 'label.en = "" #'), CATALOGUE, "label.en", "E_DI3_"
    ),
    "catalogue_label_twice": Case(with_text(CATALOGUE, "label.it", "label"), CATALOGUE, "TOML"),
    "catalogue_datasets_is_text": Case(
        with_text(CATALOGUE, "datasets = [", 'datasets = "isoc_e_dii" #'), CATALOGUE, ""
    ),
    "catalogue_unmeasured": Case(
        with_text(CATALOGUE, "[E_DI3_GELO]", "[E_NOWHERE]"), CATALOGUE, "has cells", "E_NOWHERE"
    ),
    "datasets_not_toml": Case(
        with_text("datasets.toml", "[isoc_e_dii]", "isoc_e_dii]"), "datasets.toml", "not valid TOML"
    ),
    "datasets_lack_one": Case(
        with_text("datasets.toml", "[isoc_eb_ai]", "[isoc_eb_aj]"), AI, "catalogue entry"
    ),
    "reference_without_code": Case(with_text(SECTORS, "code,", "kode,"), SECTORS, "is missing"),
    "reference_without_column": Case(with_text(SECTORS, "sort_order", "order"), SECTORS, ""),
    "reference_with_a_field_too_many": Case(
        with_text("reference/units.csv", "PC_ENT,", "PC_ENT,x,"), "reference/units.csv", "as CSV"
    ),
    "reference_with_wrong_number": Case(with_text(SECTORS, "true,1,", "true,one,"), SECTORS, ""),
    "reference_code_twice": Case(twice_the_first_sector, SECTORS, "stands once", "C"),
}


@pytest.mark.parametrize("name", CASES)
def test_bad_data_are_refused(name: str, small_data: DataCopy, warehouse: Warehouse) -> None:
    """Each fault is refused by file, rule and row; the running warehouse stays as it was."""
    case = CASES[name]
    case.spoil(small_data)
    if case.is_sealed:
        small_data.seal()
    with pytest.raises(DataRefused) as caught:
        small_data.open()
    refused = caught.value
    assert case.file in refused.file
    assert case.rule in refused.rule and refused.rule
    assert case.row in refused.row
    assert refused.file in str(refused) and refused.rule in str(refused)
    assert "seal" in str(refused)
    assert store.current() is warehouse


def test_sealed_copy_opens(small_data: DataCopy) -> None:
    """A changed value is accepted once sealed, and only its origin is rewritten."""
    with_cell("15.71 as value")(small_data)
    assert small_data.seal() == ["isoc_eb_ai.origin.toml"]
    store.use(small_data.open())
    cell = {"indicator": "E_AI_TANY", "territory": "IT", "size_class": "10-249", "year": 2025}
    assert 15.71 in [row["value"] for row in queries.run("observations", **cell).records]


def test_sealing_twice_changes_nothing(whole_data: DataCopy) -> None:
    """The shipped origins agree with their files."""
    assert whole_data.seal() == []


def forbidden(folder: Path) -> list[str]:
    """Statements that would leave the warehouse or change its settings."""
    csv = (store.DATA / "reference/units.csv").as_posix()
    parquet = (store.DATA / AI).as_posix()
    return [
        f"select * from read_csv('{csv}')",
        f"select * from read_parquet('{parquet}')",
        f"select * from read_text('{csv}')",
        f"select * from '{csv}'",
        f"select * from glob('{folder.as_posix()}/*')",
        f"create table stolen as select * from read_csv('{csv}')",
        f"create table stolen as from '{parquet}'",
        f"copy cell to '{folder.as_posix()}/out.csv'",
        f"copy cell from '{csv}'",
        f"export database '{folder.as_posix()}/out'",
        f"attach '{folder.as_posix()}/other.db' as other",
        f"import database '{folder.as_posix()}'",
        "install httpfs",
        "load httpfs",
        "set threads = 8",
        "set memory_limit = '8GB'",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "set max_execution_time = 0",
        "reset lock_configuration",
        "reset memory_limit",
        "pragma threads = 8",
    ]


@pytest.mark.parametrize("position", range(len(forbidden(Path()))))
def test_sql_surface_is_locked(position: int, warehouse: Warehouse, tmp_path: Path) -> None:
    """No file, network or setting can be reached through a cursor of the warehouse."""
    statement = forbidden(tmp_path)[position]
    with pytest.raises(duckdb.Error), warehouse.connection.cursor() as cursor:
        cursor.execute(statement).fetchall()
    assert list(tmp_path.iterdir()) == []


def test_limits_are_set_and_nothing_raw_stays(warehouse: Warehouse) -> None:
    """Time and memory are bounded; the raw schema is gone."""
    sql = "select current_setting('max_execution_time'), current_setting('memory_limit')"
    longest, memory = warehouse.ask(sql, {}).rows[0]
    assert int(longest) == store.TIME_LIMIT_MS and memory.split()[0] != "0"
    assert warehouse.ask("select current_setting('enable_progress_bar')", {}).rows == ((False,),)
    skipped = warehouse.ask("select current_setting('disabled_optimizers')", {}).rows
    assert set(skipped[0][0].split(",")) == set(store.SKIPPED.split(","))
    sql = "select distinct schema_name from duckdb_tables() where internal = false"
    assert warehouse.ask(sql, {}).rows == (("main",),)


def test_release_id_says_the_data(whole_data: DataCopy, warehouse: Warehouse) -> None:
    """Equal data have equal names; a change of any single file gives another name."""
    folder = whole_data.folder
    assert provenance.release_id(folder) == warehouse.release
    assert re.fullmatch(r"[0-9a-f]{12}", warehouse.release)
    seen = {warehouse.release}
    files = sorted(
        path for kind in ("parquet", "csv", "toml") for path in folder.rglob(f"*.{kind}")
    )
    assert len(files) > 60
    for path in files:
        content = path.read_bytes()
        path.write_bytes(content + b"\n")
        seen.add(provenance.release_id(folder))
        path.write_bytes(content)
    assert len(seen) == len(files) + 1
    files[0].rename(files[0].with_name("other.toml"))
    assert provenance.release_id(folder) not in seen


def test_threads_get_their_own_answers(warehouse: Warehouse) -> None:
    """Eight threads ask many different questions at once; none gets another's answer."""
    mart = queries.marts()["territories_by_indicator"]
    told = attrgetter("names", "rows")
    names = ("indicator", "size_class", "sector", "year")
    rows = warehouse.ask(f"select distinct {', '.join(names)} from cell order by all", {}).rows
    asked = [dict(zip(names, row, strict=True)) for row in random.Random(7).sample(rows, 100)]
    expected = [told(warehouse.ask(mart.sql, question)) for question in asked]
    assert len({str(answer) for answer in expected}) > 80
    order = [position for _ in range(3) for position in range(len(asked))]
    random.Random(8).shuffle(order)
    with ThreadPoolExecutor(8) as threads:
        given = list(threads.map(lambda item: told(warehouse.ask(mart.sql, asked[item])), order))
        queries._cache.clear()
        cached = list(threads.map(lambda item: queries.run(mart.name, **asked[item]), order))
    wrong = [item for item, got in zip(order, given, strict=True) if got != expected[item]]
    assert wrong == []
    for item, result in zip(order, cached, strict=True):
        assert (result.columns, result.rows) == expected[item]
        assert all(result.parameters[name] == asked[item][name] for name in names)
