"""SQL files and their headers: a comment block in TOML, then one statement."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class SqlFile:
    """One file under `queries/`: its name, its parsed header and its statement."""

    name: str
    header: dict[str, Any]
    sql: str

    def is_long(self, asked: Mapping[str, Any]) -> bool:
        """Whether an answer is known to be long: declared so, and nothing optional narrows it."""
        declared = self.header.get("parameters", {}).items()
        narrowed = [name for name, spec in declared if not spec["required"] and asked.get(name)]
        return self.header.get("long", False) and not narrowed


def parse(path: Path) -> SqlFile:
    """Split a file into header and statement; raises ValueError when the header is not TOML."""
    text = path.read_text(encoding="utf-8")
    if not text.startswith("/*\n") or "*/" not in text:
        raise ValueError(f"{path.name}: the file must open with a TOML header in /* */")
    header, sql = text[3:].split("*/", 1)
    try:
        return SqlFile(path.stem, tomllib.loads(header), sql.strip())
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path.name}: the header is not valid TOML ({error})") from None


@cache
def load_folder(folder: Path) -> tuple[SqlFile, ...]:
    """Every SQL file of a folder, by name."""
    return tuple(parse(path) for path in sorted(folder.glob("*.sql")))


def in_order_of_reading(files: tuple[SqlFile, ...]) -> list[SqlFile]:
    """Files ordered so that each comes after those that it reads; raises ValueError on a circle."""
    waiting = {file.name: file for file in files}
    ordered: list[SqlFile] = []
    while waiting:
        ready = [
            file for file in waiting.values() if not waiting.keys() & set(file.header["reads"])
        ]
        if not ready:
            raise ValueError(f"These queries read one another in a circle: {sorted(waiting)}")
        for file in ready:
            ordered.append(waiting.pop(file.name))
    return ordered
