"""Each answer of the server comes from one release, also while the current one changes."""

from __future__ import annotations

import contextlib

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from divario import store
from divario.errors import DivarioError
from divario.shortcode import WrongCode
from divario.ui import share

HELD = ("/data/", "/figure/", "/share/", "/preview/", "/embed/")


class OneRelease:
    """Answers each request from one release: the one that its address names, else the current."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(HELD):
            await self.app(scope, receive, send)
            return
        try:
            warehouse = await run_in_threadpool(_warehouse_of, Request(scope))
        except DivarioError as error:
            await _no_release(scope["path"], error)(scope, receive, send)
            return
        with store.held(warehouse):
            await self.app(scope, receive, send)


def _no_release(path: str, error: DivarioError) -> Response:
    """What a release that cannot be had gets: a page where a page was asked for."""
    if path.startswith(("/share/", "/embed/")):
        return HTMLResponse(share.unkept(), 404)
    code = 409 if path.startswith("/figure/") else 404  # the page asks for its own release
    hint = "leave it out for the current release"
    told = {"error": str(error), "parameter": "release", "hint": hint}
    headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-store"}
    return JSONResponse(told, code, headers)


def _warehouse_of(request: Request) -> store.Warehouse:
    """The warehouse of the release in an address, or in the view of its code.

    Raises UnknownRelease, or DataRefused where this program cannot open it.
    """
    named = request.query_params.get("release")
    if named is None and not request.url.path.startswith("/data/"):
        code = request.url.path.split("/")[2].removesuffix(".png").removesuffix(".json")
        with contextlib.suppress(WrongCode):
            named = dict(share.read(code).parameters).get("release")
    return store.of_release(named) if named else store.current()
