"""Archives that tests write: WARC files of made-up answers, the same bytes each time."""

from __future__ import annotations

import io
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

DAY = "2026-11-20T10:00:00Z"


def write(path: Path, answers: list[tuple[str, bytes]], kind: str = "text/html") -> Path:
    """Write one archive of answers (address, body), gzipped by record."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for number, (address, body) in enumerate(answers):
            headers = StatusAndHeaders("200 OK", [("Content-Type", kind)], "HTTP/1.1")
            named = {"WARC-Date": DAY, "WARC-Record-ID": f"<urn:uuid:{number:032x}>"}
            writer.write_record(
                writer.create_warc_record(
                    address,
                    "response",
                    payload=io.BytesIO(body),
                    http_headers=headers,
                    warc_headers_dict=named,
                )
            )
    return path
