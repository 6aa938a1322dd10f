"""Each page, at three widths, in both languages: what axe-core finds, hosts, language, overflow.

One tab is opened; a reader's own links lead to each page in each language, and the tab is then made
narrower, as when a tablet is turned, or wider, where it is narrow from the page before. Every page,
width and language is looked at; only the openings and the changes of width are fewer.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import drawn, faults, resized  # the one beside this file
from playwright.sync_api import BrowserContext, Page, expect

NAMES = sorted(path.stem for path in (Path(__file__).resolve().parents[2] / "pages").glob("*.py"))
WIDTHS = (1400, 768, 390)
BUILT_IN_ENGLISH = (
    "Skip to main content",
    "Expand sidebar",
    "Navigate to home page",
    "App pages",
    "Deploy",
    "Running...",
    "CONNECTING",
    "Clear all",
    "Fullscreen",
    "Download plot",
    "Zoom",
)
SHOWN = """
() => [...document.querySelectorAll("[aria-label],[title],[alt],[placeholder]")].map((element) =>
  ["aria-label", "title", "alt", "placeholder"].map((name) => element.getAttribute(name)).join(" ")
).join("\\n") + document.body.innerText
"""


@pytest.fixture(scope="module")
def tab(profile: BrowserContext, server: str) -> Iterator[Page]:
    """One tab for all pages; it notes what is asked for."""
    page = profile.new_page()
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    page.requested = set()
    page.on("request", lambda request: page.requested.add(urlsplit(request.url)[:2]))
    page.goto(server)
    drawn(page)
    yield page
    page.close()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["it", "en"])
def test_every_page(tab: Page, server: str, language: str, name: str) -> None:
    address = f"/{name if name != 'overview' else ''}{'?lang=en' if language == 'en' else ''}"
    for link in (f".dv-languages a[lang={language}]", f".dv-pages a[href='{address}']"):
        if not tab.locator(f"{link}[aria-current]").count():
            tab.locator(link).click()
        expect(tab.locator(f"{link}[aria-current]")).to_be_visible()
    expect(tab.locator("html")).to_have_attribute("lang", language)
    drawn(tab)
    shown = tab.evaluate(SHOWN)
    assert language == "en" or not [text for text in BUILT_IN_ENGLISH if text in shown]
    for width in WIDTHS if tab.viewport_size["width"] == WIDTHS[0] else reversed(WIDTHS):
        resized(tab, width)
        assert not faults(tab), width
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
    hosts = {host for scheme, host in tab.requested if scheme not in ("data", "blob")}
    assert hosts == {urlsplit(server).netloc}
