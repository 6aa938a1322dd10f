"""What travels compressed: the scripts that Streamlit serves as they are, and our longer texts."""

from __future__ import annotations

import gzip
from functools import lru_cache

from starlette.datastructures import MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PACKED = ("/data/", "/figure/", "/embed/")


@lru_cache(maxsize=256)
def _packed(_path: str, body: bytes) -> bytes:
    return gzip.compress(body, 6, mtime=0)


class PackedScripts:
    """Compresses Streamlit's own scripts and styles, once each: it serves them as they are."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _is_packable(scope):
            await self.app(scope, receive, send)
            return
        start: Message = {}
        chunks: list[bytes] = []

        async def gather(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            chunks.append(message.get("body", b""))
            if message.get("more_body"):
                return
            body = b"".join(chunks)
            headers = MutableHeaders(scope=start)
            if start["status"] == 200 and "content-encoding" not in headers:
                body = _packed(scope["path"], body)
                headers["Content-Encoding"] = "gzip"
                headers["Content-Length"] = str(len(body))
                headers.add_vary_header("Accept-Encoding")
            await send(start)
            await send({"type": "http.response.body", "body": body})

        await self.app(scope, receive, gather)


class PackedAnswers:
    """Compresses our longer texts: data, what a figure takes along, frames."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.packing = GZipMiddleware(app, minimum_size=1_000, compresslevel=5)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_ours = scope["type"] == "http" and scope["path"].startswith(PACKED)
        await (self.packing if is_ours else self.app)(scope, receive, send)


def _is_packable(scope: Scope) -> bool:
    """A GET of one of Streamlit's hashed scripts or styles by a reader that takes gzip."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    headers = dict(scope["headers"])
    return (
        scope["path"].startswith("/static/")
        and scope["path"].endswith((".js", ".css"))
        and b"gzip" in headers.get(b"accept-encoding", b"")
        and b"range" not in headers
    )
