"""The update, against a server that imitates the API: what it asks, publishes, and survives."""

from __future__ import annotations

import csv
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from divario import cli, pointer, provenance, releases, store
from tests.conftest import one_thread
from tests.eurostat_server import Eurostat, eurostat, sdmx_csv

TOTAL = "C10-S951_X_K"
WHEN, LATER = "2026-02-27T11:00:00+0100", "2026-05-01T23:00:00+0200"
DAY, LATER_DAY = "27/02/26 11:00:00", "01/05/26 23:00:00"
SITES = "isoc_ciwebn2"
ROOT = Path(__file__).resolve().parents[2]
# Processes that die without warning at the n-th thing that they do to files or the network, each
# begun by one that has imported everything: what it is told, line by line, is n and the folder.
DIES = """
import os, sys
from pathlib import Path
def seen(event, arguments):
    global left
    if "__pycache__" in str(arguments[:1]):  # written by whoever imports first
        return
    if event in ("open", "os.rename", "os.remove", "os.chmod", "os.mkdir", "shutil.copyfile",
                 "shutil.move", "socket.connect", "tempfile.mkdtemp", "urllib.Request"):
        left -= 1
        if left == 0:
            os._exit(9)
from divario import cli, pointer
from divario.sources import commands, update, importing
pointer.SHIPPED = Path(sys.argv[1])
for line in sys.stdin:
    dies_at, folder = line.split()
    if child := os.fork():
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
        continue
    os.environ[pointer.VARIABLE], left = folder, int(dies_at)
    os.dup2(2, 1)
    sys.addaudithook(seen)
    code = cli.main(["update", "--pause", "0", "--base", *sys.argv[2:]])
    Path(folder + ".events").write_text(str(int(dies_at) - left))
    os._exit(code)
"""


