"""What only a browser shows: frame, language, addresses, drawn lines, hosts, keyboard."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

import psutil
import pytest
from conftest import choose, drawn  # the one beside this file
from playwright.sync_api import BrowserContext, Page, expect
from serving import Address, free_port, running_server

Visit = Callable[..., Page]


def lines(page: Page) -> list[dict]:
    """The lines of the chart over time, as the browser drew them."""
    return page.evaluate(
        "() => document.querySelector('[data-figure=years] .dv-plot').data"
        ".map((t) => ({name: t.name, x: [...t.x], y: [...t.y]}))"
    )


def numbers(page: Page, figures: int) -> list:
    """The heading and what every chart of a page with so many figures draws."""
    expect(page.locator("[data-figure]")).to_have_count(figures)
    drawn(page)
    return page.evaluate(
        "() => [document.querySelector('h1.dv-headline').innerText,"
        " ...[...document.querySelectorAll('[data-figure]')].map((figure) => [figure.id,"
        " (figure.querySelector('.dv-plot').data ?? []).map(({x, y, text}) => ({x, y, text}))])]"
    )


def test_a_view_is_the_same_after_reload_back_and_restart(profile: BrowserContext) -> None:
    """A deep link is the first request of a fresh server; then reload, back, and another server."""
    view, port = "/sectors?sector=J&compare=C,F&topic=ai&lang=en", free_port()
    page = profile.new_page()
    with running_server(port) as address:
        page.goto(address + view)
        shown = numbers(page, 4)
        assert "Information and communication: ahead" in shown[0]
        current = page.get_by_role("navigation", name="Pages").get_by_role("link", name="Sectors")
        expect(current).to_have_attribute("aria-current", "page")
        assert page.evaluate("document.documentElement.lang") == "en"
        assert page.title() == "Sectors · Divario"
        page.reload()
        assert numbers(page, 4) == shown
        choose(page, "Sector", "F")
        assert numbers(page, 4) != shown
        assert "topic=ai" in page.url, "what else was chosen stays"
        page.go_back()
        page.wait_for_url(re.compile("sector=J"))
        expect(page.locator("h1.dv-headline")).to_have_text(shown[0])
        assert numbers(page, 4) == shown
    with running_server(port):
        page.reload()
        assert numbers(page, 4) == shown
        page.close()
        page = profile.new_page()
        page.goto(address + view)
        assert numbers(page, 4) == shown
    page.close()


def test_back_is_one_press_for_each_thing_chosen(visit: Visit, server: str) -> None:
    """An unclean address is replaced by the clean one; another page adds one entry, not two."""
    page = visit("/method?lang=en")
    page.goto(f"{server}/gaps?indicator=E_AI_TANI&lang=en&foo=1")
    page.wait_for_url("**/gaps?indicator=E_AI_TANY&lang=en")
    drawn(page)
    expect(page.get_by_role("status").first).to_contain_text("E_AI_TANI")
    page.get_by_role("link", name="Sectors", exact=True).click()
    page.wait_for_url("**/sectors?lang=en")
    expect(page.locator("h1.dv-headline")).to_contain_text("Manufacturing")
    page.go_back()
    page.wait_for_url("**/gaps?indicator=E_AI_TANY&lang=en")
    expect(page.locator("h1.dv-headline")).to_contain_text("15.70% of SMEs in Italy")
    page.go_back()
    page.wait_for_url("**/method?lang=en")
    expect(page.locator("h1.dv-headline")).to_have_text("Data and method")


@pytest.mark.skipif(sys.platform == "win32", reason="uvloop does not run on Windows")
def test_small_messages_are_sent_at_once(server: Address) -> None:
    """The server runs on uvloop: Python's own loop waits for the browser's acknowledgement."""
    libraries = [library.path for library in psutil.Process(server.pid).memory_maps()]
    assert any("uvloop" in path for path in libraries)


def test_no_line_crosses_a_break_in_series(visit: Visit) -> None:
    """The Netherlands' AI series has a break in 2025: its line must stop before it."""
    page = visit("/gaps?lang=en&indicator=E_AI_TANY&countries=NL,FR,DE,ES,BE,AT")
    rows = page.evaluate(
        "async () => (await (await fetch('/data/observations.json?indicator=E_AI_TANY"
        "&dataset=isoc_eb_ai&size_class=10-249&sector=C10-S951_X_K')).json()).rows"
    )
    breaks = {(row["territory"], row["year"]) for row in rows if "b" in (row["status"] or "")}
    drawn_lines = lines(page)
    assert any(territory == "NL" for territory, _ in breaks)
    assert any(line["name"].split()[1] == "NL" for line in drawn_lines)
    for line in drawn_lines:
        territory = line["name"].split()[1]
        assert not [year for year in line["x"][1:] if (territory, year) in breaks], line


def test_versions_of_the_index_are_never_one_line(visit: Visit) -> None:
    drawn_lines = lines(visit("/gaps?lang=en&indicator=E_DI3_GELO"))
    versions = {2021: "E_DI3", 2022: "E_DI4", 2023: "E_DI3", 2024: "E_DI4", 2025: "E_DI3"}
    assert {line["name"][:5] for line in drawn_lines} == {"E_DI3", "E_DI4"}
    for line in drawn_lines:
        assert {versions[year] for year in line["x"]} == {line["name"][:5]}


