"""axe-core finds no violation on any page, at three widths, in both languages.

Each page is opened once in each language, in one tab whose cache is warm, and the tab is then made
narrower: a page follows its width without being loaded again, as it does when a reader turns a
tablet. Every page, width and language is looked at; only the openings are fewer.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import drawn, resized  # the one beside this file
from playwright.sync_api import BrowserContext, Page

NAMES = sorted(path.stem for path in (Path(__file__).resolve().parents[2] / "pages").glob("*.py"))
pytestmark = pytest.mark.xdist_group("axe")  # one tab, on one worker
WIDTHS = (1400, 768, 390)
ONLY_FAULTS = {"resultTypes": ["violations"]}  # every rule runs; what it found right stays there


@pytest.fixture(scope="module")
def tab(profile: BrowserContext) -> Iterator[Page]:
    """One tab for all pages."""
    page = profile.new_page()
    yield page
    page.close()


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing(tab: Page, server: str, name: str, language: str) -> None:
    tab.set_viewport_size({"width": WIDTHS[0], "height": 900})
    tab.goto(f"{server}/{name if name != 'overview' else ''}?lang={language}")
    drawn(tab)
    for width in WIDTHS:
        resized(tab, width)
        found = Axe().run(tab, options=ONLY_FAULTS).response["violations"]
        assert not [(width, fault["id"], fault["nodes"][0]["target"]) for fault in found]
