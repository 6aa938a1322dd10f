"""Answers held in columns: the values, types and order that DuckDB gives row by row."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from divario import queries, store
from divario.store import Warehouse

TYPES = {
    "code": ("code_list", st.sampled_from(["", "b", "è", "x y"])),
    "text": (
        "varchar",
        st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0")),
    ),
    "flag": ("boolean", st.booleans()),
    "whole": ("bigint", st.integers(-(2**63), 2**63 - 1)),
    "unsigned": ("ubigint", st.integers(0, 2**64 - 1)),
    "small": ("smallint", st.integers(-(2**15), 2**15 - 1)),
    "real": ("double", st.floats()),
    "codes": ("code_list[]", st.lists(st.none() | st.sampled_from(["", "b"]), max_size=3)),
    "years": ("integer[]", st.lists(st.none() | st.integers(0, 3000), max_size=3)),
}
SQL = (
    "select "
    + ", ".join(f"unnest(${name}::{kind}[]) as {name}" for name, (kind, _) in TYPES.items())
    + " order by all"
)
ROW = st.tuples(*[st.none() | values for _, values in TYPES.values()])
NOTHING = (None,) * len(TYPES)


@pytest.fixture(scope="module")
def small() -> Iterator[Warehouse]:
    """An empty warehouse that knows one type of codes."""
    with duckdb.connect(":memory:") as connection:
        connection.execute("create type code_list as enum ('', 'b', 'x y', 'è')")
        yield Warehouse(connection, "", {}, {}, store.DATA)


def plain(warehouse: Warehouse, sql: str, asked: dict[str, Any]) -> list[tuple]:
    """The rows as DuckDB makes them one by one."""
    with warehouse.connection.cursor() as cursor:
        return cursor.execute(sql, asked).fetchall()


@given(rows=st.lists(ROW, max_size=9), short=st.integers(0, 4))
@example(rows=[], short=0)
@example(rows=[NOTHING] * 3, short=0)
@example(rows=[NOTHING] * 3, short=3)
def test_columns_hold_what_rows_would(small: Warehouse, rows: list[tuple], short: int) -> None:
    """Nulls, lists, numbers that are none, all of 64 bits: the same to the type, however held."""
    asked = {name: [row[place] for row in rows] for place, name in enumerate(TYPES)}
    expected = plain(small, SQL, asked)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "SHORT", short)
        held = small.ask(SQL, asked)
    assert len(held) == len(rows) == len(expected)
    assert len(held.first) == min(len(rows), short)
    assert repr(list(held.rows)) == repr(expected)
    for place, name in enumerate(held.names):
        assert repr(held.column(name)) == repr([row[place] for row in expected])


def test_many_batches_are_one_column(small: Warehouse) -> None:
    """Arrow brings more rows than a batch holds in several pieces, each with its own codes."""
    sql = "select if(i % 3 = 0, null, 'b')::code_list as code, i from range(300_000) as t(i)"
    held = small.ask(sql, {})
    assert held.rest.column("code").num_chunks > 1
    assert list(held.rows) == plain(small, sql, {})


def test_a_long_answer_shares_its_codes(warehouse: Warehouse) -> None:
    """Beyond the first rows equal codes are one object; the origins are those of all rows."""
    answer = queries.run("figures_by_territory", territory="IT")
    later = answer.rows[store.SHORT :]
    assert len(later) > 5_000
    for name in ("indicator", "sector", "origin"):
        place = answer.columns.index(name)
        assert len({id(row[place]) for row in later}) == len({row[place] for row in later})
    named = {origin.split(":")[1].split("@")[0] for origin in answer.held.column("origin")}
    assert [origin.code for origin in answer.origins] == sorted(named)
    assert answer.release == warehouse.release
    assert answer.frame.shape == (len(answer.rows), len(answer.columns))
    assert not any(math.isnan(value) for value in answer.frame["value"])