def test_language_and_view_survive_navigation_links_and_reload(visit: Visit) -> None:
    page = visit("/gaps?indicator=E_AI_TANY")
    choose(page, "Anno", "2024")
    page.get_by_role("link", name="English").click()
    expect(page.locator("h1.dv-headline")).to_contain_text("In 2024, 7.74% of SMEs")
    assert "lang=en" in page.url
    page.get_by_role("link", name="Data and method").click()
    expect(page.locator("h1.dv-headline")).to_have_text("Data and method")
    assert page.url.endswith("/method?lang=en")
    page.get_by_role("link", name="Gaps").click()
    expect(page.locator("h1.dv-headline")).to_contain_text("In 2024, 7.74% of SMEs")
    link = page.url
    page.reload()
    drawn(page)
    expect(page.locator("h1.dv-headline")).to_contain_text("In 2024, 7.74% of SMEs")
    assert page.evaluate("document.documentElement.lang") == "en"
    other = visit(link.split("/", 3)[3].join(("/", "")))
    assert other.locator("h1.dv-headline").inner_text() == (
        page.locator("h1.dv-headline").inner_text()
    )


def test_indicator_is_found_by_keyboard_without_accents(visit: Visit) -> None:
    page = visit("/gaps")
    page.evaluate("window.stillHere = true")
    box = page.get_by_role("combobox", name="Indicatore")
    box.focus()
    box.fill("intensita digitale molto alta v3")
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("Enter")
    expect(page.locator(".dv-kicker")).to_contain_text("molto alta")
    assert "indicator=E_DI3_VHI" in page.url
    assert page.evaluate("window.stillHere"), "the page must not be loaded again"
    box.focus()
    box.fill("zzzz")
    expect(page.get_by_text("Nessun indicatore con queste parole")).to_be_visible()
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_countries_are_added_and_removed(visit: Visit) -> None:
    page = visit("/gaps?lang=en&indicator=E_AI_TANY&countries=FR")
    page.get_by_label("Compare with", exact=True).select_option("PT")
    expect(page.get_by_role("button", name="Remove Portugal from the comparison")).to_be_visible()
    page.get_by_role("button", name="Remove France from the comparison").click()
    expect(page.get_by_role("button", name="Remove France from the comparison")).to_have_count(0)
    page.wait_for_url(re.compile("countries=PT"))
    drawn(page)
    assert "FR" not in {line["name"].split()[1] for line in lines(page)}


def test_the_first_change_keeps_the_countries_that_were_there(visit: Visit) -> None:
    page = visit("/gaps?lang=en&indicator=E_AI_TANY")
    page.get_by_label("Compare with", exact=True).select_option("PT")
    for name in ("Germany", "Spain", "France", "Portugal"):
        expect(
            page.get_by_role("button", name=f"Remove {name} from the comparison")
        ).to_be_visible()
    page.get_by_role("button", name="Remove Spain from the comparison").click()
    page.wait_for_url(re.compile("countries=DE%2CFR%2CPT|countries=DE,FR,PT"))


def test_csv_holds_exactly_what_is_shown(visit: Visit) -> None:
    page = visit("/gaps?lang=en&indicator=E_AI_TANY")
    figure = page.locator("[data-figure=countries]")
    figure.get_by_role("button", name="Table", exact=True).click()
    figure.locator("tbody tr").first.wait_for()
    shown = figure.locator("tbody tr").count()
    figure.get_by_role("button", name="Data & code").click()
    with page.expect_download() as downloading:
        figure.get_by_role("button", name="Download CSV").click()
    text = downloading.value.path().read_text(encoding="utf-8").splitlines()
    assert text[0] == (
        "indicator,territory,size_class,sector,year,value,unit,status,caveats,origin"
    )
    assert len(text) == shown + 1
    italy = next(line for line in text if ",IT," in line)
    assert italy.startswith("E_AI_TANY,IT,10-249,C10-S951_X_K,2025,15.7,PC_ENT,,")
    assert italy.endswith("Eurostat:isoc_eb_ai@2026-02-27")


def test_query_and_reading_help_open_under_the_chart(visit: Visit) -> None:
    page = visit("/gaps?lang=en&indicator=E_AI_TANY")
    figure = page.locator("[data-figure=sizes]")
    figure.get_by_role("button", name="Data & code").click()
    figure.get_by_role("button", name="Query").click()
    expect(figure.locator(".dv-sql")).to_contain_text("from cell")
    expect(figure.locator(".dv-sql")).to_contain_text('"E_AI_TANY"')
    figure.get_by_role("button", name="How to read this").click()
    expect(figure.locator(".dv-panel")).to_contain_text("Each row is a territory")
    expect(figure.locator(".dv-sql")).to_have_count(0)


def test_markup_in_an_address_runs_nothing(visit: Visit) -> None:
    page = visit("/gaps?indicator=%3Cimg%20src%3Dx%20onerror%3D%22window.hit%3D1%22%3E")
    expect(page.get_by_role("status")).to_contain_text("non è un valore valido")
    assert page.evaluate("window.hit") is None


def test_stage_theme_is_larger_and_kept(visit: Visit) -> None:
    page = visit("/gaps?theme=stage&lang=en")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "22px"
    page.get_by_role("link", name="Overview").click()
    page.wait_for_url(re.compile("theme=stage"))
    assert page.evaluate("document.documentElement.dataset.theme") == "stage"
