"""One visit to one site: what is asked for, in which order, and when it ends.

One request at a time; robots.txt of each host first; each redirect checked like a new address.
Whatever a site does, the visit ends within its limits with one outcome.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Set
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy.http import TextResponse
from scrapy.utils.response import get_base_url, get_meta_refresh

from divario.web import links
from divario.web.addresses import AddressRefused, check, registered_domain
from divario.web.archive import SiteRecords
from divario.web.robots import Hosts

logger = logging.getLogger(__name__)
# What came of a site, as `sites.csv` says it.
OUTCOMES = {
    "page": "the home page was fetched",
    "error": "the server answered with an error (see status)",
    "not_html": "the home page is not a page: a document, an image, no type",
    "robots": "robots.txt, or its lack because of a failing server, forbids the home page",
    "redirects": "more redirects than allowed",
    "refused": "the address, a redirect or the DNS answer leads where nothing is fetched",
    "dns": "the name is not found",
    "connection": "no connection, or it was cut",
    "tls": "no secure connection could be made",
    "timeout": "no whole answer within the time allowed",
    "too_large": "the home page is larger than allowed, as sent or once decompressed",
    "broken": "the answer cannot be read",
    "limit": "the caps of requests, bytes or time were reached before the home page",
}
# After these the site is asked for in another way: over https, then with www.
TRY_ELSE = frozenset(("dns", "connection", "tls"))
REDIRECTS = frozenset((301, 302, 303, 307, 308))
HTML = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True)
class Limits:
    """Caps of one visit; sizes in bytes after decompression, times in seconds."""

    pages: int = 6
    requests: int = 24
    redirects: int = 5
    page_bytes: int = 2_000_000
    site_bytes: int = 8_000_000
    site_seconds: float = 180.0
    timeout: float = 30.0
    delay: float = 1.0


class Failed(Exception):
    """An address that gave no page; `outcome` is one of `OUTCOMES`."""

    def __init__(self, outcome: str, note: str = "") -> None:
        self.outcome, self.note = outcome, note
        super().__init__(f"{outcome}: {note}")


@dataclass
class Visit:
    """A visit to `address` for `firms`; `fetch(url, html_only)` gets one response.

    `fetch` raises Failed for what gave no response. `local` are names that may be private.
    """

    address: str
    firms: list[str]
    fetch: Callable[[str, bool], Awaitable[Any]]
    hosts: Hosts
    limits: Limits
    local: Set[str] = frozenset()
    requests: int = field(default=0, init=False)
    bytes: int = field(default=0, init=False)
    pages: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self.records = SiteRecords(self.firms)
        self._began_at = datetime.now(UTC)
        self._began = time.monotonic()

    async def run(self) -> dict[str, object]:
        """Make the visit; returns the site's line of `sites.csv`, without its place on disk."""
        outcome, note, home = "broken", "", None
        try:
            home = await self._home()
            outcome = _outcome_of(home)
            if outcome == "page":
                note = await self._further(home)
        except Failed as failed:
            outcome, note = failed.outcome, failed.note
        except Exception as error:  # whatever one site does, the others are visited
            logger.exception("Visit to %s", self.address)
            note = f"{type(error).__name__}: {error}"
        return {
            "address": self.address,
            "outcome": outcome,
            "status": home.status if home else "",
            "final_address": home.url if home else "",
            "pages_count": self.pages,
            "requests_count": self.requests,
            "bytes_count": self.bytes,
            "started_at": self._began_at.isoformat(timespec="seconds"),
            "seconds": round(time.monotonic() - self._began, 1),
            "note": " ".join(note.split())[:200],
        }

    async def _home(self) -> Any:
        """The home page, asked for over the other scheme and with www where that is needed."""
        first: Failed | None = None
        unknown = set()
        for address in _ways_to(self.address):
            host = urlsplit(address).netloc
            try:
                if host not in unknown:
                    return await self._page(address)
            except Failed as failed:
                first = first or failed
                if failed.outcome not in TRY_ELSE:
                    raise first from None
                if failed.outcome == "dns":
                    unknown.add(host)
        raise first

    async def _further(self, home: Any) -> str:
        """Fetch a few linked pages and the sitemap; returns a note on what was not fetched."""
        base = get_base_url(home) if isinstance(home, TextResponse) else home.url
        wanted = links.choose(home.body, base, self.limits.pages - 1, self.local)
        sitemaps = (await self.hosts.rules(home.url, self._robots)).sitemaps
        missed = []
        for url in [*wanted, urljoin(home.url, sitemaps[0] if sitemaps else "/sitemap.xml")]:
            try:
                await (self._page(url) if url in wanted else self._follow(url, html_only=False))
            except Failed as failed:
                missed.append(f"{failed.outcome} {urlsplit(url).path}")
                if failed.outcome in ("limit", "timeout", "connection"):
                    break
        return "; ".join(missed)

    async def _page(self, url: str) -> Any:
        """One page, after its redirects."""
        response = await self._follow(url, html_only=True)
        self.pages += _outcome_of(response) == "page"
        return response

    async def _robots(self, url: str) -> Any:
        """A robots.txt: the one file that needs nobody's leave, wherever it is moved."""
        return await self._follow(url, html_only=False, obey=False)

    async def _follow(self, url: str, html_only: bool, obey: bool = True) -> Any:
        """The answer at the end of the redirects; each hop is checked, and allowed by its host."""
        for _ in range(self.limits.redirects + 1):
            try:
                url = check(url, self.local)
            except AddressRefused as error:
                raise Failed("refused", str(error)) from None
            if obey and not (await self.hosts.rules(url, self._robots)).allow(url):
                raise Failed("robots", url)
            response = await self._exchange(url, html_only)
            target = _location(response) or (_refresh(response) if html_only else None)
            if target is None:
                return response
            url = target
        raise Failed("redirects", f"more than {self.limits.redirects}, the last to {url}")

    async def _exchange(self, url: str, html_only: bool) -> Any:
        """One request and its response, counted and recorded."""
        if self.requests >= self.limits.requests:
            raise Failed("limit", f"{self.limits.requests} requests")
        if self.bytes >= self.limits.site_bytes:
            raise Failed("limit", f"{self.limits.site_bytes} bytes")
        if time.monotonic() - self._began > self.limits.site_seconds:
            raise Failed("limit", f"{self.limits.site_seconds:g} seconds")
        self.requests += 1
        response = await self.fetch(url, html_only)
        self.bytes += len(response.body)
        self.records.add(url, response)
        return response


