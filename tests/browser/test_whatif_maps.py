"""The two maps of the what-if page on known scenes: the ridge, and the push."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import show  # the one beside this file
from playwright.sync_api import Page

from divario import i18n

Open = Callable[..., Page]


@pytest.mark.parametrize(("language", "mark"), [("it", ","), ("en", ".")])
def test_ridge_map_marks_the_tipping_point(drawings: Open, language: str, mark: str) -> None:
    """Its number has three digits and is the model's; without one, words say where all end."""
    page = drawings(language)
    show(page)
    ridge = page.locator("[data-drawing=ridge]")
    tip = page.evaluate("shown.equilibria.find(({ stable }) => !stable).T")
    assert 0.1 < tip < 0.3
    assert (
        ridge.locator("text[data-tipping]")
        .text_content()
        .endswith(f"{100 * tip:.1f}%".replace(".", mark))
    )
    line = ridge.locator(".dv-draw-tipping").bounding_box()
    edge = ridge.locator(".dv-draw-edge").bounding_box()
    assert (line["x"] - edge["x"]) / edge["width"] == pytest.approx(tip, abs=0.003)
    x, y = ridge.evaluate(
        "root => ['cx', 'cy'].map(name => +root.querySelector('.dv-draw-now').getAttribute(name))"
    )
    trust, capability = page.evaluate("[shown.run.T[60], shown.run.K[60]]")
    left, top = ridge.evaluate(
        "root => ['x', 'y'].map(name => +root.querySelector('.dv-draw-edge').getAttribute(name))"
    )
    assert x == pytest.approx(left + trust * edge["width"], abs=1)
    assert y == pytest.approx(top + (1 - capability) * edge["height"], abs=1)
    for settings, ending in (({"n_f": 1}, "growth"), ({"h": 0.3}, "trap")):
        show(page, settings)
        none = i18n.t(f"whatif.ridge.none.{ending}", language)
        assert ridge.locator("text[data-tipping]").text_content() == none
    assert ridge.locator(".dv-draw-tipping").get_attribute("d") == ""


@pytest.mark.parametrize("settings", [{}, {"n_f": 1}])
def test_ridge_lies_where_the_endings_part(drawings: Open, settings: dict) -> None:
    """On a field that equals trust, it is upright at the tipping point's customers, or at 30%."""
    page = drawings()
    show(page, settings)
    level = page.evaluate("shown.equilibria.find(({ stable }) => !stable)?.G ?? 0.3")
    edge, line = (
        page.locator(f".dv-draw-{name}").evaluate(
            "one => (({ x, width, height }) => ({ x, width, height }))(one.getBBox())"
        )
        for name in ("edge", "ridge-line")
    )
    centre = line["x"] + line["width"] / 2
    assert (centre - edge["x"]) / edge["width"] == pytest.approx(level, abs=0.001)
    assert line["height"] == pytest.approx(edge["height"], abs=0.2)


def test_push_map_holds_the_numbers_and_the_levers(drawings: Open) -> None:
    """Cells by budget and duration, the ring in the cell of the levers, the same in the table."""
    page = drawings("en")
    show(page, {"commit": 2000, "commit_t": 12})
    push = page.locator("[data-drawing=push]")
    assert push.locator(".dv-draw-cell").all_text_contents() == [
        *("0", "30", "60"),
        *("10", "40", "70"),
        *("20", "50", "80"),
    ]
    assert push.locator(".dv-draw-here").get_attribute("data-place") == "1.00 1.00"
    push.locator("summary").press("Enter")
    push.locator("tbody tr").first.wait_for()
    rows = push.locator("tbody tr").all_inner_texts()
    assert rows == ["€1000\t0\t30\t60", "€2000\t10\t40\t70", "€3000\t20\t50\t80"]
    assert "€2000 a month for 12 months" in push.locator(".dv-note").inner_text()
    show(page, {"commit": 20000, "commit_t": 12})
    assert push.locator(".dv-draw-here").get_attribute("visibility") == "hidden"
    assert "outside the map" in push.locator(".dv-note").inner_text()
    show(page)
    assert "no push" in push.locator(".dv-note").inner_text()
