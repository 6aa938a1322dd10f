"""Bodies of answers as archives of others keep them: in chunks, compressed; a bomb ends early."""

from __future__ import annotations

import re
import zlib

ENCODINGS = ("gzip", "x-gzip", "deflate", "br")
PACKED = {b"\x1f\x8b": zlib.MAX_WBITS | 16, b"\x78": zlib.MAX_WBITS}
NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")  # what 200 packed bytes hardly lack
BARE = -zlib.MAX_WBITS  # "deflate" without a head, as some servers send it


def plain(body: bytes, headers: dict[str, str], most: int) -> tuple[bytes, bool]:
    """At most `most` bytes of a body without its chunks and compression, and if that is all.

    A body that is not what its headers say is left as it is.
    """
    is_all = len(body) <= most
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body, has_end = _joined(body)
        is_all = is_all and has_end
    encoding = headers.get("content-encoding", "").strip().lower()
    if encoding in ENCODINGS and NO_TEXT.search(body[:200]):
        unpack = _from_brotli if encoding == "br" else _inflated
        found, has_end = unpack(body, most)
        if found:
            body, is_all = found, is_all and has_end
    return body[:most], is_all and len(body) <= most


def _joined(body: bytes) -> tuple[bytes, bool]:
    pieces, at = [], 0
    while (end := body.find(b"\r\n", at, at + 200)) >= 0:
        try:
            size = int(body[at:end].partition(b";")[0], 16)
        except ValueError:
            break
        if size <= 0:
            return b"".join(pieces), size == 0
        pieces.append(body[end + 2 : end + 2 + size])
        at = end + size + 4
    return (b"".join(pieces), False) if pieces else (body, True)


def _inflated(body: bytes, most: int) -> tuple[bytes, bool]:
    bits = next((bits for begin, bits in PACKED.items() if body.startswith(begin)), BARE)
    machine = zlib.decompressobj(bits)
    try:
        found = machine.decompress(body, most + 1)
    except zlib.error:
        return b"", True
    return found, machine.eof and not machine.unconsumed_tail


def _from_brotli(body: bytes, most: int) -> tuple[bytes, bool]:
    import brotli  # noqa: PLC0415 (few archives need it)

    machine = brotli.Decompressor()
    try:
        found = machine.process(body, output_buffer_limit=most + 1)
    except brotli.error:
        return b"", True
    return found, machine.is_finished()
