"""The theses' file: claims, their tests and the cells that each test compares, checked key by key.

Every threshold stands in the file with its reason. An indicator that is not in the catalogue is no
error: its test is then not measured. Codes are checked by `queries/checks`. A test of the year
"latest" takes the latest year with all its cells, so that figures still to come count at once; what
a claim says of them under `awaiting` is shown until they are there.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from divario.errors import DataRefused
from divario.provenance import LANGUAGES
from divario.records import Records, _read, _require
from divario.stats.claims import COMPARISONS, DIRECTIONS

ARTICLE = "Perché le PMI non usano il digitale?"
AUTHORS = ("article", "comment", "dissent")
SECTIONS = ("thresholds", "claims")
ITALY, EU, LARGE, TOTAL = "IT", "EU27_2020", "GE250", "C10-S951_X_K"
TEXTS = ("title", "text", "settle", "limits")
KNOWN = {"author", "tests", "web", "awaiting", *TEXTS}
LATEST = "latest"
IN_TIME = ("not_moved", "rose", "fell")
BETWEEN = "gap_between"
YEARS = range(2000, 2100)
PERCENT = 100


def read_claims(path: Path) -> dict[str, Records]:
    """Claims, tests, cells and figures from the web as named records: the tables raw.claim….

    Raises DataRefused naming the file, the rule and the claim or test.
    """
    sections = _read(path)
    for name in SECTIONS:
        if not sections.get(name):
            raise DataRefused(path.name, f"the table {name!r} is missing")
    thresholds = sections["thresholds"]
    for name, record in thresholds.items():
        _check_threshold(path, name, record)
    claims: Records = {}
    tests: Records = {}
    cells: Records = {}
    web: Records = {}
    for name, record in sections["claims"].items():
        _check_claim(path, name, record)
        claims[name] = {key: record[key] for key in ("author", *TEXTS)}
        claims[name]["awaiting"] = record.get("awaiting", dict.fromkeys(LANGUAGES, ""))
        web |= _web(path, name, record.get("web", []))
        for test in record.get("tests", []):
            key = _check_test(path, name, test, thresholds)
            if key in tests:
                raise DataRefused(path.name, "two tests of a claim have the same id", key)
            tests[key] = _test(name, test, thresholds)
            for role, cell in compared(test).items():
                cells[f"{key}.{role}"] = {"claim": name, "test": test["id"], "role": role, **cell}
    if not tests:
        raise DataRefused(path.name, "no claim has a test")
    if not web:
        raise DataRefused(path.name, "no claim has figures from the web")
    return {"claims": claims, "claim_tests": tests, "claim_cells": cells, "claim_web": web}


def _web(path: Path, claim: str, given: Any) -> Records:
    """The published figures that a claim sets beside its tests, by claim, source and indicator."""
    if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
        raise DataRefused(path.name, "the figures from the web are not a list of tables", claim)
    found: Records = {}
    for item in given:
        key = f"{claim}.{item.get('source', '?')}.{item.get('indicator', '?')}"
        _require(path, key, item, strings=("source", "indicator"), texts=("why",))
        if key in found:
            raise DataRefused(path.name, "a claim names a figure from the web twice", key)
        found[key] = {"claim": claim, **item}
    return found


def compared(test: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The cells of a test by role: the subject, and the reference unless a share stands alone.

    The year is None where it is the latest with all of them.
    """
    subject = {
        "indicator": test["indicator"],
        "territory": ITALY,
        "size_class": test["size_class"],
        "sector": test.get("sector", TOTAL),
        "year": None if test["year"] == LATEST else test["year"],
    }
    comparison = test["comparison"]
    if comparison.startswith("share_"):
        return {"subject": subject}
    if comparison in IN_TIME:
        changed: dict[str, Any] = {"year": test["earlier"]}
    elif comparison == BETWEEN:
        changed = {"indicator": test["other"]}
    elif comparison == "sme_below_large":
        changed = {"size_class": LARGE}
    else:
        changed = {"territory": EU}
    return {"subject": subject, "reference": subject | changed}


def _test(claim: str, test: dict[str, Any], thresholds: Records) -> dict[str, Any]:
    """One test as a flat record, its threshold's numbers and reason beside it."""
    name = test.get("threshold", "level")
    return {
        "claim": claim,
        "test": test["id"],
        "comparison": test["comparison"],
        "direction": test["direction"],
        "is_dissent": test.get("dissent", False),
        "threshold": name,
        "line": float(thresholds[name]["line"]),
        "margin": float(thresholds[name]["margin"]),
        "reason": thresholds[name]["reason"],
        "why": test["why"],
    }


def _check_threshold(path: Path, name: str, record: Any) -> None:
    if not isinstance(record, dict):
        raise DataRefused(path.name, "a threshold is not a table", name)
    _require(path, name, record, texts=("reason",))
    for key in ("line", "margin"):
        value = record.get(key)
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not 0 <= value <= PERCENT:
            raise DataRefused(path.name, f"a threshold lacks {key!r} between 0 and 100", name)


def _check_claim(path: Path, name: str, record: Any) -> None:
    if not isinstance(record, dict):
        raise DataRefused(path.name, "a claim is not a table", name)
    _require(path, name, record, texts=TEXTS, choices={"author": AUTHORS})
    if unknown := sorted(set(record) - KNOWN):
        raise DataRefused(path.name, f"a claim has the unknown key {unknown[0]!r}", name)
    if "awaiting" in record:
        _require(path, name, record, texts=("awaiting",))
    tests = record.get("tests", [])
    if not isinstance(tests, list) or not all(isinstance(test, dict) for test in tests):
        raise DataRefused(path.name, "the tests of a claim are not a list of tables", name)


def _check_test(path: Path, claim: str, test: dict[str, Any], thresholds: Records) -> str:
    """Refuse a test that lacks a key or names an unknown term; returns its name, claim.id."""
    key = f"{claim}.{test.get('id', '?')}"
    choices = {"comparison": tuple(COMPARISONS), "direction": DIRECTIONS}
    _require(path, key, test, strings=("id", "indicator", "size_class"), texts=("why",))
    _require(path, key, test, choices=choices)
    needed = ["year"]
    if test["comparison"] in IN_TIME:
        needed.append("earlier")
    if test.get("year") == LATEST and test["comparison"] not in IN_TIME:
        needed.remove("year")
    for name in needed:
        if type(test.get(name)) is not int or test[name] not in YEARS:
            raise DataRefused(path.name, f"a test lacks the year {name!r}", key)
    if "earlier" in needed and test["earlier"] >= test["year"]:
        raise DataRefused(path.name, "the earlier year is not before the year", key)
    if test["comparison"] == BETWEEN:
        _require(path, key, test, strings=("other",))
    _require(path, key, {"sector": TOTAL} | test, strings=("sector",))
    if test.get("threshold", "level") not in thresholds:
        raise DataRefused(path.name, "a test names an unknown threshold", key)
    if not isinstance(test.get("dissent", False), bool):
        raise DataRefused(path.name, "'dissent' is neither true nor false", key)
    return key
