"""Exchanges out of archives: WARC files of our own crawls or of others, and folders of saved pages.

A cut archive is read as far as it goes, a damaged one goes on at the next whole record: what was
lost is counted and named.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from mmap import ACCESS_READ, mmap
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from divario.web import bodies

LARGEST_BODY = 2_000_000  # bytes of a page that are read; what shows signals stands well before
BASE = re.compile(rb"<base[^>]+href\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
MEMBER = b"\x1f\x8b\x08"  # gzip
MOST_PROBLEMS = 1_000  # of one file; after them it is left
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
    for record in _records(path, loss):
        try:
            found = _of_record(record, loss)
        except (ValueError, UnicodeError, OSError, EOFError) as error:
            loss.problems.append(f"record {loss.records_count}: {type(error).__name__}")
            continue
        if found is not None:
            yield found
    if not loss.records_count:
        loss.problems.append("no record of an answer in it")


def _records(path: Path, loss: Loss) -> Iterator[object]:
    """Records of answers, and of a crawl's words; after damage, from the next whole one on."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType  # noqa: PLC0415

    wanted = WarcRecordType.response | WarcRecordType.metadata
    start: int | None = 0
    with path.open("rb") as stream:
        while start is not None and len(loss.problems) < MOST_PROBLEMS:
            last = start
            stream.seek(start)
            try:
                for record in ArchiveIterator(stream, record_types=wanted, func_filter=None):
                    loss.records_count += 1
                    last = record.stream_pos
                    yield record
            except Exception as error:  # what the reader raises depends on the damage
                start = _next_record(path, last + 1)
                lost = "the rest" if start is None else f"what stands before byte {start}"
                loss.problems.append(
                    f"cut or damaged after {loss.records_count} records, at byte {last}: {lost} of "
                    f"{path.stat().st_size} may be lost ({type(error).__name__}: {error})"
                )
                continue
            start = None
            if path.suffix == ".gz" and not loss.problems and _is_cut(path, last):
                loss.problems.append(f"cut after {loss.records_count} records")


def _next_record(path: Path, at: int) -> int | None:
    """Where the next record begins, compressed by itself or not."""
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        if data[:2] != MEMBER[:2]:
            found = data.find(b"\r\n\r\nWARC/1.", at)
            return found + 4 if found >= 0 else None
        while (at := data.find(MEMBER, at)) >= 0:
            try:
                if zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data[at : at + 9_999], 5) == (
                    b"WARC/"
                ):
                    return at
            except zlib.error:
                pass  # the same bytes within other ones
            at += 1
    return None


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
    # In one go, of two of a name the first: the record's own `get` goes over all of them.
    headers = {name.lower(): value for name, value in reversed(record.headers.astuples())}
    firms = tuple(headers.get("divario-firm", "").split())
    if headers.get("warc-type") == "metadata":
        if not firms:
            return None
        lines = record.reader.read(65_536).decode("utf-8", "replace").splitlines()
        said = dict(line.split(": ", 1) for line in lines if ": " in line)
        return {**said, "firm": " ".join(firms), "date": headers.get("warc-date", "")[:10]}
    address = headers.get("warc-target-uri", "").strip("<>")
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
        is_all and not is_cut and not headers.get("warc-truncated"),
        _date(headers.get("warc-date", "")),
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
    return (split(address).hostname or "").removeprefix("www.")


def split(address: str) -> SplitResult:
    """The parts of an address, all empty where it is none (`http://[`): archives hold such ones."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
