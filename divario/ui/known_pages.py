"""An address that is no page of ours gets a clear answer, in both languages, and a way on.

Streamlit answers any address with its page, which then says so in English, in a box that makes all
else unusable; below a page's address its scripts are not even found.
"""

from __future__ import annotations

from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from divario.ui import share

NAMES = {path.stem for path in (Path(__file__).resolve().parents[2] / "pages").glob("*.py")}
OWN = ("/s/", "/share/", "/embed/")  # pages beside those of Streamlit


class KnownPages:
    """Answers 404 where Streamlit would answer with its page and there is none of that name."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] != "http" or path.strip("/") in {"", *NAMES} or path.startswith(OWN):
            await self.app(scope, receive, send)
            return
        is_page = False

        async def unless_page(message: Message) -> None:
            nonlocal is_page
            if message["type"] == "http.response.start":
                kind = Headers(raw=message["headers"]).get("content-type", "")
                is_page = message["status"] == 200 and kind.startswith("text/html")
                if is_page:
                    await HTMLResponse(share.lost(), 404)(scope, receive, send)
            if not is_page:
                await send(message)

        await self.app(scope, receive, unless_page)
