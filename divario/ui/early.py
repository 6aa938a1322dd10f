"""What a page with charts asks for before Streamlit has come: components, ours, and plotly.js.

Otherwise the browser asks for them only when Streamlit has come, run and drawn the first figure,
and for what a script imports only when it has that one.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache, partial
from importlib.util import find_spec
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

from divario.ui import assets
from divario.ui.packing import in_one, packed

WITH_CHARTS = frozenset({"/", "/gaps", "/sectors", "/leads", "/web"})
ONE_CLAIM = ("/claims", b"claim=")  # the list of claims has none
COMPONENTS = ("early", "figure", "sheet", "page", "controls")
# Streamlit's own scripts for components and st.html, without their hash. Where a version calls them
# otherwise, they are asked for as late as before.
CHUNKS = ("BidiComponent", "Html")
NAMED = re.compile(r'from"\./([\w.-]+\.js)"')
END_OF_HEAD = b"</head>"
# What of a request and of an answer speaks of the page as Streamlit's file holds it.
ASKED = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range", b"if-range"}
ANSWERED = ("etag", "last-modified", "accept-ranges")


@cache
def _chunks() -> list[str]:
    """The files of CHUNKS and all that they import, but what Streamlit's page asks for itself."""
    folder = Path(str(find_spec("streamlit").origin)).parent / "static"
    page = (folder / "index.html").read_text(encoding="utf-8")
    scripts = folder / "static" / "js"
    wanted = [path.name for stem in CHUNKS for path in sorted(scripts.glob(f"{stem}.*.js"))]
    found: list[str] = []
    for name in wanted:
        if name not in page and name not in found:
            found.append(name)
            wanted.extend(NAMED.findall((scripts / name).read_text(encoding="utf-8")))
    return [f"/static/js/{name}" for name in found]


@cache
def links() -> str:
    """A Link header that asks for all of it; Streamlit's own scripts have the higher priority.

    What is small keeps the one place that a low priority has while they come; plotly.js is next.
    """
    own = [one.address for name in COMPONENTS for one in assets.modules(f"{name}.js")]
    first, *rest = dict.fromkeys((*_chunks(), *own))
    asked = [
        f"<{first}>; rel=modulepreload",
        f"<{assets.plotly_script().address}>; rel=preload; as=script",
        *(f"<{address}>; rel=modulepreload" for address in rest),
    ]
    return ", ".join(f"{one}; fetchpriority=low" for one in asked)


@lru_cache(maxsize=4)
def started(page: bytes) -> bytes:
    """Streamlit's page with one more script, the last of its head: it runs plotly.js."""
    script = (
        f'<script type="module" src="{assets.script("early.js").address}"'
        f' data-library="{assets.plotly_script().address}"></script>'
    )
    return page.replace(END_OF_HEAD, script.encode() + END_OF_HEAD, 1)


class EarlyScripts:
    """Adds the header and the script to the pages with charts."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _has_charts(scope):
            await self.app(scope, receive, send)
            return
        takes_gzip = "gzip" in Headers(scope=scope).get("accept-encoding", "")
        inner = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in ASKED]}
        change = partial(_changed, takes_gzip=takes_gzip)
        await in_one(self.app, inner, receive, send, change)


def _has_charts(scope: Scope) -> bool:
    """A GET of a page with charts."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    path, name = ONE_CLAIM
    return scope["path"] in WITH_CHARTS or (scope["path"] == path and name in scope["query_string"])


def _changed(headers: MutableHeaders, page: bytes, takes_gzip: bool) -> bytes:
    """The body to send; its headers are changed in place."""
    for name in ANSWERED:
        del headers[name]
    headers["Link"] = links()
    body = started(page)
    if takes_gzip:
        return packed(headers, body)
    headers["Content-Length"] = str(len(body))
    headers.add_vary_header("Accept-Encoding")
    return body
