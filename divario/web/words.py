"""What the visible words of a page say: prices, telephone, kinds of mail, VAT number, copyright.

A pattern is tried only around an anchor that every match of it holds: over all the words of a page
these patterns took more time than everything else of its reading. The machine that finds marks in
the words finds the anchors in the same pass.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

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
# How a `NUMBER` begins, with the bytes of that; a digit of another alphabet is a question mark.
SHAPES = {
    rb"[ (]0[0-9?][0-9?) /.\-]": 4,
    rb"[ (]3[2-9][0-9?][ ./\-]": 5,
    rb"[ (][2-9][0-9?][0-9?][).\-]": 5,
}
# pattern: what a match holds one of (`in_bytes`), how far before and behind it a match may reach
ANCHORS = {
    PRICE: ((b"\x80", b"eur"), 10, 14),
    PHONE: (
        (b"tel", b"cell", b"phone", b"mobile", b"fax", b"numero v", b"chiam", b"call", b"+"),
        0,
        80,
    ),
    NUMBER: (tuple(SHAPES), 0, 24),
    MAIL: ((b"@",), 66, 256),
    VAT: ((b"iva", b"vat", b"cf", b"c.f"), 10, 50),
    COPYRIGHT: ((b"\xa9", b"(c)", b"copyright"), 0, 48),
}
LENGTHS = {one: SHAPES.get(one, len(one)) for anchors, _, _ in ANCHORS.values() for one in anchors}
TEXTS = tuple(one for one in LENGTHS if one not in SHAPES)
Places = dict[bytes, list[int]]  # where each anchor stands, in characters


def in_bytes(words: str) -> bytes:
    """Words, or a text to find in them, with a byte for each sign: places are the same in both.

    What is not of Latin 1 becomes a question mark, which no text to be found may hold; the euro
    takes the place of a control character.
    """
    return words.replace("€", "\x80").encode("latin-1", "replace")


def places(hits: Hits, texts: list[bytes]) -> Places:
    """Where anchors stand in words, `MOST_LOOKS` of each, from the hits in their `in_bytes`.

    `texts` are those of the machine that found them.
    """
    found: Places = defaultdict(list)
    for end, place in hits:
        if (anchor := texts[place]) in LENGTHS and len(own := found[anchor]) < MOST_LOOKS:
            own.append(end - LENGTHS[anchor])
    return found


def matches(
    pattern: re.Pattern[str], words: str, known: Places | None = None
) -> Iterator[re.Match[str]]:
    """Matches of one of the patterns above in lower-case words; one may come more than once.

    `known` are the places of its anchors; without them all words are looked through.
    """
    if known is None:
        yield from pattern.finditer(words)
        return
    anchors, before, behind = ANCHORS[pattern]
    for anchor in anchors:
        for at in known.get(anchor, ()):
            if not before:
                if found := pattern.match(words, at, at + behind):
                    yield found
            elif pattern is MAIL or DIGIT.search(words, max(0, at - before), at + behind):
                yield from pattern.finditer(words, max(0, at - before), at + behind)


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
