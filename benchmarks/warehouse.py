"""How long the warehouse takes to build and to answer, beside pandas, and what memory it holds."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import asked
import duckdb
import harness
from harness import ROOT, median, percentile
from playwright.sync_api import sync_playwright

from divario import queries, store
from divario.held import Held
from divario.sqlfile import SqlFile, in_order_of_reading, load_folder

BUILDS = 7
QUESTIONS = 40
REPEATS = 3
BUDGET_SECONDS = 6
PANDAS_QUESTIONS = 10
PANDAS_QUESTIONS_LARGE = 2
COMPARED = ["IT", "EU27_2020", "DE", "ES", "FR"]
PLACES = 5
INDICATORS = {"cell": 5, "stg_survey": 4}
PORT = 8731
BUILD = """
import time
from divario import store
start, spent = time.perf_counter(), time.process_time()
store.open_warehouse()
print(time.perf_counter() - start, time.process_time() - spent)
"""
BIG_TABLE = """
create table {table} as
select {kept} from (
    select small.* replace ({codes})
    from small, range({places}) as places(place), range({indicators}) as copies(copy)
)
order by {order}
"""
PLACE = "territory || if(place = 0, '', '~' || place) as territory"
INDICATOR = "indicator || if(copy = 0, '', '~' || copy) as indicator"
TERRITORY_ORDER = "(territory_order + 1000 * place)::smallint as territory_order"
# The order of queries/tables/cell.sql, by codes in the order of their type.
BLOCKS = "enum_code(indicator) // 32, territory, indicator, sector, size_class, year"
BAND = "index_band || if(copy = 0, '', '~' || copy) as index_band"

Bound = dict[str, Any]


def build_seconds() -> list[tuple[float, float]]:
    """Wall and CPU seconds to build, check and lock the warehouse, each in a process of its own."""
    command = [sys.executable, "-c", BUILD]
    runs = [
        subprocess.run(command, cwd=ROOT, capture_output=True, check=True) for _ in range(BUILDS)
    ]
    return [(float(wall), float(cpu)) for wall, cpu in (run.stdout.split() for run in runs)]


def memory_mb() -> float:
    """Memory of the app's process after its first page was drawn in a browser."""
    with harness.served(ROOT / "app.py", PORT) as server, sync_playwright() as playwright:
        browser = harness.chromium(playwright)
        page = browser.new_page(viewport=harness.VIEWPORT)
        page.goto(f"http://{harness.HOST}:{PORT}/gaps")
        page.wait_for_selector("figure[data-figure=countries][data-drawn]", timeout=60_000)
        browser.close()
        return harness.resident_mb(server)


def unlocked() -> store.Warehouse:
    """A warehouse built as the app's, but left open, so that its tables can be made larger."""
    lock, store.lock = store.lock, lambda connection: connection.execute(store.ANSWERING)
    try:
        return store.open_warehouse()
    finally:
        store.lock = lock


def inflate(connection: duckdb.DuckDBPyConnection) -> int:
    """Add made-up territories and indicators until both large tables pass 5 million rows.

    A copy's code is the code, ~ and a number. Each indicator has five times the territories; a list
    of territories finds as many rows as before. Returns the rows of the smaller table.
    """
    survey = "indicator, unit, sector, size_class, territory, year"
    order, both = "sort_order + 1000 * {} as sort_order", f"{PLACE}, {INDICATOR}"
    most = (1, max(INDICATORS.values()))
    own = (PLACES, INDICATORS["cell"]), (PLACES, INDICATORS["stg_survey"])
    coded = _coded(connection)
    _copy(connection, "stg_territories", f"{PLACE}, {order.format('place')}", (PLACES, 1))
    _copy(connection, "stg_indicators", f"{INDICATOR}, {BAND}, {order.format('copy')}", most)
    _copy(connection, "cell", f"{both}, {TERRITORY_ORDER}", own[0], "indicator")
    _copy(connection, "stg_survey", both, own[1], survey)
    for number, columns in enumerate(coded):
        _code(connection, f"inflated_{number}", columns)
    connection.execute(f"create or replace table cell as select * from cell order by {BLOCKS}")
    for query in in_order_of_reading(load_folder(store.QUERIES / "tables")):
        if query.name != "cell":
            connection.execute(f"create or replace table {query.name} as {query.sql}")
    counts = "select count(*) from cell union all select count(*) from stg_survey"
    return min(row[0] for row in connection.execute(counts).fetchall())


def _coded(connection: duckdb.DuckDBPyConnection) -> list[list[tuple[str, str]]]:
    """The columns that get more codes, by the type they share: (table, column), ..."""
    described = connection.execute(
        "select list((table_name, column_name)) from duckdb_columns() "
        "where data_type like 'ENUM%' and column_name in ('territory', 'indicator') "
        "and table_name in ('stg_territories', 'stg_indicators', 'cell', 'stg_survey') "
        "group by data_type"
    ).fetchall()
    return [columns for (columns,) in described]


def _code(connection: duckdb.DuckDBPyConnection, name: str, columns: list[tuple[str, str]]) -> None:
    """Give columns one type of all their codes, as the warehouse does: compared as numbers."""
    found = " union ".join(f"select {column} as code from {table}" for table, column in columns)
    connection.execute(f"create type {name} as enum (select code from ({found}) order by code)")
    for table, column in columns:
        connection.execute(f"alter table {table} alter {column} type {name}")


def _copy(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    codes: str,
    copies: tuple[int, int],
    order: str = "sort_order",
) -> None:
    connection.execute(f"alter table {table} rename to small")
    kept = ", ".join(row[0] for row in connection.execute("describe small").fetchall())
    named = {"table": table, "kept": kept, "codes": codes, "order": order}
    connection.execute(BIG_TABLE.format(**named, places=copies[0], indicators=copies[1]))
    connection.execute("drop table small")


