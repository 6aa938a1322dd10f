"""What every test may use: the shipped warehouse, and a copy of the data that may be spoiled."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Coroutine, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, settings
from streamlit.components.v2 import manifest_scanner

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

# No test reads or moves the releases of whoever runs the tests, nor do the servers they start.
os.environ["DIVARIO_RELEASES"] = f"{tempfile.gettempdir()}/divario-none-{os.getpid()}"

from divario import pointer, provenance, queries, releases, store  # noqa: E402
from divario.setup import environment  # noqa: E402
from divario.store import Warehouse  # noqa: E402
from tests import revised  # noqa: E402

KEPT = ("isoc_e_dii", "isoc_eb_ai")
LOCK = b"duckdb==2.0.0\n"

settings.register_profile(
    "divario",
    deadline=None,
    derandomize=True,
    max_examples=100,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
settings.load_profile("divario")


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, Any, Any]:
    """Each worker begins elsewhere, and finds what the others have compiled when it gets there."""
    report = yield
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    if isinstance(collector, pytest.Dir) and report.passed:
        files = report.result
        at = len(files) * int(worker) // int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
        report.result = [*files[at:], *files[:at]]
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The order of all workers is the same, by file; what needs no server comes first.

    Then browser and server start while another worker computes, and not all wait for them at once.
    """
    items.sort(key=lambda item: (item.path.parent.name != "cycle", item.path))


def finished(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """What a coroutine gives; on its own thread, since a browser keeps a loop on the tests' one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


@dataclass(frozen=True)
class DataCopy:
    """A copy of the data folder that a test may spoil, and seal again to reach the later rules."""

    folder: Path

    def file(self, name: str) -> Path:
        """One file of the copy, by its path below the data folder."""
        return self.folder / name

    def replace(self, name: str, old: str, new: str) -> None:
        """Replace the first occurrence of a text, which must be there, in one file."""
        text = self.file(name).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        self.file(name).write_text(text.replace(old, new, 1), encoding="utf-8")

    def rewrite(self, name: str, select: str) -> None:
        """Write a Parquet file anew from a statement over its rows, called `cells` there."""
        path = self.file(name)
        with duckdb.connect(":memory:") as connection:
            connection.execute(f"create table cells as select * from read_parquet('{path}')")
            connection.execute(f"copy ({select}) to '{path}' (format parquet)")

    def seal(self) -> list[str]:
        """Bring hash and rows of each origin up to date; an unreadable file counts one row."""
        return provenance.seal(self.folder, _rows_of)

    def open(self) -> Warehouse:
        """Build a warehouse from the copy; one thread of DuckDB does least where it is small."""
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(store, "empty", one_thread)
            return store.open_warehouse(self.folder)


def one_thread(empty: Callable[[], duckdb.DuckDBPyConnection] = store.empty) -> Any:
    """An empty warehouse that is filled by one thread."""
    connection = empty()
    connection.execute("set threads = 1")
    return connection


def _rows_of(path: Path) -> int:
    try:
        return store.row_count(path)
    except duckdb.Error:
        return 1


@pytest.fixture(scope="session", autouse=True)
def packages_read_once() -> Iterator[None]:
    """AppTest looks for components in every installed package, each time: half a second."""
    with pytest.MonkeyPatch.context() as patched:
        scan = manifest_scanner.scan_component_manifests
        patched.setattr(manifest_scanner, scan.__name__, cache(scan))
        yield


@pytest.fixture(scope="session")
def warehouse() -> Warehouse:
    """The warehouse of the shipped data, which is also the current one."""
    return store.current()


@pytest.fixture
def whole_data(tmp_path: Path) -> DataCopy:
    """A copy of all the shipped data."""
    return DataCopy(Path(shutil.copytree(store.DATA, tmp_path / "data")))


@pytest.fixture(scope="session")
def two_surveys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped data cut down to the surveys of `KEPT`, so that a warehouse opens quickly."""
    folder = tmp_path_factory.mktemp("base") / "data"
    shutil.copytree(store.DATA, folder)
    for path in (folder / "survey").iterdir():
        if path.name.split(".")[0] not in KEPT:
            path.unlink()
    catalogue = folder / "indicators.toml"
    entries = re.split(r"(?m)^(?=\[)", catalogue.read_text(encoding="utf-8"))
    kept = [entry for entry in entries if any(f'datasets = ["{name}"' in entry for name in KEPT)]
    catalogue.write_text("".join(kept), encoding="utf-8")
    return folder


@contextmanager
def shelved(folder: Path, base: Path, warehouse: Warehouse) -> Iterator[Path]:
    """A releases folder of its own, with a copy of `base` in the place of the shipped data."""
    with pytest.MonkeyPatch.context() as patched:
        shipped = Path(shutil.copytree(base, folder / "shipped"))
        patched.setattr(pointer, "SHIPPED", shipped)
        patched.setenv(pointer.VARIABLE, str(folder / "var"))
        patched.setattr(store, "empty", one_thread)  # least work, as what is built here is small
        store.use(None)
        yield folder / "var"
    store.use(warehouse)
    queries._cache.clear()


@pytest.fixture
def shelf(tmp_path: Path, two_surveys: Path, warehouse: Warehouse) -> Iterator[Path]:
    """A releases folder of its own, with a small data folder in the place of the shipped one."""
    with shelved(tmp_path, two_surveys, warehouse) as home:
        yield home


@pytest.fixture(scope="module")
def revised_pair(
    tmp_path_factory: pytest.TempPathFactory, two_surveys: Path, warehouse: Warehouse
) -> Iterator[tuple[str, str]]:
    """The ids of two releases between which exactly the cells of `revised.CHANGES` differ."""
    with shelved(tmp_path_factory.mktemp("pair"), two_surveys, warehouse):
        revised.earlier(pointer.SHIPPED)
        DataCopy(pointer.SHIPPED).seal()
        before = releases.current_id()
        after = releases.publish(revised.later, note="a few cells")
        store.follow()
        yield before, after


@pytest.fixture
def small_data(tmp_path: Path, two_surveys: Path, warehouse: Warehouse) -> Iterator[DataCopy]:
    """A valid small data folder to spoil; the current warehouse is the shipped one again after."""
    yield DataCopy(Path(shutil.copytree(two_surveys, tmp_path / "data")))
    store.use(warehouse)
    queries._cache.clear()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Move the starter into an empty folder that holds only the lock files."""
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    (tmp_path / "requirements.txt").write_bytes(LOCK)
    (tmp_path / "requirements-dev.txt").write_bytes(LOCK)
    return tmp_path
