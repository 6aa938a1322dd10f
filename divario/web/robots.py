"""What a host allows, from its robots.txt, as RFC 9309 has it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from protego import Protego

ROBOT = "DivarioBot"
LARGEST = 512_000  # bytes that are read of a robots.txt
LONGEST_DELAY = 60.0  # seconds; a longer Crawl-delay means: not by a machine like this one
KEPT_HOSTS = 10_000


@dataclass(frozen=True)
class Rules:
    """Rules of one host for us; `delay` in seconds, None where the host names none."""

    parsed: Protego | None
    delay: float | None = None
    sitemaps: tuple[str, ...] = ()

    def allow(self, url: str) -> bool:
        """Whether this address may be fetched; without rules nothing may."""
        if self.parsed is None or (self.delay or 0) > LONGEST_DELAY:
            return False
        return self.parsed.can_fetch(url, ROBOT)


def rules_of(status: int, body: bytes) -> Rules:
    """Rules from the answer to `/robots.txt`.

    No such file (4xx) allows everything; a server that fails (5xx) or is busy (429) allows
    nothing for now.
    """
    if status >= 500 or status == 429:
        return Rules(None)
    text = body[:LARGEST].decode("utf-8-sig", errors="replace") if status < 300 else ""
    parsed = Protego.parse(text)
    return Rules(parsed, parsed.crawl_delay(ROBOT), tuple(list(parsed.sitemaps)[:5]))


class Hosts:
    """Rules by scheme and host, fetched once; the oldest are forgotten."""

    def __init__(self) -> None:
        self._rules: OrderedDict[str, Rules] = OrderedDict()

    def delay(self, url: str) -> float | None:
        """Seconds that an address's host wants between requests, if that is known."""
        known = self._rules.get(_root(url))
        return known.delay if known else None

    async def rules(self, url: str, fetch: Callable[[str], Awaitable[Any]]) -> Rules:
        """Rules of an address's host; `fetch` gets a response, and what it raises is passed on."""
        root = _root(url)
        if root not in self._rules:
            response = await fetch(f"{root}/robots.txt")
            self._rules[root] = rules_of(response.status, response.body)
            if len(self._rules) > KEPT_HOSTS:
                self._rules.popitem(last=False)
        return self._rules[root]


def _root(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
