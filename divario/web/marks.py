"""Whether a mark of a rule stands in a page where it must stand."""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Iterator

from divario.web import channels, rules
from divario.web.machine import Hits
from divario.web.markup import Parts
from divario.web.rules import Mark

SHORT = 600  # characters of a page that is nearly empty
LONGEST_TAG = 4_000
MOST_LOOKS = 200
LONGEST_NAME = 7  # bytes of the name of a tag that is asked about
LONGEST_NAMES = 300  # bytes of one class attribute before a mark
LINKS = (*channels.LINK_TAGS, b"<form")
SPACES = (b" ", b"\t", b"\n", b"\r", b"\f")
PATH_ENDS = frozenset((*SPACES, b"/", b'"', b"'", b"?", b"#", b"", b">"))
NAME_STARTS = frozenset((*SPACES, b'"', b"'", b"="))
NAMED = re.compile(rb"(?<![\w-])(?:class|id)\s*=\s*(?:\"[^\"]*|'[^']*|)$")


def found(
    html: bytes, hits: Hits, parts: Parts, in_words: Hits, is_short: bool
) -> Iterator[tuple[Mark, int]]:
    """Marks that a page shows, with their byte in it, or −1: those of its markup, then its words.

    `hits` and `in_words` are what the machines of the rules found in the page and in its words;
    `is_short` if there are few of them.
    """
    book = rules.rulebook()
    lengths, left = book.markup.lengths, list(book.markup_marks)  # each mark is shown once
    looked = [0] * len(left)  # a mark repeated without end is not searched so
    hits, low = hits.copy(), b""
    for end, place in hits:
        if not left[place] or looked[place] >= MOST_LOOKS:
            continue
        looked[place] += 1
        start = end - lengths[place]
        for mark in left[place]:
            if _is_there(mark, html, start, end, parts) and not parts.is_in_comment(start):
                left[place] = tuple(one for one in left[place] if one is not mark)
                yield mark, start
        if left[place] and book.markup.is_once[place] and looked[place] == 1:
            low = low or html.lower()
            for other in _ends(low, book.markup.texts[place], end):
                insort(hits, (other, place))  # behind this one: they are still to come
    for _end, place in in_words:
        for mark in book.text_marks[place]:
            if mark.rule.only != "short" or is_short:
                yield mark, -1


def _ends(low: bytes, text: bytes, after: int) -> Iterator[int]:
    """Where a text ends further on, up to as often as it is looked at."""
    for _look in range(1, MOST_LOOKS):
        if (at := low.find(text, after - len(text) + 1)) < 0:
            return
        after = at + len(text)
        yield after


def in_header(name: str, value: str) -> Iterator[Mark]:
    """Marks that a header shows, its name in small letters."""
    book = rules.rulebook()
    if known := book.headers.get(name):
        value = value.lower()
        yield from (mark for content, mark in known if content in value)
    if name == "set-cookie":
        cookie = value.lower().partition("=")[0]
        yield from (mark for mark in book.cookies if mark.text in cookie)


def _is_there(mark: Mark, html: bytes, start: int, end: int, parts: Parts) -> bool:
    place, before = mark.place, html[start - 1 : start]
    is_step = place != "path" or (before == b"/" and html[end : end + 1] in PATH_ENDS)
    if not is_step or (place == "class" and before not in NAME_STARTS):
        return False
    opened = html.rfind(b"<", max(0, start - LONGEST_TAG), start)
    if opened < 0 or html.find(b">", opened, start) >= 0:
        return place in ("code", "address") and parts.is_in_script(start)
    if mark.rule.exceptions:
        closed = html.find(b">", end, opened + LONGEST_TAG)
        tag = html[opened : closed if closed >= 0 else opened + LONGEST_TAG].lower()
        if any(text in tag for text in mark.rule.exceptions):
            return False
    if place == "class":
        before = html[max(opened, start - LONGEST_NAMES) : start].lower()
        return NAMED.search(before) is not None
    name = html[opened : opened + LONGEST_NAME].lower()
    if place == "code":
        return name.startswith(b"<script")
    is_link = name.startswith(LINKS)
    return not is_link or name.startswith(b"<form") if place == "address" else is_link
