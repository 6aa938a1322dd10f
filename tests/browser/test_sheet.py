"""Many pieces of a page in one element: what did not change is not touched, what went is gone."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from divario.ui import assets

Visit = Callable[..., Page]
RUNS = """
async (address) => {
  const { draw } = await import(address);
  const parentElement = document.createElement("div");
  document.querySelector("main, body").prepend(parentElement);
  const text = (html) => ({ html });
  const box = (...items) => ({ box: "dv-column", items });
  const figure = (name, title) => ({
    name, title, subtitle: "", alt: title, how: "", note: "", caption: "", key: [], plot: null,
    labels: {}, release: "r", language: "en", stamp: title, narrow: {}, stage: false,
  });
  const at = (selector) => parentElement.querySelector(selector);
  const shown = () => [...parentElement.querySelectorAll("b, .dv-title")].map((n) => n.textContent);
  const run = (...items) => draw({ parentElement, data: { items } });
  run(text("<b>one</b>"), box(figure("a", "A"), figure("b", "B")), text("<b>two</b>"));
  const [one, b, said] = [at("b"), at("#figure-b"), shown()];
  at("#figure-b button").focus();
  const clean = run(text("<b>one</b>"), box(figure("c", "C"), figure("b", "B2")));
  const after = shown();
  const kept = at("b") === one && at("#figure-b") === b && b.contains(document.activeElement);
  clean();
  return [said, after, kept, parentElement.childElementCount];
}
"""


def test_only_what_changed_is_touched(visit: Visit) -> None:
    """Figures are known by name, so that the one with the focus stays where others come and go."""
    page = visit("/method?lang=en")
    said, after, kept, left = page.evaluate(RUNS, assets.script("sheet.js").address)
    assert said == ["one", "A", "B", "two"]
    assert after == ["one", "C", "B2"]
    assert kept
    assert left == 0
