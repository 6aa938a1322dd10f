"""What only a browser shows of the Web evidence page: a choice, the address, the embedded chart."""

from __future__ import annotations

import re
from collections.abc import Callable

from conftest import drawn  # the one beside this file
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]


def test_cell_is_chosen_without_loading_the_page_again_and_its_chart_embeds(visit: Visit) -> None:
    page = visit("/web?lang=en&country=DE&sector=F")
    expect(page.locator("h1.dv-headline")).to_contain_text("Germany, Construction, 2024")
    page.evaluate("window.stillHere = true")
    page.get_by_label("Country", exact=True).select_option("FR")
    page.wait_for_url(lambda address: "country" not in address)
    expect(page.locator("h1.dv-headline")).to_contain_text(
        "France, Construction, 2024: AI on websites 7.4%, in the survey 3.14%"
    )
    drawn(page)
    assert page.evaluate("window.stillHere"), "the page must not be loaded again"
    assert page.url.endswith("/web?sector=F&lang=en")
    figure = page.locator("[data-figure=pairs]")
    figure.get_by_role("button", name="Share & embed").click()
    snippet = figure.locator(".dv-copy-text").filter(has_text="<iframe").first
    expect(snippet).to_be_visible()
    address = re.search(r"/embed/[^\"]+", snippet.inner_text())
    assert address, snippet.inner_text()
    page.goto(page.url.split("/web")[0] + address.group())
    expect(page.locator("[data-figure=pairs][data-drawn]")).to_be_visible()
    expect(page.locator("[data-figure=pairs]")).to_contain_text("12 cells of 15")
