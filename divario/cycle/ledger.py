"""The ledger: every parameter with value, range, unit, kind and source; presets and firm sizes."""

from __future__ import annotations

import csv
import hashlib
import json
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from divario import pointer, store
from divario.errors import DataRefused, WrongParameter
from divario.provenance import LANGUAGES

NAME = "cycle"
FOLDER = store.DATA / NAME
PARAMETERS, PRESETS = "parameters.csv", "presets.toml"
KINDS = ("evidence", "derived", "assumption", "lever")
SOURCED = ("evidence", "derived")
SIZE = ("N", "Y0")
UNITS = (
    "dimensionless",
    "person",
    "month",
    "1/month",
    "EUR",
    "EUR/month",
    "EUR/person",
    "EUR/person/month",
    "EUR/FTE/month",
    "FTE",
    "FTE/person",
)
_SYMBOLS = """
    N Y0 mu m_op d psi chi phi iota A50_fix A50_emp cK_fix cK_emp a0 dA dK dG r rho
    xh_fix xh_emp x_own wF wO k_c k_t k_s n_f c0_fix c0_emp q L_c m0 tauP H wH tau_up asym
    tau_soc T_soc xe b0 b1 g_over wv com
    s_tool s_cons s_train s_staff z_tool z_cons z_train z_staff mix0 mix_c out L h theta plat
    commit commit_t vouch vouch_t vouch_match vouch_tool t0
"""
SYMBOLS = tuple(_SYMBOLS.split())
TEXTS = ("label", "meaning", "basis")
COLUMNS = (
    *("symbol", "value", "low", "high", "unit", "kind", "source", "is_source_read"),
    *(f"{text}_{language}" for text in TEXTS for language in LANGUAGES),
)
# Coverage by tools at the start stays under 1: full coverage would need endless tools.
INITIAL_RANGES = {"T0": (0.0, 1.0), "K0": (0.0, 1.0), "eA0": (0.0, 0.99), "G0": (0.0, 1.0)}


@dataclass(frozen=True)
class Parameter:
    """One row of the ledger; `label`, `meaning` and `basis` hold both languages.

    `is_source_read` is None where no source is named, False where it is quoted from memory.
    """

    symbol: str
    value: float
    low: float
    high: float
    unit: str
    kind: str
    source: str
    is_source_read: bool | None
    label: dict[str, str]
    meaning: dict[str, str]
    basis: dict[str, str]

    @property
    def is_drawn(self) -> bool:
        """Whether plausible firms differ in it: all but levers and the firm's own size."""
        return self.kind != "lever" and self.symbol not in SIZE


@dataclass(frozen=True)
class Scenario:
    """A named set of settings laid over the ledger's values."""

    name: dict[str, str]
    settings: dict[str, float]


@dataclass(frozen=True)
class Ledger:
    """Parameters by symbol, initial stocks, presets and same-money ways by id, firm sizes.

    `sizes` holds persons employed and turnover in euros per month, the central firm first.
    """

    parameters: dict[str, Parameter]
    initial: dict[str, float]
    presets: dict[str, Scenario]
    ways: dict[str, Scenario]
    sizes: tuple[dict[str, float], ...]

    def values(self, settings: Mapping[str, Any] | None = None) -> dict[str, float]:
        """Every parameter's value, the given settings in place of the ledger's.

        Raises WrongParameter with parameter, value and range.
        """
        values = {symbol: parameter.value for symbol, parameter in self.parameters.items()}
        return values | self.checked(settings or {})

    def checked(self, settings: Mapping[str, Any]) -> dict[str, float]:
        """Settings as numbers within the ledger's ranges; raises WrongParameter."""
        ranges = {symbol: (one.low, one.high) for symbol, one in self.parameters.items()}
        return {symbol: _within(symbol, given, ranges) for symbol, given in settings.items()}

    @property
    def version(self) -> str:
        """12 hexadecimal digits over every number that a run depends on; texts do not change it."""
        parameters = {
            symbol: (one.value, one.low, one.high, one.unit, one.is_drawn)
            for symbol, one in sorted(self.parameters.items())
        }
        scenarios = {
            name: dict(one.settings) for name, one in sorted({**self.presets, **self.ways}.items())
        }
        numbers = [parameters, self.initial, scenarios, self.sizes]
        return hashlib.sha256(json.dumps(numbers, sort_keys=True).encode()).hexdigest()[:12]

    def start(self, initial: Mapping[str, Any] | None = None) -> dict[str, float]:
        """Initial stocks, the given ones in place of the file's; raises WrongParameter."""
        given = initial or {}
        return self.initial | {name: _within(name, given[name], INITIAL_RANGES) for name in given}


def _within(symbol: str, given: Any, ranges: Mapping[str, tuple[float, float]]) -> float:
    """One number inside its range; raises WrongParameter with parameter, value and range."""
    if symbol not in ranges:
        raise WrongParameter(symbol, given, "the model has no such parameter", "see the ledger")
    low, high = ranges[symbol]
    hint = f"its range is {low:g} to {high:g}"
    if isinstance(given, bool) or not isinstance(given, int | float | str):
        raise WrongParameter(symbol, given, f"{given!r} is not a number", hint)
    try:
        value = float(given)
    except (ValueError, OverflowError):
        raise WrongParameter(symbol, given, f"{given!r} is not a number", hint) from None
    if not math.isfinite(value) or not low <= value <= high:
        raise WrongParameter(symbol, given, f"{given} is outside its range", hint)
    return value


