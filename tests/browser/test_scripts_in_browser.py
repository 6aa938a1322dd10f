"""Our own scripts, imported into a page that holds nothing."""

from __future__ import annotations

from playwright.sync_api import BrowserContext

from divario.ui import assets

IN_TURN = """
async (address) => {
  const { inTurn } = await import(address);
  let frames = 0;
  const count = () => { frames += 1; requestAnimationFrame(count); };
  requestAnimationFrame(count);
  const drawn = [];
  const drawing = (name) => async () => {
    drawn.push([name, frames]);
    if (name === "broken") throw new Error(name);
  };
  await Promise.allSettled(["first", "broken", "last"].map((name) => inTurn(drawing(name))));
  return drawn;
}
"""


def test_new_figures_are_drawn_one_in_a_frame(profile: BrowserContext, server: str) -> None:
    """In their order, each seen before the next; one that fails holds up nobody."""
    page = profile.new_page()
    page.goto(f"{server}/_stcore/health")
    drawn = page.evaluate(IN_TURN, assets.script("plot.js").address)
    assert [name for name, _ in drawn] == ["first", "broken", "last"]
    frames = [frame for _, frame in drawn]
    assert frames == sorted(set(frames))
    page.close()
