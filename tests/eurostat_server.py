"""A server on loopback that imitates Eurostat's dissemination API, with its moods."""

from __future__ import annotations

import gzip
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

HEADER = (
    "DATAFLOW,LAST UPDATE,freq,size_emp,nace_r2,indic_is,unit,geo,"
    "TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS"
)
QUEUED = (
    '<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body>'
    "<ns0:asyncResponse><queued><id>{key}</id><status>{state}</status></queued>"
    "</ns0:asyncResponse></env:Body></env:Envelope>"
)
HTML = b"<!DOCTYPE html><html><body>The service is under maintenance</body></html>"


def sdmx_csv(code: str, rows: list[str], updated: str = "27/02/26 11:00:00") -> bytes:
    """An SDMX-CSV 1.0 file of rows `size,sector,indicator,unit,geo,year,value,flag,conf`."""
    start = f"ESTAT:{code.upper()}(1.0),{updated},A,"
    return "\r\n".join([HEADER, *(start + row for row in rows), ""]).encode()


@dataclass
class Eurostat:
    """What is served, in which mood (`redirect`, `limit`, `queue`, `cut`, `html`, `down`), asked.

    `served` holds time of the last change and bytes by dataset; `asked` counts addresses; `labels`
    holds code lists by name.
    """

    base: str = ""
    served: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    moods: dict[str, str] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    ranges: list[str] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)

    def inventory(self) -> bytes:
        """The list of datasets in Eurostat's columns."""
        lines = ["Code\tType\tSource dataset\tLast data change\tLast structural change"]
        lines += [f"{c.upper()}\tDATASET\t\t{when}\t{when}" for c, (when, _) in self.served.items()]
        return "\n".join([*lines, ""]).encode()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    api: Eurostat

    def log_message(self, *_: object) -> None:
        """Say nothing: the tests look at `asked`."""

    def do_GET(self) -> None:
        """Answer one address of the API."""
        api, path = self.api, urlsplit(self.path).path
        api.asked[path] += 1
        if path == "/files/inventory":
            self._send(200, api.inventory())
            return
        if path.startswith("/1.0/async/"):
            self._queued(path)
            return
        if "/codelist/" in path and path.rpartition("/")[2] in api.labels:
            self._send(200, api.labels[path.rpartition("/")[2]].encode())
            return
        code = path.removeprefix("/moved").split("/ESTAT/")[-1].split("/")[0].lower()
        if code not in api.served:
            self._send(404, b"no such dataset")
            return
        self._data(code, path)

    def _data(self, code: str, path: str) -> None:
        api, first = self.api, self.api.asked[path] == 1
        mood, body = api.moods.get(code, ""), gzip.compress(api.served[code][1], mtime=0)
        if mood == "redirect" and not path.startswith("/moved"):
            self._send(302, b"", {"Location": f"{api.base}/moved{self.path}"})
        elif mood == "limit" and first:
            self._send(429, b"slow down", {"Retry-After": "0"})
        elif mood == "down":
            self._send(503, b"out of order")
        elif mood == "html":
            self._send(200, HTML)
        elif mood == "queue":
            self._send(
                200, QUEUED.format(key=f"key-{code}".replace("_", "-"), state="SUBMITTED").encode()
            )
        elif mood == "cut" and first:
            self._send(200, body[: len(body) // 2], {"Content-Length": str(len(body))})
            self.close_connection = True
        else:
            self._part(body)

    def _part(self, body: bytes) -> None:
        wanted = self.headers.get("Range", "")
        if not wanted:
            self._send(200, body)
            return
        self.api.ranges.append(wanted)
        start = int(wanted.removeprefix("bytes=").rstrip("-"))
        place = {"Content-Range": f"bytes {start}-{len(body) - 1}/{len(body)}"}
        self._send(206, body[start:], place)

    def _queued(self, path: str) -> None:
        *_, what, key = path.split("/")
        code = key.removeprefix("key-").replace("-", "_")
        if what == "data":
            self._send(200, gzip.compress(self.api.served[code][1], mtime=0))
            return
        states = ("SUBMITTED", "PROCESSING", "AVAILABLE")
        state = states[min(self.api.asked[path], len(states)) - 1]
        self._send(200, QUEUED.format(key=key, state=state).encode())

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | (headers or {})).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def eurostat() -> Iterator[Eurostat]:
    """Serve on a free port of loopback until the block ends."""
    api = Eurostat()
    handler = type("Handler", (_Handler,), {"api": api})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    api.base = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield api
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
