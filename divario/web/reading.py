"""Exchanges out of archives: WARC files of our own crawls or of others, and folders of saved pages.

A damaged or cut archive is read as far as it goes: what was lost is counted and named.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from divario.web import bodies

LARGEST_BODY = 2_000_000  # bytes of a page that are read; what shows signals stands well before
BASE = re.compile(rb"<base[^>]+href\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
PAGES = (".html", ".htm", ".xhtml")
MONTHS = b"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
SAVED = re.compile(
    rb"Mirrored from [^>]{1,500}, \w{3}, (\d\d) (\w{3}) (\d{4}) \d\d:|"
    rb"saved date: \w{3} (\w{3}) (\d\d) (\d{4}) \d\d:"
)


@dataclass(frozen=True)
class Exchange:
    """One answer of a site: `key` is the firms it was fetched for, or the host of its address."""

    key: str
    firms: tuple[str, ...]
    address: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    is_whole: bool
    date: date | None


@dataclass
class Loss:
    """What could not be read of one file, in words."""

    file: str
    records_count: int = 0
    problems: list[str] = field(default_factory=list)


def exchanges(
    path: Path, loss: Loss, day: str | None = None
) -> Iterator[Exchange | dict[str, str]]:
    """Every answer of a file or folder in its order, and a crawl's own words on each site.

    The words are a dictionary (`firm`, `address`, `outcome`, `status`, …). Problems go to `loss`.
    `day` (ISO) is when saved pages were fetched that do not say so themselves.
    """
    if path.is_dir():
        yield from _saved(path, _date(day or ""))
        return
    from fastwarc.warc import ArchiveIterator, WarcRecordType  # noqa: PLC0415

    wanted = WarcRecordType.response | WarcRecordType.metadata
    last = 0
    try:
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, record_types=wanted, func_filter=None):
                loss.records_count += 1
                last = record.stream_pos
                try:
                    found = _of_record(record, loss)
                except (ValueError, UnicodeError, OSError, EOFError) as error:
                    loss.problems.append(f"record {loss.records_count}: {type(error).__name__}")
                    continue
                if found is not None:
                    yield found
    except Exception as error:  # what the reader raises depends on the damage
        loss.problems.append(
            f"cut or damaged after {loss.records_count} records: what follows byte {last} of "
            f"{path.stat().st_size} may be lost ({type(error).__name__}: {error})"
        )
    if path.suffix == ".gz" and not loss.problems and _is_cut(path, last):
        loss.problems.append(f"cut after {loss.records_count} records")
    if not loss.records_count:
        loss.problems.append("no record of an answer in it")


def _is_cut(path: Path, start: int) -> bool:
    """Whether the compressed members from the last record on end before their own end."""
    with path.open("rb") as file:
        file.seek(start)
        machine = zlib.decompressobj(zlib.MAX_WBITS | 16)
        has_begun = False
        while chunk := file.read(65_536):
            while chunk:
                has_begun = True
                try:
                    machine.decompress(chunk)
                except zlib.error:
                    return True
                chunk = machine.unused_data
                if machine.eof:
                    machine, has_begun = zlib.decompressobj(zlib.MAX_WBITS | 16), False
    return has_begun


def _of_record(record: object, loss: Loss) -> Exchange | dict[str, str] | None:
    headers = record.headers
    firms = tuple(headers.get("Divario-Firm", "").split())
    if record.headers.get("WARC-Type") == "metadata":
        if not firms:
            return None
        lines = record.reader.read(65_536).decode("utf-8", "replace").splitlines()
        said = dict(line.split(": ", 1) for line in lines if ": " in line)
        return {**said, "firm": " ".join(firms), "date": headers.get("WARC-Date", "")[:10]}
    address = headers.get("WARC-Target-URI", "").strip("<>")
    if not address.startswith(("http://", "https://")) or record.http_headers is None:
        return None
    declared = record.content_length
    body = record.reader.read(LARGEST_BODY + 1)
    is_cut = len(body) < min(declared, LARGEST_BODY + 1)
    if is_cut:
        said = f"record {loss.records_count}: cut after {len(body)} of {declared} bytes"
        loss.problems.append(said)
    named = tuple((name.lower(), value) for name, value in record.http_headers.astuples())
    body, is_all = bodies.plain(body, dict(named), LARGEST_BODY)
    return Exchange(
        " ".join(firms) or host_of(address),
        firms,
        address,
        int(record.http_headers.status_code or 0),
        named,
        body,
        is_all and not is_cut and not headers.get("WARC-Truncated"),
        _date(headers.get("WARC-Date", "")),
    )


def _saved(folder: Path, day: date | None) -> Iterator[Exchange]:
    """Saved pages of a folder by name; `<base>` or the file's name gives the address.

    The day is what the saving program wrote into the page, else the one given, else unknown: the
    time of a file is that of its last copy.
    """
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in PAGES or not path.is_file():
            continue
        with path.open("rb") as file:
            body = file.read(LARGEST_BODY + 1)
        found = BASE.search(body[:20_000])
        address = found[1].decode("utf-8", "replace") if found else f"http://{path.stem}/"
        if not address.startswith(("http://", "https://")):
            address = f"http://{address.lstrip('/')}"
        saved = _saved_day(body[:20_000] + body[-2_000:]) or day
        headers = (("content-type", "text/html"),)
        whole = len(body) <= LARGEST_BODY
        body = body[:LARGEST_BODY]
        yield Exchange(host_of(address), (), address, 200, headers, body, whole, saved)


def _saved_day(html: bytes) -> date | None:
    """The day that HTTrack or SingleFile wrote into a page when they saved it."""
    if not (found := SAVED.search(html)):
        return None
    day, month, year = found.group(1, 2, 3) if found[1] else found.group(5, 4, 6)
    try:
        return date(int(year), MONTHS.index(month) + 1, int(day))
    except ValueError:
        return None


def host_of(address: str) -> str:
    """The host of an address in small letters, without `www.`."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
