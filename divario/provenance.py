"""Where each figure comes from: origins beside the data files, hashes, the release id."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from divario.errors import DataRefused

# `declared`: what a directory says of a firm, nobody looked; `indicative`: counted by somebody, in
# a way that is not documented.
KINDS = ("measured", "derived", "simulated", "illustrative", "declared", "indicative")
LANGUAGES = ("it", "en")
# How a file of the publisher's own reached us; any other text is a copy by somebody else.
SERVED = "downloaded from the publisher"
BY_HAND = "read from a file fetched by hand from the publisher"


@dataclass(frozen=True, slots=True)
class Origin:
    """One publisher's dataset as it reached us, read from `<name>.origin.toml`.

    `title` and `limits` hold both languages; `sha256` and `rows` describe the data file beside it.
    A file that gathers several sources has one more record for each, named `<name>.<source>`.
    """

    name: str
    publisher: str
    code: str
    title: dict[str, str]
    licence: str
    citation: str
    vintage: str
    reached_us: str
    limits: dict[str, str]
    sha256: str
    rows: int

    @property
    def record(self) -> dict[str, Any]:
        """The origin as a flat record, without its name."""
        fields = {field: getattr(self, field) for field in self.__slots__ if field != "name"}
        return fields | {"is_direct": self.is_direct}

    def of_vintage(self, vintage: str | None) -> str:
        """How a cell names its origin: publisher, code and the vintage of that very cell."""
        return f"{self.publisher}:{self.code}" + (f"@{vintage}" if vintage else "")

    @property
    def is_direct(self) -> bool:
        """Whether the file is the publisher's own, and no copy of it by somebody else."""
        return self.reached_us in (SERVED, BY_HAND)


@lru_cache(maxsize=256)
def parsed(text: str) -> dict[str, Any]:
    """The tables of a TOML text, kept: a release shares most of its files with the one before.

    What it gives is shared by all callers, who change copies. Raises tomllib.TOMLDecodeError.
    """
    return tomllib.loads(text)


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, as lower-case hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def origin_path(data_file: Path) -> Path:
    """The origin record that must stand beside a data file."""
    return data_file.with_name(data_file.stem + ".origin.toml")


def read_origins(path: Path) -> list[Origin]:
    """The origin record of a file, and after it those of the sources that the file gathers.

    A file of figures from many publishers names each under `sources.<name>`: what a source does not
    say holds from the file. Raises DataRefused when a record is missing, malformed or incomplete.
    """
    record = _record(path)
    name = path.name.removesuffix(".origin.toml")
    named = {name: record}
    gathered = record.pop("sources", {})
    if not isinstance(gathered, dict) or not all(
        isinstance(own, dict) for own in gathered.values()
    ):
        raise DataRefused(path.name, "the sources of the origin record are not tables")
    for source, own in gathered.items():
        named[f"{name}.{source}"] = record | own
    return [_origin(path, key, complete) for key, complete in named.items()]


def read_origin(path: Path) -> Origin:
    """The origin record of a file itself; raises DataRefused as `read_origins`."""
    return read_origins(path)[0]


def _record(path: Path) -> dict[str, Any]:
    try:
        return dict(parsed(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise DataRefused(path.name, "the origin record is missing") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataRefused(path.name, f"the origin record is not valid TOML ({error})") from None


def _origin(path: Path, name: str, record: dict[str, Any]) -> Origin:
    """One complete record as an Origin."""
    fields = [name for name in Origin.__slots__ if name != "name"]
    missing = [name for name in fields if not record.get(name) and record.get(name) != 0]
    missing += [
        f"{name}.{language}"
        for name in ("title", "limits")
        for language in LANGUAGES
        if not isinstance(record.get(name), dict) or not record[name].get(language)
    ]
    if missing:
        raise DataRefused(path.name, "the origin record lacks a key", ", ".join(missing))
    return Origin(name=name, **{field: record[field] for field in fields})


def data_files(folder: Path) -> list[Path]:
    """Every snapshot of the data folder (Parquet and CSV), in a stable order.

    What lies in the folder itself, as `warnings.csv`, is the project's own and needs no origin.
    """
    return sorted(path for pattern in ("*/*.parquet", "*/*.csv") for path in folder.rglob(pattern))


def row_count_of_csv(path: Path) -> int:
    """Number of records of a CSV file, without its header; quoted line breaks are not records."""
    quoted, rows = False, 0
    for line in path.read_text(encoding="utf-8").splitlines():
        quoted ^= line.count('"') % 2 == 1
        rows += not quoted
    return rows - 1


def verify(folder: Path) -> dict[str, Origin]:
    """Check each data file against its origin; returns the origins by name.

    Raises DataRefused for a file without origin, an origin without file, or a hash that differs.
    """
    files = data_files(folder)
    expected = {origin_path(path) for path in files}
    for path in sorted(folder.rglob("*.origin.toml")):
        if path not in expected:
            raise DataRefused(path.name, "the data file that this origin describes is missing")
    origins: dict[str, Origin] = {}
    for path in files:
        gathered = read_origins(origin_path(path))
        if sha256_of(path) != gathered[0].sha256:
            raise DataRefused(
                str(path.relative_to(folder)),
                "its SHA-256 differs from the one in its origin record",
            )
        origins |= {origin.name: origin for origin in gathered}
    return origins


def release_id(folder: Path) -> str:
    """Name of the release: 12 hexadecimal digits of a hash over every file of the data folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in {".parquet", ".csv", ".toml"}:
            digest.update(f"{path.relative_to(folder).as_posix()}\0{sha256_of(path)}\n".encode())
    return digest.hexdigest()[:12]


def seal(folder: Path, rows_of: Callable[[Path], int]) -> list[str]:
    """Write the present hash and number of rows into each origin record that lacks or differs.

    For a maintainer who has changed a data file on purpose; returns the names of changed records.
    """
    changed = []
    for path in data_files(folder):
        record, hashed = origin_path(path), f'sha256 = "{sha256_of(path)}"'
        lines = record.read_text(encoding="utf-8").splitlines()
        if hashed in lines and any(line.startswith("rows =") for line in lines):
            continue  # of the same bytes the rows are the same, and counting them costs 40 ms
        kept = [line for line in lines if not line.startswith(("sha256 =", "rows ="))]
        text = "\n".join([*kept, hashed, f"rows = {rows_of(path)}", ""])
        record.write_text(text, encoding="utf-8")
        changed.append(record.name)
    return changed
