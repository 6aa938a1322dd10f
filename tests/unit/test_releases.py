"""Releases: published whole or not at all, named by their hash, chosen by a pointer."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from divario import cli, pointer, provenance, releases, store
from divario.errors import DataRefused, ReleaseBusy, UnknownRelease
from tests.conftest import ROOT, DataCopy

AI = "survey/isoc_eb_ai.parquet"
CELL = (
    "indicator = 'E_AI_TANY' and unit = 'PC_ENT' and size_class = '10-249' "
    "and sector = 'C10-S951_X_K' and territory = 'IT' and year = 2025"
)


def revised(value: float) -> Callable[[Path], None]:
    """A change that gives one cell another value."""

    def change(folder: Path) -> None:
        changed = f"case when {CELL} then {value} else value end as value"
        DataCopy(folder).rewrite(AI, f"select * replace ({changed}) from cells")

    return change


def value_of(folder: Path) -> float:
    """The cell that `revised` changes, as the warehouse of a folder has it."""
    warehouse = store.open_warehouse(folder)
    return warehouse.ask(f"select value from stg_survey where {CELL}", {}).rows[0][0]


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its content."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_shipped_data_are_a_release(shelf: Path) -> None:
    """Without a pointer the shipped folder is current, under the name of its hash."""
    shipped = provenance.release_id(pointer.SHIPPED)
    assert releases.current_id() == shipped
    assert releases.folder_of(shipped) == pointer.SHIPPED
    (only,) = releases.list_releases()
    assert (only.id, only.is_current, only.is_shipped, only.problem) == (shipped, True, True, "")
    assert not shelf.exists()


def test_a_published_release_is_whole_named_by_its_hash_and_served(shelf: Path) -> None:
    """The change is in the new folder alone; the old one can still be read, and gone back to."""
    shipped, before = releases.current_id(), files_of(pointer.SHIPPED)
    release = releases.publish(revised(15.75), note="one cell")
    folder = releases.folder_of(release)
    assert releases.current_id() == release != shipped
    assert folder == shelf / "releases" / release
    assert provenance.release_id(folder) == release
    assert value_of(folder) == 15.75
    assert files_of(pointer.SHIPPED) == before
    assert value_of(releases.folder_of(shipped)) != 15.75
    newest, oldest = releases.list_releases()
    assert (newest.id, newest.note, newest.before) == (release, "one cell", shipped)
    assert (oldest.id, oldest.is_shipped, oldest.is_current) == (shipped, True, False)
    modes = {path.stat().st_mode & 0o222 for path in folder.rglob("*") if path.is_file()}
    assert modes == {0}, "a kept file may be written to"
    assert releases.use(shipped) == shipped
    assert releases.current_id() == shipped
    assert releases.use("shipped") == shipped
    assert pointer.read() is None


def test_publishing_again_points_to_what_is_there(shelf: Path) -> None:
    """No change gives the current id; a change that gives a kept release serves it untouched."""
    shipped = releases.current_id()
    assert releases.publish(lambda _folder: None) == shipped
    assert pointer.read() is None and pointer.kept() == []
    first = releases.publish(revised(15.75), note="first")
    kept = files_of(releases.folder_of(first))
    releases.use(shipped)
    assert releases.publish(revised(15.75), note="second") == first
    assert files_of(releases.folder_of(first)) == kept
    assert releases.current_id() == first


def spoil(folder: Path) -> None:
    """A change after which the data break a rule."""
    revised(101)(folder)


def stop(_folder: Path) -> None:
    """A change that fails half way."""
    raise RuntimeError("the network went away")


@pytest.mark.parametrize(("change", "error"), [(spoil, DataRefused), (stop, RuntimeError)])
def test_a_failure_leaves_everything_as_it_was(
    shelf: Path, change: Callable[[Path], None], error: type[Exception]
) -> None:
    """Refused data and a failing change leave pointer and releases, and nothing half made."""
    release = releases.publish(revised(15.75))
    before = files_of(shelf)
    with pytest.raises(error):
        releases.publish(change)
    assert files_of(shelf) == before
    assert releases.current_id() == release


def test_one_publisher_at_a_time(shelf: Path) -> None:
    """Whoever comes second is told to wait, and changes nothing."""
    with releases.lock(), pytest.raises(ReleaseBusy, match="wait until it has ended"):
        releases.publish(revised(15.75))
    with releases.lock():
        assert cli.main(["release", "use", "shipped"]) == 4
    assert [path.name for path in shelf.iterdir()] == ["lock"]


@pytest.mark.parametrize("name", ["", "current", "../data", "0" * 12, "é" * 12, "x" * 5000])
def test_unknown_releases_are_named(shelf: Path, name: str) -> None:
    """Another name than that of a kept release reaches no folder; the sentence says what to do."""
    with pytest.raises(UnknownRelease, match="release list") as caught:
        releases.use(name)
    assert len(str(caught.value)) < 300
    assert pointer.read() is None


def test_a_changed_folder_is_not_served(shelf: Path) -> None:
    """A kept release whose files were altered is refused by name, on use and on opening."""
    release = releases.publish(revised(15.75))
    releases.use("shipped")
    file = releases.folder_of(release) / "indicators.toml"
    file.chmod(0o644)
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with pytest.raises(DataRefused, match="not those that its name"):
        releases.use(release)
    with pytest.raises(DataRefused, match="not those that its name"):
        store.open_release(release)
    assert pointer.read() is None


class Steps:
    """Calls a function at each change that this thread is about to make to files."""

    CHANGES = (
        "open",
        "os.rename",
        "os.remove",
        "os.mkdir",
        "os.rmdir",
        "os.chmod",
        "shutil.rmtree",
    )
    function: Callable[[], None] | None = None
    thread = 0
    is_hooked = False

    @classmethod
    def _heard(cls, event: str, _arguments: tuple) -> None:
        function = cls.function
        if function and event in cls.CHANGES and threading.get_ident() == cls.thread:
            cls.function = None  # what it does itself is not a step
            try:
                function()
            finally:
                cls.function = function


@pytest.fixture
def at_each_step() -> Iterator[Callable[[Callable[[], None]], None]]:
    """Set the function that is called before each change of files."""
    if not Steps.is_hooked:
        sys.addaudithook(Steps._heard)
        Steps.is_hooked = True

    def watch(function: Callable[[], None]) -> None:
        Steps.function, Steps.thread = function, threading.get_ident()

    yield watch
    Steps.function = None


def state_of(folder: Path) -> tuple:
    """Path, size and time of change of every file: while they are the same, so is the content."""
    found = [(path, path.stat()) for path in sorted(folder.rglob("*"))]
    return tuple((path, one.st_size, one.st_mtime_ns, one.st_ino) for path, one in found)


def test_a_kill_at_any_point_leaves_a_whole_release(
    shelf: Path, at_each_step: Callable[[Callable[[], None]], None]
) -> None:
    """Before each single change of a file, what is on disk is the old release or the new, whole."""
    shipped = releases.current_id()
    seen: list[str] = []
    whole: dict[str, tuple] = {}

    def look() -> None:
        current = pointer.read() or shipped  # as `current_id`, which would hash every file again
        for name in {current, *pointer.kept()}:
            place = pointer.place_of(name)
            folder = place if place.is_dir() else pointer.SHIPPED
            if whole.get(name) != (state := state_of(folder)):
                assert provenance.release_id(folder) == name
                whole[name] = state
        seen.append(current)

    at_each_step(look)
    release = releases.publish(revised(15.75))
    at_each_step(lambda: None)
    assert len(seen) > 100
    assert set(seen) == {shipped, release}
    assert seen == sorted(seen, key=lambda name: name == release), "the pointer moved back"


KILLED = """
import os, sys
from pathlib import Path
from divario import pointer, releases
pointer.SHIPPED = Path(sys.argv[1])
def change(folder):
    (folder / "claims.toml").write_text((folder / "claims.toml").read_text() + "\\n")
    if sys.argv[2] == "changing":
        os.kill(os.getpid(), 9)
