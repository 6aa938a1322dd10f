"""The What-if page in a real browser: drag, address, undo, links without sense."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from conftest import drawn  # the one beside this file
from playwright.sync_api import BrowserContext, Page, expect

Visit = Callable[..., Page]
READY = ".dv-whatif[data-ready=true]"
LINE = "[data-chart=T] .dv-whatif-run"
ANSWERED = re.compile(r"with your own choice.* \d+ in 100 .* \d+\.$")
THUMB = 8


@pytest.fixture(scope="module")
def kept(profile: BrowserContext, server: str) -> Iterator[Page]:
    """The page, opened once for tests that begin with nothing chosen: an opening takes seconds."""
    page = profile.new_page()
    page.complaints = []
    page.on("console", lambda said: said.type == "error" and page.complaints.append(said.text))
    page.on("pageerror", lambda error: pytest.fail(f"error in the page: {error}"))
    page.set_viewport_size({"width": 1400, "height": 900})
    page.goto(f"{server}/whatif?lang=en")
    drawn(page)
    page.wait_for_selector(READY)
    yield page
    page.close()


@pytest.fixture
def page(kept: Page) -> Page:
    """The page as at first: nothing chosen, nothing in the address."""
    kept.locator("input[name=theta]").focus()
    kept.keyboard.press("r")
    kept.wait_for_function("location.search === '?lang=en'")
    return kept


def opened(visit: Visit, query: str = "", width: int = 1400) -> Page:
    """The page, its simulator running."""
    page = visit(f"/whatif{query}", width)
    page.wait_for_selector(READY)
    return page


def seized(page: Page, name: str) -> Callable[[float], None]:
    """Take hold of a lever's thumb; gives what moves it to a share of its way."""
    lever = page.locator(f"input[name={name}]")
    low, high, value = (float(lever.evaluate(f"e => e.{end}")) for end in ("min", "max", "value"))
    width, height = lever.evaluate("e => [e.offsetWidth, e.offsetHeight]")

    def along(share: float) -> float:
        return THUMB + (width - 2 * THUMB) * share

    for _ in range(20):  # what the page still draws may move the lever away
        page.mouse.up()
        lever.hover(position={"x": along((value - low) / (high - low)), "y": height / 2})
        box = lever.bounding_box()
        page.mouse.down()
        if lever.evaluate("e => e === document.activeElement"):
            break
    middle = box["y"] + height / 2
    return lambda share: page.mouse.move(box["x"] + along(share), middle, steps=2)


def line(page: Page) -> str:
    """The path of trust, as it is drawn at this moment."""
    return page.locator(LINE).get_attribute("d")


def changed(page: Page, before: str) -> None:
    """Wait until the line of trust is another one."""
    page.wait_for_function(
        f"before => document.querySelector('{LINE}').getAttribute('d') !== before", arg=before
    )


def own(page: Page) -> dict[str, str]:
    """The page's own parameters in the address."""
    found = {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}
    return {name: value for name, value in found.items() if name not in ("lang", "theme")}


def test_everything_moves_during_the_drag(page: Page) -> None:
    to = seized(page, "h")
    seen = {line(page)}
    for share in (0.7, 0.78, 0.86, 0.94):
        before = line(page)
        to(share)
        changed(page, before)
        seen.add(line(page))
    assert len(seen) == 5
    assert own(page) == {}
    assert page.complaints == []  # nothing was asked for in vain
    page.mouse.up()
    page.wait_for_url(re.compile("h=0.9"))
    expect(page.locator(".dv-whatif-main")).to_contain_text(
        re.compile(r"with your own choice.* \d+ in 100")
    )


def test_undo_takes_back_a_whole_drag_and_one_key_starts_over(page: Page) -> None:
    at_first = line(page)
    to = seized(page, "L")
    for share in (0.5, 0.6, 0.7):
        to(share)
    page.mouse.up()
    page.wait_for_url(re.compile("L=17"))
    page.keyboard.press("Control+z")
    expect(page.locator("input[name=L]")).to_have_value("8")
    page.get_by_label("Scenario", exact=True).select_option("small_wins")
    page.wait_for_url(re.compile("commit=1500"))
    page.locator("input[name=theta]").focus()
    page.keyboard.press("r")
    page.wait_for_function("!location.search.includes('commit')")
    page.wait_for_function(
        f"first => document.querySelector('{LINE}').getAttribute('d') === first", arg=at_first
    )


def test_the_scenario_survives_reload_language_and_navigation(visit: Visit) -> None:
    page = opened(visit, "?lang=en&L=3&h=0.95")
    page.get_by_label("Compare up to four scenarios").select_option("course_99")
    page.wait_for_url(re.compile("compare=course_99"))
    wanted = {"L": "3", "h": "0.95", "compare": "course_99"}
    assert own(page) == wanted
    page.reload()
    page.wait_for_selector(READY)
    assert own(page) == wanted
    page.get_by_role("link", name="Italiano").click()
    expect(page.locator("h1.dv-headline")).to_contain_text("Niente budget")
    page.wait_for_selector(READY)
    expect(page.locator("input[name=L]")).to_have_value("3")
    page.get_by_role("link", name="Dati e metodo").click()
    expect(page.locator("h1.dv-headline")).to_have_text("Dati e metodo")
    page.get_by_role("link", name="E se…").click()
    page.wait_for_selector(READY)
    expect(page.locator("input[name=L]")).to_have_value("3")
    assert own(page) == wanted
    page.go_back()
    expect(page.locator("h1.dv-headline")).to_have_text("Dati e metodo")
    page.go_forward()
    page.wait_for_selector(READY)
    expect(page.locator("input[name=h]")).to_have_value("95")


