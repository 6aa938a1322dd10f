"""Which pages of a site to visit after the home page: those likely to show signals."""

from __future__ import annotations

import html
import re
import tomllib
from collections.abc import Iterator, Set
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from divario.web.addresses import AddressRefused, check, registered_domain
from divario.web.classes import plain

_rules = tomllib.loads(Path(__file__).with_name("links.toml").read_text(encoding="utf-8"))
KINDS: dict[str, list[str]] = _rules["kinds"]
NEVER = re.compile(rf"\b(?:{'|'.join(_rules['never']['words'])})\b")
ENDINGS = frozenset(_rules["never"]["endings"])
MOST_LINKS = 1_000  # of a page; later ones are not looked at
LONGEST_LINK = 2_000  # bytes of a link's tag and words
LINK = re.compile(
    r"""<a\s(?:[^>]*?\s)?href\s*=\s*(?P<href>"[^"]*"|'[^']*'|[^\s>"']+)[^>]*>(?P<words>.*?)(?:</a|$)""",
    re.DOTALL | re.IGNORECASE,
)
LONGEST_WORDS = 60  # characters of a link's words; longer ones are a text, not a menu


def choose(body: bytes, base: str, count: int, allowed: Set[str] = frozenset()) -> list[str]:
    """Up to `count` addresses on the same registered domain, one of each kind, in order of kinds.

    `body` is the home page's HTML, `base` its final address. The same page gives the same list.
    """
    best: dict[str, tuple[int, str]] = {}
    home = check(base, allowed)
    for href, words in _links(body):
        try:
            url = check(urljoin(base, href), allowed)
        except (AddressRefused, ValueError):
            continue
        if url == home or not _same_site(url, home) or not _is_page(url):
            continue
        kind = _kind(url, words)
        if kind and (kind not in best or (len(url), url) < best[kind]):
            best[kind] = (len(url), url)
    chosen = dict.fromkeys(best[kind][1] for kind in KINDS if kind in best)
    return list(chosen)[:count]


def _links(body: bytes) -> Iterator[tuple[str, str]]:
    """Address and words of each link of a page.

    Looked for in the text, not in a tree: building one takes minutes for markup nested deep enough.
    """
    place, lower = -1, body.lower()
    for _ in range(MOST_LINKS):
        place = lower.find(b"<a", place + 1)
        if place < 0:
            return
        link = body[place : place + LONGEST_LINK].decode("utf-8", errors="replace")
        found = LINK.match(link)
        if found:
            words = re.sub(r"<[^>]*>?", " ", found["words"])
            yield (
                html.unescape(found["href"].strip("\"' \t\r\n")),
                html.unescape(words)[:LONGEST_WORDS],
            )


def _same_site(url: str, home: str) -> bool:
    here, there = urlsplit(url).hostname or "", urlsplit(home).hostname or ""
    return here == there or (registered_domain(here) or here) == (registered_domain(there) or there)


def _is_page(url: str) -> bool:
    parts = urlsplit(url)
    ending = parts.path.rsplit("/", 1)[-1].rpartition(".")[2].lower()
    return ending not in ENDINGS and not NEVER.search(plain(unquote(f"{parts.path} {parts.query}")))


def _kind(url: str, words: str) -> str | None:
    """The first kind whose words are in the address's path or in the link's words."""
    text = f" {plain(unquote(urlsplit(url).path))} | {plain(words)} "
    return next(
        (kind for kind, marks in KINDS.items() if any(f" {mark} " in text for mark in marks)), None
    )