def questions(connection: duckdb.DuckDBPyConnection, query: SqlFile) -> list[Bound]:
    """Parameters that a reader would choose: an indicator, then one of its cells, evenly."""
    parameters = queries.parameters_of(query)
    table = "stg_survey" if query.name == "observations" else "cell"
    columns = ("indicator", "size_class", "sector", "territory", "year")
    listed = ", ".join(columns)
    picked = connection.execute(
        f"select {listed} from {table} "
        f"qualify row_number() over (partition by indicator order by hash({listed})) = 1 "
        "order by indicator"
    ).fetchall()
    count = QUESTIONS if parameters else 1
    chosen = random.Random(query.name).sample(picked, min(count, len(picked)))
    cells = [dict(zip(columns, row, strict=True)) for row in chosen]
    return [
        {name: _value(spec, cell, number) for name, spec in parameters.items()}
        for number, cell in enumerate(cells)
    ]


def _value(parameter: queries.Parameter, cell: Bound, number: int) -> Any:
    """What is asked: the page's territories, a cell's codes; what is optional, now and then."""
    if not parameter.required and (number % 2 or parameter.name != "territory"):
        return None
    if parameter.is_repeatable:
        return COMPARED if parameter.name == "territory" else parameter.example
    return cell.get(parameter.name, parameter.example)


def timed(run: Callable[[], Any]) -> tuple[Any, float]:
    """What one call returns, and how many milliseconds it takes."""
    start = time.perf_counter()
    returned = run()
    return returned, (time.perf_counter() - start) * 1000


def frames_of(connection: duckdb.DuckDBPyConnection) -> asked.Frames:
    """Every table as a DataFrame, codes as pandas' own strings."""
    frames = {}
    for (table,) in connection.execute("select table_name from duckdb_tables()").fetchall():
        frame = connection.execute(f"select * from {table}").df()
        codes = frame.select_dtypes("category").columns
        frames[table] = frame.astype(dict.fromkeys(codes, "str"))
    return frames


def check_same(warehouse: store.Warehouse, frames: asked.Frames, query: SqlFile, b: Bound) -> None:
    """Both ways must give the same cells in the same order."""
    held = put(warehouse, query, b)
    keys = [*zip(*[held.column(name) for name in query.header["key"]], strict=True)]
    answer = asked.answer(frames, query.name, b)[query.header["key"]]
    if keys != [tuple(row) for row in answer.itertuples(index=False)]:
        raise SystemExit(f"pandas answers {query.name} otherwise: {b}")


def put(warehouse: store.Warehouse, query: SqlFile, bound: Bound) -> Held:
    """The answer to one question, asked as the query layer asks it."""
    return warehouse.ask(query.sql, bound, is_long=query.is_long(bound))


def measure(warehouse: store.Warehouse, query: SqlFile, frames: asked.Frames, few: int) -> list:
    """One mart: how long its questions take, in turn with pandas, each one's best of three kept.

    An answer is timed as the query layer holds it, a long one in columns, and with its rows made.
    """
    bound = questions(warehouse.connection, query)
    if asked.is_known(query.name):
        check_same(warehouse, frames, query, bound[0])
    else:
        few = 0
    ours, in_rows, theirs, every = [], [], [], []
    end = time.monotonic() + BUDGET_SECONDS
    for number, own in enumerate(bound):
        if time.monotonic() > end and number > few:
            break
        times, more, others = [], [], []
        for _ in range(REPEATS):
            held, spent = timed(lambda own=own: put(warehouse, query, own))
            times.append(spent)
            more.append(spent + timed(lambda held=held: held.rows)[1])
            if number < few:
                others.append(timed(lambda own=own: asked.answer(frames, query.name, own))[1])
        ours.append(min(times))
        in_rows.append(min(more))
        every += times
        theirs += [min(others)] if others else []
    beside = [median(theirs), median(ours[: len(theirs)]) / median(theirs)] if theirs else ["", ""]
    p95 = percentile(ours, 0.95)
    made = percentile(in_rows, 0.95)
    return [query.name, median(ours), p95, percentile(every, 0.95), made, *beside]


def marts(warehouse: store.Warehouse, target_ms: float, few: int) -> None:
    """Print every mart's times over one warehouse."""
    frames = frames_of(warehouse.connection)
    asked_here = [one for one in queries.marts().values() if "revision" not in one.header["reads"]]
    rows = [measure(warehouse, query, frames, few) for query in asked_here]
    for row in rows:
        row.append("yes" if row[2] < target_ms else "MISSED")
    under = f"p95 < {target_ms:.0f}"
    harness.print_table(
        ("mart, ms", "p50", "p95", "p95, every run", "p95 in rows", "pandas p50", "ratio", under),
        rows,
    )


def main() -> None:
    """Measure and print."""
    print(harness.machine())
    walls, spent = zip(*build_seconds(), strict=True)
    print(
        f"\nbuild: best {min(walls):.2f} s, median {median(walls):.2f} s (target < 1 s);", end=" "
    )
    print(f"CPU, both cores: best {min(spent):.2f} s")
    print(f"memory after the first page: {memory_mb():.0f} MB (target < 300 MB)")
    warehouse = unlocked()
    print("\nThe shipped data:\n")
    marts(warehouse, 10, PANDAS_QUESTIONS)
    rows = inflate(warehouse.connection)
    print(f"\nInflated to {rows:,} rows in each large table:\n")
    marts(warehouse, 30, PANDAS_QUESTIONS_LARGE)


if __name__ == "__main__":
    main()
