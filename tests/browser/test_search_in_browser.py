"""The search box in the bar: by keyboard, in both languages, without loading the page again."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

Visit = Callable[..., Page]


def test_search_opens_a_view_by_keyboard(visit: Visit) -> None:
    page = visit("/method")
    page.evaluate("window.stillHere = true")
    assert not any("/assets/search-" in address for address in page.requested)
    box = page.get_by_role("combobox", name="Cerca")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/assets/search-*", hold)
    with page.expect_request("**/assets/search-*"):
        box.focus()
    expect(page.get_by_role("listbox")).to_be_hidden()
    box.fill("fatturazione elettronica")
    box.press("Enter")  # sooner than the list comes
    held[0].continue_()
    page.wait_for_url("**/gaps?indicator=E_INV*")
    expect(page.locator("h1.dv-headline")).to_contain_text("fatture")
    assert page.evaluate("window.stillHere"), "the page must not be loaded again"
    box.focus()
    box.fill("cloud")
    nearest = page.get_by_role("option").first
    expect(nearest).to_have_text("Acquisto di servizi di cloud computing")
    box.fill("dati e metodo")
    expect(nearest).to_have_text("Dati e metodo")
    box.fill("olanda")
    results = page.get_by_role("listbox")
    expect(results.get_by_role("option", name="Paesi Bassi")).to_be_visible()
    box.press("Enter")
    page.wait_for_url("**/gaps?countries=NL")
    box.fill("zzzz")
    expect(page.get_by_text("Niente contiene queste parole")).to_be_visible()
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert box.input_value() == ""


def test_search_finds_in_the_language_of_the_page(visit: Visit) -> None:
    page = visit("/?lang=en", width=390)
    box = page.get_by_role("combobox", name="Search")
    box.fill("nuvola")
    first = page.get_by_role("option").first
    expect(first).to_have_text("Purchase of cloud computing services")
    box.fill("AI")
    expect(first).to_have_text("Use of at least one AI technology")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
