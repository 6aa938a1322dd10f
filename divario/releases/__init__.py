"""Releases: whole, checked data folders that never change, each named by its hash.

`publish` makes a new one beside those that are there and moves the pointer last, so that a failure
or a kill at any point leaves the release that was served.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from divario import pointer, provenance, store
from divario.errors import DataRefused
from divario.pointer import current_id, folder_of
from divario.releases.lock import lock

__all__ = [
    "Release",
    "comparable",
    "current_id",
    "folder_of",
    "list_releases",
    "lock",
    "publish",
    "use",
    "warnings_of",
]

RECORD = "release.json"  # not one of the files that the id is computed from
WARNINGS = "warnings.csv"
BUILDING = "building-"
SHIPPED = pointer.SHIPPED_NAME


@dataclass(frozen=True)
class Release:
    """One release: when it was published, from what, and how much it holds.

    `published_at` is a UTC time, or empty for the shipped data; `newest_vintage` a date of a
    publisher; `before` the id of the release that it was made from.
    """

    id: str
    published_at: str
    note: str
    before: str
    is_current: bool
    is_shipped: bool
    files_count: int
    rows_count: int
    newest_vintage: str
    publishers: tuple[str, ...]
    problem: str


def list_releases() -> list[Release]:
    """The shipped data and every kept release, the newest first."""
    shipped, served = pointer.shipped_id(), current_id()
    found = [_described(release, served, shipped) for release in {*pointer.kept(), shipped}]
    return sorted(found, key=lambda item: (item.published_at, item.id), reverse=True)


def _described(release: str, served: str, shipped: str) -> Release:
    """A release; one that cannot be read is listed as empty, with the problem in words."""
    folder = folder_of(release)
    record, problem, origins = _record(folder), "", ()
    try:
        origins = _origins(folder, release)
    except DataRefused as error:
        problem = str(error)
    return Release(
        id=release,
        published_at=record.get("published_at", ""),
        note=record.get("note", ""),
        before=record.get("before", ""),
        is_current=release == served,
        is_shipped=release == shipped,
        files_count=len(origins),
        rows_count=sum(origin.rows for origin in origins),
        newest_vintage=max((o.vintage for o in origins if o.vintage.startswith("20")), default=""),
        publishers=tuple(sorted({origin.publisher for origin in origins})),
        problem=problem,
    )


@lru_cache(maxsize=64)
def _origins(folder: Path, _release: str) -> tuple[provenance.Origin, ...]:
    """The origins of a release's files, read once: it never changes under its name."""
    return tuple(
        provenance.read_origin(provenance.origin_path(path))
        for path in provenance.data_files(folder)
    )


def _record(folder: Path) -> dict[str, str]:
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def comparable() -> list[Release]:
    """The releases that can be compared: those that can be read, the newest first."""
    return [item for item in list_releases() if item.files_count]


def before(release: str, known: list[Release]) -> str:
    """The release to compare one with: the one it was made from, else the next older, else itself.

    `known` is in the order of `list_releases`; for the oldest it is the next newer.
    """
    ids = [item.id for item in known]
    made_from = next((item.before for item in known if item.id == release), "")
    if made_from in ids:
        return made_from
    place = ids.index(release) if release in ids else -1
    return next(iter([*ids[place + 1 :], *reversed(ids[: max(place, 0)])]), release)


def warnings_of(release: str) -> list[dict[str, str]]:
    """The warnings that travel with a release: dataset, rule, cell, detail; none for most."""
    try:
        text = (folder_of(release) / WARNINGS).read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    return list(csv.DictReader(io.StringIO(text)))


def use(release: str) -> str:
    """Serve another kept release, named as for `pointer.named`; returns its id.

    Raises UnknownRelease, or DataRefused where its files are no longer those of its name.
    """
    with lock():
        if release == SHIPPED:
            pointer.move(None)
            return pointer.shipped_id()
        release = pointer.named(release)
        _check_name(folder_of(release), release)
        pointer.move(release)
    return release


def publish(change: Callable[[Path], None], note: str = "") -> str:
    """Make a release from the current one by a change of its folder, and serve it; returns its id.

    `change` gets a copy of the data folder, which it may alter; hashes and rows of origins are
    sealed after it. What `change` raises goes through. Raises ReleaseBusy while another process
    publishes, and DataRefused where the changed folder does not pass every check; then, as after a
    kill at any point, the release that was current still is. An unchanged folder gives the current
    id, and an id that is kept already is only pointed to.
    """
    with lock():
        _sweep()
        before = current_id()
        building = Path(tempfile.mkdtemp(prefix=BUILDING, dir=pointer.home()))
        try:
            _copy(folder_of(before), building)
            change(building)
            provenance.seal(building, store.row_count)
            store.open_warehouse(building).connection.close()
            release = provenance.release_id(building)
            if release != before:
                _keep_shipped(before)
                _keep(building, release, {"before": before, "note": note})
                pointer.move(release)
        finally:
            shutil.rmtree(building, ignore_errors=True)
    return release


def _sweep() -> None:
    """Remove what a killed publisher left; nobody else can be building, since we hold the lock."""
    for pattern in (f"{BUILDING}*", "current.*"):
        for left in pointer.home().glob(pattern):
            if left.is_dir():
                shutil.rmtree(left)
            else:
                left.unlink()


def _copy(source: Path, target: Path) -> None:
    """Copy a data folder without its record, every file writable again."""
    ignored = shutil.ignore_patterns(RECORD)
    shutil.copytree(source, target, ignore=ignored, dirs_exist_ok=True, copy_function=_copy_file)


def _copy_file(source: str, target: str) -> None:
    shutil.copyfile(source, target)  # contents only: a kept file may not be written to


def _keep(building: Path, release: str, record: dict[str, str]) -> None:
    """Put a checked folder in its place under its name, in one step."""
    place = pointer.place_of(release)
    if place.is_dir():
        _check_name(place, release)
        return
    stamped = {
        "id": release,
        "published_at": datetime.now(UTC).isoformat(timespec="seconds"),
    } | record
    text = json.dumps(stamped, ensure_ascii=False, indent=2) + "\n"
    (building / RECORD).write_text(text, encoding="utf-8")
    for file in building.rglob("*"):
        if file.is_file():
            with file.open("rb+") as opened:
                os.fsync(opened.fileno())
            file.chmod(0o444)
    building.chmod(0o755)
    place.parent.mkdir(parents=True, exist_ok=True)
    building.rename(place)
    pointer.settle(place.parent)


def _keep_shipped(release: str) -> None:
    """Keep a copy of the shipped data when they are left, for frozen addresses and the way back."""
    if pointer.place_of(release).is_dir():
        return
    building = Path(tempfile.mkdtemp(prefix=BUILDING, dir=pointer.home()))
    try:
        _copy(pointer.SHIPPED, building)
        _check_name(building, release)
        _keep(building, release, {"published_at": "", "note": SHIPPED})
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _check_name(folder: Path, release: str) -> None:
    """Refuse a folder whose files are not those that its name was computed from."""
    if (found := provenance.release_id(folder)) != release:
        raise DataRefused(
            f"releases/{release}", "its files are not those that its name was computed from", found
        )
