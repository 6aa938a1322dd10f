"""What only a browser shows of the Sectors page: choices, links, narrow screens."""

from __future__ import annotations

import re
from collections.abc import Callable

from conftest import drawn  # the one beside this file
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]


def test_sector_and_comparison_are_chosen_without_loading_the_page_again(visit: Visit) -> None:
    page = visit("/sectors?lang=en")
    page.evaluate("window.stillHere = true")
    page.get_by_label("Sector", exact=True).select_option("J")
    expect(page.locator("h1.dv-headline")).to_contain_text("Information and communication: ahead")
    page.get_by_label("Compare with", exact=True).select_option("F")
    page.wait_for_url(re.compile("compare=F"))
    expect(page.locator("[data-figure=beside-PC_ENT]")).to_be_visible()
    drawn(page)
    page.get_by_role("button", name="Remove Construction from the comparison").click()
    expect(page.locator("[data-figure=beside-PC_ENT]")).to_have_count(0)
    assert page.evaluate("window.stillHere"), "the page must not be loaded again"
    assert page.url.endswith("/sectors?sector=J&lang=en")


def test_a_measured_indicator_opens_its_gaps_view(visit: Visit) -> None:
    page = visit("/sectors?lang=en&sector=F&topic=ai")
    page.locator(".dv-sectors-measured summary").click()
    page.get_by_role("link", name="Use of at least one AI technology", exact=True).click()
    page.wait_for_url(re.compile(r"/gaps\?.*sector=F"))
    drawn(page)
    expect(page.locator("h1.dv-headline")).to_contain_text("10.39% of enterprises")


def test_narrow_screen_has_labels_above_their_rows_and_no_overflow(visit: Visit) -> None:
    page = visit("/sectors?sector=G47&compare=I55,J61,C10-C12", 390)
    page.wait_for_selector("[data-figure=countries][data-drawn]")
    drawn(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    plot = "document.querySelector('[data-figure=profile-PC_ENT] .dv-plot')"
    labels = page.evaluate(f"{plot}.layout.annotations.length")
    assert labels > 15
    inside = page.evaluate(
        f"() => {{ const right = {plot}.getBoundingClientRect().right;"
        f" return [...{plot}.querySelectorAll('.annotation-text')]"
        ".every((label) => label.getBoundingClientRect().right <= right + 1); }"
    )
    assert inside, "a label is cut off"
