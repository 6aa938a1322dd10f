"""Whether a mark of a rule stands in a page where it must stand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from divario.web import rules
from divario.web.rules import Mark

SHORT = 600  # characters of a page that is nearly empty
LONGEST_TAG = 4_000
MOST_LOOKS = 50
LINKS = (b"<a ", b"<a\n", b"<a\t", b"<area", b"<form")
PATH_ENDS = (b"/", b'"', b"'", b"?", b"#", b"", b" ", b">")
NAMED = re.compile(rb"(?:class|id)\s*=\s*(?:\"[^\"]*|'[^']*|)$")


def found(
    body: bytes, words: str, headers: tuple[tuple[str, str], ...]
) -> Iterator[tuple[Mark, int]]:
    """Marks that a page shows, with their byte in it, or −1: markup, then words, then headers."""
    book = rules.rulebook()
    low = body.lower()
    scripts = _scripts(low)
    looked: dict[Mark, int] = {}  # a mark repeated without end is not searched so
    for place, start, end in book.markup.find_matches_as_indexes(low, overlapping=True):
        for mark in book.markup_marks[place]:
            times = looked.get(mark, 0)
            if times < MOST_LOOKS:
                is_there = _is_there(mark, low, start, end, scripts)
                looked[mark] = MOST_LOOKS if is_there else times + 1
                if is_there:
                    yield mark, start
    is_short = len(words) < SHORT
    for place, _start, _end in book.text.find_matches_as_indexes(words.encode(), overlapping=True):
        for mark in book.text_marks[place]:
            if mark.rule.only != "short" or is_short:
                yield mark, -1
    for name, value in headers:
        yield from ((mark, -1) for mark in _in_header(name, value.lower()))


def _in_header(name: str, value: str) -> Iterator[Mark]:
    book = rules.rulebook()
    for mark in book.headers:
        wanted, _, content = mark.text.decode().partition(": ")
        if name == wanted and content in value:
            yield mark
    if name == "set-cookie":
        yield from (m for m in book.cookies if m.text.decode() in value.partition("=")[0])


def _scripts(low: bytes) -> list[int]:
    """Where scripts begin and end, in turns."""
    edges: list[int] = []
    at = low.find(b"<script")
    while at >= 0:
        end = low.find(b"</script", at)
        edges += [at, end if end >= 0 else len(low)]
        at = low.find(b"<script", end) if end >= 0 else -1
    return edges


def _is_there(mark: Mark, low: bytes, start: int, end: int, scripts: list[int]) -> bool:
    opened = low.rfind(b"<", max(0, start - LONGEST_TAG), start)
    if opened < 0 or low.find(b">", opened, start) >= 0:
        return mark.place in ("code", "address") and bisect_right(scripts, start) % 2 == 1
    closed = low.find(b">", end, opened + LONGEST_TAG)
    tag = low[opened : closed if closed >= 0 else opened + LONGEST_TAG]
    if any(text.encode() in tag for text in mark.rule.exceptions):
        return False
    is_link = tag.startswith(LINKS)
    if mark.place == "class":
        before = low[opened:start]
        return before[-1:] in b" \"'=" and NAMED.search(before) is not None
    if mark.place == "path":
        return is_link and low[start - 1 : start] == b"/" and low[end : end + 1] in PATH_ENDS
    return {
        "link": is_link,
        "code": tag.startswith(b"<script"),
        "address": not is_link or tag.startswith(b"<form"),
    }[mark.place]
