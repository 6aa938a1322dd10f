"""The what-if model's ledger in words: kinds, values with their unit, firms in a hundred."""

from __future__ import annotations

from typing import Any

from divario.i18n import number, t

REGIMES = ("trap", "two", "growth")
MOST_DECIMALS = 6
Row = dict[str, Any]


def scenario(name: str, language: str) -> str:
    """The name of a preset."""
    return t(f"honesty.scenario.{name}", language)


def kind(row: Row, language: str) -> str:
    """Evidence, derived, assumption or lever, in a word."""
    return t(f"honesty.kind.{row['parameter_kind']}", language)


def label(row: Row, language: str) -> str:
    """A parameter's name."""
    return row[f"label_{language}"]


def amount(value: float, language: str) -> str:
    """A parameter's value with as many decimals as it has."""
    decimals = f"{value:.{MOST_DECIMALS}f}".rstrip("0").partition(".")[2]
    return number(value, language, len(decimals))


def with_unit(value: float, unit: str, language: str) -> str:
    """A parameter's value and its unit."""
    shown = amount(value, language)
    if unit == "dimensionless":
        return shown
    name = unit.replace("/", ".")
    return f"{shown} {t(f'honesty.unit.{name}', language)}"


def ends(row: Row, order: str, language: str) -> str:
    """A Sobol index in per cent of the variance, with its margin."""
    value, margin = (
        number(100 * row[f"{order}_{part}"], language, 0) for part in ("order", "margin")
    )
    return f"{value}% ± {margin}"


def in_hundred(row: Row) -> dict[str, int]:
    """Firms of each regime in 100, whole numbers that add up to 100 (largest remainders)."""
    exact = {name: 100 * row[f"{name}_count"] / row["draws_count"] for name in REGIMES}
    floor = {name: int(value) for name, value in exact.items()}
    short = 100 - sum(floor.values())
    for name in sorted(exact, key=lambda name: floor[name] - exact[name])[:short]:
        floor[name] += 1
    return floor


def whole(row: Row) -> int:
    """Firms out of the trap after five years, in 100."""
    return round(100 * row["escaped_count"] / row["draws_count"])


def persons(row: Row, language: str) -> str:
    """The size of a simulated firm."""
    return t("honesty.regimes.persons", language, count=number(row["persons_count"], language, 0))


def sized(row: Row, language: str) -> str:
    """Where firms of one size end, in a sentence."""
    return t(
        "honesty.regimes.row",
        language,
        size=persons(row, language),
        escaped=whole(row),
        **in_hundred(row),
    )
