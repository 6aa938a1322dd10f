"""What the visible words of a page say: prices, telephone, kinds of mail, VAT number, copyright.

A pattern is tried only around a text that every match of it holds: over all the words of a page
these patterns took more time than everything else of its reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

PRICE = re.compile(r"(?:€|eur)\s?\d{1,5}(?:[.,]\d{2})?|\d{1,5},\d{2}\s?(?:€|eur)")
PHONE = re.compile(
    r"(?:(?:tel(?:efono)?|cell(?:ulare)?|phone|mobile|fax|numero verde|chiam\w{1,5}(?: al)?"
    r"|call(?: us)?)[.: ]{1,3}\+?|\+\d\d[ .]?)[\d(][\d ()./-]{6,}"
)
MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@([a-z0-9-]+(?:\.[a-z0-9-]+)+)")
VAT = re.compile(r"(?:p\.? ?iva|partita iva|vat|c\.?f\.?)[^\d]{0,25}(?:it)? ?(\d{11})(?!\d)")
COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\D{0,20}((?:19|20)\d\d)(?:\s?[-–/]\s?((?:19|20)\d\d))?"
)
MOST_LOOKS = 500  # around one anchor; a page with more of them repeats itself
# pattern: the texts of which a match holds one, how far before and behind it a match may reach
ANCHORS = {
    PRICE: (("€", "eur"), 10, 14),
    PHONE: (("tel", "cell", "phone", "mobile", "fax", "numero v", "chiam", "call", "+"), 0, 80),
    MAIL: (("@",), 66, 256),
    VAT: (("iva", "vat", "cf", "c.f"), 10, 50),
    COPYRIGHT: (("©", "(c)", "copyright"), 0, 48),
}


def matches(pattern: re.Pattern[str], words: str) -> Iterator[re.Match[str]]:
    """Matches of one of the patterns above in lower-case words; one may come more than once."""
    anchors, before, behind = ANCHORS[pattern]
    for anchor in anchors:
        at = words.find(anchor)
        for _look in range(MOST_LOOKS):
            if at < 0:
                break
            if before:
                yield from pattern.finditer(words, max(0, at - before), at + behind)
            elif found := pattern.match(words, at, at + behind):
                yield found
            at = words.find(anchor, at + len(anchor))


def says(pattern: re.Pattern[str], words: str) -> bool:
    """Whether the words match."""
    return next(matches(pattern, words), None) is not None


def mail_domains(words: str, most: int = 20) -> set[str]:
    """Domains of the first e-mail addresses; the names before the @ are never kept."""
    found: dict[str, None] = {}
    for match in matches(MAIL, words):
        found[match[1]] = None
        if len(found) == most:
            break
    return set(found)


def has_vat_number(words: str) -> bool:
    """Whether a VAT number whose check digit is right is named as one."""
    return any(is_vat_number(match[1]) for match in matches(VAT, words))


def copyright_years(words: str) -> list[int]:
    """The years beside copyright signs."""
    return [int(year) for match in matches(COPYRIGHT, words) for year in match.groups() if year]


def is_vat_number(number: str) -> bool:
    """Whether eleven digits are an Italian VAT number: the last one checks the others."""
    if len(number) != 11 or not number.isascii() or not number.isdigit() or not int(number):
        return False
    digits = [int(one) for one in number]
    doubled = sum(sum(divmod(2 * one, 10)) for one in digits[1:10:2])
    return (sum(digits[0:10:2]) + doubled + digits[10]) % 10 == 0
