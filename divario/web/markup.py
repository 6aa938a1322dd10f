"""A page's markup in pieces: what is shown, its scripts and comments, the tags that say something.

One pass over the bytes, whatever they hold. A tree of a whole page costs the square of its depth
and of the attributes of a tag, and hostile pages have plenty of both: the parser is given only the
few tags that are asked about, one beside the other.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from divario.web import channels

LONGEST_TAG = 4_096  # bytes; attributes cost their square
MOST_BYTES = 131_072  # of all tags given to the parser
LONGEST_TITLE = 1_000
MOST_OPENS = 20_000  # beginnings that are looked at; after them everything counts as shown
COMMENT, SCRIPT, TITLE = b"<!--", b"<script", b"<title"
# Beginnings of what is not seen, each with what ends it.
HIDDEN = {COMMENT: b"-->"} | {
    kind: b"</" + kind[1:] for kind in (SCRIPT, b"<style", b"<noscript", b"<template", TITLE)
}
# Beginnings of the tags that are asked about.
ASKED = (b"<meta", b"<link", b"<form", b"</form", b"<input", b"<textarea", b"<select", b"<time")
NAMED = frozenset((*HIDDEN, *ASKED))
ITEM_TYPE = b"itemtype"
OPENS = (*HIDDEN, *ASKED, ITEM_TYPE, *channels.TEXTS)
# Of these tags there are many that say nothing.
SAYING = {
    b"<link": re.compile(rb"hreflang"),
    b"<meta": re.compile(rb"viewport|description|generator|article:"),
}
CLOSED = {b"<textarea": b"</textarea>", b"<select": b"</select>", b"<time": b"</time>"}
NO_MARKS = bytes(set(range(256)) - set(b"<>"))
NAME_ENDS = frozenset((b"", *(bytes([b]) for b in b" \t\r\n\f/>")))  # what may follow a name
# Attributes up to the end of a tag: a value in quotes may hold a ">".
REST = rb"[^>=]*+(?:=\s*+(?:\"[^\"]*+\"|'[^']*+')?+[^>=]*+)*+>?"
REST_OF_TAG = re.compile(REST)
LONG_VALUE = re.compile(rb"(=\"[^\"]{1000})[^\"]++|(='[^']{1000})[^']++")
TAG = re.compile(rb"<[/a-z!?]" + REST)
TEXT = re.compile(rb">\s*+([^<\s][^<]*+)")


@dataclass
class Parts:
    """A page taken apart.

    `scripts` and `comments` hold the bytes of the page where each begins and ends, in turns;
    `shown` is the markup in small letters without them and without other unseen pieces; `data` is
    what scripts of data hold; `asked` are the tags asked about, all of them if `is_all`; `types`
    and `links` are the shown places of `ITEM_TYPE` and of texts of links.
    """

    shown: bytes = b""
    asked: bytes = b""
    types: list[int] = field(default_factory=list)
    links: list[int] = field(default_factory=list)
    scripts: list[int] = field(default_factory=list)
    comments: list[int] = field(default_factory=list)
    data: list[bytes] = field(default_factory=list)
    has_title: bool | None = None
    is_all: bool = True

    def is_in_script(self, at: int) -> bool:
        """Whether a byte of the page stands in a script, the script's own tag included."""
        return bisect_right(self.scripts, at) % 2 == 1

    def is_in_comment(self, at: int) -> bool:
        """Whether a byte of the page stands in a comment."""
        return bisect_right(self.comments, at) % 2 == 1


def parts(html: bytes, low: bytes, opened: list[tuple[int, bytes]]) -> Parts:
    """Take a page apart; `low` is it in small letters, `opened` are its `OPENS` by place."""
    found = Parts(is_all=len(opened) <= MOST_OPENS)
    view = memoryview(low)
    pieces: list[memoryview] = []
    spans: list[tuple[bytes, int, int]] = []
    at = tag_end = 0
    for start, kind in opened[:MOST_OPENS]:
        if start < at:
            continue  # within a piece that is not seen
        if kind not in NAMED:
            (found.types if kind == ITEM_TYPE else found.links).append(start)
            continue
        after = start + len(kind)
        if start < tag_end or (low[after : after + 1] not in NAME_ENDS and kind != COMMENT):
            continue  # within a tag, or a longer name
        if kind in HIDDEN:
            pieces.append(view[at:start])
            at = _hide(found, html, low, start, kind)
            continue
        tag_end = REST_OF_TAG.match(low, start).end()
        if kind not in SAYING or SAYING[kind].search(low, start, tag_end):
            spans.append((kind, start, tag_end))
    pieces.append(view[at:])
    found.shown = b" ".join(pieces)
    found.asked = _asked(found, html, spans)
    return found


def _hide(found: Parts, html: bytes, low: bytes, start: int, kind: bytes) -> int:
    """Keep what is asked of a piece that is not seen; returns where it ends.

    What is never closed goes on to the end of the page.
    """
    if kind == TITLE:
        return _title(found, low, start)
    end = low.find(HIDDEN[kind], start + 2)
    if end < 0:
        end = len(low)
    elif kind == COMMENT:
        end += 3
    if kind == COMMENT:
        found.comments += (start, end)
    elif kind == SCRIPT:
        found.scripts += (start, end)
        if low.find(b"ld+json", start, min(end, start + 200)) >= 0:
            found.data.append(html[start:end].partition(b">")[2])
    return end


def _title(found: Parts, low: bytes, start: int) -> int:
    furthest = min(start + LONGEST_TITLE, len(low))
    end = low.find(HIDDEN[TITLE], start, furthest)
    if end < 0:  # a drawing's, closed in itself
        end = low.find(b">", start, furthest) + 1 or furthest
    if found.has_title is None:  # drawings have titles too
        is_own = low.find(b"<svg", 0, start) < 0
        found.has_title = is_own and bool(low[start:end].partition(b">")[2].strip())
    return end


def _asked(found: Parts, html: bytes, spans: list[tuple[bytes, int, int]]) -> bytes:
    """The tags asked about, one beside the other; not those too long or too many for the parser."""
    tags: list[bytes] = []
    length = 0
    for kind, start, end in spans:
        tag = html[start:end]
        if len(tag) > LONGEST_TAG:  # hidden fields hold the state of whole pages
            tag = LONG_VALUE.sub(rb"\1\2", tag)
        length += len(tag)
        if len(tag) > LONGEST_TAG or length > MOST_BYTES:
            found.is_all = False
            continue
        tags += (tag, CLOSED.get(kind, b""))
    return b"".join(tags)


def between_tags(shown: bytes) -> bytes:
    """The text of a piece of markup, a space for each tag."""
    marks = shown.translate(None, NO_MARKS)
    if marks != b"<>" * (len(marks) // 2):  # values hold a ">", or signs stand in the text
        return TAG.sub(b" ", shown)
    begin = shown.find(b"<")
    return b" ".join((shown[:begin], *TEXT.findall(shown, begin))) if begin >= 0 else shown
