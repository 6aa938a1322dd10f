"""Addresses beside the pages: data, assets; and what every answer of the server carries."""

from __future__ import annotations

import hashlib
import json

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from divario import export, queries
from divario.errors import DataRefused, UnknownQuery, WrongParameter
from divario.shortcode import View, WrongCode
from divario.ui import assets, embed, preview, share, taken
from divario.ui.early import EarlyScripts
from divario.ui.known_pages import KnownPages
from divario.ui.one_release import OneRelease
from divario.ui.packing import PackedAnswers, PackedScripts

FOR_GOOD = "public, max-age=31536000, immutable"
REVALIDATE = "public, max-age=0, must-revalidate"
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "sql": "text/plain; charset=utf-8",
}
MAX_ADDRESS = 8_000
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' ws: wss: blob: data:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
SECURITY = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


async def data(request: Request) -> Response:
    """GET /data/<query>.<csv|json|sql>?parameters: an answer, or what was wrong with it."""
    if len(str(request.url)) > MAX_ADDRESS:
        return _problem(400, "the address is too long", "", "ask for fewer codes at a time")
    name, form = request.path_params["query"], request.path_params["form"]
    if form not in MEDIA_TYPES:
        return _problem(404, f"no such format: {form[:20]}", "", "csv, json or sql")
    given = export.grouped(request.query_params.multi_items())
    given.pop("release", None)  # OneRelease has taken care of it
    try:
        body, release = await run_in_threadpool(_answer, name, form, given)
    except UnknownQuery as error:
        hint = error.hint or "see the list of queries on the page 'Data and method'"
        return _problem(404, f"no such query: {name[:80]}", "", hint)
    except WrongParameter as error:
        return _problem(400, error.problem, error.parameter, error.hint)
    except DataRefused as error:  # a release to compare with that this program cannot open
        return _problem(404, str(error), "", "name another release")
    return _fresh_or_unchanged(request, body, release, form)


def _answer(name: str, form: str, given: dict[str, list[str]]) -> tuple[bytes, str]:
    result = queries.run(name, **given)
    return export.render(result, form).encode(), result.release


def _fresh_or_unchanged(request: Request, body: bytes, release: str, form: str) -> Response:
    """The answer with its tag; 304 without a body when the reader has it already."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {
        "ETag": tag,
        "X-Divario-Release": release,
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "ETag, X-Divario-Release",
        "Cache-Control": REVALIDATE,
    }
    held = {item.strip().removeprefix("W/") for item in _held(request).split(",")}
    if tag in held or "*" in held:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=MEDIA_TYPES[form], headers=headers)


def _held(request: Request) -> str:
    return request.headers.get("if-none-match", "")


def _problem(code: int, error: str, parameter: str, hint: str) -> Response:
    body = json.dumps({"error": error, "parameter": parameter, "hint": hint}, ensure_ascii=False)
    return Response(
        body,
        status_code=code,
        media_type="application/json",
        headers={"Access-Control-Allow-Origin": "*", "Cache-Control": "no-store"},
    )


async def asset(request: Request) -> Response:
    """GET /assets/<name>.<hash>.<type>: never changes under its address."""
    found = await run_in_threadpool(assets.find, request.path_params["file"])
    if found is None:
        return _problem(404, "no such asset", "", "reload the page")
    headers = {"Cache-Control": FOR_GOOD, "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(found.packed, media_type=found.media_type, headers=headers)
    return Response(found.body, media_type=found.media_type, headers=headers)


def _read(request: Request) -> View | None:
    """The view of the code in an address, or None for a code that is none."""
    try:
        return share.read(request.path_params["code"])
    except WrongCode:
        return None


def _read_frozen(request: Request) -> View | None:
    """The same; a release that the address names becomes part of it, and links on keep to it."""
    view, named = _read(request), request.query_params.get("release")
    return share.of_release(view, named) if view and named else view


async def short(request: Request) -> Response:
    """GET /s/<code>: on to the view that the code says."""
    view = _read_frozen(request)
    if view is None:
        return HTMLResponse(share.unknown(), 404)
    return RedirectResponse(share.path_of(view), 302, {"Cache-Control": REVALIDATE})


async def shared(request: Request) -> Response:
    """GET /share/<code>: title, description and image of a view, then on to the view."""
    view = _read_frozen(request)
    if view is None:
        return HTMLResponse(share.unknown(), 404)
    host = str(request.base_url).rstrip("/")
    code = request.path_params["code"]
    body = await run_in_threadpool(share.preview, view, code, host)
    return HTMLResponse(body, headers={"Cache-Control": REVALIDATE})


async def pictured(request: Request) -> Response:
    """GET /preview/<code>.png: the image of a shared address."""
    view = _read_frozen(request)
    body = None if view is None else await run_in_threadpool(_picture, view)
    if body is None:
        return _problem(404, "no such preview", "", "copy the address again")
    return Response(body, media_type="image/png", headers={"Cache-Control": REVALIDATE})


def _picture(view: View) -> bytes | None:
    figure = share.figure_of(view)
    return preview.image(figure, share.language_of(view)) if figure else None


async def embedded(request: Request) -> Response:
    """GET /embed/<code>: one figure alone, which any site may put in a frame."""
    view = _read_frozen(request)
    body = None if view is None else await run_in_threadpool(embed.page, view)
    headers = {"Cache-Control": REVALIDATE, "Content-Security-Policy": embed.POLICY}
    if body is None:
        missing = share.unknown() if view is None else share.undrawn(view)
        return HTMLResponse(missing, 404, headers)
    return HTMLResponse(body, headers=headers)


async def figure(request: Request) -> Response:
    """GET /figure/<code>.json?release=: what a reader may take from a figure, of that release."""
    view = _read(request)
    if view is None:
        return _problem(404, "no such figure", "", "reload the page")
    made = await run_in_threadpool(share.figure_of, view)
    if made is None:
        return _problem(404, "this figure cannot be drawn from the data", "", "reload the page")
    body = await run_in_threadpool(taken.packed, made, view)
    return Response(body, media_type=MEDIA_TYPES["json"], headers={"Cache-Control": "no-cache"})


async def elsewhere(_request: Request) -> Response:
    """GET /<page>/_stcore/…: 300, because it is to be asked for at /_stcore/….

    Opened by a page's address, Streamlit's script asks below the page first and then at the root
    (streamlit/streamlit#7074). It takes 300 for the no that 404 is; only the browser's console
    then holds no error.
    """
    return Response("Ask at /_stcore/", 300, media_type="text/plain")


class SecurityHeaders:
    """Adds our headers to every answer; what goes over a websocket passes as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)


ROUTES = [
    Route("/data/{query}.{form}", data),
    Route("/assets/{file}", asset),
    Route("/s/{code}", short),
    Route("/share/{code}", shared),
    Route("/preview/{code}.png", pictured),
    Route("/embed/{code}", embedded),
    Route("/figure/{code}.json", figure),
    *(Route(f"/{{page}}/_stcore/{name}", elsewhere) for name in ("health", "host-config")),
]
MIDDLEWARE = [
    Middleware(SecurityHeaders),
    Middleware(KnownPages),
    Middleware(EarlyScripts),
    Middleware(PackedScripts),
    Middleware(PackedAnswers),
    Middleware(OneRelease),
]
