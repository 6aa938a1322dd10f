"""A page's markup in pieces: what is shown, its scripts and comments, the tags that say something.

One pass over the bytes, whatever they hold. A tree of a whole page costs the square of its depth
and of the attributes of a tag, and hostile pages have plenty of both: the parser is given only the
few tags that are asked about, one beside the other.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pcre2

from divario.web import channels
from divario.web.machine import Hit, Hits

LONGEST_TAG = 4_096  # bytes; attributes cost their square
MOST_BYTES = 131_072  # of all tags given to the parser
LONGEST_TITLE = 1_000
MOST_EDGES = 20_000  # of those below that are looked at
COMMENT, SCRIPT, TITLE = b"<!--", b"<script", b"<title"
END_OF_COMMENT = b"-->"
# Beginnings of what is not seen, each with what ends it.
HIDDEN = {COMMENT: END_OF_COMMENT} | {
    kind: b"</" + kind[1:] for kind in (SCRIPT, b"<style", b"<noscript", b"<template", TITLE)
}
# Beginnings of the tags that are asked about.
ASKED = frozenset(
    (b"<meta", b"<link", b"<form", b"</form", b"<input", b"<textarea", b"<select", b"<time")
)
ITEM_TYPE = b"itemtype"
# Of these tags there are many that say nothing: they are asked about for these texts.
SAYING = {
    b"<link": (b"hreflang",),
    b"<meta": (b"viewport", b"description", b"generator", b"article:"),
}
DATA = b"ld+json"  # in the tag of a script
LONGEST_KIND = 200  # bytes of a script up to the end of that
OWNERS = {text: kind for kind, texts in SAYING.items() for text in texts}
ENDS = frozenset(HIDDEN[kind] for kind in HIDDEN if kind not in (COMMENT, TITLE))
# What a page is taken apart at, found in one pass (capitals count as small letters), by what it is
# to the page. The last two say something only within a piece that is not seen.
HIDES, IS_ASKED, IS_LISTED, SAYS, IS_DATA, CLOSES = range(6)
EDGES = (
    dict.fromkeys(HIDDEN, HIDES)
    | dict.fromkeys(ASKED, IS_ASKED)
    | dict.fromkeys((ITEM_TYPE, *channels.TEXTS), IS_LISTED)
    | dict.fromkeys(OWNERS, SAYS)
    | {DATA: IS_DATA}
    | dict.fromkeys(ENDS, CLOSES)
)
Edges = Sequence[tuple[bytes, int] | None]  # by the number of a text: it, and what it is
CLOSED = {b"<textarea": b"</textarea>", b"<select": b"</select>", b"<time": b"</time>"}
NAME_ENDS = frozenset((b"", *(bytes([b]) for b in b" \t\r\n\f/>")))  # what may follow a name
# Attributes up to the end of a tag: a value in quotes may hold a ">".
REST = rb"[^>=]*+(?:=\s*+(?:\"[^\"]*+\"|'[^']*+')?+[^>=]*+)*+>?"
REST_OF_TAG = re.compile(REST)
LONG_VALUE = re.compile(rb"(=\"[^\"]{1000})[^\"]++|(='[^']{1000})[^']++")
# Tags and blanks in a row, but one space alone between words: compiled to the processor's own code,
# since this goes over every byte.
GAP = pcre2.compile(rb"(?! [^\t-\r <])(?:[\t-\r ]++|<[/a-zA-Z!?]" + REST + rb")++", jit=True)


@dataclass
class Parts:
    """A page taken apart.

    `scripts` and `comments` hold the bytes of the page where each begins and ends, in turns;
    `shown` is the markup without them and without other unseen pieces; `data` is what scripts of
    data hold; `asked` are the tags asked about, all of them if `is_all`; `types`
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


