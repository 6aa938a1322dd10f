"""What is taken away from a figure: sentences, links, workbook, programmes, images, frames."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from conftest import drawn  # the one beside this file
from pictures import in_our_type, texts_of
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from test_data_addresses import ask

from divario import store

Visit = Callable[..., Page]
VIEW = "/gaps?lang=en&indicator=E_AI_TANY"
FONTS = """performance.getEntriesByType("resource").map(({ name }) => name)
  .filter((name) => /assets.*woff2/.test(name))"""
BUTTONS = ["How to read this", "Table", "Copy & cite", "Share & embed", "Image", "Data & code"]


@pytest.fixture(scope="module")
def view(profile: BrowserContext, server: str) -> Iterator[Page]:
    """VIEW in a tab of its own, for tests that only open panels and save files."""
    page = profile.new_page()
    page.set_viewport_size({"width": 1400, "height": 900})
    page.goto(server + VIEW)
    drawn(page)
    yield page
    page.close()


def panel(page: Page, name: str, figure: str = "sizes") -> Locator:
    """A figure with one of its panels open."""
    found = page.locator(f"[data-figure={figure}]")
    button = found.get_by_role("button", name=name, exact=True)
    if button.get_attribute("aria-expanded") != "true":
        button.click()
    return found


def saved(figure: Locator, name: str) -> Path:
    """What a button of an open panel saves."""
    with figure.page.expect_download() as downloading:
        figure.get_by_role("button", name=name).click()
    return Path(downloading.value.path())


def copyable(figure: Locator, name: str) -> str:
    """The text that stands under a heading of the open panel."""
    block = figure.locator(".dv-copy").filter(has=figure.page.get_by_role("heading", name=name))
    return block.locator(".dv-copy-text").inner_text()


def test_six_buttons_by_keyboard(visit: Visit) -> None:
    """At most six; Enter opens, Escape closes and gives the focus back; one panel at a time."""
    page = visit(VIEW)
    figure = page.locator("[data-figure=sizes]")
    buttons = figure.locator(".dv-toolbar button")
    assert buttons.all_inner_texts() == BUTTONS
    buttons.first.focus()
    for place in range(len(BUTTONS)):
        page.keyboard.press("Enter")
        states = [button.get_attribute("aria-expanded") for button in buttons.all()]
        assert states == ["true" if at == place else "false" for at in range(len(BUTTONS))]
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        page.keyboard.press("Escape")
        expect(figure.locator(".dv-panel")).to_be_hidden()
        expect(buttons.nth(place)).to_be_focused()
        page.keyboard.press("Tab")


@pytest.mark.parametrize("language", ["it", "en"])
def test_a_chosen_row_copies_its_sentence(visit: Visit, language: str) -> None:
    """By click and by keyboard: the sentence holds the very value of that row."""
    page = visit(f"/gaps?lang={language}&indicator=E_AI_TANY")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    figure = panel(page, "Tabella" if language == "it" else "Table")
    rows = figure.locator("tbody tr")
    rows.nth(3).click()
    for place, key in ((3, ""), (4, "ArrowDown"), (0, "Home")):
        if key:
            page.keyboard.press(key)
            page.keyboard.press("Enter")
        else:
            rows.nth(3).focus()
        value = rows.nth(place).locator(".dv-number").inner_text()
        expect(figure.get_by_role("status")).to_contain_text(value)
        copied = page.evaluate("navigator.clipboard.readText()")
        assert re.findall(r"\d+[.,]\d+%", copied) == [value]
        assert store.current().release in copied


def test_short_address_opens_the_same_view(visit: Visit, server: str) -> None:
    """The code alone, in a fresh browser: same address, same headline, at the figure."""
    page = visit(VIEW + "&year=2024&countries=PT")
    figure = panel(page, "Share & embed", "countries")
    link, short = copyable(figure, "Address of this view"), copyable(figure, "Short address")
    assert set(re.split("[?&]", page.url)) == set(re.split("[?&]", link.split("#")[0]))
    assert len(short) < len(link)
    other = visit(short.removeprefix(server))
    expect(other.locator("h1.dv-headline")).to_have_text(
        page.locator("h1.dv-headline").inner_text()
    )
    assert re.split("[?&]", other.url)[0] == re.split("[?&]", link)[0]
    assert "countries=PT" in other.url and "year=2024" in other.url
    expect(other.locator("#figure-countries .dv-title")).to_be_in_viewport()
    status, _, body = ask(server, short.removeprefix(server)[:-1])
    assert status == 404
    assert "non è valido" in body and "is not valid" in body


def test_shared_address_has_tags_and_goes_on(visit: Visit, server: str) -> None:
    """Readers of previews get title and image; people get the view."""
    page = visit(VIEW)
    share = copyable(panel(page, "Share & embed"), "Address with a preview")
    status, _, body = ask(server, share.removeprefix(server))
    assert status == 200
    image = re.search(r'property="og:image" content="([^"]+)"', body)[1]
    data = page.request.get(image)
    assert Image.open(io.BytesIO(data.body())).size == (1200, 630)
    page.goto(share)
    page.wait_for_url(re.compile("/gaps"))
    for path in ("/share/x", "/embed/x", "/preview/x.png", "/s/%3Cscript%3E"):
        assert ask(server, path)[0] == 404


def test_workbook_holds_exactly_what_is_shown(view: Page) -> None:
    """Read back: the table's texts, values as numbers, codes, flags in words, sources."""
    import openpyxl  # noqa: PLC0415 (heavy)

    figure = panel(view, "Table", "countries")
    figure.locator("tbody tr").first.wait_for()
    shown = [row.locator("th,td").all_inner_texts() for row in figure.locator("tbody tr").all()]
    panel(view, "Data & code", "countries")
    file = saved(figure, "Download Excel")
    book = openpyxl.load_workbook(io.BytesIO(file.read_bytes()))
    assert book.sheetnames == ["Data", "Codes", "Sources"]
    rows = [list(row) for row in book["Data"].iter_rows(values_only=True)]
    assert rows[0][-3:] == ["Unit", "Flag (code)", "Flag (in words)"]
    assert len(rows) == len(shown) + 1
    for row, texts in zip(rows[1:], shown, strict=True):
        assert isinstance(row[4], float | int)
        assert f"{row[4]:.2f}%" == texts[4] or f"{row[4]:.1f}%" == texts[4]
        assert [cell or "" for cell in (*row[:4], row[5])] == [*texts[:4], texts[5]]
    netherlands = next(row for row in rows if row[0] == "Netherlands")
    assert netherlands[-3:] == ["PC_ENT", "b", "break in series"]
    with (saved(figure, "Download CSV")).open(encoding="utf-8", newline="") as text:
        raw = list(csv.reader(text))
    codes = [list(row) for row in book["Codes"].iter_rows(values_only=True)]
    assert [["" if cell is None else str(cell) for cell in row] for row in codes] == raw
    told = [
        str(cell) for row in book["Sources"].iter_rows(values_only=True) for cell in row if cell
    ]
    assert store.current().release in told
    assert "isoc_eb_ai" in told
    assert not any(cell.data_type == "f" for sheet in book for row in sheet for cell in row)