def current() -> Ledger:
    """The ledger of the release that answers: the one that this run holds, else the current one.

    A command that runs the model alone needs no warehouse, so none is built for it.
    """
    if store.holding() or store.in_memory():
        return _kept(store.current().folder / NAME)
    return _kept(pointer.folder_of(pointer.current_id()) / NAME)


@lru_cache(maxsize=4)
def _kept(folder: Path) -> Ledger:
    """A release never changes under its name: its ledger is read once."""
    return read(folder)


def read(folder: Path) -> Ledger:
    """Read parameters.csv and presets.toml; raises DataRefused with file, rule and row."""
    parameters = _read_parameters(folder / PARAMETERS)
    named = _read_toml(folder / PRESETS)
    ledger = Ledger(parameters, *_read_presets(named))
    try:
        ledger.start(ledger.initial)
        for scenario in (*ledger.presets.values(), *ledger.ways.values()):
            ledger.checked(scenario.settings)
        for size in ledger.sizes:
            ledger.checked(size)
    except WrongParameter as error:
        raise DataRefused(f"cycle/{PRESETS}", "a setting cannot be used", str(error)) from None
    return ledger


def for_browser() -> dict[str, Any]:
    """The whole ledger as plain data: what the simulator in the browser is fed with."""
    ledger = current()
    return {
        "parameters": [dict(vars(parameter)) for parameter in ledger.parameters.values()],
        "initial": dict(ledger.initial),
        "presets": {name: dict(vars(one)) for name, one in ledger.presets.items()},
        "ways": {name: dict(vars(one)) for name, one in ledger.ways.items()},
        "sizes": list(ledger.sizes),
    }


def _read_parameters(path: Path) -> dict[str, Parameter]:
    place = f"cycle/{path.name}"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            rows = list(reader)
            header = tuple(reader.fieldnames or ())
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataRefused(place, "it cannot be read", str(error)) from None
    if header != COLUMNS:
        odd = sorted(set(header) ^ set(COLUMNS)) or ["their order"]
        raise DataRefused(place, "its columns are not those of the ledger", odd[0])
    found = [row["symbol"] for row in rows]
    for symbol in (*SYMBOLS, *found):
        if found.count(symbol) != 1 or symbol not in SYMBOLS:
            rule = "each of the model's parameters must stand in it once, and no other"
            raise DataRefused(place, rule, symbol)
    return {row["symbol"]: _parameter(place, row) for row in rows}


def _parameter(place: str, row: dict[str, str]) -> Parameter:
    symbol = row["symbol"]
    if empty := [n for n in COLUMNS if not row[n] and n not in ("source", "is_source_read")]:
        raise DataRefused(place, f"{empty[0]} is empty", symbol)
    try:
        value, low, high = (float(row[name]) for name in ("value", "low", "high"))
    except ValueError as error:
        rule = "value, low and high must be numbers"
        raise DataRefused(place, rule, f"{symbol}: {error}") from None
    if not -math.inf < low <= value <= high < math.inf:
        raise DataRefused(place, "low ≤ value ≤ high must hold", symbol)
    for name, known in (("unit", UNITS), ("kind", KINDS)):
        if row[name] not in known:
            raise DataRefused(place, f"unknown {name} {row[name]!r}", symbol)
    has_source = bool(row["source"])
    is_read = {"true": True, "false": False, "": None}.get(row["is_source_read"], "?")
    if has_source != (row["kind"] in SOURCED) or (is_read in (True, False)) != has_source:
        rule = (
            "evidence and derived values need a source, and whether it was read; others have none"
        )
        raise DataRefused(place, rule, symbol)
    texts = {text: {one: row[f"{text}_{one}"] for one in LANGUAGES} for text in TEXTS}
    return Parameter(
        symbol, value, low, high, row["unit"], row["kind"], row["source"], is_read, **texts
    )


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DataRefused(f"cycle/{path.name}", "it cannot be read", str(error)) from None


def _read_presets(
    named: dict[str, Any],
) -> tuple[dict[str, float], dict[str, Scenario], dict[str, Scenario], tuple[dict, ...]]:
    """Initial stocks, presets, ways and sizes, each complete."""
    place = f"cycle/{PRESETS}"
    parts = ("initial", "presets", "ways", "sizes")
    if set(named) != set(parts) or not all(named[part] for part in parts):
        raise DataRefused(place, f"it must hold the tables {', '.join(parts)} and no other")
    if set(named["initial"]) != set(INITIAL_RANGES):
        raise DataRefused(place, f"initial must name {', '.join(INITIAL_RANGES)} and no other")
    for size in named["sizes"]:
        if set(size) != set(SIZE):
            raise DataRefused(place, "a size must name N and Y0 and no other", str(size))
    presets, ways = ({n: _scenario(n, one) for n, one in named[p].items()} for p in parts[1:3])
    return named["initial"], presets, ways, tuple(named["sizes"])


def _scenario(name: str, record: Any) -> Scenario:
    place = f"cycle/{PRESETS}"
    if not isinstance(record, dict) or not set(record) <= {"name", "settings"}:
        raise DataRefused(place, "a scenario holds name and settings and no other", name)
    named = record.get("name")
    if not isinstance(named, dict) or not all(named.get(language) for language in LANGUAGES):
        raise DataRefused(place, "a scenario lacks its name in a language", name)
    settings = record.get("settings", {})
    if not isinstance(settings, dict):
        raise DataRefused(place, "the settings of a scenario are not a table", name)
    return Scenario(named, settings)
