"""Sector, size class and region as lists of firms write them, brought to our codes.

What is not understood is unknown (None), never guessed. Sections and divisions are NACE Rev. 2:
the section follows from the division's number, so that a list in ATECO 2025 (NACE Rev. 2.1, where
letters moved but almost all division numbers stayed) lands in the same sections.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

TERRITORIES = Path(__file__).resolve().parents[2] / "data" / "reference" / "territories.csv"
# First and last division of each NACE Rev. 2 section.
SECTIONS = {
    "A": (1, 3),
    "B": (5, 9),
    "C": (10, 33),
    "D": (35, 35),
    "E": (36, 39),
    "F": (41, 43),
    "G": (45, 47),
    "H": (49, 53),
    "I": (55, 56),
    "J": (58, 63),
    "K": (64, 66),
    "L": (68, 68),
    "M": (69, 75),
    "N": (77, 82),
    "O": (84, 84),
    "P": (85, 85),
    "Q": (86, 88),
    "R": (90, 93),
    "S": (94, 96),
    "T": (97, 98),
    "U": (99, 99),
}
# Lower and upper number of persons employed; None is open.
SIZES: dict[str, tuple[int, int | None]] = {
    "0-9": (0, 9),
    "10-49": (10, 49),
    "50-249": (50, 249),
    "GE250": (250, None),
}
# The letters of "classe di addetti" in the lists of innovative start-ups and SMEs.
REGISTER_LETTERS = {
    "A": "0-9",  # 0-4
    "B": "0-9",  # 5-9
    "C": "10-49",  # 10-19
    "D": "10-49",  # 20-49
    "E": "50-249",
    "F": "GE250",
}
REGIONS = {
    "piemonte": "ITC1",
    "valle d aosta": "ITC2",
    "liguria": "ITC3",
    "lombardia": "ITC4",
    "bolzano": "ITD1",
    "provincia autonoma di bolzano": "ITD1",
    "trento": "ITD2",
    "provincia autonoma di trento": "ITD2",
    "trentino alto adige": "ITDA",
    "veneto": "ITD3",
    "friuli venezia giulia": "ITD4",
    "emilia romagna": "ITD5",
    "toscana": "ITE1",
    "umbria": "ITE2",
    "marche": "ITE3",
    "lazio": "ITE4",
    "abruzzo": "ITF1",
    "molise": "ITF2",
    "campania": "ITF3",
    "puglia": "ITF4",
    "basilicata": "ITF5",
    "calabria": "ITF6",
    "sicilia": "ITG1",
    "sardegna": "ITG2",
    "italia": "IT",
    "italy": "IT",
}
# NUTS 2010 and later moved the second letter of two macro-areas; the survey's older codes are ours.
NUTS_MOVED = {
    "ITH1": "ITD1",
    "ITH2": "ITD2",
    "ITH3": "ITD3",
    "ITH4": "ITD4",
    "ITH5": "ITD5",
    "ITI1": "ITE1",
    "ITI2": "ITE2",
    "ITI3": "ITE3",
    "ITI4": "ITE4",
}


def plain(text: str) -> str:
    """Lower-case letters and digits without accents, other signs as single spaces."""
    decomposed = unicodedata.normalize("NFKD", text)
    kept = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", kept.lower()).split())


@lru_cache(10_000)
def sector_of(text: str) -> str | None:
    """NACE division such as `G47`, or a section such as `G` when no division is given.

    Reads `62.01.00`, `6201`, `J 62.01 - Produzione di software`, `C`, `C10-C12`; of a range of
    divisions only the common section is known.
    """
    written = text.strip().upper()
    if written in SECTIONS:
        return written
    range_of = re.fullmatch(r"(?:[A-U] ?)?(\d\d) ?[-–_] ?(?:[A-U] ?)?(\d\d)", written)
    if range_of:
        first, last = (section_of_division(int(number)) for number in range_of.groups())
        return first if first == last else None
    # an odd number of digits has lost a zero: 14100 may be 14.10.0 or 01.41.00
    found = re.match(r"(?:[A-U][ .\-]*)?(\d\d)(?:\d\d){0,2}(?!\d)", written)
    if found is None:
        lone = re.match(r"([A-U])\s*[-–:]\s*\D", written)
        return lone.group(1) if lone else None
    section = section_of_division(int(found.group(1)))
    return f"{section}{found.group(1)}" if section else None


def section_of_division(number: int) -> str | None:
    """The NACE Rev. 2 section of a division's number; None for a number that is not in use."""
    return next((name for name, (low, high) in SECTIONS.items() if low <= number <= high), None)


@lru_cache(10_000)
def size_class_of(text: str) -> str | None:
    """One of `SIZES`, from a number of persons, a range of them or a register's letter.

    A range across two classes is unknown.
    """
    written = text.strip().upper()
    if written in SIZES:
        return written
    if written in REGISTER_LETTERS:
        return REGISTER_LETTERS[written]
    digits = re.sub(r"(?<=\d)[.’'](?=\d{3}\b)", "", written)
    numbers = [int(number) for number in re.findall(r"\d{1,9}", digits)]
    is_open = bool(re.search(r"\+|>|≥|GE\d|OLTRE|ALMENO|PIÙ|PIU|MORE|OVER|AND ABOVE", written))
    is_below = bool(re.search(r"<|FINO|MENO|UP TO|LESS|UNDER", written))
    if not numbers or len(numbers) > 2 or re.search(r"\d,\d|\d\.\d", digits):
        return None
    low, high = numbers[0], numbers[-1]
    if is_below:
        low = 0
        high -= bool(re.search(r"<(?!=)|MENO|LESS|UNDER", written))
    if is_open:
        strict = re.search(r">(?!=)|OLTRE|PIÙ DI|PIU DI|MORE THAN|OVER", written)
        return _class_between(low + bool(strict), None)
    return _class_between(low, high)


def _class_between(low: int, high: int | None) -> str | None:
    """The class that holds the whole range; None when no class does."""
    for name, (lower, upper) in SIZES.items():
        if low < lower:
            continue
        if upper is None or (high is not None and low <= high <= upper):
            return name
    return None


@cache
def _territory_codes() -> frozenset[str]:
    """The codes of territories that the data know."""
    with TERRITORIES.open(encoding="utf-8", newline="") as file:
        return frozenset(row["code"] for row in csv.DictReader(file))


@lru_cache(10_000)
def territory_of(text: str) -> str | None:
    """Our code of a region or country, from its code, its Italian name or its NUTS code."""
    code = text.strip().upper()
    if code in _territory_codes():
        return code
    if code in NUTS_MOVED:
        return NUTS_MOVED[code]
    name = plain(text)
    for prefix in ("regione ", ""):
        shortened = name.removeprefix(prefix)
        if shortened in REGIONS:
            return REGIONS[shortened]
    # "Trentino-Alto Adige/Südtirol", "Valle d'Aosta/Vallée d'Aoste", "Bolzano / Bozen"
    first = plain(re.split(r"[/(]", text)[0])
    return REGIONS.get(first)
