"""Crawls as a user runs them, of sites served on loopback, and what they leave on disk."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator

ROOT = Path(__file__).resolve().parent.parent
LONG = 120  # seconds; only a broken program takes as long


def command(*words: str | Path) -> list[str]:
    """A command line of the project."""
    return [sys.executable, "-m", "divario", *map(str, words)]


def ran(order: list[str], **more: Any) -> subprocess.CompletedProcess[bytes]:
    """A command that was run to its end."""
    return subprocess.run(order, cwd=ROOT, capture_output=True, timeout=LONG, check=False, **more)


def crawl(listed: Path, out: Path, hosts: Path, *more: str) -> list[str]:
    """The command that crawls a list that is served on loopback."""
    return command(
        *("crawl", listed, "--out", out, "--hosts", hosts),
        *("--contact", "prova@example.org", "--timeout", "8", *more),
    )


def lines_of(out: Path) -> list[dict[str, str]]:
    """The lines of `sites.csv`."""
    with (out / "sites.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def records_of(out: Path) -> Iterator[tuple[str, str, str, bytes]]:
    """Kind, address, firms and content of every record of a crawl's archives."""
    for path in sorted(out.glob("crawl-*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                headers = record.rec_headers
                content = record.content_stream().read()
                address, firms = headers["WARC-Target-URI"] or "", headers["Divario-Firm"] or ""
                yield record.rec_type, address, firms, content
