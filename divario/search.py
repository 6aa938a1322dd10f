"""What the search box finds: pages, theses, indicators, sectors and countries, by their words.

An entry carries the words of both languages and their synonyms (`i18n/synonyms.toml`), so that a
reader finds it in either. The browser does the finding; this is only the list.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from divario import catalogue, queries, store
from divario.catalogue import ALL_SIZES, DEFAULT_INDICATOR, ITALY, TOTAL
from divario.i18n import LANGUAGES, t

PAGES = store.ROOT / "pages"
SYNONYMS = Path(__file__).resolve().parent / "i18n" / "synonyms.toml"
FORMS = ("short", "label")
Entry = dict[str, Any]
Group = tuple[str, list[Entry]]


def folded(text: str) -> str:
    """Lower-case words without accents or signs, a blank between each: as combobox.js has it."""
    plain = unicodedata.normalize("NFD", text.lower())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[^\W_]+", plain))


@cache
def synonyms() -> tuple[tuple[str, ...], ...]:
    """Lines of words with the same meaning, folded."""
    lines = tomllib.loads(SYNONYMS.read_text(encoding="utf-8"))["same"]
    return tuple(tuple(folded(word) for word in line) for line in lines)


def _touched(text: str) -> list[tuple[str, ...]]:
    """The lines of synonyms that a text touches."""
    own = f" {folded(text)} "
    return [line for line in synonyms() if any(f" {word} " in own for word in line)]


def ranked(label: str, *, is_first: bool = False) -> dict[str, int]:
    """`rank` of an entry among those that are found alike, left out where it is 1.

    0 for the first indicator of a theme, else of how many things its name speaks: "AI and cloud" of
    two, and so it comes after what speaks of one.
    """
    count = 0 if is_first else max(1, len(_touched(label)))
    return {} if count == 1 else {"rank": count}


def widened(text: str) -> str:
    """The words of a text and of every line of synonyms that it touches, each once."""
    own, lines = folded(text), _touched(text)
    return " ".join(dict.fromkeys(f"{own} {' '.join(' '.join(line) for line in lines)}".split()))


def groups(language: str) -> list[Group]:
    """Every entry by kind, in one language and the current release."""
    return [
        ("pages", _pages(language)),
        ("claims", _claims(language)),
        ("indicators", _indicators(language)),
        ("sectors", _sectors(language)),
        ("countries", _countries(language)),
    ]


def _entry(
    page: str, query: dict[str, str], label: str, *words: str, is_first: bool = False
) -> Entry:
    """One result: the address that it opens, its name, and what else it is found by."""
    address = f"{page}?{urlencode(query)}" if query else page
    named = set(folded(label).split())
    others = [word for word in widened(f"{label} {' '.join(words)}").split() if word not in named]
    return {
        "id": address,
        "label": label,
        "words": " ".join(others),
        **ranked(label, is_first=is_first),
    }


def _pages(language: str) -> list[Entry]:
    """The pages that there are."""
    names = sorted(path.stem for path in PAGES.glob("*.py"))
    return [
        _entry(
            name,
            {},
            t(f"{name}.nav", language),
            name,
            *(t(f"{name}.nav", other) for other in LANGUAGES),
            *(t("web.search", other) for other in LANGUAGES if name == "web"),
        )
        for name in names
    ]


def _claims(language: str) -> list[Entry]:
    """The theses, once the release holds them."""
    if "claims_by_id" not in queries.marts():
        return []
    return [
        _entry(
            "claims",
            {"claim": row["claim"]},
            row[f"title_{language}"],
            *(row[f"{part}_{other}"] for part in ("title", "text") for other in LANGUAGES),
        )
        for row in queries.run("claims_by_id").records
    ]


def first_of_themes() -> set[str]:
    """The indicator that stands first in each theme: the one that the theme is known by."""
    firsts: dict[str, str] = {}
    for name, record in catalogue.current().indicators.items():
        firsts.setdefault(record["theme"], name)
    return set(firsts.values())


def _indicators(language: str) -> list[Entry]:
    firsts = first_of_themes()
    return [
        _entry(
            "gaps",
            {"indicator": name},
            record[f"label_{language}"],
            name,
            *(record[f"label_{other}"] for other in LANGUAGES),
            *(t(f"theme.{record['theme']}", other) for other in LANGUAGES),
            is_first=name in firsts,
        )
        for name, record in catalogue.current().indicators.items()
    ]


def _sectors(language: str) -> list[Entry]:
    """The sectors in which basic digital intensity was measured."""
    known = catalogue.current().labels
    rows = queries.run("options_by_indicator", indicator=DEFAULT_INDICATOR).records
    codes = [row["code"] for row in rows if row["code_list"] == "sector" and row["code"] != TOTAL]
    has_page = (PAGES / "sectors.py").exists()
    return [
        _entry(
            "sectors" if has_page else "gaps",
            {"sector": code} if has_page else {"sector": code, "size": ALL_SIZES},
            known["sector", code][f"short_{language}"],
            code,
            *(known["sector", code][f"{form}_{other}"] for form in FORMS for other in LANGUAGES),
        )
        for code in codes
    ]


def _countries(language: str) -> list[Entry]:
    known = catalogue.current()
    return [
        _entry(
            "gaps",
            {} if code == ITALY else {"countries": code},
            known.text("territory", code, language),
            code,
            *(known.text("territory", code, other) for other in LANGUAGES),
        )
        for code in known.codes("territory")
        if known.level("territory", code) == "country"
    ]
