"""The sources that the model names, as a reader of a language reads them.

The data write them in English, several of them parted by semicolons. Words that describe a source
are ours and are said in the reader's language; authors, and titles of publications, stay.
"""

from __future__ import annotations

import re

from divario.i18n import LANGUAGES, joined, t, texts

TITLES = {"The CMO Survey": "en", "Confcommercio, Demografia d’impresa, 2012–2024": "it"}
AUTHORS = re.compile(r"(?P<names>[^\d]+?)(?P<year> \d{4})")


def parts(source: str, language: str) -> list[tuple[str, str]]:
    """Each of the sources in words, with the language that its words are in."""
    return [_part(part, language) for part in source.split("; ")]


def said(source: str, language: str) -> str:
    """All of the sources in words."""
    return "; ".join(text for text, _ in parts(source, language))


def _part(part: str, language: str) -> tuple[str, str]:
    if part in TITLES:
        return part, TITLES[part]
    slug = re.sub(r"\W+", "_", part).lower()
    if f"cited.{slug}" in texts(LANGUAGES[0]):
        return t(f"cited.{slug}", language), language
    if found := AUTHORS.fullmatch(part):
        return joined(re.split(r", | and ", found["names"]), language) + found["year"], language
    return part, language
