"""Where releases are, and the file that says which of them is served.

A release is a whole data folder under `<home>/releases/<id>`; the file `<home>/current` holds one
id, and is only ever replaced as a whole. Without it the shipped folder `data/` is served, itself a
release. `home` is the folder `var`, or what the variable DIVARIO_RELEASES names.
"""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

from divario import provenance
from divario.errors import AmbiguousRelease, UnknownRelease

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "data"
VARIABLE = "DIVARIO_RELEASES"
ID = re.compile(r"[0-9a-f]{12}")
PREFIX = re.compile(r"[0-9a-f]{4,12}")
SHIPPED_NAME = "shipped"
Stamp = tuple[int, int, int]


def home() -> Path:
    """The folder that holds the releases and the pointer."""
    return Path(os.environ.get(VARIABLE) or ROOT / "var")


def path() -> Path:
    """The pointer file."""
    return home() / "current"


def place_of(release: str) -> Path:
    """Where a release of that id is kept, whether or not it is there."""
    return home() / "releases" / release


def shipped_id() -> str:
    """The id of the shipped data, computed from its files (about 10 ms)."""
    return provenance.release_id(SHIPPED)


def kept() -> list[str]:
    """The ids of the releases under `home`, in no particular order."""
    folder = home() / "releases"
    found = folder.iterdir() if folder.is_dir() else ()
    return [entry.name for entry in found if ID.fullmatch(entry.name) and entry.is_dir()]


def folder_of(release: str) -> Path:
    """The data folder of a release; raises UnknownRelease where there is none of that id."""
    if ID.fullmatch(release):
        if place_of(release).is_dir():
            return place_of(release)
        if release == shipped_id():
            return SHIPPED
    raise UnknownRelease(release, kept())


def named(text: str) -> str:
    """The id that somebody means: in full, by its first four digits or more, or "shipped".

    Raises UnknownRelease, or AmbiguousRelease where several begin with those digits.
    """
    if text == SHIPPED_NAME:
        return shipped_id()
    known = {*kept(), shipped_id()}
    found = sorted(one for one in known if PREFIX.fullmatch(text) and one.startswith(text))
    if len(found) > 1:
        raise AmbiguousRelease(text, found)
    if not found:
        raise UnknownRelease(text, kept())
    return found[0]


def read() -> str | None:
    """What the pointer file says, or None where there is no such file."""
    try:
        return path().read_text(encoding="utf-8", errors="replace").strip()
    except FileNotFoundError:
        return None


def current_id() -> str:
    """The id of the release that is to be served."""
    return read() or shipped_id()


def stamp() -> Stamp | None:
    """Something that differs after every move of the pointer; None where there is no pointer."""
    try:
        found = path().stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_ino, found.st_size


def move(release: str | None) -> None:
    """Point to another release (None: to the shipped data), in one step that cannot be half done.

    Raises UnknownRelease, and leaves the pointer, where there is no release of that id.
    """
    if release is None:
        path().unlink(missing_ok=True)
        return
    folder_of(release)
    home().mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix="current.", dir=home())
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f"{release}\n")
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path())
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    settle(home())


def settle(folder: Path) -> None:
    """Make the names in a folder survive a power cut, where the system can do that."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