def _ways_to(address: str) -> list[str]:
    """The address as given, over the other scheme, and with `www.` where it has no subdomain."""
    parts = urlsplit(address)
    other = "https" if parts.scheme == "http" else "http"
    host = parts.netloc
    ways = [address, parts._replace(scheme=other).geturl()]
    if host == registered_domain(host):
        ways.append(parts._replace(netloc=f"www.{host}").geturl())
    return ways


def _location(response: Any) -> str | None:
    """Where a redirect leads; None for any other answer."""
    location = response.headers.get("Location")
    if response.status not in REDIRECTS or not location:
        return None
    try:
        return urljoin(response.url, location.decode("utf-8", errors="replace").strip())
    except ValueError:
        raise Failed("broken", "a redirect to no address") from None


def _refresh(response: Any) -> str | None:
    """Where a page itself leads within five seconds (`<meta http-equiv="refresh">`)."""
    if not isinstance(response, TextResponse) or _outcome_of(response) != "page":
        return None
    delay, url = get_meta_refresh(response)
    return url if url and delay <= 5 and url != response.url else None


def _outcome_of(response: Any) -> str:
    """What a final answer is: page, error or not_html."""
    if response.status >= 400:
        return "error"
    return "page" if is_html(response.headers.get("Content-Type")) else "not_html"


def is_html(content_type: bytes | None) -> bool:
    """Whether a Content-Type names HTML; none at all may be HTML."""
    named = (content_type or b"").split(b";")[0].strip().lower().decode("latin-1")
    return named in ("", *HTML)
