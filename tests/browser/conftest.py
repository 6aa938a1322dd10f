"""A real server and a real browser. A missing Chromium is a failure, never a skip."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from filelock import FileLock
from playwright.sync_api import (
    Browser,
    BrowserContext,
    BrowserType,
    Error,
    Page,
    Route,
    expect,
    sync_playwright,
)
from serving import Address, started, watched  # the one beside this file

from divario import i18n
from divario.charts import theme
from divario.cycle import ledger
from divario.ui import assets

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WAITING_MS = 60_000
expect.set_options(timeout=WAITING_MS)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)

SCENE = (Path(__file__).parent / "whatif_scene.js").read_text(encoding="utf-8")
BLANK = (
    '<!doctype html><html lang="{language}" data-theme="{look}"><meta charset="utf-8">'
    "<title>Divario</title><style>body {{ margin: 0; font-family: sans-serif; }}"
    "main {{ max-width: 1240px; margin: auto; padding: .8rem; }} {styles}</style>"
    "<main></main></html>"
)
# Every rule runs. What it found right, and the selector of each element, are not worked out; nor is
# the markup of each element looked at, which takes a quarter of the time: only that of a fault is.
FAULTS = """
async () => {
  axe.configure({ noHtml: true });
  const options = { resultTypes: ["violations"], selectors: false, elementRef: true };
  const { violations } = await axe.run({ ...options, preload: false });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ element }) => [id, element.outerHTML.slice(0, 300)]));
}
"""
FITTED = """
(width) => innerWidth === width
  && [...document.querySelectorAll("[data-figure]")].every((figure) => {
    const plot = figure.querySelector(".dv-plot");
    return !plot?.layout || plot.layout.width === Math.round(figure.clientWidth);
  })
"""


@pytest.fixture(scope="session")
def server(testrun_uid: str, worker_id: str) -> Iterator[Address]:
    """One server for all workers: the first that needs it starts it, the last stops it.

    Where the tests are killed, it ends by itself.
    """
    folder = Path(tempfile.gettempdir()) / f"divario-server-{testrun_uid}"
    folder.mkdir(exist_ok=True)
    (folder / worker_id).touch()
    note, lock = folder / "address", FileLock(folder / "lock")
    with lock:
        if not note.exists():
            own = started()
            watched(own, os.getpid() if worker_id == "master" else os.getppid())
            note.write_text(f"{own} {own.process.pid}", encoding="utf-8")
        said, number = note.read_text(encoding="utf-8").split()
    address = Address(said)
    address.pid = int(number)
    yield address
    with lock:
        (folder / worker_id).unlink()
        if {path.name for path in folder.iterdir()} == {"address", "lock"}:
            os.kill(address.pid, signal.SIGTERM)
            shutil.rmtree(folder)


@pytest.fixture(scope="session")
def chromium() -> Iterator[tuple[BrowserType, dict]]:
    """The machine's Chromium or Chrome, and what it is launched with."""
    path = os.environ.get("DIVARIO_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not path:
        pytest.fail("No Chromium or Chrome: run 'python3 start.py test', which sets one up.")
    with sync_playwright() as playwright:
        yield playwright.chromium, {"executable_path": path, "args": list(FLAGS)}


@pytest.fixture(scope="session")
def browser(chromium: tuple[BrowserType, dict]) -> Iterator[Browser]:
    """A browser without a past, for windows of another kind than a reader's usual one."""
    kind, settings = chromium
    launched = kind.launch(**settings)
    yield launched
    launched.close()


@pytest.fixture(scope="session")
def profile(
    chromium: tuple[BrowserType, dict], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    """A profile on disk: only there are scripts kept compiled, which halves an opening's cost."""
    kind, settings = chromium
    context = kind.launch_persistent_context(tmp_path_factory.mktemp("profile"), **settings)
    context.set_default_timeout(WAITING_MS)
    yield context
    context.close()


@pytest.fixture(scope="session")
def idle() -> list[Page]:
    """Tabs that a test has left: the app opens in one for half of what a new tab costs."""
    return []


@pytest.fixture
def visit(profile: BrowserContext, idle: list[Page], server: str) -> Iterator[Callable[..., Page]]:
    """Open an address in a tab and wait until its page is drawn.

    An opening is a session of its own on the server. Nothing that a test leaves in the profile
    reaches the next: cookies, what pages have stored and who listens are removed.
    """
    used = []

    def opened(path: str, width: int = 1400, base: str | None = None) -> Page:
        page = idle.pop() if idle else profile.new_page()
        listeners = {
            "request": lambda request: page.requested.append(request.url),
            "console": lambda said: said.type == "error" and page.complaints.append(said.text),
            "pageerror": lambda error: pytest.fail(f"error in the page: {error}"),
        }
        page.requested, page.complaints = [], []
        for event, listener in listeners.items():
            page.on(event, listener)
        used.append((page, listeners))
        page.set_viewport_size({"width": width, "height": 900})
        page.goto((base or server) + path)
        drawn(page)
        return page

    yield opened
    for page, listeners in used:
        try:
            page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
            for event, listener in listeners.items():
                page.remove_listener(event, listener)
            page.unroute_all()
            page.goto(f"{server}/_stcore/health")
            idle.append(page)
        except Error:  # closed by the test, or left without a server
            page.close()
    profile.clear_cookies()
    profile.clear_permissions()


@pytest.fixture(scope="module")
def drawings(profile: BrowserContext) -> Iterator[Callable[..., Page]]:
    """Open the drawings in a language, width and theme; nothing is shown to them yet."""
    page = profile.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"error in the page: {error}"))

    def answer(route: Route, page: str) -> None:
        name = route.request.url.rsplit("/", 1)[1]
        script = assets.FOLDER / name
        if not name:
            route.fulfill(body=page, content_type="text/html; charset=utf-8")
        else:
            route.fulfill(body=script.read_bytes(), content_type="text/javascript")

    def opened(language: str = "it", width: int = 1400, look: str = "page") -> Page:
        page.unroute_all()
        page.set_viewport_size({"width": width, "height": 900})
        styles = "".join(
            (assets.FOLDER / f"{name}.css").read_text(encoding="utf-8")
            for name in ("divario", "whatif-drawings")
        )
        blank = BLANK.format(language=language, look=look, styles=styles)
        page.route("http://drawings.test/**", lambda route: answer(route, blank))
        page.goto("http://drawings.test/")
        own = {key.removeprefix("whatif."): text for key, text in i18n.texts(language).items()}
        page.evaluate(
            SCENE,
            {
                "ledger": ledger.for_browser(),
                "words": own,
                "language": language,
                "scale": theme.SCALE,
                "theses": {"R3": [{"title": "Likes", "href": "claims?claim=vanity"}]},
            },
        )
        return page

    yield opened
    page.close()


