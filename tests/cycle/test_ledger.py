"""The ledger: complete, in both languages, and refused in one sentence when it is not."""

from __future__ import annotations

import json
import math
import shutil
from pathlib import Path

import pytest

from divario.cycle import ledger
from divario.errors import DataRefused, WrongParameter

SYMBOLS_COUNT = 68


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the cycle's files that a test may spoil."""
    return Path(shutil.copytree(ledger.FOLDER, tmp_path / "cycle"))


def spoil(path: Path, old: str, new: str) -> None:
    """Replace a text, which must be there, once."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_each_parameter_is_whole() -> None:
    known = ledger.current().parameters
    assert len(known) == len(ledger.SYMBOLS) == SYMBOLS_COUNT
    assert {one.unit for one in known.values()} == set(ledger.UNITS)
    for one in known.values():
        assert one.low <= one.value <= one.high
        for text in (one.label, one.meaning, one.basis):
            assert set(text) == {"it", "en"}
            assert all(text.values())
        assert bool(one.source) == (one.kind in ("evidence", "derived"))
    assert sum(one.kind == "assumption" for one in known.values()) > 20


def test_the_texts_of_the_two_languages_differ() -> None:
    same = [
        one.symbol
        for one in ledger.current().parameters.values()
        if one.meaning["it"] == one.meaning["en"]
    ]
    assert same == []


def test_the_browser_gets_plain_data_with_everything() -> None:
    given = json.loads(json.dumps(ledger.for_browser()))
    assert [one["symbol"] for one in given["parameters"]] == list(ledger.current().parameters)
    assert given["initial"] == {"T0": 0.2, "K0": 0.12, "eA0": 0.35, "G0": 0.06}
    assert len(given["presets"]) == 12
    assert len(given["ways"]) == 7
    assert given["sizes"][0] == {"N": 12, "Y0": 150_000}
    assert all(way["settings"]["commit"] * 12 == 30_000 for way in given["ways"].values())
    given["initial"]["T0"] = 9
    assert ledger.for_browser()["initial"]["T0"] == 0.2


@pytest.mark.parametrize("given", [1.5, -0.1, "abc", math.nan, math.inf, "1e999", True, None, []])
def test_a_wrong_setting_names_parameter_value_and_range(given: object) -> None:
    with pytest.raises(WrongParameter, match=r"'h'.*its range is 0 to 1") as caught:
        ledger.current().values({"h": given})
    assert str(given) in str(caught.value)


def test_an_unknown_setting_and_a_full_coverage_are_refused() -> None:
    with pytest.raises(WrongParameter, match="no such parameter"):
        ledger.current().values({"honesty": 0.5})
    with pytest.raises(WrongParameter, match=r"'eA0'.*0 to 0\.99"):
        ledger.current().start({"eA0": 1.0})


@pytest.mark.parametrize(
    ("file", "old", "new", "rule"),
    [
        ("parameters.csv", "mu,0.38", "mu,much", "must be numbers"),
        ("parameters.csv", "mu,0.38", "mu,0.9", "low ≤ value ≤ high"),
        ("parameters.csv", "mu,0.38,0.25", "mu,0.38,nan", "low ≤ value ≤ high"),
        ("parameters.csv", "mu,0.38", "nu,0.38", "must stand in it once"),
        ("parameters.csv", "psi,0.6", "mu,0.6", "must stand in it once"),
        ("parameters.csv", "dimensionless,assumption", "euro,assumption", "unknown unit"),
        ("parameters.csv", "dimensionless,assumption", "dimensionless,guess", "unknown kind"),
        ("parameters.csv", "dimensionless,assumption", "dimensionless,evidence", "need a source"),
        ("parameters.csv", "symbol,value", "symbol,values", "its columns"),
        ("parameters.csv", "Contribution margin", "", "label_en is empty"),
        ("presets.toml", "T0 = 0.2", "T0 = 2", "'T0'"),
        ("presets.toml", "h = 0.25", "h = 25", "'h'"),
        ("presets.toml", "theta = 0.65", "likes = 0.65", "'likes'"),
        ("presets.toml", "G0 = 0.06", "", "initial must name"),
        ("presets.toml", 'name.en = "Website only"', "", "lacks its name"),
        ("presets.toml", "N = 12", "M = 12", "a size must name"),
        ("presets.toml", "[initial]", "[initial", "cannot be read"),
        ("presets.toml", "[initial]", "[start]", "it must hold the tables"),
    ],
)
def test_a_spoiled_file_is_refused(copy: Path, file: str, old: str, new: str, rule: str) -> None:
    spoil(copy / file, old, new)
    with pytest.raises(DataRefused, match=rule) as caught:
        ledger.read(copy)
    assert f"cycle/{file}" in str(caught.value)


def test_a_missing_file_is_refused(copy: Path) -> None:
    (copy / "parameters.csv").unlink()
    with pytest.raises(DataRefused, match="cannot be read"):
        ledger.read(copy)