def parts(html: bytes, hits: Hits, edges: Edges) -> Parts:
    """Take a page apart at the hits of a machine; `edges` says which of `EDGES` each text is.

    What is never closed is not seen up to the end of the page.
    """
    found = Parts()
    view, pieces, at = memoryview(html), [], 0
    tag: tuple[bytes, int, int] = (b"", 0, 0)  # the last one; then those that are asked about
    tags = [tag]
    todo = iter(_bounded(found, hits, edges))
    for end, place in todo:
        if not (edge := edges[place]):
            continue
        kind, role = edge
        start = end - len(kind)
        if start < at or role >= IS_DATA:
            continue
        if role == IS_LISTED:
            (found.types if kind == ITEM_TYPE else found.links).append(start)
        elif role == SAYS:
            if start < tag[2] and OWNERS[kind] == tag[0] and tag is not tags[-1]:
                tags.append(tag)
        elif start < tag[2] or (kind != COMMENT and html[end : end + 1] not in NAME_ENDS):
            continue  # within a tag, or a longer name
        elif role == IS_ASKED:
            tag = (kind, start, REST_OF_TAG.match(html, start).end())
            if kind not in SAYING:
                tags.append(tag)
        else:
            pieces.append(view[at:start])
            if kind == COMMENT:
                at = html.find(END_OF_COMMENT, start + 2) + 3
                at = at if at > 2 else len(html)
                found.comments += (start, at)
            else:
                at = _hidden(found, html, edges, todo, (kind, start))
    pieces.append(view[at:])
    found.shown = b" ".join(pieces)
    found.asked = _asked(found, html, tags[1:])
    return found


def _bounded(found: Parts, hits: Hits, edges: Edges) -> Hits:
    """The hits that are looked at; notes if those are not all."""
    if len(hits) <= MOST_EDGES:
        return hits
    hits = [hit for hit in hits if edges[hit[1]]]
    found.is_all = len(hits) <= MOST_EDGES
    return hits[:MOST_EDGES]


def _hidden(
    found: Parts, html: bytes, edges: Edges, todo: Iterator[Hit], begun: tuple[bytes, int]
) -> int:
    """Where a piece ends that is not seen, of the hits the first behind it; keeps what is asked."""
    kind, start = begun
    if kind == TITLE:
        return _title(found, html, start)
    awaited, is_data, last = HIDDEN[kind], False, len(html)
    for end, place in todo:
        edge = edges[place]
        if not edge or edge[1] < IS_DATA:
            continue
        if edge[0] == awaited:
            last = end - len(awaited)
            break
        is_data |= edge[1] == IS_DATA and end <= start + LONGEST_KIND
    if kind == SCRIPT:
        found.scripts += (start, last)
        if is_data:
            found.data.append(html[start:last].partition(b">")[2])
    return last


def _title(found: Parts, html: bytes, start: int) -> int:
    """Where a title ends; notes whether the first one of the page says something."""
    low = html[start : start + LONGEST_TITLE].lower()
    end = low.find(HIDDEN[TITLE])
    if end < 0:  # a drawing's, closed in itself
        end = low.find(b">") + 1 or len(low)
    if found.has_title is None:  # drawings have titles too
        is_own = b"<svg" not in html[:start].lower()
        found.has_title = is_own and bool(low[:end].partition(b">")[2].strip())
    return start + end


def _asked(found: Parts, html: bytes, spans: list[tuple[bytes, int, int]]) -> bytes:
    """The tags asked about, one beside the other; not those too long or too many for the parser."""
    tags: list[bytes] = []
    length = 0
    for kind, start, end in spans:
        tag = html[start:end]
        if end - start > LONGEST_TAG:  # hidden fields hold the state of whole pages
            tag = LONG_VALUE.sub(rb"\1\2", tag)
        length += len(tag)
        if len(tag) > LONGEST_TAG or length > MOST_BYTES:
            found.is_all = False
            continue
        tags.append(tag)
        if kind in CLOSED:
            tags.append(CLOSED[kind])
    return b"".join(tags)


def between_tags(shown: bytes) -> bytes:
    """The words of a piece of markup, one space apart."""
    return GAP.sub(b" ", shown).strip(b" ")
