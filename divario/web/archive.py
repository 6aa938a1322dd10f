"""What a crawl leaves on disk: archives (WARC) and `sites.csv`, one line per firm's site.

A site's records are gathered first, then appended to the archive as a whole, then its line is
written with the place of these records. Whatever a crash leaves after the last line is cut off
when the crawl goes on: a finished site is never lost, and never fetched again.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from importlib import import_module
from pathlib import Path

from scrapy.http import Headers, Response
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

LARGEST_ARCHIVE = 1_000_000_000  # bytes, then another one is begun
ARCHIVES = "crawl-[0-9][0-9][0-9][0-9][0-9].warc.gz"
IN_MEMORY = 1_000_000  # bytes of a site's records; more wait in a temporary file
COLUMNS = (
    "firm",
    "address",
    "outcome",
    "status",
    "final_address",
    "pages_count",
    "requests_count",
    "bytes_count",
    "started_at",
    "seconds",
    "archive",
    "offset",
    "length",
    "note",
)
# What Scrapy says of a body that is not whole, and WARC's word for it.
TRUNCATED = {"download_stopped": "unspecified", "dataloss": "disconnect", "partial": "disconnect"}
# Headers that described the transfer, not the body as it is kept.
TRANSFER = frozenset((b"content-length", b"transfer-encoding", b"content-encoding", b"connection"))


class SiteRecords:
    """The WARC records of one site: requests, responses, and what came of it, each gzipped."""

    def __init__(self, firms: Iterable[str]) -> None:
        self._firms = " ".join(firms)
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
        self._writer = WARCWriter(self._file, gzip=True)

    def add(self, url: str, response: Response) -> None:
        """Record one exchange. The body is kept decompressed, without its transfer headers."""
        headers = [*_pairs(response.headers), ("Content-Length", str(len(response.body)))]
        named = {"WARC-IP-Address": str(response.ip_address)} if response.ip_address else {}
        for flag, reason in TRUNCATED.items():
            if flag in response.flags:
                named["WARC-Truncated"] = reason
        answer = self._writer.create_warc_record(
            url,
            "response",
            payload=io.BytesIO(response.body),
            http_headers=StatusAndHeaders(_status_line(response.status), headers, "HTTP/1.1"),
            warc_headers_dict=named | {"Divario-Firm": self._firms},
        )
        path = url.split("/", 3)[3]
        question = self._writer.create_warc_record(
            url,
            "request",
            http_headers=StatusAndHeaders(
                f"GET /{path} HTTP/1.1", _pairs(response.request.headers), is_http_request=True
            ),
        )
        self._writer.write_request_response_pair(question, answer)

    def close(self, summary: dict[str, object]) -> io.IOBase:
        """Add the outcome as a metadata record; returns the gathered bytes from their beginning."""
        lines = "".join(f"{name}: {value}\r\n" for name, value in summary.items() if value != "")
        self._writer.write_record(
            self._writer.create_warc_record(
                str(summary["address"]),
                "metadata",
                payload=io.BytesIO(lines.encode()),
                warc_content_type="application/warc-fields",
                warc_headers_dict={"Divario-Firm": self._firms},
            )
        )
        self._file.seek(0)
        return self._file


@contextmanager
def locked(folder: Path) -> Iterator[bool]:
    """Hold a folder for one process; yields False when another one holds it."""
    with (folder / ".lock").open("a") as file:
        try:
            if os.name == "nt":
                windows = import_module("msvcrt")
                windows.locking(file.fileno(), windows.LK_NBLCK, 1)
            else:
                unix = import_module("fcntl")
                unix.flock(file, unix.LOCK_EX | unix.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True


@dataclass
class Journal:
    """The finished sites of a crawl's folder, and where the next one goes."""

    folder: Path
    user_agent: str

    def __post_init__(self) -> None:
        self.finished: set[str] = set()
        self._ends: dict[str, int] = {}
        self._number = 1
        self.path = self.folder / "sites.csv"
        self._recover()
        self._lines = self.path.open("ab")
        if self.path.stat().st_size == 0:
            self._lines.write((",".join(COLUMNS) + "\r\n").encode())
        self._archive: io.BufferedRandom | None = None

    def add(self, firms: Iterable[str], line: dict[str, object], records: SiteRecords) -> None:
        """Write a finished site: its records, then one line for each firm that has this site."""
        gathered = records.close(line)
        archive = self._open_archive()
        offset = archive.seek(0, io.SEEK_END)
        shutil.copyfileobj(gathered, archive)
        length = archive.tell() - offset
        archive.flush()
        gathered.close()
        place = {"archive": Path(archive.name).name, "offset": offset, "length": length}
        text = io.StringIO()
        writer = csv.DictWriter(text, COLUMNS, extrasaction="ignore")
        for firm in firms:
            writer.writerow(line | place | {"firm": firm})
        self._lines.write(text.getvalue().encode())
        self._lines.flush()
        self.finished.add(str(line["address"]))

    def close(self) -> None:
        """Close the files; nothing waits in memory."""
        self._lines.close()
        if self._archive:
            self._archive.close()

    def _open_archive(self) -> io.BufferedRandom:
        """The archive that takes the next site; begins one with a `warcinfo` record."""
        if self._archive and self._archive.tell() < LARGEST_ARCHIVE:
            return self._archive
        if self._archive:
            self._archive.close()
            self._number += 1
        path = self.folder / f"crawl-{self._number:05d}.warc.gz"
        self._archive = path.open("r+b" if path.exists() else "w+b")
        if self._archive.seek(0, io.SEEK_END) == 0:
            writer = WARCWriter(self._archive, gzip=True)
            info = {"software": "Divario", "format": "WARC File Format 1.0"}
            info["http-header-user-agent"] = self.user_agent
            info["robots"] = "obey"
            writer.write_record(writer.create_warcinfo_record(path.name, info))
        return self._archive

    def _recover(self) -> None:
        """Read the lines of an earlier run, and cut off what was not finished."""
        whole = self.path.read_bytes() if self.path.exists() else b""
        whole = whole[: whole.rfind(b"\n") + 1]
        rows = list(csv.DictReader(io.StringIO(whole.decode(), newline="")))
        sizes = {path.name: path.stat().st_size for path in self.folder.glob(ARCHIVES)}
        kept = []
        for row in rows:
            end = int(row["offset"]) + int(row["length"])
            if end <= sizes.get(row["archive"], 0):  # else the disk lost it: fetched again
                kept.append(row)
                self.finished.add(row["address"])
                self._ends[row["archive"]] = max(self._ends.get(row["archive"], 0), end)
        if len(kept) == len(rows):
            if self.path.exists():
                with self.path.open("r+b") as file:
                    file.truncate(len(whole))
        else:
            _rewrite(self.path, kept)
        for name in sizes:
            with (self.folder / name).open("r+b") as file:
                file.truncate(self._ends.get(name, 0))
        self._number = max((int(name[6:11]) for name in sizes), default=1)


def outcomes(folder: Path) -> Counter[str]:
    """How many lines of `sites.csv` have each outcome."""
    with (folder / "sites.csv").open(encoding="utf-8", newline="") as file:
        return Counter(row["outcome"] for row in csv.DictReader(file))


def _pairs(headers: Headers) -> list[tuple[str, str]]:
    """Names and values of headers, one pair a line, those of the transfer left out."""
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in headers.items()
        for value in values
        if name.lower() not in TRANSFER
    ]


def _status_line(status: int) -> str:
    """A status with its usual words: the server's own are not kept by the client."""
    phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else ""
    return f"{status} {phrase}".strip()


def _rewrite(path: Path, rows: list[dict[str, str]]) -> None:
    """Replace the lines of `sites.csv`, beside and then in its place."""
    beside = path.with_suffix(".csv.new")
    with beside.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    beside.replace(path)
