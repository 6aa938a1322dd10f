"""Eurostat's dissemination API, asked politely: inventory, datasets, queued answers."""

from __future__ import annotations

import csv
import io
import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path

from divario.errors import PublisherUnreachable, SourceRefused
from divario.sources import layout

BASE = "https://ec.europa.eu/eurostat/api/dissemination"
DATA = "{base}/sdmx/3.0/data/dataflow/ESTAT/{code}/1.0?format=csvdata&compress=true"
INVENTORY = "{base}/files/inventory?type=data"
CODE_LIST = "{base}/sdmx/2.1/codelist/ESTAT/{name}?format=TSV&lang=en"
CODE_LISTS = {"size_class": "SIZE_EMP", "sector": "NACE_R2", "unit": "UNIT", "territory": "GEO"}
STATUS, RESULT = "{base}/1.0/async/status/{key}", "{base}/1.0/async/data/{key}"
AGENT = "Divario (statistics reader; one request at a time)"
TIMEOUT_SECONDS = 60
PIECE = 1 << 16
LARGEST_BYTES = 1_000_000_000
LONGEST_WAIT = 300.0
KEY = re.compile(rb"<(?:\w+:)?id>\s*([A-Za-z0-9-]{1,128})\s*</")
STATE = re.compile(rb"<(?:\w+:)?status>\s*([A-Z_]+)\s*</")
WAITING = {b"SUBMITTED", b"PROCESSING", b"DATA_NOT_YET_AVAILABLE"}
TEMPORARY = {408, 425, 429, 500, 502, 503, 504}


@dataclass(frozen=True)
class Api:
    """Where to ask and how patiently: `pause` seconds, doubled at each of `attempts`."""

    base: str = BASE
    pause: float = 2.0
    attempts: int = 6
    polls: int = 60
    sleep: Callable[[float], None] = time.sleep

    def inventory(self) -> dict[str, str]:
        """The time of the last data change of each dataset served, by lower-case code."""
        body = io.BytesIO()
        self._get(INVENTORY.format(base=self.base), "the inventory", body)
        text = body.getvalue().decode("utf-8-sig", errors="replace")
        rows = csv.DictReader(io.StringIO(text), delimiter="\t")
        if not {"Code", "Last data change"} <= set(rows.fieldnames or ()):
            raise PublisherUnreachable("the inventory", "the answer is not Eurostat's inventory")
        return {row["Code"].lower(): layout.moment(row["Last data change"] or "") for row in rows}

    def labels(self, dimension: str) -> dict[str, str]:
        """The official English label of each code of a dimension (`CODE_LISTS`)."""
        name, body = CODE_LISTS[dimension], io.BytesIO()
        self._get(CODE_LIST.format(base=self.base, name=name), f"the code list {name}", body)
        text = body.getvalue().decode("utf-8-sig", errors="replace")
        rows = csv.reader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row[0]: row[1].strip() for row in rows if len(row) == 2}

    def fetch(self, code: str, updated: str, folder: Path) -> Path:
        """Download a dataset into `folder`, or take what is there of the same update.

        A cut download goes on where it ended; the file gets its name only when it is whole.
        """
        folder.mkdir(parents=True, exist_ok=True)
        whole, part = folder / f"{code}.csv.gz", folder / f"{code}.part"
        record = folder / f"{code}.json"
        if _said(record) != updated:
            for old in (whole, part):
                old.unlink(missing_ok=True)
            record.write_text(json.dumps({"updated": updated}), encoding="utf-8")
        if whole.exists():
            return whole
        url = DATA.format(base=self.base, code=code.upper())
        with part.open("ab") as file:
            self._get(url, code, file)
        for _ in range(self.polls):
            head = _head(part)
            if not head.lstrip().startswith(b"<") or b"queued" not in head:
                break
            part.unlink()
            with part.open("ab") as file:
                self._get(self._when_ready(code, head), code, file)
        part.replace(whole)
        return whole

    def _when_ready(self, code: str, head: bytes) -> str:
        """The address of a queued answer, once the publisher says that it is available."""
        found = KEY.search(head)
        if not found:
            raise PublisherUnreachable(code, "the answer is queued, but without its key")
        key = found[1].decode()
        for poll in range(self.polls):
            body = io.BytesIO()
            self._get(STATUS.format(base=self.base, key=key), code, body)
            state = STATE.search(body.getvalue())
            said = state[1] if state else b"no state"
            if said == b"AVAILABLE":
                return RESULT.format(base=self.base, key=key)
            if said not in WAITING:
                break
            self.sleep(min(self.pause * (poll + 1), LONGEST_WAIT))
        raise PublisherUnreachable(
            code, f"the queued answer did not become available ({said.decode()})"
        )

    def _get(self, url: str, what: str, out: io.BufferedIOBase) -> None:
        """Write an answer to `out`, trying again where that can help; keeps what it has got."""
        problem = "no attempt was allowed"
        for attempt in range(self.attempts):
            try:
                self._attempt(url, what, out)
                return
            except urllib.error.HTTPError as error:
                problem = f"the server answered {error.code}"
                if error.code not in TEMPORARY:
                    break
                wait = error.headers.get("Retry-After", "")
            except (OSError, HTTPException, _Cut) as error:
                problem, wait = f"{type(error).__name__}: {error}"[:200], ""
            if attempt + 1 < self.attempts:
                seconds = float(wait) if wait.isdigit() else self.pause * 2**attempt
                self.sleep(min(seconds, LONGEST_WAIT))
        raise PublisherUnreachable(what, problem)

    def _attempt(self, url: str, what: str, out: io.BufferedIOBase) -> None:
        have = out.seek(0, io.SEEK_END)
        headers = {"User-Agent": AGENT} | ({"Range": f"bytes={have}-"} if have else {})
        request = urllib.request.Request(url, headers=headers)  # noqa: S310
        try:
            answer = _opener().open(request, timeout=TIMEOUT_SECONDS)
        except urllib.error.HTTPError as error:
            if error.code == 416 and have:  # what we hold is not a beginning of what is there
                out.truncate(0)
                raise _Cut("the part did not fit, begun again") from None
            raise
        with answer:
            if have and answer.status != 206:
                out.truncate(0)
                out.seek(0)
                have = 0
            declared = answer.headers.get("Content-Length")
            got = 0
            while piece := answer.read(PIECE):
                out.write(piece)
                got += len(piece)
                if have + got > LARGEST_BYTES:
                    raise SourceRefused(
                        what, "the download is larger than a gigabyte", "look at it"
                    )
            if declared and got != int(declared):
                raise _Cut(f"the download was cut at {have + got} bytes")


class _Cut(Exception):
    """A download ended before its end."""


class _SafeRedirects(urllib.request.HTTPRedirectHandler):
    """Redirects are followed, but never from https to http."""

    def redirect_request(self, req, *answered):
        newurl = answered[-1]
        if req.full_url.startswith("https:") and not newurl.startswith("https:"):
            raise urllib.error.URLError("a redirect away from https was refused")
        return super().redirect_request(req, *answered)


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(_SafeRedirects)


def _said(record: Path) -> str | None:
    try:
        return json.loads(record.read_text(encoding="utf-8"))["updated"]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4000)
