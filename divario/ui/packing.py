"""What travels compressed: the scripts that Streamlit serves as they are, and our longer texts."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from functools import lru_cache

from starlette.datastructures import MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PACKED = ("/data/", "/figure/", "/embed/")


@lru_cache(maxsize=256)
def _packed(body: bytes) -> bytes:
    return gzip.compress(body, 6, mtime=0)


def packed(headers: MutableHeaders, body: bytes) -> bytes:
    """A body compressed, once for each; says so in its headers, unless it is already."""
    if "content-encoding" in headers:
        return body
    body = _packed(body)
    headers["Content-Encoding"] = "gzip"
    headers["Content-Length"] = str(len(body))
    headers.add_vary_header("Accept-Encoding")
    return body


async def in_one(
    app: ASGIApp,
    scope: Scope,
    receive: Receive,
    send: Send,
    change: Callable[[MutableHeaders, bytes], bytes],
) -> None:
    """Send an answer in one piece; body and headers of a 200 as `change` makes them."""
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
        if start["status"] == 200:
            body = change(MutableHeaders(scope=start), body)
        await send(start)
        await send({"type": "http.response.body", "body": body})

    await app(scope, receive, gather)


class PackedScripts:
    """Compresses Streamlit's own scripts and styles, once each: it serves them as they are."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _is_packable(scope):
            await self.app(scope, receive, send)
            return
        await in_one(self.app, scope, receive, send, packed)


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
