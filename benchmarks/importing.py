"""A large SDMX-CSV file imported beside pandas; a full update of 25 datasets from loopback.

The rows are made here, in Eurostat's SDMX-CSV 1.0, with the codes of the reference tables. Each
side runs in a process of its own, in turn; a rate is by the clock and by the processor.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from itertools import product
from pathlib import Path

import duckdb
import psutil
from harness import ROOT, machine, print_table

sys.path.insert(0, str(ROOT))

from divario import pointer, store
from tests.eurostat_server import HEADER, eurostat

ROWS, DATASETS, ROWS_EACH = 10_000_000, 25, 60_000
DAY, WHEN = "27/02/26 11:00:00", "2027-02-27T11:00:00+0100"
OURS = """
import json, resource, sys, time
from pathlib import Path
from divario.sources import arrival
began = time.perf_counter()
item = arrival.read_file(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
took = time.perf_counter() - began
"""
PANDAS = """
import json, resource, sys, time
import pandas as pd
from pathlib import Path
codes = {"size_emp": "size_classes", "nace_r2": "sectors", "unit": "units", "geo": "territories"}
kinds = dict.fromkeys(["freq", "size_emp", "nace_r2", "indic_is", "unit", "geo", "OBS_FLAG",
                       "CONF_STATUS", "DATAFLOW", "LAST UPDATE"], "category")
began = time.perf_counter()
frame = pd.read_csv(sys.argv[1], dtype=kinds)
for column, table in codes.items():
    known = pd.read_csv(Path(sys.argv[2]) / f"{table}.csv", dtype=str)["code"]
    frame = frame[frame[column].isin(known)]
frame = frame[frame["OBS_VALUE"].between(0, 100)]
key = ["size_emp", "nace_r2", "indic_is", "unit", "geo", "TIME_PERIOD"]
assert not frame.duplicated(key).any()
frame.to_parquet(Path(sys.argv[3]) / "pandas.parquet")
took = time.perf_counter() - began
"""
SAID = """
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([took, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""


def codes(table: str) -> list[str]:
    """The codes of a reference table."""
    with (store.DATA / "reference" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [row["code"] for row in csv.DictReader(file)]


def shipped(dataset: str) -> list[str]:
    """The cells of a shipped extract, as lines of SDMX-CSV without their beginning."""
    with duckdb.connect(":memory:") as connection:
        found = connection.execute(
            "select size_class, sector, indicator, unit, territory, year, value, status "
            f"from '{store.DATA / 'survey' / dataset}.parquet' where lineage = 'extract'"
        ).fetchall()
    return [",".join("" if one is None else str(one) for one in row) + "," for row in found]


def write(path: Path, dataset: str, rows: int, before: list[str] | None = None) -> None:
    """A file of that many made-up cells, each key once, after those given."""
    start = f"ESTAT:{dataset.upper()}(1.0),{DAY},A,"
    sizes = ("10-49", "50-249", "GE250", "GE10")
    keys = product(range(2000), codes("sectors"), codes("territories"), range(2015, 2026), sizes)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(f"{HEADER}\n")
        file.writelines(f"{start}{line}\n" for line in before or ())
        for number, (indicator, sector, place, year, size) in enumerate(keys):
            if number == rows:
                return
            value = 40 + number % 1000 / 100
            flag = ("", "", "", "b", "u")[number % 5]
            file.write(
                f"{start}{size},{sector},E_{indicator},PC_ENT,{place},{year},{value:.2f},{flag},\n"
            )


def measured(program: str, file: Path, folder: Path) -> tuple[float, float, float]:
    """Seconds by the clock and of the processor, and the peak of memory in MB."""
    command = [sys.executable, "-c", program + SAID, str(file), str(store.DATA / "reference")]
    done = subprocess.run(
        [*command, str(folder)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return tuple(json.loads(done.stdout.splitlines()[-1]))


def imports(rows: int, rounds: int, folder: Path) -> list[tuple]:
    """The best of some rounds for each side, in turn."""
    file = folder / "isoc_ciweb.csv"
    write(file, "isoc_ciweb", rows)
    found: dict[str, list[tuple]] = {"divario": [], "pandas": []}
    for _ in range(rounds):
        for name, program in (("divario", OURS), ("pandas", PANDAS)):
            found[name].append(measured(program, file, folder))
    size = file.stat().st_size / 1e6
    return [
        (
            name,
            f"{rows:,} ({size:,.0f} MB)",
            f"{min(row[0] for row in got):.1f} s",
            f"{rows / min(row[0] for row in got) / 1e6:.2f} M/s",
            f"{rows / min(row[1] for row in got) / 1e6:.2f} M/s",
            f"{max(row[2] for row in got):,.0f} MB",
        )
        for name, got in found.items()
    ]


def updated(folder: Path) -> tuple[float, float]:
    """Seconds by the clock and of the processor of an update of 25 datasets.

    Each has the cells that ship, and made-up ones up to 60,000 in all.
    """
    with eurostat() as api:
        survey = [path.stem for path in sorted((store.DATA / "survey").glob("isoc_*.parquet"))]
        for name in survey[:DATASETS]:
            file = folder / f"{name}.csv"
            own = shipped(name)
            write(file, name, max(0, ROWS_EACH - len(own)), own)
            api.served[name] = (WHEN, file.read_bytes())
        command = [sys.executable, "-m", "divario", "update", "--base", api.base]
        began = time.perf_counter()
        process = psutil.Popen(
            [*command, *api.served],
            cwd=ROOT,
            env=os.environ | {pointer.VARIABLE: str(folder / "var")},
            stdout=subprocess.DEVNULL,
        )
        cpu = 0.0
        while process.poll() is None:
            used = process.cpu_times()
            cpu = max(cpu, used.user + used.system)
            time.sleep(0.1)
        if process.returncode:
            raise SystemExit(f"The update ended with {process.returncode}.")
        return time.perf_counter() - began, cpu


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--skip-update", action="store_true")
    options = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        found = imports(options.rows, options.rounds, Path(folder))
    print_table(("import", "rows", "clock", "rows by clock", "rows by CPU", "memory"), found)
    if not options.skip_update:
        with tempfile.TemporaryDirectory() as folder:
            clock, cpu = updated(Path(folder))
        print_table(
            ("update", "clock", "CPU"), [(f"{DATASETS} datasets", f"{clock:.1f} s", f"{cpu:.1f} s")]
        )


if __name__ == "__main__":
    main()
