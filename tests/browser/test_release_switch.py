"""A new release under a reader’s eyes: no view mixes two. Then no server: What if goes on."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import choose, drawn, faults  # the one beside this file
from playwright.sync_api import BrowserContext, Page, expect
from serving import Address, running_server
from test_whatif_in_browser import READY, changed, line, seized

from divario import pointer, provenance, releases, store
from tests import revised

Visit = Callable[..., Page]
SHOWN = "all => all.map(figure => figure.innerText.match(/Data release ([0-9a-f]{12})/)?.[1])"
# Everything that a reader must never see, noted at each change of the page.
WATCH = """() => {
  window.broken = [];
  const look = () => {
    const faults = document.querySelectorAll(
      '[data-testid=stException], [data-testid=stAlert], [role=dialog]');
    if (faults.length) window.broken.push(faults[0].innerText);
    if (!document.querySelector('h1.dv-headline')) window.broken.push('no heading');
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
}"""


class Place(NamedTuple):
    """A running server, and the release that it serves first."""

    address: Address
    release: str


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The app over a release of its own, which a test may follow by another."""
    home = tmp_path_factory.mktemp("switch")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(pointer.VARIABLE, str(home))
        folder = Path(shutil.copytree(store.DATA, home / "base"))
        revised.earlier(folder)
        provenance.seal(folder, store.row_count)
        release = provenance.release_id(folder)
        pointer.place_of(release).parent.mkdir()
        folder.rename(pointer.place_of(release))
        pointer.move(release)
        with running_server() as address:
            yield Place(address, release)


def shown(page: Page) -> set[str]:
    """The releases that the figures of a page name."""
    return set(page.locator("[data-figure]").evaluate_all(SHOWN))


def served(page: Page, release: str) -> None:
    """Wait until the server answers from a release."""
    page.evaluate(
        """async (release) => {
          const until = performance.now() + 60_000;
          const answered = async () => (await fetch('/data/sources_by_dataset.csv'))
            .headers.get('X-Divario-Release');
          while (await answered() !== release) {
            if (performance.now() > until) throw new Error('the release is not served');
            await new Promise((done) => setTimeout(done, 100));
          }
        }""",
        release,
    )


def test_a_reader_during_a_switch(visit: Visit, place: Place) -> None:
    """The open page keeps its figures; the next choice brings the whole of the new release."""
    address, old = place
    view = "/gaps?lang=en&indicator=E_AI_TANY&countries=DE"
    page = visit(view, base=address)
    heading = page.locator("h1.dv-headline")
    expect(heading).to_contain_text("15.70% of SMEs in Italy")
    assert shown(page) == {old}
    page.evaluate(WATCH)
    page.evaluate("window.stillHere = true")

    new = releases.publish(revised.later)
    served(page, new)
    assert shown(page) == {old}
    expect(heading).to_contain_text("15.70%")
    figure = page.locator("[data-figure=sizes]")
    figure.get_by_role("button", name="Table", exact=True).click()
    expect(figure.locator("tbody")).to_contain_text("15.70%")
    figure.get_by_role("button", name="Table", exact=True).click()

    # A choice reruns the fragment, which finds another release and runs the whole page instead.
    page.get_by_label("Compare with", exact=True).select_option("FR")
    expect(heading).to_contain_text("15.75% of SMEs in Italy")
    page.wait_for_function(
        "(release) => [...document.querySelectorAll('[data-figure]')]"
        ".every((figure) => figure.innerText.includes(release))",
        arg=new,
    )
    drawn(page)
    assert shown(page) == {new}
    expect(page.get_by_role("button", name="Remove France from the comparison")).to_be_visible()
    figure.get_by_role("button", name="Table", exact=True).click()
    expect(figure.locator("tbody")).to_contain_text("15.75%")
    choose(page, "Year", "2024")
    assert shown(page) == {new}
    assert page.evaluate("window.broken") == []
    assert page.evaluate("window.stillHere"), "the page must not be loaded again"

    frozen = visit(f"{view}&release={old}", base=address)
    expect(frozen.locator("h1.dv-headline")).to_contain_text("15.70%")
    assert shown(frozen) == {old}
    choose(frozen, "Year", "2024")
    assert shown(frozen) == {old}, "a frozen page keeps to its release"


def test_revisions_between_them(visit: Visit, place: Place) -> None:
    """The page for both releases: every changed cell, the whole CSV, a quoted figure, axe."""
    pointer_now = releases.current_id()
    if pointer_now == place.release:  # when this test runs alone
        pointer_now = releases.publish(revised.later)
    page = visit(
        f"/revisions?lang=en&before={place.release}&after={pointer_now}", base=place.address
    )
    expect(page.locator("h1.dv-headline")).to_contain_text("revised 2 figures")
    rows = page.locator("[data-figure=revisions-cells] tbody tr")
    page.locator("[data-figure=revisions-cells]").scroll_into_view_if_needed()
    expect(rows).to_have_count(len(revised.CHANGES))
    expect(rows.first).to_contain_text("20.00%17.00%")
    link = page.get_by_role("link", name="CSV", exact=True).get_attribute("href")
    text = page.evaluate("async (link) => (await fetch(link)).text()", link)
    assert len(text.splitlines()) == len(revised.CHANGES) + 1
    assert not faults(page)
    box = page.get_by_role("combobox", name="Indicator")
    box.fill("use of at least one ai technology")
    box.press("Enter")
    expect(page.locator(".dv-quote h3")).to_have_text(
        f"Yes, it was revised: 15.70% in release {place.release}, 15.75% in {pointer_now}, "
        "0.05 points more. Status then: no flag; now: no flag."
    )
    assert "indicator=E_AI_TANY" in page.url


def test_the_simulator_goes_on_without_a_server(profile: BrowserContext, place: Place) -> None:
    """The last test here, as it kills the server; levers and bands work; no box is in the way."""
    page = profile.new_page()
    page.set_viewport_size({"width": 1400, "height": 900})
    page.on("pageerror", lambda error: pytest.fail(f"error in the page: {error}"))
    page.goto(f"{place.address}/whatif?lang=en")
    drawn(page)
    page.wait_for_selector(f"{READY}[data-answered]")
    place.address.process.kill()
    quiet = page.locator(".dv-whatif-offline")
    expect(quiet).to_contain_text("goes on by itself")
    page.wait_for_selector("[data-test-connection-state=PINGING_SERVER]")
    to = seized(page, "h")
    for share in (0.8, 0.9, 0.99):
        before = line(page)
        to(share)
        changed(page, before)
    page.mouse.up()
    page.wait_for_selector(".dv-whatif[data-band=true]")
    expect(page.locator("[data-testid=stDialog]")).to_have_count(0)
    assert not page.evaluate("document.getElementById('root').inert")
    page.close()
