"""A publisher's file as plain UTF-8 text: unpacked within limits, and refused if it is no data."""

from __future__ import annotations

import codecs
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from divario.errors import SourceRefused

LARGEST_BYTES = 4_000_000_000
LARGEST_RATIO = 200  # of the survey's files the best packed reaches 40; a bomb 1,000
RATIO_COUNTS_FROM = 20_000_000
PIECE = 1 << 20
AGAIN = "fetch the file again"
PACKED = ".gz", ".zip"


def unpack(path: Path, folder: Path) -> Path:
    """Write the content of a file, plain, gzip or zip with one file, as UTF-8 without mark.

    Returns the path of the text in `folder`. Raises SourceRefused for an empty, cut, oversized or
    binary file, a page of a website, and an answer that only says that a request is queued.
    """
    try:
        size = path.stat().st_size
    except OSError:
        raise SourceRefused(path.name, "there is no such file", "check its name") from None
    if not size:
        raise SourceRefused(path.name, "it is empty (0 bytes)", AGAIN)
    name = path.name
    while name.lower().endswith(PACKED):
        name = name[: name.rfind(".")]
    if _is_plain_utf8(path):
        return path
    target = folder / f"{name}.txt"
    limit = min(LARGEST_BYTES, max(size * LARGEST_RATIO, RATIO_COUNTS_FROM))
    try:
        with path.open("rb") as file, _content(file, path.name) as content:
            head = content.read(PIECE)
            _refuse_what_is_no_data(path.name, head)
            with target.open("wb") as out:
                _copy_text(path.name, _pieces(content, head), out, limit)
    except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile) as error:
        raise SourceRefused(path.name, f"it is cut or damaged ({error})", AGAIN) from None
    return target


def _is_plain_utf8(path: Path) -> bool:
    """Whether a file can be read where it stands: a gigabyte is checked in a tenth of a second."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        head = file.read(PIECE)
        if head[:2] == b"\x1f\x8b" or head[:4] == b"PK\x03\x04":
            return False
        _refuse_what_is_no_data(path.name, head)
        try:
            for piece in _pieces(file, head):
                if decoder.getstate()[0] or not piece.isascii():
                    decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _content(file: IO[bytes], name: str) -> IO[bytes]:
    """The unpacked stream, by the first bytes and not by the name."""
    magic = file.read(4)
    file.seek(0)
    if magic[:2] == b"\x1f\x8b":
        return gzip.GzipFile(fileobj=file)
    if magic != b"PK\x03\x04":
        return io.BufferedReader(file)  # type: ignore[arg-type]
    try:
        archive = zipfile.ZipFile(file)
        members = [member for member in archive.infolist() if not member.is_dir()]
        if len(members) != 1:
            raise SourceRefused(name, f"it holds {len(members)} files", "give the one file meant")
        return archive.open(members[0])
    except (NotImplementedError, RuntimeError):
        raise SourceRefused(name, "the archive cannot be opened", "unpack it by hand") from None


def _pieces(content: IO[bytes], head: bytes) -> Iterator[bytes]:
    while head:
        yield head
        head = content.read(PIECE)


def _refuse_what_is_no_data(name: str, head: bytes) -> None:
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()[:2000].lower()
    if not start:
        raise SourceRefused(name, "it holds nothing", AGAIN)
    if b"\0" in head:
        raise SourceRefused(name, "it is not a text file", "give a CSV, TSV or JSON-stat file")
    if start.startswith((b"<!doctype html", b"<html")) or b"<html" in start[:500]:
        raise SourceRefused(name, "it is a page of a website, not data", AGAIN + " later")
    if start.startswith(b"<"):
        if b"queued" in start or b"asynchronous" in start:
            problem = "the publisher only answered that the request is queued"
            raise SourceRefused(name, problem, "wait and fetch the result, or use 'update'")
        problem = "it is an XML message, not a table"
        raise SourceRefused(name, problem, "ask for CSV, TSV or JSON-stat")


def _copy_text(name: str, pieces: Iterator[bytes], out: IO[bytes], limit: int) -> None:
    """Copy, turning Latin-1 into UTF-8 from the first byte that UTF-8 does not have."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    is_latin, written = False, 0
    for piece in pieces:
        if not is_latin:
            pending = decoder.getstate()[0]
            try:
                text = decoder.decode(piece)
            except UnicodeDecodeError:
                # What came before is plain ASCII or valid in both; Istat's older files are Latin-1.
                is_latin, text = True, (pending + piece).decode("cp1252", errors="replace")
        else:
            text = piece.decode("cp1252", errors="replace")
        written += len(piece)
        if written > limit:
            problem = f"unpacked it is larger than {limit:,} bytes"
            raise SourceRefused(name, problem, "check what the archive holds")
        out.write(text.encode())
    if not is_latin and decoder.getstate()[0]:
        raise SourceRefused(name, "it ends in the middle of a letter: it is cut", AGAIN)
