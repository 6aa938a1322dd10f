"""The crawl of a list of firms: Scrapy does the fetching, `visit.py` says what is fetched.

Each of a fixed number of workers visits one site after another, so memory does not grow with the
length of the crawl. A finished site is on disk before its worker takes the next.
"""

from __future__ import annotations

import asyncio
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from gzip import BadGzipFile
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy import signals
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    StopDownload,
)
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK
from twisted.web._newclient import HEADER, STATUS

from divario.web import resolver
from divario.web.addresses import registered_domain
from divario.web.archive import Journal
from divario.web.robots import Hosts
from divario.web.visit import Failed, Limits, Visit, is_html

IDLE_CONNECTION = 3.0  # seconds that a connection waits for the next request to its host
LARGEST_HEADERS = 256_000  # bytes before a body
MOST_RECEIVED = 65_536  # bytes that come at once; the body may begin among them
REPORT_EVERY = 5.0  # seconds


@dataclass
class Job:
    """A crawl: the sites (address to its firms), where it is kept, and how it behaves.

    `at_once` is the number of sites visited at the same time; `report` is called every few seconds
    with sites finished in this run, sites left, and seconds since its start.
    """

    sites: dict[str, list[str]]
    journal: Journal
    limits: Limits
    local: resolver.Hosts
    at_once: int
    report: Callable[[int, int, float], None]
    failure: OSError | None = field(default=None, init=False)
    finished: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self.left = sum(address not in self.journal.finished for address in self.sites)

    def waiting(self) -> Iterator[tuple[str, list[str]]]:
        """Sites that no earlier run has finished."""
        done = frozenset(self.journal.finished)
        return ((address, firms) for address, firms in self.sites.items() if address not in done)


def run(job: Job) -> None:
    """Visit every site that is left; returns when all are finished or the crawl was stopped.

    Raises OSError when the disk takes no more; what was finished before is kept.
    """
    process = AsyncCrawlerProcess(settings(job))
    process.crawl(FirmSpider, job=job)
    process.start()
    with suppress(OSError):  # what could not be written is not finished
        job.journal.close()
    if job.failure:
        raise job.failure


def settings(job: Job) -> dict[str, Any]:
    """Scrapy's settings: polite, bounded, and with nothing that listens or calls elsewhere."""
    off = ("ROBOTSTXT_OBEY", "REDIRECT_ENABLED", "METAREFRESH_ENABLED")  # done in visit.py
    off += ("COOKIES_ENABLED", "REFERER_ENABLED", "HTTPPROXY_ENABLED", "TELNETCONSOLE_ENABLED")
    off += ("REMOTE_CONTROL_ENABLED", "MEMUSAGE_ENABLED", "STATS_DUMP", "LOGSTATS_INTERVAL")
    # a connection that fails, or a gateway that does, gets one more chance; nothing else
    again = ("DownloadFailedError", "ResponseDataLossError")
    return dict.fromkeys(off, False) | {
        "USER_AGENT": job.journal.user_agent,
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1",
            "Accept-Language": "it,en;q=0.5",
        },
        "CONCURRENT_REQUESTS": 0,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": job.limits.delay,
        "DOWNLOAD_DELAY_JITTER": 0,
        "DOWNLOAD_SLOTS": {
            _slot(name): {"delay": 0, "concurrency": 1} for name, _port in job.local
        },
        "DOWNLOAD_TIMEOUT": job.limits.timeout,
        "DOWNLOAD_MAXSIZE": job.limits.page_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_FAIL_ON_DATALOSS": False,
        "DOWNLOAD_HANDLERS": {
            "http": Handler,
            "https": Handler,
            **dict.fromkeys(("data", "file", "ftp", "s3")),
        },
        "RETRY_TIMES": 1,
        "RETRY_HTTP_CODES": [502, 503, 504],
        "RETRY_EXCEPTIONS": [f"scrapy.exceptions.{name}" for name in again],
        "RETRY_GIVE_UP_LOG_LEVEL": "INFO",
        "TWISTED_DNS_RESOLVER": "divario.web.resolver.GuardedResolver",
        "LOCAL_HOSTS": job.local,
        "REACTOR_THREADPOOL_MAXSIZE": max(10, min(job.at_once, 64)),  # look-ups of names
        "LOG_LEVEL": "ERROR",
        "LOG_FILE": str(job.journal.folder / "crawl.log"),
    }


class BoundedProtocol(_LenientHTTP11ClientProtocol):
    """Scrapy's HTTP client, which ends a connection whose headers have no end."""

    _headers_size = 0

    def dataReceived(self, data: bytes) -> None:  # noqa: N802
        """Count what comes before the body."""
        parser = self._parser
        if parser is None or parser.state not in (STATUS, HEADER):
            self._headers_size = 0
        elif (size := self._headers_size + len(data)) > LARGEST_HEADERS + MOST_RECEIVED:
            self.transport.abortConnection()
            return
        else:
            self._headers_size = size
        super().dataReceived(data)