def test_a_link_that_makes_no_sense_is_clipped_and_listed(visit: Visit) -> None:
    query = (
        "?lang=en&h=7&L=-inf&theta=soon&m0=&T_soc=1e999&colour=red&size=huge&compare=x,small_wins"
    )
    page = opened(visit, query)
    notices = page.locator(".dv-whatif-answer .dv-notice")
    for text in (
        "“7” lies outside the range; 1 is used",
        "(L): “-inf” lies outside the range; 1 is",
    ):
        expect(notices).to_contain_text(text)
    for text in ("(theta): “soon” is not a number", "(m0): “” is not a number", "T_soc: “1e999”"):
        expect(notices).to_contain_text(text)
    for text in ("“colour” is no lever", "size: there is no “huge”", "compare: there is no “x”"):
        expect(notices).to_contain_text(text)
    expect(page.locator("input[name=h]")).to_have_value("100")
    expect(page.locator("input[name=theta]")).to_have_value("20")
    page.wait_for_url(lambda address: "colour" not in address)
    assert own(page) == {"h": "1", "L": "1", "T_soc": "0.4", "compare": "small_wins"}
    expect(notices).to_contain_text("“colour” is no lever")
    assert "NaN" not in page.locator(".dv-whatif").inner_html()


def test_a_saved_scenario_travels_whole_in_the_link(visit: Visit) -> None:
    page = opened(visit, "?lang=en&L=3&h=0.9")
    page.wait_for_selector(f"{READY}[data-answered]")  # nothing else redraws the lists
    page.get_by_label("Give it a name").fill("Short, honest")
    page.get_by_role("button", name="Save").click()
    page.get_by_label("Compare up to four scenarios").select_option(label="Short honest")
    row = page.get_by_role("row", name=re.compile("A · Short honest"))
    expect(row.get_by_role("cell").nth(1)).to_have_text(re.compile(r"^\d+$"))
    page.wait_for_url(re.compile("compare="))
    shared = page.url
    other = visit(shared.removeprefix(f"http://{urlsplit(shared).netloc}"))
    other.wait_for_selector(READY)
    expect(other.get_by_role("row", name=re.compile("A · Short honest"))).to_be_visible()


def test_an_older_choice_is_dropped_for_the_last_one(page: Page) -> None:
    to = seized(page, "h")
    for share in (0.2, 0.5, 0.9, 0.3, 0.95):
        to(share)
    page.mouse.up()
    page.wait_for_url(re.compile("h=0.9"))
    main = page.locator(".dv-whatif-main")
    expect(main).to_contain_text(ANSWERED)
    said = main.inner_text()
    page.reload()
    page.wait_for_selector(READY)
    expect(main).to_have_text(said)


def test_the_exponent_has_a_switch_and_the_worst_one_button(page: Page) -> None:
    """Both from a link of the honesty section and by hand; both move the lines and the address."""
    page.get_by_role("link", name="without the exponent of the trap").click()
    page.wait_for_url(re.compile("n_f=1"))
    page.wait_for_selector(READY)
    switch = page.get_by_label("Little effort yields almost nothing")
    expect(switch).not_to_be_checked()
    before = line(page)
    switch.check()
    changed(page, before)
    page.wait_for_function("!location.search.includes('n_f')")
    before = line(page)
    button = page.get_by_role("button", name="All assumptions at their worst")
    button.click()
    changed(page, before)
    expect(button).to_have_attribute("aria-pressed", "true")
    page.wait_for_url(re.compile("worst=1"))


def test_nothing_gives_the_result_away_before_the_guess(visit: Visit) -> None:
    """No count and no band before it; then the same count everywhere, at five years, by month."""
    page = opened(visit, "?lang=en")
    page.wait_for_selector(f"{READY}[data-answered]")
    count = page.get_by_role("row", name=re.compile("^as usual")).get_by_role("cell").nth(1)
    band = page.locator("[data-chart=G] .dv-whatif-band")
    expect(page.locator(".dv-whatif-broken")).to_have_text(
        re.compile(r"What breaks the cycle.* 30,000 euros take \d+ firms in 100 .* \d with “.*”\.$")
    )
    expect(count).to_have_text("…")
    expect(band).to_have_attribute("d", "")
    page.get_by_role("button", name="Take a guess now").click()
    expect(page.get_by_role("button", name="0 in 100", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(band).not_to_have_attribute("d", "")
    known = page.locator("[data-drawing=guess]").get_attribute("data-count")
    expect(count).to_have_text(known)
    dots = page.locator("[data-drawing=dots]").get_by_role("heading")
    expect(dots).to_have_text(f"Out of the trap after 5 years: {known} in 100 plausible firms")
    page.locator("input[name=month]").press("ArrowRight")
    expect(dots).to_contain_text("after 13 months")
    cells = page.locator("[data-drawing=push] .dv-draw-cell")
    expect(cells).to_have_count(0)  # thousands of firms, for whoever gets there
    page.locator("[data-drawing=push]").scroll_into_view_if_needed()
    expect(cells).to_have_count(56)


def test_on_a_stage_the_loop_is_in_view_and_a_link_is_no_choice_of_ours(visit: Visit) -> None:
    page = opened(visit, "?theme=stage&lang=en&h=0.9")
    picture = page.locator(".dv-draw-loop .dv-draw-picture").bounding_box()
    assert picture["y"] + picture["height"] <= page.viewport_size["height"]
    chosen = page.locator("#whatif-scenario option:checked")
    expect(chosen).to_have_text("From the address opened")
    expect(page.locator(".dv-whatif-main")).to_contain_text("with the choice in the address")
    page.locator("input[name=h]").press("ArrowLeft")
    expect(chosen).to_have_text("Your own choice")