@pytest.fixture
def home(two_surveys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A releases folder of its own over two of the shipped surveys."""
    monkeypatch.setattr(pointer, "SHIPPED", two_surveys)
    monkeypatch.setenv(pointer.VARIABLE, str(tmp_path / "var"))
    monkeypatch.setattr(store, "empty", one_thread)
    return tmp_path / "var"


@pytest.fixture
def api() -> Iterator[Eurostat]:
    """The imitated publisher."""
    with eurostat() as server:
        yield server


def rows_of(dataset: str, folder: Path) -> list[str]:
    """The cells of a survey file in the order of `sdmx_csv`."""
    with duckdb.connect(":memory:") as connection:
        found = connection.execute(
            "select size_class, sector, indicator, unit, territory, year, value, status "
            f"from '{folder / 'survey' / f'{dataset}.parquet'}'"
        ).fetchall()
    return [",".join("" if item is None else str(item) for item in row) + "," for row in found]


def site_rows(value: str = "72.5", year: int = 2025) -> list[str]:
    """Websites by sector, which the shipped data lack."""
    return [
        f"GE10,{sector},E_WEB,PC_ENT,{place},{year},{value},,"
        for sector in ("C", "F", "J")
        for place in ("IT", "EU27_2020")
    ]


def run(api: Eurostat, *arguments: str) -> int:
    """Run the command in this process, without waiting between attempts."""
    return cli.main(["update", "--pause", "0", "--base", api.base, *arguments])


def warned(release: str) -> list[tuple[str, str, str, str]]:
    """The warnings that travel with a release."""
    with (pointer.folder_of(release) / "warnings.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == ["dataset", "rule", "cell", "detail"]
    return [tuple(row) for row in rows]


def values(dataset: str) -> list[tuple]:
    """The cells of a dataset in the release that is served."""
    path = pointer.folder_of(pointer.current_id()) / "survey" / f"{dataset}.parquet"
    with duckdb.connect(":memory:") as connection:
        return connection.execute(f"from '{path}' order by all").fetchall()


@pytest.mark.parametrize("mood", ["", "redirect", "limit", "queue", "cut"])
def test_a_new_dataset_arrives(mood: str, api: Eurostat, home: Path) -> None:
    """Through redirects, limits, queues and cuts the same cells arrive; the catalogue says so."""
    api.served[SITES] = (WHEN, sdmx_csv(SITES, site_rows()))
    api.moods[SITES] = mood
    before = pointer.current_id()
    assert run(api, SITES) == 0
    release = pointer.current_id()
    assert release != before
    folder = pointer.folder_of(release)
    assert provenance.release_id(folder) == release
    assert len(values(SITES)) == 6
    origin = (folder / "survey" / f"{SITES}.origin.toml").read_text(encoding="utf-8")
    assert 'last_update = "2026-02-27T11:00:00"' in origin
    catalogue = (folder / "datasets.toml").read_text(encoding="utf-8")
    section = catalogue.split(f"[{SITES}]")[1].split("\n[")[0]
    assert 'status = "shipped"' in section and "6 cells" in section and "not here" not in section
    assert api.ranges == (["bytes=" + api.ranges[0].split("=")[1]] if mood == "cut" else [])
    if mood == "limit":
        assert max(api.asked.values()) == 2
    if mood == "queue":
        assert api.asked["/1.0/async/status/key-isoc-ciwebn2"] == 3
    # Asked again, nothing is newer: one request, no download, no release.
    asked = sum(api.asked.values())
    assert run(api, SITES) == 0
    assert sum(api.asked.values()) == asked + 1
    assert pointer.current_id() == release


def test_only_what_is_newer_is_downloaded(api: Eurostat, home: Path) -> None:
    """A later update replaces the extract; the other dataset is not asked for again."""
    api.served[SITES] = (WHEN, sdmx_csv(SITES, site_rows()))
    ai = rows_of("isoc_eb_ai", pointer.SHIPPED)
    api.served["isoc_eb_ai"] = (WHEN, sdmx_csv("isoc_eb_ai", ai))
    assert run(api) == 0
    api.served[SITES] = (LATER, sdmx_csv(SITES, site_rows("73.5"), LATER_DAY))
    api.asked.clear()
    assert run(api) == 0
    assert [path for path in api.asked if "/ESTAT/" in path] == [
        f"/sdmx/3.0/data/dataflow/ESTAT/{SITES.upper()}/1.0"
    ]
    assert {(row[7], row[10]) for row in values(SITES)} == {(73.5, "2026-05-01")}
    rules = {(item[0], item[1]) for item in warned(pointer.current_id())}
    assert ("isoc_ec_inb", "of_persons") in rules and ("isoc_eb_iip", "not_served") in rules


def test_warnings_travel_with_the_release(api: Eurostat, home: Path) -> None:
    """Jumps and unknown codes are listed by cell, and the cells that are good arrive."""
    rows = [*site_rows(), *site_rows("20.0", 2023)[:1], "GE10,C99,E_WEB,PC_ENT,IT,2025,1.0,,"]
    rows.append("GE10,C,E_WEB,PC_ENT,XK,2025,1.0,,")
    api.labels["NACE_R2"] = "C\tManufacturing\r\nC99\tUnheard-of activities\r\n"
    api.served[SITES] = (WHEN, sdmx_csv(SITES, rows))
    assert run(api, SITES) == 0
    found = warned(pointer.current_id())
    assert (SITES, "series_jump", "E_WEB PC_ENT GE10 C IT 2025", "2023: 20.0 → 2025: 72.5") in found
    assert (SITES, "unknown_code", "sector C99", "Unheard-of activities (1)") in found
    assert (SITES, "unknown_code", "territory XK", " (1)") in found  # no list of places is served
    assert len(values(SITES)) == 7


SMALL = [f"{size},{TOTAL},E_WEB,PC_ENT,IT,2025,{value},," for size, value in
         (("10-49", 50), ("50-249", 60), ("GE250", 90))]  # fmt: skip
FAULTS = {
    "html": ("", [], 3, "page of a website"),
    "down": ("", [], 5, "503"),
    "sme": ("", [*SMALL, f"10-249,{TOTAL},E_WEB,PC_ENT,IT,2025,60.2,,"], 3, "SMEs lie between"),
    "total": ("", [*SMALL, f"GE10,{TOTAL},E_WEB,PC_ENT,IT,2025,49.8,,"], 3, "the total lies"),
    "over": ("", [f"GE10,{TOTAL},E_WEB,PC_ENT,IT,2025,172,,"], 3, "outside 0 and 100"),
    "other": ("isoc_ciweb", SMALL, 3, "another dataset"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_faults_leave_the_release(
    name: str, api: Eurostat, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A refused or unreachable dataset stops the release, also for the others, with its code."""
    code, rows, exit_code, said = FAULTS[name]
    api.served["isoc_eb_das"] = (WHEN, sdmx_csv("isoc_eb_das", site_rows()))
    api.served[SITES] = (WHEN, sdmx_csv(code or SITES, rows or site_rows()))
    api.moods[SITES] = name
    before = pointer.current_id()
    assert run(api) == exit_code
    captured = capsys.readouterr()
    assert said in captured.err and "Nothing was changed" in captured.err
    assert pointer.current_id() == before and not pointer.kept()
    # When the publisher has mended it, the same command succeeds, and asks nothing twice.
    api.moods.clear()
    api.served[SITES] = (WHEN, sdmx_csv(SITES, site_rows()))
    assert run(api) == 0
    assert api.asked["/sdmx/3.0/data/dataflow/ESTAT/ISOC_EB_DAS/1.0"] == 1
    assert len(values("isoc_eb_das")) == 6


def test_a_loss_is_refused_and_a_part_is_merged(
    api: Eurostat, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Half a dataset is refused as a whole, and merged as a part; an older file changes nothing."""
    shipped = {row[:7]: row[7] for row in values("isoc_eb_ai")}
    rows = rows_of("isoc_eb_ai", pointer.SHIPPED)
    half = [row for row in rows if ",2025," in row and ",E_AI_TANY," in row]
    source = tmp_path / "files"
    source.mkdir()
    (source / "a.csv").write_bytes(sdmx_csv("isoc_eb_ai", half, LATER_DAY))
    assert cli.main(["update", "--from", str(source)]) == 3
    assert "--part" in capsys.readouterr().err
    one = next(row for row in half if ",IT," in row and row.startswith("GE10,"))
    fields = one.split(",")
    fields[6] = str(round(float(fields[6]) + 0.01, 2))
    (source / "a.csv").write_bytes(sdmx_csv("isoc_eb_ai", [",".join(fields)], LATER_DAY))
    assert cli.main(["update", "--from", str(source), "--part"]) == 0
    now = {row[:7]: row[7] for row in values("isoc_eb_ai")}
    assert now.keys() == shipped.keys()
    assert [key[5] for key in now if now[key] != shipped[key]] == ["IT"]
    release = pointer.current_id()
    (source / "a.csv").write_bytes(sdmx_csv("isoc_eb_ai", [one], "27/02/20 11:00:00"))
    assert cli.main(["update", "--from", str(source), "--part"]) == 0
    assert {row[:7]: row[7] for row in values("isoc_eb_ai")} == now
    assert release in pointer.kept()


def test_wrong_questions_are_answered(
    api: Eurostat, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An unknown dataset and a missing folder give code 2; a busy lock gives 4."""
    assert run(api, "isoc_nothing") == 2
    assert "isoc_nothing" in capsys.readouterr().err
    assert cli.main(["update", "--from", str(tmp_path / "none")]) == 2
    api.served[SITES] = (WHEN, sdmx_csv(SITES, site_rows()))
    with releases.lock():
        assert run(api, SITES) == 4
    assert not pointer.kept()


def test_killed_anywhere_the_release_is_whole(
    api: Eurostat, home: Path, two_surveys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed at ten random points, the last time gone on with: what is served is always whole."""
    for code, mood in ((SITES, "queue"), ("isoc_eb_das", "redirect"), ("isoc_ec_eseln2", "cut")):
        api.served[code] = (WHEN, sdmx_csv(code, site_rows()))
        api.moods[code] = mood
    datasets = list(api.served)
    command = [sys.executable, "-c", DIES, str(two_surveys), api.base, *datasets]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    before = pointer.current_id()
    with subprocess.Popen(command, cwd=ROOT, **pipes) as parent:

        def process(dies_at: int, folder: Path) -> int:
            parent.stdin.write(f"{dies_at} {folder}\n")
            parent.stdin.flush()
            return int(parent.stdout.readline())

        assert process(-1, tmp_path / "measured") == 0
        events = int((tmp_path / "measured.events").read_text())
        points = random.Random(6).sample(range(1, events * 9 // 10), 10)
        for point in points:  # no run is like another
            home = tmp_path / f"killed-{point}"
            monkeypatch.setenv(pointer.VARIABLE, str(home))
            assert process(point, home) == 9
            served = pointer.current_id()
            assert provenance.release_id(pointer.folder_of(served)) == served
            assert served == before or len(values(SITES)) == 6
        assert process(-1, home) == 0
    assert pointer.current_id() not in ("", before)
    assert [len(values(code)) for code in datasets] == [6, 6, 6]
    assert not list(home.glob("building-*"))
