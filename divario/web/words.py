"""What the visible words of a page say: prices, telephone, kinds of mail, VAT number, copyright.

A pattern is tried only around a text that every match of it holds: over all the words of a page
these patterns took more time than everything else of its reading. The machine that finds marks in
the words finds those texts in the same pass; where there is none, they are searched one by one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice

from divario.web.machine import Hits

PRICE = re.compile(r"(?:€|eur)\s?\d{1,5}(?:[.,]\d{2})?|\d{1,5},\d{2}\s?(?:€|eur)")
PHONE = re.compile(
    r"(?:(?:tel(?:efono)?|cell(?:ulare)?|phone|mobile|fax|numero verde|chiam\w{1,5}(?: al)?"
    r"|call(?: us)?)[.: ]{1,3}\+?|\+\d\d[ .]?)[\d(][\d ()./-]{6,}"
)
# A number that no word announces: parted as telephone numbers are, and as no date, price, VAT
# number or IBAN is. Italian landlines and mobiles; North American numbers.
NUMBER = re.compile(
    r"(?<![\d.,/])[ (](?:"
    r"0\d{1,3}(?:\)? (?:\d{5,8}|\d{3,4} \d{3,4})|(?: ?/ ?|-| - |\.)\d{5,8})"
    r"|3[2-9]\d(?:[ ./-]\d{6,7}| \d{3} \d{4}| \d\d \d\d \d{3})"
    r"|[2-9]\d\d(?:\) ?|[-.])[2-9]\d\d[-.]\d{4}"
    r")(?![-.,/]?\d| \d|\w)"
)
NO_PHONE = re.compile(
    r"(?<!\w)(?:iva|vat|c\.?f|fiscale|rea|iban|sdi|isbn|ean|cod\w*|art\w*|imprese|prot\w*|ord\w*|n)"
    r"[^a-z0-9]{0,4}$"
)
MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@([a-z0-9-]+(?:\.[a-z0-9-]+)+)")
VAT = re.compile(r"(?:p\.? ?iva|partita iva|vat|c\.?f\.?)[^\d]{0,25}(?:it)? ?(\d{11})(?!\d)")
COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\D{0,20}((?:19|20)\d\d)(?:\s?[-–/]\s?((?:19|20)\d\d))?"
)
DIGIT = re.compile(r"\d")  # all patterns but that of mail hold one, most anchors have none near
MOST_LOOKS = 500  # around one anchor; a page with more of them repeats itself
# pattern: the texts of which a match holds one, how far before and behind it a match may reach
ANCHORS = {
    PRICE: (("€", "eur"), 10, 14),
    PHONE: (("tel", "cell", "phone", "mobile", "fax", "numero v", "chiam", "call", "+"), 0, 80),
    NUMBER: (tuple(f"{before}{digit}" for before in " (" for digit in "023456789"), 0, 24),
    MAIL: (("@",), 66, 256),
    VAT: (("iva", "vat", "cf", "c.f"), 10, 50),
    COPYRIGHT: (("©", "(c)", "copyright"), 0, 48),
}
TEXTS = tuple(dict.fromkeys(text for anchors, _, _ in ANCHORS.values() for text in anchors))
Places = dict[str, list[int]]  # where each of `TEXTS` stands, in characters


def in_bytes(words: str) -> bytes:
    """Words, or a text to find in them, with a byte for each sign: places are the same in both.

    What is not of Latin 1 becomes a question mark, which no text to be found may hold; the euro
    takes the place of a control character.
    """
    return words.replace("€", "\x80").encode("latin-1", "replace")


def places(hits: Hits) -> Places:
    """Where `TEXTS` stand in words, `MOST_LOOKS` of each, from the hits in their `in_bytes`."""
    found: Places = defaultdict(list)
    for _end, start, place in hits:
        if place < len(TEXTS) and len(own := found[TEXTS[place]]) < MOST_LOOKS:
            own.append(start)
    return found


def matches(
    pattern: re.Pattern[str], words: str, known: Places | None = None
) -> Iterator[re.Match[str]]:
    """Matches of one of the patterns above in lower-case words; one may come more than once.

    `known` are the places of its anchors, where somebody has found them.
    """
    anchors, before, behind = ANCHORS[pattern]
    for anchor in anchors:
        if known is None:
            each: Iterable[int] = islice(_each(words, anchor), MOST_LOOKS)
        elif anchor in known:
            each = known[anchor]
        else:
            continue
        for at in each:
            if not before:
                if found := pattern.match(words, at, at + behind):
                    yield found
            elif pattern is MAIL or DIGIT.search(words, max(0, at - before), at + behind):
                yield from pattern.finditer(words, max(0, at - before), at + behind)


def _each(words: str, anchor: str) -> Iterator[int]:
    at = words.find(anchor)
    while at >= 0:
        yield at
        at = words.find(anchor, at + len(anchor))


def says(pattern: re.Pattern[str], words: str, known: Places | None = None) -> bool:
    """Whether the words match."""
    return next(matches(pattern, words, known), None) is not None


def has_number(words: str, known: Places | None = None) -> bool:
    """Whether a telephone number stands in the words that no word announces."""
    found = matches(NUMBER, words, known)
    return any(not NO_PHONE.search(words, max(0, m.start() - 20), m.start() + 1) for m in found)


def mail_domains(words: str, known: Places | None = None, most: int = 20) -> set[str]:
    """Domains of the first e-mail addresses; the names before the @ are never kept."""
    found: dict[str, None] = {}
    for match in matches(MAIL, words, known):
        found[match[1]] = None
        if len(found) == most:
            break
    return set(found)


def has_vat_number(words: str, known: Places | None = None) -> bool:
    """Whether a VAT number whose check digit is right is named as one."""
    return any(is_vat_number(match[1]) for match in matches(VAT, words, known))


def copyright_years(words: str, known: Places | None = None) -> list[int]:
    """The years beside copyright signs."""
    found = matches(COPYRIGHT, words, known)
    return [int(year) for match in found for year in match.groups() if year]


def is_vat_number(number: str) -> bool:
    """Whether eleven digits are an Italian VAT number: the last one checks the others."""
    if len(number) != 11 or not number.isascii() or not number.isdigit() or not int(number):
        return False
    digits = [int(one) for one in number]
    doubled = sum(sum(divmod(2 * one, 10)) for one in digits[1:10:2])
    return (sum(digits[0:10:2]) + doubled + digits[10]) % 10 == 0