def show(page: Page, settings: dict | None = None, **own: object) -> None:
    """Update every drawing with one scene."""
    page.evaluate("([settings, own]) => show(settings, own)", [settings or {}, own])


def drawn(page: Page) -> None:
    """Wait until every figure of the page is drawn, and the page has its heading."""
    page.wait_for_selector("h1.dv-headline")
    page.wait_for_function(
        "() => { const all = [...document.querySelectorAll('[data-figure]')];"
        " const app = document.querySelector('[data-testid=stApp]');"
        " return app?.dataset.testScriptState === 'notRunning'"
        " && all.every((one) => one.dataset.drawn && !one.querySelector('[data-waits]'))"
        " && (all.length > 3 || !location.pathname.startsWith('/gaps'))"
        " && (document.querySelector('.dv-whatif[data-ready=true]')"
        " || !location.pathname.startsWith('/whatif')); }"
    )


def resized(page: Page, width: int) -> None:
    """Make the window narrower or wider, and wait until every chart has followed."""
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_function(FITTED, arg=width)


def faults(page: Page) -> list[list[str]]:
    """What axe-core finds wrong with a page as it stands: rule and element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    return page.evaluate(FAULTS)


def choose(page: Page, label: str, value: str) -> None:
    """Pick one option of a native list of the filter bar and wait for what follows."""
    before = page.locator("h1.dv-headline").inner_text()
    stamps = page.locator("[data-figure]").evaluate_all("all => all.map(f => f.dataset.drawn)")
    page.get_by_label(label, exact=True).select_option(value)
    page.wait_for_function(
        "([heading, stamps]) => document.querySelector('h1.dv-headline').innerText !== heading"
        " || JSON.stringify([...document.querySelectorAll('[data-figure]')]"
        ".map(f => f.dataset.drawn)) !== JSON.stringify(stamps)",
        arg=[before, stamps],
    )
    drawn(page)