class BoundedFactory(_LenientHTTP11ClientFactory):
    """Makes the protocols of a connection pool."""

    def buildProtocol(self, addr):  # noqa: N802
        """One connection's protocol; see Twisted's Factory."""
        return BoundedProtocol(self._quiescentCallback)


class Handler(HTTP11DownloadHandler):
    """Scrapy's handler with bounded headers; an idle connection is kept for seconds, not minutes.

    Neither has a setting: these names are private to Scrapy 2.19, which is pinned and tested here.
    """

    def __init__(self, crawler) -> None:
        super().__init__(crawler)
        self._pool.cachedConnectionTimeout = IDLE_CONNECTION
        self._pool._factory = BoundedFactory


class FirmSpider(scrapy.Spider):
    """Visits the sites of a job, `at_once` at a time."""

    name = "divario"
    job: Job

    @classmethod
    def from_crawler(cls, crawler, *args, **kwargs):
        """Made by Scrapy; listens to headers so that a film is not fetched for a page."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.only_html, signal=signals.headers_received)
        return spider

    async def start(self):
        """Run the workers; yields no request, because they ask for pages one by one."""
        self.hosts = Hosts()
        self.began = time.monotonic()
        waiting = self.job.waiting()
        reports = asyncio.create_task(self._report())
        try:
            async with asyncio.TaskGroup() as workers:
                for _ in range(min(self.job.at_once, self.job.left)):
                    workers.create_task(self._work(waiting))
        except* OSError as errors:  # the disk; the other workers are stopped
            self.job.failure = errors.exceptions[0]
        finally:
            reports.cancel()
        for nothing in ():
            yield nothing

    async def _work(self, waiting: Iterator[tuple[str, list[str]]]) -> None:
        """Visit one site after another until none is left."""
        job = self.job
        for address, firms in waiting:
            visit = Visit(address, firms, self.fetch, self.hosts, job.limits, self._names())
            line = await visit.run()
            job.journal.add(firms, line, visit.records)
            job.finished += 1

    async def _report(self) -> None:
        while True:
            await asyncio.sleep(REPORT_EVERY)
            job = self.job
            job.report(job.finished, job.left - job.finished, time.monotonic() - self.began)

    def _names(self) -> frozenset[str]:
        return frozenset(name for name, _port in self.job.local)

    def only_html(self, headers, request, **_others) -> None:
        """Stop a body that is not HTML where a page was asked for."""
        if request.meta.get("html_only") and not is_html(headers.get("Content-Type")):
            raise StopDownload(fail=False)

    async def fetch(self, url: str, html_only: bool) -> Response:
        """One response; raises Failed for what gave none."""
        slot = _slot(urlsplit(url).hostname or "")
        self._slow_down(slot, url)
        meta = {"download_slot": slot, "html_only": html_only}
        try:
            return await self.crawler.engine.download_async(
                Request(url, meta=meta, callback=NO_CALLBACK)
            )
        except Exception as error:
            raise Failed(*_explained(error, url)) from error

    def _slow_down(self, slot: str, url: str) -> None:
        """Keep the delay that a host's robots.txt asks for, when it is longer than ours."""
        known, asked = self.crawler.engine.downloader.slots.get(slot), self.hosts.delay(url)
        if known and asked:
            known.delay = max(known.delay, asked)


def _slot(host: str) -> str:
    """Whose turns a host shares: all hosts of a registered domain are asked one at a time."""
    return registered_domain(host) or host


OUTCOME_OF: dict[type[Exception], str] = {
    CannotResolveHostError: "dns",
    DownloadTimeoutError: "timeout",
    DownloadCancelledError: "too_large",
    IgnoreRequest: "too_large",
    DownloadConnectionRefusedError: "connection",
    zlib.error: "broken",
    BadGzipFile: "broken",
    EOFError: "broken",
    DownloadFailedError: "connection",
    OSError: "connection",
}


def _explained(error: Exception, url: str) -> tuple[str, str]:
    """Outcome and note of a request that gave no response."""
    host = urlsplit(url).hostname or ""
    kinds = (outcome for kind, outcome in OUTCOME_OF.items() if isinstance(error, kind))
    outcome = next(kinds, "broken")
    if outcome == "dns" and host in resolver.refused:
        return "refused", f"{host} is at {resolver.refused[host]}, in a private or special network"
    reasons = getattr(error.__cause__, "reasons", [])
    if any("ssl" in type(reason.value).__module__.lower() for reason in reasons):
        outcome = "tls"
    return outcome, f"{url}: {type(error).__name__}"