if sys.argv[2] == "pointing":
    pointer.move = lambda release: os.kill(os.getpid(), 9)
releases.publish(change)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such kill")
@pytest.mark.parametrize("moment", ["changing", "pointing"])
def test_a_killed_publisher_leaves_neither_lock_nor_pieces(shelf: Path, moment: str) -> None:
    """After a real kill the next publisher gets the lock, sweeps and goes on."""
    shipped = releases.current_id()
    command = [sys.executable, "-c", KILLED, str(pointer.SHIPPED), moment]
    assert subprocess.run(command, check=False, cwd=ROOT).returncode == -9
    assert releases.current_id() == shipped
    assert bool(list(shelf.glob("building-*"))) == (moment == "changing")
    release = releases.publish(revised(15.75))
    assert releases.current_id() == release
    assert not list(shelf.glob("building-*")) + list(shelf.glob("current.*"))


def test_commands(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`release list` marks the current one, `release use` goes back; an unknown one is code 2."""
    shipped = releases.current_id()
    release = releases.publish(revised(15.75), note="one cell")
    assert cli.main(["release", "list"]) == 0
    newest, facts, oldest, *_ = capsys.readouterr().out.splitlines()
    assert newest.startswith(f"* {release}") and newest.endswith("one cell")
    assert "Eurostat" in facts and shipped in facts
    assert oldest.startswith(f"  {shipped}  shipped")
    assert cli.main(["release", "use", shipped]) == 0
    assert releases.current_id() == shipped
    assert cli.main(["release", "use", "nothing"]) == 2
    assert release in capsys.readouterr().err
