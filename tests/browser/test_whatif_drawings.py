"""The drawings of the what-if page on known scenes, in a real browser without a server."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import combinations

import pytest
from conftest import show  # the one beside this file
from playwright.sync_api import Page

from divario import i18n
from divario.cycle import ledger
from divario.ui import assets

Open = Callable[..., Page]
PREFIX = "whatif."
DRAWINGS = ("loop", "ways", "guess", "dots", "ridge", "push")
WIDEST = {1400: 1.05 * 16, 390: 0.85 * 16}
R1 = 6
ARROWS = 16
TEXTS = """root => [...root.querySelectorAll('svg text')].filter(node => node.textContent
  && node.checkVisibility({ visibilityProperty: true })).map(node => {
    const { left, right, top, bottom } = node.getBoundingClientRect();
    return { text: node.textContent, left, right, top, bottom };
  })"""


def widths(page: Page) -> dict[str, tuple[float, float]]:
    """Strength and stroke width of each arrow that is shown."""
    found = page.locator("[data-link]").evaluate_all(
        "all => all.filter(one => one.getAttribute('visibility') === 'visible').map(one => "
        "[one.dataset.link, +one.dataset.strength, "
        "+one.querySelector('path').getAttribute('stroke-width')])"
    )
    return {link: (strength, width) for link, strength, width in found}


@pytest.mark.parametrize("width", [1400, 390])
def test_arrows_are_as_wide_as_they_are_strong(drawings: Open, width: int) -> None:
    """Width is strength times the widest, a thread at least; strengths are those of the model."""
    page = drawings(width=width)
    show(page, month=12)
    page.evaluate("drawn.loop.show(9)")
    found = widths(page)
    assert len(found) == ARROWS
    for strength, drawn in found.values():
        assert drawn == pytest.approx(max(1, strength * WIDEST[width]), abs=0.01)
    trust, capability, aff = page.evaluate(
        "import('http://drawings.test/cycle.js').then(model => { const { run, parameters } = shown;"
        " const a = model.auxiliaries(parameters, model.STOCKS.map(name => run[name][12]), 12);"
        " return [run.T[12], run.K[12], a.aff]; })"
    )
    p = ledger.current().values()
    expected = {
        "trust_budget": (p["b0"] + (p["b1"] - p["b0"]) * trust) / p["b1"],
        "capability_customers": capability,
        "capability_seen": (1 - p["m0"]) * capability,
        "customers_budget": aff,
        "trust_capability": trust,
    }
    for link, strength in expected.items():
        assert found[link][0] == pytest.approx(strength, abs=1e-4), link


@pytest.mark.parametrize("ending", [0, 1, 2])
def test_what_pushes_and_what_holds_back_are_equal_at_rest(drawings: Open, ending: int) -> None:
    """Where every stock rests, balancing arrows are at one half and nothing pushes from outside."""
    at_rest = drawings().evaluate("index => atRest(index)", ending)
    for link in ("saturation", "wear", "forgetting"):
        assert at_rest[link] == pytest.approx(0.5, abs=1e-9), link
    assert at_rest["push"] == pytest.approx(0, abs=1e-9)


def test_a_push_is_drawn_while_it_lasts(drawings: Open) -> None:
    """Money from outside the loop has its own arrow during its months, and none afterwards."""
    page = drawings()
    show(page, {"commit": 3000, "commit_t": 12, "t0": 3}, month=6)
    strength, _ = widths(page)["push"]
    assert 0.3 < strength < 1
    show(page, {"commit": 3000, "commit_t": 12, "t0": 3}, month=20)
    assert "push" not in widths(page)


def test_loop_is_revealed_by_button_and_key(drawings: Open) -> None:
    """One loop more at each step, with its sentence and who says so; never past the ends."""
    page = drawings("en")
    show(page)
    loop = page.locator("[data-drawing=loop]")
    assert len(widths(page)) == R1
    assert "R1" in loop.locator(".dv-draw-step").inner_text()
    loop.get_by_role("button", name="Next").click()
    assert len(widths(page)) == R1 + 2
    page.keyboard.press("ArrowRight")
    assert set(widths(page)) >= {"capability_seen"}
    step = loop.locator(".dv-draw-step").inner_text()
    thesis = loop.locator(".dv-draw-theses a")
    assert (thesis.inner_text(), thesis.get_attribute("href")) == ("Likes", "claims?claim=vanity")
    assert (
        i18n.t("whatif.loop.R3.text", "en") in step and i18n.t("whatif.loop.R3.who", "en") in step
    )
    for _ in range(9):
        page.keyboard.press("ArrowRight")
    assert thesis.count() == 0
    assert len(widths(page)) == ARROWS
    assert loop.get_by_role("button", name="Next").get_attribute("aria-disabled") == "true"
    for _ in range(12):
        page.keyboard.press("ArrowLeft")
    assert len(widths(page)) == R1
    assert loop.locator(".dv-draw-badge[visibility=visible]").count() == R1


def test_each_way_shows_its_own_number(drawings: Open) -> None:
    """Bars start at nought and are as long as their number; label, table and alt text agree."""
    page = drawings("en")
    show(page)
    ways = page.locator("[data-drawing=ways]")
    rows = ways.locator("[data-way]")
    names = [way.name["en"] for way in ledger.current().ways.values()]
    assert rows.count() == len(names) == 7
    alt = ways.get_by_role("img").get_attribute("aria-label")
    ways.locator("summary").click()
    for index, name in enumerate(names):
        row, count = rows.nth(index), 7 * index
        assert row.locator(".dv-draw-way-name").inner_text() == name
        assert row.locator(".dv-draw-way-number").inner_text() == f"{count} in 100"
        share = row.evaluate(
            "row => row.querySelector('.dv-draw-bar').getBoundingClientRect().width"
            " / row.querySelector('.dv-draw-track').getBoundingClientRect().width"
        )
        assert share == pytest.approx(count / 100, abs=0.002)
        assert f"{name}: {count}" in alt
        assert ways.locator("tbody tr").nth(index).locator("td").first.inner_text() == str(count)
    assert "from 0 to 42 firms in 100" in ways.get_by_role("heading").inner_text()
    assert "Simulated, not measured" in ways.inner_text()


def test_a_dot_crosses_and_keeps_its_place(drawings: Open) -> None:
    """As many dots are outside as firms; each has the same place in both fields."""
    page = drawings("en")
    places = (
        "all => all.map(dot => "
        "[dot.dataset.side, dot.style.transform.match(/[\\d.]+/g).map(Number)])"
    )
    show(page, month=20)
    dots = page.locator("[data-drawing=dots] circle[data-firm]")
    before = dots.evaluate_all(places)
    assert [side for side, _ in before] == ["out"] * 20 + ["in"] * 80
    assert "20 in 100" in page.locator("[data-drawing=dots]").get_by_role("heading").inner_text()
    show(page, month=21)
    after = dots.evaluate_all(places)
    moved = [firm for firm in range(100) if before[firm] != after[firm]]
    assert moved == [20]
    (x_in, y_in), (x_out, y_out) = before[20][1], after[20][1]
    assert y_in == y_out
    assert x_out - x_in == pytest.approx(
        after[0][1][0] - before[99][1][0] + before[19][1][0] - before[0][1][0], abs=0.01
    )


def test_guess_is_taken_before_the_result(drawings: Open) -> None:
    """No result before the click; then both stand on one scale; a scenario asks anew."""
    page = drawings("en")
    show(page, isRevealed=False)
    guess = page.locator("[data-drawing=guess]")
    veiled = page.locator("[data-drawing=dots]")
    assert i18n.t("whatif.drawing.veiled", "en") in veiled.inner_text()
    assert "in 100" not in veiled.inner_text()
    assert not veiled.locator("circle").first.is_visible()
    assert guess.get_by_role("heading").inner_text().startswith("Before you look: after 5 years")
    assert guess.get_attribute("data-count") is None
    assert not guess.get_by_role("img").is_visible()
    guess.get_by_role("button", name="80 in 100").click()
    assert (
        guess.get_by_role("heading").inner_text()
        == "Fewer than you said: the model counts 60 in 100, not 80"
    )
    assert page.evaluate("said.at(-1)") == {"isRevealed": True, "guess": 80, "isAskedAgain": False}
    marks = guess.locator("svg").evaluate(
        "svg => ['guess', 'result'].map(name => +svg.querySelector(`.dv-draw-mark-${name} polygon`)"
        ".getAttribute('points').split(',')[0])"
    )
    left, whole = guess.locator(".dv-draw-scale").evaluate(
        "one => [+one.getAttribute('x'), +one.getAttribute('width')]"
    )
    assert [(x - left) / whole for x in marks] == [pytest.approx(0.8), pytest.approx(0.6)]
    show(page, month=12)
    assert guess.get_by_role("img").is_visible() and veiled.locator("circle").first.is_visible()
    show(page, scenario="second")
    assert guess.get_by_role("button", name="80 in 100").is_visible()
    assert page.evaluate("said.at(-1)") == {
        "isRevealed": False,
        "guess": None,
        "isAskedAgain": False,
    }
    guess.get_by_role("button", name="Show without guessing").click()
    assert "in the model: 60 in 100" in guess.get_by_role("heading").inner_text()
    assert not guess.locator(".dv-draw-mark-guess").is_visible()
    guess.get_by_role("button", name="Guess again").click()
    assert page.evaluate("said.at(-1)") == {
        "isRevealed": False,
        "guess": None,
        "isAskedAgain": True,
    }
    assert guess.get_by_role("button", name="80 in 100").is_visible()
    show(page, {"h": 0.9}, scenario="second", isRevealed=True)
    show(page, {"h": 0.8}, scenario="second", isRevealed=False)
    assert guess.get_by_role("button", name="80 in 100").is_visible()
    show(page, {"h": 0.7}, scenario="second", isRevealed=True)
    assert "in the model" in guess.get_by_role("heading").inner_text()


def test_what_the_worker_has_not_answered_is_said(drawings: Open) -> None:
    """Without ensembles the drawings say that they wait; loop and dot move all the same."""
    page = drawings("en")
    show(page, firms=None, ways=None, push=None, ridge=None)
    for name in ("ways", "dots", "push"):
        assert (
            i18n.t("whatif.drawing.waiting", "en")
            in page.locator(f"[data-drawing={name}]").inner_text()
        )
    assert len(widths(page)) == R1
    assert page.locator(".dv-draw-now").is_visible()


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize(("width", "look"), [(1400, "page"), (390, "page"), (760, "stage")])
def test_no_label_covers_another(drawings: Open, language: str, width: int, look: str) -> None:
    """No two texts of a picture overlap, none leaves it; every picture has its words."""
    page = drawings(language, width, look)
    show(page)
    for settings in ({}, {"commit": 3000, "commit_t": 24, "t0": 0}):
        show(page, settings, month=6, isRevealed=True)
        page.evaluate("drawn.loop.show(9)")
        for name in DRAWINGS:
            root = page.locator(f"[data-drawing={name}]")
            texts = root.evaluate(TEXTS)
            for one, other in combinations(texts, 2):
                across = min(one["right"], other["right"]) - max(one["left"], other["left"])
                down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
                assert across <= 1 or down <= 3, (name, one["text"], other["text"])
            box = root.bounding_box()
            for one in texts:
                assert box["x"] - 1 <= one["left"] and one["right"] <= width, (name, one["text"])
            label = root.get_by_role("img").first.get_attribute("aria-label")
            assert label and "{" not in label and "undefined" not in label
            assert "{" not in root.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_keys_of_the_scripts_exist_and_are_used() -> None:
    """Each text that a drawing asks for is there, and each text of the drawings is asked for."""
    source = "".join(
        (assets.FOLDER / f"whatif-{name}.js").read_text(encoding="utf-8")
        for name in ("draw", *DRAWINGS)
    )
    asked = re.findall(
        r"say\(\s*context,\s*(?:[^,\"`)]*\? )?((?:[\"`][^\"`]*[\"`](?: : )?)+)", source
    )
    keys = {key for group in asked for key in re.findall(r"[\"`]([^\"`]*)[\"`]", group)}
    assert len(keys) > 60
    known = {key[len(PREFIX) :] for key in i18n.texts("it") if key.startswith(PREFIX)}
    patterns = [re.sub(r"\\\$\\\{.*?\\\}", r"[\\w.]+", re.escape(key)) for key in keys]
    assert [one for one in patterns if not any(re.fullmatch(one, key) for key in known)] == []
    own = {key for key in known if key.split(".")[0] in {"drawing", *DRAWINGS}}
    chosen = set(re.findall(r"\"([a-z]+\.[a-z_.]+)\"", source))
    unused = [key for key in own - chosen if not any(re.fullmatch(one, key) for one in patterns)]
    assert unused == []
