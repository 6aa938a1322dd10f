"""The journalist’s path by keyboard alone: filter, lead, sentence, image. No mouse, no focus()."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from conftest import drawn  # the one beside this file
from PIL import Image
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
FOCUS = "document.activeElement"
VISIBLE = f"""
() => {{
  const box = {FOCUS}.getBoundingClientRect();
  return {FOCUS} !== document.body && getComputedStyle({FOCUS}).outlineStyle !== "none"
    && box.bottom > 0 && box.top < innerHeight;
}}
"""


def reach(page: Page, selector: str, key: str = "Tab", most: int = 40) -> None:
    """Press a key until the focus is on a certain element; at each stop the focus can be seen."""
    for _ in range(most):
        page.keyboard.press(key)
        assert page.evaluate(VISIBLE), page.evaluate(f"{FOCUS}.outerHTML.slice(0, 200)")
        if page.evaluate(f"(wanted) => {FOCUS}.matches(wanted)", selector):
            return
    raise AssertionError(f"{selector} is not reached in {most} presses")


def test_filter_lead_sentence_and_image(visit: Visit) -> None:
    """The focus stays where the reader left it while the page changes around it."""
    page = visit("/leads?lang=en")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    before = page.locator("h1.dv-headline").inner_text()
    reach(page, ".dv-skip", most=2)
    page.keyboard.press("Enter")
    assert page.evaluate(f"{FOCUS}.matches('h1.dv-headline')")
    reach(page, "select[name=topic]")
    page.keyboard.type("Art")
    expect(page.locator("h1.dv-headline")).not_to_have_text(before)
    page.wait_for_url("**/leads?topic=ai&lang=en")
    drawn(page)
    assert page.evaluate(f"{FOCUS}.matches('select[name=topic]')"), "the focus was lost"
    lead = "[data-figure=lead-1]"
    reach(page, f"{lead} .dv-toolbar button:nth-child(2)")
    page.keyboard.press("Enter")
    expect(page.locator(f"{lead} tbody tr").first).to_be_visible()
    reach(page, f"{lead} tbody tr", most=8)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    said = page.locator(f"{lead} [role=status]")
    expect(said).to_contain_text(page.evaluate(f"{FOCUS}.querySelector('.dv-number').innerText"))
    assert page.evaluate("navigator.clipboard.readText()") in said.inner_text()
    page.keyboard.press("Escape")
    reach(page, f"{lead} .dv-toolbar button:nth-child(5)")
    page.keyboard.press("Enter")
    expect(page.locator(f"{lead} .dv-panel button").first).to_be_visible()
    reach(page, f"{lead} .dv-panel button", most=3)
    with page.expect_download() as downloading:
        page.keyboard.press("Enter")
    assert Image.open(Path(downloading.value.path())).width == 1800


def test_focus_survives_a_change_of_language_page_and_view(visit: Visit) -> None:
    """What the reader chose keeps the focus: a link of the bar, the search box."""
    page = visit("/method")
    reach(page, ".dv-languages a[lang=en]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/method?lang=en")
    expect(page.locator("h1.dv-headline")).to_have_text("Data and method")
    expect(page.locator(".dv-languages a[lang=en]")).to_have_attribute("aria-current", "true")
    drawn(page)
    expect(page.locator(".dv-languages a[lang=en]")).to_be_focused()
    reach(page, ".dv-search input", "Shift+Tab")
    page.keyboard.type("cloud")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/gaps?*")
    drawn(page)
    expect(page.locator(".dv-search input")).to_be_focused()
    expect(page.get_by_role("listbox")).to_be_hidden()
