"""The catalogue's files: indicators and datasets, read from TOML and checked key by key."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from divario.errors import DataRefused
from divario.provenance import LANGUAGES, parsed

THEMES = (
    "intensity",
    "ai",
    "cloud",
    "data",
    "software",
    "ecommerce",
    "invoicing",
    "presence",
    "security",
    "connectivity",
    "skills",
    "factors",
)
DIRECTIONS = ("more", "less", "neutral")
STATES = ("shipped", "partial", "wanted")
Records = dict[str, dict[str, Any]]


def read_indicators(path: Path) -> Records:
    """The curated indicators, each complete in both languages and with known terms.

    An `awaited` one may lack cells: it is left out until they arrive.
    Raises DataRefused naming the file, the rule and the indicator.
    """
    records = _read(path)
    for name, record in records.items():
        _require(path, name, record, texts=("label", "predicate", "definition"))
        _require(path, name, record, lists=("datasets", "caveats"), choices={"theme": THEMES})
        _require(path, name, record, choices={"better": DIRECTIONS}, strings=("unit",))
        record.setdefault("code", name)
        record.setdefault("index_version", None)
        record.setdefault("component_of", [])
        record.setdefault("awaited", False)
        if not isinstance(record["awaited"], bool):
            raise DataRefused(path.name, "'awaited' is neither true nor false", name)
        record["theme_order"] = THEMES.index(record["theme"])
    return records


def read_datasets(path: Path) -> Records:
    """The datasets that are here, partly here or wanted; raises DataRefused as above."""
    records = _read(path)
    for name, record in records.items():
        _require(path, name, record, texts=("title", "gives"), lists=("nearest", "themes"))
        _require(path, name, record, strings=("publisher",), choices={"status": STATES})
    return records


def read_shown(path: Path) -> Records:
    """The figures of context that are shown, each in a sentence; raises DataRefused as above."""
    records = _read(path)
    for name, record in records.items():
        _require(path, name, record, texts=("said",), lists=("claims", "sectors"))
        if type(record.get("figure")) is not int:
            raise DataRefused(path.name, "a record lacks the number 'figure'", name)
    return records


def _read(path: Path) -> Records:
    try:
        records = parsed(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DataRefused(path.name, "the file is missing") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataRefused(path.name, "it is not valid TOML", str(error)) from None
    for name, record in records.items():
        if not isinstance(record, dict):
            raise DataRefused(path.name, "an entry is not a table", name)
    return {name: dict(record) for name, record in records.items()}


def _require(
    path: Path,
    name: str,
    record: dict[str, Any],
    *,
    texts: tuple[str, ...] = (),
    lists: tuple[str, ...] = (),
    strings: tuple[str, ...] = (),
    choices: dict[str, tuple[str, ...]] | None = None,
) -> None:
    """Refuse a record that lacks a key, a language, or a known term."""

    def is_text(value: Any) -> bool:
        return isinstance(value, str) and bool(value.strip())

    for key in texts:
        for language in LANGUAGES:
            value = record.get(key)
            if not isinstance(value, dict) or not is_text(value.get(language)):
                raise DataRefused(path.name, f"a record lacks '{key}.{language}'", name)
    for key in lists:
        value = record.get(key)
        if not isinstance(value, list) or not all(is_text(item) for item in value):
            raise DataRefused(path.name, f"a record lacks the list {key!r}", name)
    for key in strings:
        if not is_text(record.get(key)):
            raise DataRefused(path.name, f"a record lacks the key {key!r}", name)
    for key, allowed in (choices or {}).items():
        if record.get(key) not in allowed:
            raise DataRefused(path.name, f"{key!r} is not one of {', '.join(allowed)}", name)


def columns_of(named: dict[str, dict[str, Any]]) -> dict[str, list[Any]]:
    """Named records as columns; a value in two languages becomes two columns."""
    columns: dict[str, list[Any]] = {"name": list(named)}
    columns["position"] = list(range(len(named)))
    for key in dict.fromkeys(key for record in named.values() for key in record):
        values = [record.get(key) for record in named.values()]
        if all(isinstance(value, dict) for value in values):
            for language in LANGUAGES:
                columns[f"{key}_{language}"] = [value.get(language) for value in values]
        else:
            columns[key] = values
    return columns
