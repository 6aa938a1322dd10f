"""Texts and numbers in Italian and English; nothing is ever replaced silently."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from divario.errors import MissingText

LANGUAGES = ("it", "en")
DEFAULT = "it"
_FOLDER = Path(__file__).resolve().parent
MINUS = "−"
THIN_SPACE = "\u202f"
DECIMAL_MARK = {"it": ",", "en": "."}
THOUSANDS_MARK = {"it": THIN_SPACE, "en": ","}
_MARKS = {
    language: str.maketrans({",": THOUSANDS_MARK[language], ".": DECIMAL_MARK[language]})
    for language in LANGUAGES
}
SEPARATORS = {language: DECIMAL_MARK[language] + THOUSANDS_MARK[language] for language in LANGUAGES}


@cache
def texts(language: str) -> dict[str, str]:
    """Every text of a language, by key."""
    return tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


def t(key: str, language: str, **values: object) -> str:
    """One text, its placeholders filled; raises MissingText when the key has none."""
    try:
        text = texts(language)[key]
    except KeyError:
        raise MissingText(f"no text {key!r} in {language!r}") from None
    return text.format(**values) if values else text


@cache
def prose(topic: str, language: str) -> str:
    """A long text in Markdown, from `prose/<topic>.<language>.md`."""
    path = _FOLDER / "prose" / f"{topic}.{language}.md"
    if not path.exists():
        raise MissingText(f"no prose {topic!r} in {language!r}")
    return path.read_text(encoding="utf-8")


def number(value: float, language: str, decimals: int = 2, *, signed: bool = False) -> str:
    """A number as a reader of that language expects it: 1 234,50 or 1,234.50, with a true minus."""
    text = f"{abs(value):,.{decimals}f}"
    is_zero = not text.strip("0.")
    sign = "" if is_zero else MINUS if value < 0 else "+" if signed else ""
    return sign + text.translate(_MARKS[language])


def percent(value: float, language: str, decimals: int = 2) -> str:
    """A percentage with its sign, unspaced, as both languages' newspapers print it."""
    return number(value, language, decimals) + "%"


def points(value: float, language: str, decimals: int = 2) -> str:
    """A distance in percentage points, without sign, singular only for exactly one."""
    shown = number(abs(value), language, decimals)
    is_one = round(abs(value), decimals) == 1
    return t("number.point" if is_one else "number.points", language, value=shown)


def article(value: float, language: str, decimals: int = 2) -> str:
    """The Italian article of a percentage, by how its whole part is read: il 15%, l’8%, lo 0%."""
    if language != "it":
        return ""
    whole = number(value, language, decimals).split(",")[0]
    if whole == "0":
        return "lo "
    return "l’" if whole in {"1", "8", "11"} or (whole[0] == "8" and len(whole) == 2) else "il "


def joined(items: list[str], language: str) -> str:
    """A list in words: a, b and c."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {t('list.and', language)} {items[-1]}"
