"""Bodies of answers as archives of others keep them: in chunks, compressed; a bomb ends early."""

from __future__ import annotations

import zlib

PACKED = {b"\x1f\x8b": zlib.MAX_WBITS | 16, b"\x78": zlib.MAX_WBITS}


def plain(body: bytes, headers: dict[str, str], most: int) -> tuple[bytes, bool]:
    """At most `most` bytes of a body without its chunks and compression, and if that is all.

    A body that is not what its headers say is left as it is.
    """
    is_all = len(body) <= most
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body, has_end = _joined(body)
        is_all = is_all and has_end
    if headers.get("content-encoding", "").lower() in ("gzip", "x-gzip", "deflate"):
        body, has_end = _inflated(body, most)
        is_all = is_all and has_end
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
    bits = next((bits for begin, bits in PACKED.items() if body.startswith(begin)), None)
    if bits is None:
        return body, True
    machine = zlib.decompressobj(bits)
    try:
        found = machine.decompress(body, most + 1)
    except zlib.error:
        return body, True
    return found, machine.eof and not machine.unconsumed_tail