def test_programmes_and_citations_as_copied(view: Page) -> None:
    """Python and DuckDB print the figure from the served address; citations have date and link."""
    figure = panel(view, "Data & code")
    for name in ("Python", "DuckDB"):
        figure.get_by_role("button", name=name, exact=True).click()
        done = subprocess.run(
            [sys.executable, "-c", copyable(figure, name)],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        assert done.stdout.strip() == "15.7", name
    figure.get_by_role("button", name="R", exact=True).click()
    assert view.url.split("/gaps")[0] in copyable(figure, "R")
    panel(view, "Copy & cite")
    apa, bibtex = copyable(figure, "APA style"), copyable(figure, "BibTeX")
    assert time.strftime("%Y") in apa and "/s/" in apa
    assert re.search(r"urldate = \{\d{4}-\d\d-\d\d\}", bibtex)
    assert "%%" not in apa + bibtex + copyable(figure, "As the publisher asks")


def test_images_carry_their_proof(view: Page, browser: Browser) -> None:
    """Title, filters, flags, source, date, release, link and type inside; sizes as promised.

    The PNG is the SVG painted at twice its size, so that what is read in the one is in the other.
    """
    for name in ("sizes", "sectors", "years", "countries"):
        figure = panel(view, "Image", name)
        wide = Image.open(saved(figure, "Save PNG"))
        assert wide.width == 1800
        assert Image.open(saved(figure, "Save square")).size == (1080, 1080)
        drawing = saved(figure, "Save SVG")
        said = texts_of(drawing)
        for text in ("Source: Eurostat, isoc_eb_ai", store.current().release, "Accessed", "/s/"):
            assert text in said, text
        for part in (".dv-title", ".dv-subtitle"):
            for word in figure.locator(part).inner_text().split():
                assert word in said, word
    assert "31.87%*" in said
    assert "break in series" in said
    in_our_type(drawing.read_text(encoding="utf-8"), wide)
    painted = browser.new_page(device_scale_factor=2)
    painted.set_viewport_size({"width": wide.width // 2, "height": wide.height // 2})
    painted.set_content(f"<body style='margin:0'>{drawing.read_text(encoding='utf-8')}")
    seen = Image.open(io.BytesIO(painted.screenshot()))
    painted.close()
    assert seen.size == wide.size
    apart = ImageChops.difference(seen.convert("RGB"), wide.convert("RGB"))
    assert max(ImageStat.Stat(apart).mean) < 1
    assert min(ImageStat.Stat(wide.convert("RGB")).mean) < 250, "a blank image"


def test_frozen_copy_is_the_same_bytes_and_needs_nobody(
    visit: Visit, view: Page, browser: Browser, tmp_path: Path
) -> None:
    """Two readers get the same file; opened from disk it asks for nothing and runs nothing."""
    fresh = visit(VIEW)
    assert fresh.evaluate(FONTS) == []
    files = [
        saved(panel(page, "Share & embed", "years"), "Save a frozen copy").read_bytes()
        for page in (view, fresh)
    ]
    assert files[0] == files[1]
    assert len(fresh.evaluate(FONTS)) == 2
    path = tmp_path / "frozen.html"
    path.write_bytes(files[0])
    page = browser.new_page(java_script_enabled=False)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    expect(page.locator("svg").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("15.70% of SMEs (10–249 persons employed)")
    expect(page.locator("main")).to_contain_text(store.current().release)
    page.get_by_text("Table", exact=True).click()
    expect(page.locator("table").first).to_contain_text("15.70%")
    assert page.evaluate("[...document.fonts].map(({ status }) => status)") == ["loaded"] * 2
    assert [url for url in asked if not url.startswith("data:font/")] == [path.as_uri()]
    page.close()


def test_embedded_figure_in_a_foreign_page(
    view: Page, browser: Browser, server: str, tmp_path: Path
) -> None:
    """The snippet as copied, on another origin: drawn, ours alone, and no other page framed."""
    snippet = copyable(panel(view, "Share & embed"), "the chart follows")
    page = browser.new_page()
    asked, faults = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
    (tmp_path / "page.html").write_text(f"<!doctype html>{snippet}", encoding="utf-8")
    foreign = ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=tmp_path)
    )
    Thread(target=foreign.serve_forever, daemon=True).start()
    host = f"127.0.0.1:{foreign.server_port}"
    page.goto(f"http://{host}/page.html")
    frame = page.frame_locator("iframe")
    expect(frame.locator("[data-figure=sizes][data-drawn]")).to_be_visible(timeout=15_000)
    expect(frame.locator("[data-figure=sizes]")).to_contain_text("15.70%")
    assert frame.locator("[data-figure]").count() == 1
    assert {url.split("/")[-1].split(".")[0] for url in asked if ".woff2" in url} == {
        "sans",
        "serif",
    }
    assert {url.split("/")[2] for url in asked} == {host, server.split("/")[2]}
    assert [fault for fault in faults if "favicon" not in fault and "404" not in fault] == []
    assert "frame-ancestors *" in ask(server, "/embed/x")[1]["content-security-policy"]
    assert "frame-ancestors 'self'" in ask(server, "/gaps")[1]["content-security-policy"]
    foreign.shutdown()
    page.close()
