"""An address that is no page is answered with 404 and a way on."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Message

from divario.i18n import LANGUAGES, t
from divario.ui.known_pages import KnownPages
from tests.conftest import finished


async def anything(request: Request) -> Response:
    """A page for every address, as Streamlit answers; a script is a script."""
    if request.url.path.endswith(".js"):
        return PlainTextResponse("1", media_type="text/javascript")
    return HTMLResponse("<main>")


APP = Starlette(routes=[Route("/{path:path}", anything)], middleware=[Middleware(KnownPages)])


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/gaps", 200),
        ("/gaps/", 200),
        ("/static/js/index.js", 200),
        ("/s/abc", 200),
        ("/embed/abc", 200),
        ("/nowhere", 404),
        ("/gaps/foo", 404),
        ("/a/b/gaps", 404),
        ("/<script>", 404),
        ("/../pages/gaps.py", 404),
    ],
)
def test_only_what_is_no_page_is_refused(path: str, status: int) -> None:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": b"lang=en",
        "headers": [],
        "server": ("localhost", 80),
        "scheme": "http",
    }
    finished(APP(scope, receive, send))
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    assert sent[0]["status"] == status
    body = sent[1]["body"].decode()
    assert (body == "<main>") == (status == 200 and not path.endswith(".js"))
    for language in LANGUAGES if status == 404 else ():
        assert t("share.lost.title", language) in body
        assert t("share.unknown.home", language) in body
    assert "<script" not in body
