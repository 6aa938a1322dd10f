"""axe-core finds no violation on any page, at three widths, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

Visit = Callable[..., Page]
NAMES = sorted(path.stem for path in (Path(__file__).resolve().parents[2] / "pages").glob("*.py"))


@pytest.mark.parametrize("width", [1400, 768, 390])
@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing(visit: Visit, name: str, language: str, width: int) -> None:
    page = visit(f"/{name if name != 'overview' else ''}?lang={language}", width)
    found = Axe().run(page).response["violations"]
    assert not [(fault["id"], fault["nodes"][0]["target"]) for fault in found]
