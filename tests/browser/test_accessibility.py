"""axe-core finds no violation on any page, at three widths, in both languages.

One tab is opened; a reader's own links lead to each page in each language, and the tab is then made
narrower, as when a tablet is turned. Every page, width and language is looked at; only the openings
are fewer.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import drawn, faults, resized  # the one beside this file
from playwright.sync_api import BrowserContext, Page, expect

NAMES = sorted(path.stem for path in (Path(__file__).resolve().parents[2] / "pages").glob("*.py"))
WIDTHS = (1400, 768, 390)


@pytest.fixture(scope="module")
def tab(profile: BrowserContext, server: str) -> Iterator[Page]:
    """One tab for all pages."""
    page = profile.new_page()
    page.goto(server)
    drawn(page)
    yield page
    page.close()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["it", "en"])
def test_axe_finds_nothing(tab: Page, language: str, name: str) -> None:
    tab.set_viewport_size({"width": WIDTHS[0], "height": 900})
    address = f"/{name if name != 'overview' else ''}{'?lang=en' if language == 'en' else ''}"
    for link in (f".dv-languages a[lang={language}]", f".dv-pages a[href='{address}']"):
        tab.locator(link).click()
        expect(tab.locator(f"{link}[aria-current]")).to_be_visible()
    expect(tab.locator("html")).to_have_attribute("lang", language)
    drawn(tab)
    for width in WIDTHS:
        resized(tab, width)
        assert not faults(tab), width
