"""A crawl from the command line: checks what it was given, goes on where it ended, says how far."""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path

from divario.errors import DivarioError
from divario.web import crawl, firms, resolver
from divario.web.archive import Journal, locked, outcomes
from divario.web.firms import Firm
from divario.web.robots import ROBOT
from divario.web.visit import Limits

SHORTEST_DELAY = 0.5  # seconds between two requests to a site
MOST_AT_ONCE = 500


class CrawlRefused(DivarioError):
    """A crawl that cannot start or go on; the text says why and what to do."""


def run(
    listed: Path,
    folder: Path,
    *,
    contact: str,
    at_once: int,
    pages: int,
    delay: float,
    timeout: float,
    hosts: Path | None,
) -> int:
    """Crawl a list into a folder, or go on with it; returns 0, or 1 when sites are left.

    Leaves `crawl.toml` (what was crawled), `firms.csv` (the list as understood), `rejected.csv`,
    `sites.csv`, `crawl-*.warc.gz` and `crawl.log`. Raises CrawlRefused, ListRefused, HostsRefused.
    """
    _check(contact, at_once, pages, delay, timeout)
    local = resolver.read_hosts(hosts) if hosts else {}
    found, rejected = firms.read(listed)
    sites = _sites(found)
    if not sites:
        raise CrawlRefused(f"{listed.name}: no firm has an address that can be fetched.")
    user_agent = f"{ROBOT}/0.1 (+{contact})"
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder) as is_ours:
        if not is_ours:
            raise CrawlRefused(f"{folder}: another crawl is writing there; wait for its end.")
        _begin(folder, listed, found, rejected, user_agent)
        limits = Limits(pages=pages, delay=delay, timeout=timeout)
        journal = Journal(folder, user_agent)
        job = crawl.Job(sites, journal, limits, local, at_once, _report)
        print(f"{len(found)} firms, {len(sites)} sites, {len(sites) - job.left} finished before.")
        if job.left:
            crawl.run(job)
    counted = outcomes(folder)
    print(", ".join(f"{count} {outcome}" for outcome, count in counted.most_common()))
    left = job.left - job.finished
    if left:
        print(f"{left} sites are left; the same command goes on with them.", file=sys.stderr)
    return int(left > 0)


def _check(contact: str, at_once: int, pages: int, delay: float, timeout: float) -> None:
    """Refuse settings that are not honest, not polite or not possible."""
    if not re.fullmatch(r"[!-~]*[@.][!-~]+", contact) or re.search(r"[()]", contact):
        raise CrawlRefused(f"--contact {contact!r}: give an e-mail address or a web page.")
    if delay < SHORTEST_DELAY:
        raise CrawlRefused(
            f"--delay {delay:g}: at least {SHORTEST_DELAY} seconds between requests."
        )
    if not 1 <= at_once <= MOST_AT_ONCE:
        raise CrawlRefused(f"--at-once {at_once}: from 1 to {MOST_AT_ONCE} sites at a time.")
    if pages < 1 or timeout <= 0:
        raise CrawlRefused("--pages and --timeout: at least one page, and some time for it.")


def _sites(found: list[Firm]) -> dict[str, list[str]]:
    """Each address with the firms that have it: a site of several firms is visited once."""
    sites: dict[str, list[str]] = {}
    for firm in found:
        if firm.address:
            sites.setdefault(firm.address, []).append(firm.id)
    return sites


def _begin(
    folder: Path, listed: Path, found: list[Firm], rejected: list[firms.Rejected], user_agent: str
) -> None:
    """Write what is crawled; refuse a folder that holds the crawl of another list."""
    digest = hashlib.sha256(listed.read_bytes()).hexdigest()
    record = folder / "crawl.toml"
    if record.exists():
        earlier = tomllib.loads(record.read_text(encoding="utf-8"))
        if earlier.get("sha256") != digest:
            raise CrawlRefused(
                f"{folder}: holds the crawl of another list ({earlier.get('list')}); "
                "give another --out."
            )
        return
    firms.write(folder / "firms.csv", found)
    firms.write_rejected(folder / "rejected.csv", rejected)
    name = re.sub(r"[^\w.\- ]", "_", listed.name)
    lines = [
        f'list = "{name}"',
        f'sha256 = "{digest}"',
        f"firms = {len(found)}",
        f"rejected = {sum(not row.is_kept for row in rejected)}",
        f"user_agent = {json.dumps(user_agent)}",
        f"started_at = {datetime.now(UTC).isoformat(timespec='seconds')}",
    ]
    beside = folder / "crawl.toml.new"
    beside.write_text("\n".join([*lines, ""]), encoding="utf-8")
    beside.replace(record)


def _report(finished: int, left: int, seconds: float) -> None:
    """Say how far the crawl is, how fast it goes and how long it will take."""
    rate = finished / seconds if seconds else 0.0
    remaining = _duration(left / rate) if rate else "unknown time"
    print(f"{finished} sites, {rate:.1f} a second, {left} left, {remaining} to go", file=sys.stderr)


def _duration(seconds: float) -> str:
    """A time in the largest unit that gives a whole number of at least two, or in seconds."""
    for unit, length in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} seconds"
